using System.Text.Json.Serialization;
using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>Something that happened to a commitment. Facts only: who and when stand in <see cref="RegisterEvent"/>.</summary>
[JsonDerivedType(typeof(Recorded), "recorded")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Countered), "countered")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(CounterAgreed), "counter-agreed")]
[JsonDerivedType(typeof(CounterRefused), "counter-refused")]
[JsonDerivedType(typeof(Lapsed), "lapsed")]
[JsonDerivedType(typeof(AtRiskFlagged), "at-risk")]
[JsonDerivedType(typeof(MoveAsked), "move-asked")]
[JsonDerivedType(typeof(MoveAgreed), "move-agreed")]
[JsonDerivedType(typeof(MoveRefused), "move-refused")]
[JsonDerivedType(typeof(DoneDeclared), "done")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(NotYet), "not-yet")]
[JsonDerivedType(typeof(SelfDeclared), "self-declared")]
[JsonDerivedType(typeof(CannotBeDone), "cannot")]
[JsonDerivedType(typeof(CalledBroken), "called-broken")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(HandoverOffered), "handover-offered")]
[JsonDerivedType(typeof(HandoverAccepted), "handover-accepted")]
[JsonDerivedType(typeof(HandoverDeclined), "handover-declined")]
[JsonDerivedType(typeof(ConversationClosed), "conversation-closed")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(SourceChanged), "source-changed")]
[JsonDerivedType(typeof(Snoozed), "snoozed")]
public abstract record CommitmentEvent
{
    private CommitmentEvent()
    {
    }

    /// <summary>What a commitment begins with.</summary>
    public sealed record Opening(
        ForumId Forum, int Number, PersonId Owner, OrganisationId? OwnerOrganisation, Promisee Promisee,
        string Wording, Verbatim Verbatim, LocalDate Due, string? Condition, IReadOnlyList<string> Themes);

    /// <summary>The owner recorded their own promise.</summary>
    public sealed record Recorded(Opening What) : CommitmentEvent;

    /// <summary>Somebody proposed it for the owner.</summary>
    public sealed record Proposed(Opening What) : CommitmentEvent;

    /// <summary>The owner accepted; speaking for <c>Organisation</c>.</summary>
    public sealed record Accepted(OrganisationId? Organisation) : CommitmentEvent;

    /// <summary>The owner accepts with other terms.</summary>
    public sealed record Countered(Terms Terms, OrganisationId? Organisation) : CommitmentEvent;

    /// <summary>The owner said no.</summary>
    public sealed record Declined(string? Reason) : CommitmentEvent;

    /// <summary>The promisee or a chair agreed to the counter.</summary>
    public sealed record CounterAgreed : CommitmentEvent;

    /// <summary>The promisee or a chair refused the counter.</summary>
    public sealed record CounterRefused(string? Reason) : CommitmentEvent;

    /// <summary>Nobody answered by the policy's day.</summary>
    public sealed record Lapsed : CommitmentEvent;

    /// <summary>The owner warned.</summary>
    public sealed record AtRiskFlagged(string Words) : CommitmentEvent;

    /// <summary>The owner asked for new terms.</summary>
    public sealed record MoveAsked(Terms Terms) : CommitmentEvent;

    /// <summary>New terms agreed; <c>InTime</c> says whether the old day was not yet over in the owner's zone.</summary>
    public sealed record MoveAgreed(Terms Terms, bool InTime) : CommitmentEvent;

    /// <summary>New terms refused.</summary>
    public sealed record MoveRefused(string? Reason) : CommitmentEvent;

    /// <summary>The owner says it is done, on <c>On</c> in their own calendar.</summary>
    public sealed record DoneDeclared(LocalDate On, string? Evidence) : CommitmentEvent;

    /// <summary>It was what was promised.</summary>
    public sealed record Confirmed(Helped? Helped) : CommitmentEvent;

    /// <summary>It was not, yet.</summary>
    public sealed record NotYet(string? Words) : CommitmentEvent;

    /// <summary>Nobody answered by the policy's day: kept, self-declared.</summary>
    public sealed record SelfDeclared : CommitmentEvent;

    /// <summary>The owner says it cannot be done, or was not, with their account.</summary>
    public sealed record CannotBeDone(Account Account) : CommitmentEvent;

    /// <summary>A chair called it broken.</summary>
    public sealed record CalledBroken(string Reason) : CommitmentEvent;

    /// <summary>The owner was let off.</summary>
    public sealed record Released(string Reason) : CommitmentEvent;

    /// <summary>It is offered to somebody else.</summary>
    public sealed record HandoverOffered(PersonId To, string? Reason) : CommitmentEvent;

    /// <summary>The new owner took it; with other terms, those are asked for at once.</summary>
    public sealed record HandoverAccepted(PersonId NewOwner, OrganisationId? Organisation, Terms? Terms) : CommitmentEvent;

    /// <summary>The new owner would not take it.</summary>
    public sealed record HandoverDeclined(string? Reason) : CommitmentEvent;

    /// <summary>The facilitated conversation after a second slip was held, or declined; chasing resumes with a new round.</summary>
    public sealed record ConversationClosed(bool Held, string? Words) : CommitmentEvent;

    /// <summary>The owner put this round's reminders off to a day in their own calendar; the date stays.</summary>
    public sealed record Snoozed(LocalDate Until) : CommitmentEvent;

    /// <summary>A chair corrected how it ended; both stay in the history.</summary>
    public sealed record Corrected(CommitmentState To, LocalDate? DoneOn, string Reason) : CommitmentEvent;

    /// <summary>The message it was read from was changed, or deleted, afterwards. No move: the words as said stay, and nothing else follows.</summary>
    public sealed record SourceChanged(bool Deleted) : CommitmentEvent;
}

/// <summary>
/// One event as the register holds it. <c>By</c> is null for the clock; <c>Organisation</c> is whom they spoke for; <c>Source</c> names
/// the message it came from on its platform, if it came from one.
/// </summary>
public sealed record RegisterEvent(
    CommitmentId Commitment, int Version, Instant At, PersonId? By, OrganisationId? Organisation, string? Source, CommitmentEvent Fact);
