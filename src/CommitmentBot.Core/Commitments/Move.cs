using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>What somebody, or the clock, wants to happen to a commitment: one for every line of the life table.</summary>
public abstract record Move
{
    private Move()
    {
    }

    /// <summary>Record one's own promise.</summary>
    public sealed record Record(CommitmentEvent.Opening What) : Move;

    /// <summary>Propose for somebody.</summary>
    public sealed record Propose(CommitmentEvent.Opening What) : Move;

    /// <summary>Accept a proposal, or a hand-over.</summary>
    public sealed record Accept : Move;

    /// <summary>Accept with another date or wording; also of a hand-over.</summary>
    public sealed record Counter(Terms Terms) : Move;

    /// <summary>Decline a proposal, or a hand-over.</summary>
    public sealed record Decline(string? Reason) : Move;

    /// <summary>Agree to the counter, or to the new terms asked for.</summary>
    public sealed record Agree : Move;

    /// <summary>Refuse the counter, or the new terms asked for.</summary>
    public sealed record Refuse(string? Reason) : Move;

    /// <summary>Flag at risk, with words.</summary>
    public sealed record FlagAtRisk(string Words) : Move;

    /// <summary>Ask to move the date or wording, with a reason.</summary>
    public sealed record AskToMove(Terms Terms) : Move;

    /// <summary>Put the reminder off to the next working day.</summary>
    public sealed record Snooze : Move;

    /// <summary>Declare done, with optional evidence.</summary>
    public sealed record DeclareDone(string? Evidence) : Move;

    /// <summary>It was what was promised.</summary>
    public sealed record Confirm(Helped? Helped) : Move;

    /// <summary>It was not, yet.</summary>
    public sealed record SayNotYet(string? Words) : Move;

    /// <summary>It cannot be, or was not, done: with the account.</summary>
    public sealed record Cannot(Account Account) : Move;

    /// <summary>Call a long overdue one broken, with a reason.</summary>
    public sealed record CallBroken(string Reason) : Move;

    /// <summary>Let the owner off, with a reason.</summary>
    public sealed record Release(string Reason) : Move;

    /// <summary>Hand over to somebody else.</summary>
    public sealed record HandOver(PersonId To, string? Reason) : Move;

    /// <summary>Say that the facilitated conversation after a second slip was held, or declined: owner, promisee, facilitator or chair.</summary>
    public sealed record CloseConversation(bool Held, string? Words) : Move;

    /// <summary>Correct how it ended, with a reason.</summary>
    public sealed record Correct(CommitmentState To, LocalDate? DoneOn, string Reason) : Move;

    /// <summary>The clock: nobody answered the proposal or the counter by the policy's day.</summary>
    public sealed record Lapse : Move;

    /// <summary>The clock: nobody answered "done" by the policy's day.</summary>
    public sealed record SelfDeclare : Move;
}

/// <summary>The answer to a move: what happened, or why not and what would be allowed.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>These happened, in this order.</summary>
    public sealed record Happened(IReadOnlyList<CommitmentEvent> Events) : Decision;

    /// <summary>Not allowed: a plain sentence, and the moves that are allowed to this actor now, as people would type them.</summary>
    public sealed record Refused(string Sentence, IReadOnlyList<string> Allowed) : Decision;
}
