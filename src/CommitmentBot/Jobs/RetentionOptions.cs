namespace CommitmentBot.Jobs;

/// <summary>The settings under <c>Retention</c>: for how many days, by the program's clock, what has done its work is kept. The register itself stays.</summary>
public sealed class RetentionOptions
{
    // "How are you doing?" counts thirteen weeks, and a digest repeats what was in doubt within one.
    private const int LeastForSteps = 92;
    private const int LeastForWords = 14;
    private const int LeastForInbox = 2;

    /// <summary>Keys of what the platforms sent: no platform tries for longer than hours.</summary>
    public int InboxDays { get; set; } = 7;

    /// <summary>The words of messages that were sent or refused for good, and the attempts at sending them.</summary>
    public int WordsDays { get; set; } = 30;

    /// <summary>The words of a private message that may not have arrived, while nothing has been said to that person since: the next message repeats it.</summary>
    public int UnconfirmedDays { get; set; } = 365;

    /// <summary>Settled steps of commitments that are closed, and of rounds that are over.</summary>
    public int StepsDays { get; set; } = 120;

    /// <summary>What is left of a message without its words: where it went, when, and the key that makes a second sending impossible.</summary>
    public int MessagesDays { get; set; } = 400;

    /// <summary>Whether these days go together; throws with a sentence when they do not.</summary>
    public bool Hold => Least(nameof(InboxDays), InboxDays, LeastForInbox) && Least(nameof(WordsDays), WordsDays, LeastForWords)
        && Least(nameof(UnconfirmedDays), UnconfirmedDays, WordsDays) && Least(nameof(StepsDays), StepsDays, LeastForSteps)
        && Least(nameof(MessagesDays), MessagesDays, Math.Max(UnconfirmedDays, StepsDays));

    private static bool Least(string name, int days, int least) => days >= least
        ? true
        : throw new InvalidOperationException($"Retention:{name} is {days}; it must be {least} or more, as something may still ask for it until then.");
}
