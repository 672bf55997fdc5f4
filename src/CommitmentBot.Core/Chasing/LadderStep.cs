using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>
/// What the passing of time brings to one commitment, in the order of the ladder. The names are stored; never rename one.
/// </summary>
public enum LadderStep
{
    /// <summary>A few working days before the date, to the owner.</summary>
    HeadsUp,

    /// <summary>On the day, to the owner.</summary>
    Due,

    /// <summary>Ask the owner for the account.</summary>
    AskAccount,

    /// <summary>Ask again, and offer the facilitator.</summary>
    SecondAsk,

    /// <summary>Right of first account: the owner sees the very line that will be reported.</summary>
    FirstAccount,

    /// <summary>The say-do gap to the forum's channels.</summary>
    Report,

    /// <summary>The clock lapses a proposal or a counter that nobody answered.</summary>
    Lapse,

    /// <summary>The clock closes a "done" that nobody answered, as self-declared.</summary>
    SelfDeclare,

    /// <summary>The owner put a reminder off: the bot comes back to it on the day it said, unless another step is due by then.</summary>
    ComeBack,
}

/// <summary>The next step of a commitment. <c>Round</c> goes up whenever the date moves or work resumes; (commitment, step, round) happens once at most.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Round">The commitment's round when it was worked out.</param>
/// <param name="At">When to give it; in the past means now.</param>
/// <param name="PlannedFor">The day it was meant for; earlier than <c>At</c> when the bot was down or the person was spared a prompt.</param>
public sealed record NextStep(LadderStep Step, int Round, Instant At, LocalDate PlannedFor)
{
    /// <summary>
    /// Of a first account, and when the bot comes back to one, the forum's day on which the report follows if the owner says nothing; null
    /// of every other step.
    /// </summary>
    public LocalDate? ReportOn { get; init; }
}

/// <summary>How a step that was taken stands.</summary>
public enum StepOutcome
{
    /// <summary>Written to the outbox; the platform has not answered yet.</summary>
    Planned,

    /// <summary>The platform took it.</summary>
    Accepted,

    /// <summary>Nobody can say whether it arrived; it is not sent again, and the ladder goes on.</summary>
    NotConfirmed,

    /// <summary>It could not be delivered, on any route. Does not use the ladder up: nothing follows from it.</summary>
    Undeliverable,

    /// <summary>A later step was due at the same time and took its place: it had been put off, or joined the next morning's.</summary>
    Overtaken,

    /// <summary>The same, but it was the bot that was not there, or could not reach the platform, when it was due.</summary>
    Missed,

    /// <summary>
    /// Planned, and taken back before it left, because it no longer held. As good as never taken: it may be planned anew.
    /// </summary>
    Withdrawn,
}

/// <summary>A step taken for a commitment; <c>At</c> is when it was planned, <c>SettledAt</c> when its outcome became known.</summary>
public sealed record StepTaken(LadderStep Step, int Round, StepOutcome Outcome, Instant At, Instant? SettledAt);
