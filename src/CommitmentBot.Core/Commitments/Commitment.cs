using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>A commitment's key everywhere.</summary>
public readonly record struct CommitmentId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static CommitmentId New() => new(Guid.CreateVersion7());
}

/// <summary>The states of the life table. Due and overdue are none: they follow from the date and the clock.</summary>
public enum CommitmentState
{
    /// <summary>Said for somebody, who has not answered.</summary>
    Proposed,

    /// <summary>The owner would take it on with another date or wording.</summary>
    Countered,

    /// <summary>The owner said no, or the counter was refused.</summary>
    Declined,

    /// <summary>Nobody answered in time. Never counts.</summary>
    Lapsed,

    /// <summary>Promised.</summary>
    Active,

    /// <summary>The owner says it is done.</summary>
    Reported,

    /// <summary>Done, confirmed or self-declared.</summary>
    Kept,

    /// <summary>The owner or a chair said so; never the bot.</summary>
    Broken,

    /// <summary>The promisee or a chair let the owner off.</summary>
    Released,
}

/// <summary>What became of the message that a commitment was read from.</summary>
public enum SourceState
{
    /// <summary>As it was, as far as is known.</summary>
    AsSaid,

    /// <summary>It reads otherwise now.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>To whom something is promised.</summary>
[System.Text.Json.Serialization.JsonDerivedType(typeof(ToPerson), "person")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(ToOrganisation), "organisation")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(ToForum), "forum")]
public abstract record Promisee
{
    private Promisee()
    {
    }

    /// <summary>To one person.</summary>
    public sealed record ToPerson(PersonId Person) : Promisee;

    /// <summary>To an organisation; anybody who speaks for it may answer.</summary>
    public sealed record ToOrganisation(OrganisationId Organisation) : Promisee;

    /// <summary>To the forum; its chairs answer.</summary>
    public sealed record ToForum : Promisee;
}

/// <summary>The words as they were said, by whom, when and where. Never changed afterwards.</summary>
public sealed record Verbatim(string Words, PersonId SaidBy, Instant SaidAt, string? Link);

/// <summary>The owner's own five lines about a gap.</summary>
public sealed record Account(string Said, string Did, string Why, string NeededNow, string NextCommitment, Cause? Cause);

/// <summary>The cause of a gap, chosen by the owner.</summary>
public enum Cause
{
    /// <summary>A chance event.</summary>
    ChanceEvent,

    /// <summary>Waiting on another commitment.</summary>
    WaitingOnAnother,

    /// <summary>Capacity.</summary>
    Capacity,

    /// <summary>Priorities changed.</summary>
    PrioritiesChanged,

    /// <summary>More was promised than could be done.</summary>
    OverPromised,

    /// <summary>It turned out not to be agreed.</summary>
    NotAgreedAfterAll,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Did it help?</summary>
public enum Helped
{
    /// <summary>Yes.</summary>
    Yes,

    /// <summary>Partly.</summary>
    Partly,

    /// <summary>No.</summary>
    No,

    /// <summary>Can't say.</summary>
    CannotSay,
}

/// <summary>One change of the agreed date: from when to when, agreed at what moment and whether that was in time (before the day was over).</summary>
public sealed record DueChange(LocalDate From, LocalDate To, Instant AgreedAt, bool InTime);

/// <summary>A request for new terms that was refused: when it was asked for and when refused.</summary>
public sealed record RefusedMove(Instant AskedAt, Instant RefusedAt);

/// <summary>Terms somebody asks for: a new date, a new wording, or both, and why.</summary>
public sealed record Terms(LocalDate? Due, string? Wording, string? Reason);

/// <summary>A commitment as its events add up; made by <see cref="Fold"/> only.</summary>
public sealed record Commitment
{
    /// <summary>Key.</summary>
    public required CommitmentId Id { get; init; }

    /// <summary>The forum whose register it stands in.</summary>
    public required ForumId Forum { get; init; }

    /// <summary>Its number in that register, from 1 up.</summary>
    public required int Number { get; init; }

    /// <summary>How many events it has.</summary>
    public required int Version { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CommitmentState State { get; init; }

    /// <summary>Who promised, or is asked to.</summary>
    public required PersonId Owner { get; init; }

    /// <summary>The organisation the owner spoke for when it was made theirs.</summary>
    public required OrganisationId? OwnerOrganisation { get; init; }

    /// <summary>Who put it forward; the owner for their own promise.</summary>
    public required PersonId ProposedBy { get; init; }

    /// <summary>To whom.</summary>
    public required Promisee Promisee { get; init; }

    /// <summary>Tidy wording; the words as said stand beside it.</summary>
    public required string Wording { get; init; }

    /// <summary>The words as said.</summary>
    public required Verbatim Verbatim { get; init; }

    /// <summary>What became of the message the words stood in.</summary>
    public SourceState SourceNow { get; init; }

    /// <summary>"If funding is agreed".</summary>
    public string? Condition { get; init; }

    /// <summary>Themes, without the <c>#</c>.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>The agreed due date, in the owner's calendar.</summary>
    public required LocalDate Due { get; init; }

    /// <summary>The date first agreed.</summary>
    public required LocalDate FirstDue { get; init; }

    /// <summary>When it was put forward or recorded.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When the owner's yes (or the agreement to their counter) made it count; null before.</summary>
    public Instant? AcceptedAt { get; init; }

    /// <summary>Agreed changes of the date, oldest first.</summary>
    public IReadOnlyList<DueChange> Moves { get; init; } = [];

    /// <summary>The owner's counter, or the new terms they ask for, while unanswered.</summary>
    public Terms? Pending { get; init; }

    /// <summary>Who asked for them, where it was not the owner but their deputy; else null.</summary>
    public PersonId? PendingBy { get; init; }

    /// <summary>
    /// When the pending terms were asked for; null when none are. New terms count as agreed in time by this moment, not by the
    /// answer's: whoever asked in time does not pay for the other side's silence. Asking again is a new request.
    /// </summary>
    public Instant? PendingSince { get; init; }

    /// <summary>The last request of this round for new terms that was refused; null when a new round starts.</summary>
    public RefusedMove? RefusedMove { get; init; }

    /// <summary>
    /// Which run of the ladder this is, from 0. One up whenever work starts anew: a new date agreed, "not yet", a hand-over accepted,
    /// a facilitated conversation held or declined, "done" said of a broken one. A (step, round) happens once at most.
    /// </summary>
    public int Round { get; init; }

    /// <summary>When this round began: the owner's yes, or what last raised <see cref="Round"/>; null before the owner's yes.</summary>
    public Instant? RoundSince { get; init; }

    /// <summary>The day to which the owner put this round's reminders off, once a round; null when they have not.</summary>
    public LocalDate? SnoozedUntil { get; init; }

    /// <summary>How many <see cref="Slips"/> there were when a facilitated conversation was last held or declined.</summary>
    public int SlipsTalkedOver { get; init; }

    /// <summary>To whom it is being handed over, while they have not answered.</summary>
    public PersonId? HandoverTo { get; init; }

    /// <summary>The owner's words of warning; null when not at risk.</summary>
    public string? AtRisk { get; init; }

    /// <summary>The day the owner last said it was done, in their calendar.</summary>
    public LocalDate? DoneOn { get; init; }

    /// <summary>When the owner last said it was done.</summary>
    public Instant? ReportedAt { get; init; }

    /// <summary>Who said so, where it was not the owner but their deputy; else null.</summary>
    public PersonId? ReportedBy { get; init; }

    /// <summary>What they pointed at.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether it had been broken before the owner said it was done after all; it then counts as late whatever the day.</summary>
    public bool DoneAfterAll { get; init; }

    /// <summary>True when the promisee or a chair said yes, false when nobody answered in time; null before either.</summary>
    public bool? Confirmed { get; init; }

    /// <summary>Whether whoever confirmed it spoke for the owner's own organisation; such a yes is shown apart.</summary>
    public bool ConfirmedWithin { get; init; }

    /// <summary>
    /// Who said how it ended: confirmed it, released its owner, called it broken or corrected it; null where nobody but its owner did.
    /// </summary>
    public PersonId? AnsweredBy { get; init; }

    /// <summary>Did it help, if anybody said.</summary>
    public Helped? Helped { get; init; }

    /// <summary>How often "done" was answered with "not yet".</summary>
    public int NotYets { get; init; }

    /// <summary>The owner's account of the gap, once given.</summary>
    public Account? Account { get; init; }

    /// <summary>Who gave it, where it was not the owner but their deputy; else null.</summary>
    public PersonId? AccountBy { get; init; }

    /// <summary>The reason a chair gave for calling it broken; null when nobody did.</summary>
    public string? CalledBroken { get; init; }

    /// <summary>Why the owner was let off.</summary>
    public string? ReleaseReason { get; init; }

    /// <summary>When the last event happened.</summary>
    public required Instant ChangedAt { get; init; }

    /// <summary>What people type: <c>C-42</c>.</summary>
    public string Reference => $"C-{Number}";

    /// <summary>How often it slipped: dates moved only after they had passed, and "done" answered with "not yet".</summary>
    public int Slips => Moves.Count(move => !move.InTime) + NotYets;

    /// <summary>
    /// Whether chasing stops until a facilitated conversation is held or declined: after a second slip, or "not yet" said to "done",
    /// that has not been talked over.
    /// </summary>
    public bool AwaitsConversation =>
        State == CommitmentState.Active && Slips > SlipsTalkedOver && (Slips > 1 || NotYets > 0);

    /// <summary>Whether the owner still has something to do.</summary>
    public bool IsOpen => State is CommitmentState.Proposed or CommitmentState.Countered or CommitmentState.Active or CommitmentState.Reported;

    /// <summary>Whether the agreed day is over on <paramref name="today"/> and the owner has not said it is done.</summary>
    public bool IsOverdue(LocalDate today) => State == CommitmentState.Active && today > Due;

    /// <summary>What <paramref name="events"/> add up to, oldest first. Throws when they are not one commitment's whole history.</summary>
    public static Commitment Fold(IEnumerable<RegisterEvent> events)
    {
        Commitment? it = null;
        foreach (var next in events)
        {
            it = Evolution.Apply(it, next);
        }

        return it ?? throw new ArgumentException("A commitment has at least one event.", nameof(events));
    }
}
