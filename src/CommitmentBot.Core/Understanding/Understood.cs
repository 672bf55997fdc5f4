using CommitmentBot.Core.Chasing;
using NodaTime;

namespace CommitmentBot.Core.Understanding;

/// <summary>Where and when a sentence was said, as far as that changes its meaning.</summary>
/// <param name="Said">The moment it was said.</param>
/// <param name="Zone">The speaker's time zone.</param>
/// <param name="Calendar">Working days.</param>
/// <param name="NextMeetings">The forum's next meetings, earliest first; empty when it has no calendar.</param>
/// <param name="AboutCommitment">Whether it was said in a commitment's own thread, so that a bare "done" has a meaning.</param>
public sealed record ReadingContext(
    Instant Said, DateTimeZone Zone, WorkingCalendar Calendar, IReadOnlyList<LocalDate> NextMeetings, bool AboutCommitment)
{
    /// <summary>The speaker's today.</summary>
    public LocalDate Today => Said.InZone(Zone).Date;
}

/// <summary>What a sentence was understood as.</summary>
public abstract record Understood
{
    private Understood()
    {
    }

    /// <summary>A command.</summary>
    public sealed record AsCommand(Command Command) : Understood;

    /// <summary>One or more promises or proposals. Nothing is recorded from them before the owner's yes.</summary>
    public sealed record AsDrafts(IReadOnlyList<Draft> Drafts) : Understood;

    /// <summary>Neither. <c>Nearest</c> is a command it may have been meant as, as one would type it; null when none is near.</summary>
    public sealed record AsNothing(string? Nearest) : Understood;
}

/// <summary>A commitment as read from a sentence.</summary>
public sealed record Draft
{
    /// <summary>Whose promise it is.</summary>
    public required DraftOwner Owner { get; init; }

    /// <summary>Tidy wording, an imperative without a full stop: "Send the winter bed plan to UHCW".</summary>
    public required string Wording { get; init; }

    /// <summary>"UHCW", "the Place Forum", a mention; null when the sentence says nobody or only "you".</summary>
    public NamedPerson? Promisee { get; init; }

    /// <summary>Whether it is promised to the speaker: "Tom will send me the figures".</summary>
    public bool ToSpeaker { get; init; }

    /// <summary>Whether it is promised to whoever is spoken to: "I'll send you the figures".</summary>
    public bool ToListener { get; init; }

    /// <summary>When.</summary>
    public required DueReading Due { get; init; }

    /// <summary>"If funding is agreed".</summary>
    public string? Condition { get; init; }

    /// <summary>Themes typed as <c>#urgent-care</c>, without the <c>#</c>.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>The clause it was read from.</summary>
    public TextSpan Said { get; init; }

    /// <summary>The words that say whose it is: "I'll", "Sarah Ali to"; null where that goes without saying.</summary>
    public TextSpan? OwnerSaid { get; init; }

    /// <summary>The words that say to whom: "to UHCW", "you"; null where nothing does.</summary>
    public TextSpan? PromiseeSaid { get; init; }

    /// <summary>The words its date was read from; null where there are none.</summary>
    public TextSpan? DueSaid { get; init; }
}

/// <summary>A place in the text somebody typed, in UTF-16 units.</summary>
public readonly record struct TextSpan(int Start, int Length);

/// <summary>Whose promise a draft is.</summary>
public abstract record DraftOwner
{
    private DraftOwner()
    {
    }

    /// <summary>"I": the speaker.</summary>
    public sealed record Speaker : DraftOwner;

    /// <summary>"We": the speaker, for their organisation.</summary>
    public sealed record SpeakersOrganisation : DraftOwner;

    /// <summary>Somebody named.</summary>
    public sealed record Named(NamedPerson Person) : DraftOwner;

    /// <summary>Several named: a question is due, as a commitment has one owner.</summary>
    public sealed record Several(IReadOnlyList<NamedPerson> People) : DraftOwner;
}

/// <summary>A due date as read from words.</summary>
public abstract record DueReading
{
    private DueReading()
    {
    }

    /// <summary>This day; <c>Words</c> is what it was read from.</summary>
    public sealed record On(LocalDate Date, string Words) : DueReading;

    /// <summary>A day that is over.</summary>
    public sealed record InThePast(LocalDate Date, string Words) : DueReading;

    /// <summary>No date, or a vague one ("soon"); <c>Words</c> is the vague one, null when there is none.</summary>
    public sealed record None(string? Words) : DueReading;
}

/// <summary>When a forum meets: every so many weeks from a first day on, at a local time.</summary>
public sealed record MeetingRule(LocalDate First, int EveryWeeks, LocalTime At)
{
    /// <summary>The meetings on or after a day, earliest first, without end.</summary>
    public IEnumerable<LocalDate> From(LocalDate day)
    {
        var meeting = First;
        while (meeting < day)
        {
            meeting = meeting.PlusWeeks(EveryWeeks);
        }

        for (; ; meeting = meeting.PlusWeeks(EveryWeeks))
        {
            yield return meeting;
        }
    }
}
