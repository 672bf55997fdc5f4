using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>How one event changes a commitment. Total over the events that <see cref="Lifecycle"/> can decide, and the one that is no move.</summary>
public static class Evolution
{
    /// <summary>
    /// The commitment after <paramref name="next"/>; <paramref name="before"/> is null before its first event. Throws
    /// <see cref="ArgumentException"/> when the event does not follow: another commitment's, a version left out or repeated, or no opening.
    /// </summary>
    public static Commitment Apply(Commitment? before, RegisterEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.Version != (before?.Version ?? 0) + 1)
        {
            throw new ArgumentException($"Version {next.Version} does not follow version {before?.Version ?? 0}.", nameof(next));
        }

        if (before is null)
        {
            return next.Fact switch
            {
                CommitmentEvent.Recorded { What: var what } => Promise(Open(what, next, CommitmentState.Active), next.At),
                CommitmentEvent.Proposed { What: var what } => Open(what, next, CommitmentState.Proposed),
                _ => throw new ArgumentException("A commitment begins by being recorded or proposed.", nameof(next)),
            };
        }

        if (next.Commitment != before.Id)
        {
            throw new ArgumentException("The event is another commitment's.", nameof(next));
        }

        return Change(before, next.Fact, next) with { Version = next.Version, ChangedAt = next.At };
    }

    private static Commitment Open(CommitmentEvent.Opening what, RegisterEvent first, CommitmentState state) => new()
    {
        Id = first.Commitment,
        Forum = what.Forum,
        Number = what.Number,
        Version = first.Version,
        State = state,
        Owner = what.Owner,
        OwnerOrganisation = what.OwnerOrganisation,
        // A proposal the program itself puts forward has no proposer but its owner.
        ProposedBy = first.By ?? what.Owner,
        Promisee = what.Promisee,
        Wording = what.Wording,
        Verbatim = what.Verbatim,
        Condition = what.Condition,
        Themes = what.Themes,
        Due = what.Due,
        FirstDue = what.Due,
        CreatedAt = first.At,
        ChangedAt = first.At,
    };

    private static Commitment Change(Commitment it, CommitmentEvent fact, RegisterEvent next) => fact switch
    {
        CommitmentEvent.Accepted e => Promise(it, next.At) with { OwnerOrganisation = e.Organisation },
        CommitmentEvent.Countered e => it with
        {
            State = CommitmentState.Countered,
            OwnerOrganisation = e.Organisation,
            Pending = e.Terms,
            PendingSince = next.At,
        },
        CommitmentEvent.CounterAgreed => AgreeToCounter(it, next.At),
        CommitmentEvent.Declined or CommitmentEvent.CounterRefused => Settle(it, CommitmentState.Declined),
        CommitmentEvent.Lapsed => Settle(it, CommitmentState.Lapsed),
        CommitmentEvent.AtRiskFlagged e => it with { AtRisk = e.Words },
        CommitmentEvent.MoveAsked e => it with { Pending = e.Terms, PendingSince = next.At, PendingBy = Deputy(it, next) },
        CommitmentEvent.MoveAgreed e => Move(it, e, next.At),
        CommitmentEvent.MoveRefused => it with
        {
            Pending = null,
            PendingSince = null,
            RefusedMove = it.PendingSince is { } asked ? new RefusedMove(asked, next.At) : it.RefusedMove,
        },
        CommitmentEvent.DoneDeclared e => Settle(it.State == CommitmentState.Broken ? StartAnew(it, next.At) : it, CommitmentState.Reported) with
        {
            DoneOn = e.On,
            ReportedAt = next.At,
            ReportedBy = Deputy(it, next),
            Evidence = e.Evidence,
            DoneAfterAll = it.DoneAfterAll || it.State == CommitmentState.Broken,
        },
        CommitmentEvent.Confirmed e =>
            it with
            {
                State = CommitmentState.Kept,
                Confirmed = true,
                Helped = e.Helped,
                AnsweredBy = next.By,
                ConfirmedWithin = IsWithin(it, next)
            },
        CommitmentEvent.SelfDeclared => it with { State = CommitmentState.Kept, Confirmed = false, AnsweredBy = null },
        CommitmentEvent.NotYet => StartAnew(it, next.At) with { State = CommitmentState.Active, NotYets = it.NotYets + 1 },
        CommitmentEvent.CannotBeDone e => Settle(it, CommitmentState.Broken) with { Account = e.Account, AccountBy = Deputy(it, next) },
        CommitmentEvent.CalledBroken e => Settle(it, CommitmentState.Broken) with { CalledBroken = e.Reason, AnsweredBy = next.By },
        CommitmentEvent.Released e => Settle(it, CommitmentState.Released) with { ReleaseReason = e.Reason, AnsweredBy = next.By },
        CommitmentEvent.HandoverOffered e => it with { HandoverTo = e.To },
        CommitmentEvent.HandoverAccepted e => HandOver(it, e, next.At),
        CommitmentEvent.HandoverDeclined => it with { HandoverTo = null },
        CommitmentEvent.ConversationClosed => StartAnew(it, next.At) with { SlipsTalkedOver = it.Slips },
        CommitmentEvent.Snoozed e => it with { SnoozedUntil = e.Until },
        CommitmentEvent.Corrected e => Correct(it, e, next),
        CommitmentEvent.SourceChanged e => it with { SourceNow = e.Deleted ? SourceState.Deleted : SourceState.Changed },
        _ => throw new ArgumentException($"{fact.GetType().Name} cannot follow an opening.", nameof(next)),
    };

    /// <summary>Leaves the state it was in, and with it whatever waited for an answer or warned of what was to come.</summary>
    private static Commitment Settle(Commitment it, CommitmentState state) =>
        it with { State = state, Pending = null, PendingSince = null, HandoverTo = null, AtRisk = null };

    /// <summary>The owner's yes, or the agreement to theirs: from now on it counts, and the ladder's first round runs.</summary>
    private static Commitment Promise(Commitment it, Instant at) =>
        Settle(it, CommitmentState.Active) with { AcceptedAt = at, RoundSince = at };

    private static Commitment StartAnew(Commitment it, Instant at) =>
        it with { Round = it.Round + 1, RoundSince = at, RefusedMove = null, SnoozedUntil = null };

    private static Commitment AgreeToCounter(Commitment it, Instant at)
    {
        var terms = it.Pending ?? throw new ArgumentException("No counter waits for an answer.", nameof(it));
        var due = terms.Due ?? it.Due;
        return Promise(it, at) with { Due = due, FirstDue = due, Wording = terms.Wording ?? it.Wording };
    }

    private static Commitment Move(Commitment it, CommitmentEvent.MoveAgreed e, Instant at)
    {
        var due = e.Terms.Due ?? it.Due;
        var moved = due == it.Due
            ? it
            : StartAnew(it, at) with { Due = due, Moves = [.. it.Moves, new DueChange(it.Due, due, at, e.InTime)] };
        return moved with { Wording = e.Terms.Wording ?? it.Wording, Pending = null, PendingSince = null, AtRisk = null };
    }

    /// <summary>The new owner takes over what the old one had asked for, unless they ask for other terms themselves.</summary>
    private static Commitment HandOver(Commitment it, CommitmentEvent.HandoverAccepted e, Instant at) => StartAnew(it, at) with
    {
        Owner = e.NewOwner,
        OwnerOrganisation = e.Organisation,
        HandoverTo = null,
        AtRisk = null,
        Pending = e.Terms ?? it.Pending,
        PendingSince = e.Terms is null ? it.PendingSince : at,
        PendingBy = e.Terms is null ? it.PendingBy : null,
    };

    private static Commitment Correct(Commitment it, CommitmentEvent.Corrected e, RegisterEvent next) => it with
    {
        State = e.To,
        DoneOn = e.To == CommitmentState.Kept ? e.DoneOn ?? it.DoneOn : it.DoneOn,
        DoneAfterAll = false,
        ConfirmedWithin = false,
        AnsweredBy = next.By,
        Confirmed = e.To == CommitmentState.Kept ? true : null,
        Helped = e.To == CommitmentState.Kept ? it.Helped : null,
        CalledBroken = e.To == CommitmentState.Broken ? e.Reason : null,
        ReleaseReason = e.To == CommitmentState.Released ? e.Reason : null,
    };

    // Who spoke for the owner, if it was not they themselves.
    private static PersonId? Deputy(Commitment it, RegisterEvent said) => said.By == it.Owner ? null : said.By;

    // Nobody outside has seen it yet: whoever said yes speaks for the owner's own organisation.
    private static bool IsWithin(Commitment it, RegisterEvent yes) => yes.Organisation is { } seat && seat == it.OwnerOrganisation;
}
