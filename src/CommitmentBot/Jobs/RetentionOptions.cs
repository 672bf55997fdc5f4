namespace CommitmentBot.Jobs;

/// <summary>
/// The settings under <c>Retention</c>: how many days, by the program's clock, rows of delivery are kept. The register stays.
/// </summary>
public sealed class RetentionOptions
{
    // "How are you doing?" counts thirteen weeks; a digest repeats what was in doubt in the last week.
    private const int LeastForSteps = 92;
    private const int LeastForWords = 14;
    private const int LeastForInbox = 2;

    /// <summary>Keys of what the platforms sent; none of them retries for longer than a few hours.</summary>
    public int InboxDays { get; set; } = 7;

    /// <summary>The words of messages that were sent or refused for good, and the attempts at sending them.</summary>
    public int WordsDays { get; set; } = 30;

    /// <summary>The words of a private message that may not have arrived, until the next message to that person repeats them.</summary>
    public int UnconfirmedDays { get; set; } = 365;

    /// <summary>Settled steps of commitments that are closed, and of rounds that are over.</summary>
    public int StepsDays { get; set; } = 120;

    /// <summary>The rest of a message: where and when it went, and the key that prevents a second sending.</summary>
    public int MessagesDays { get; set; } = 400;

    /// <summary>Whether nothing goes before its last use; throws with a sentence when something would.</summary>
    public bool Hold => Least(nameof(InboxDays), InboxDays, LeastForInbox) && Least(nameof(WordsDays), WordsDays, LeastForWords)
        && Least(nameof(UnconfirmedDays), UnconfirmedDays, WordsDays) && Least(nameof(StepsDays), StepsDays, LeastForSteps)
        && Least(nameof(MessagesDays), MessagesDays, Math.Max(UnconfirmedDays, StepsDays));

    private static bool Least(string name, int days, int least) => days >= least
        ? true
        : throw new InvalidOperationException($"Retention:{name} is {days}; it must be {least} or more, as it may be needed until then.");
}
