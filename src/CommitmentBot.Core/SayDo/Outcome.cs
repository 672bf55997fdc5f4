using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.SayDo;

/// <summary>Whose word it is that something was done.</summary>
public enum Word
{
    /// <summary>The promisee, or a chair, said yes.</summary>
    Confirmed,

    /// <summary>The owner's only: nobody answered in time.</summary>
    SelfDeclared,

    /// <summary>The owner's, so far: the promisee has still time to answer.</summary>
    Awaited,
}

/// <summary>Why a commitment stands beside the rate.</summary>
public enum Beside
{
    /// <summary>Proposed, or countered, and not agreed yet.</summary>
    Proposed,

    /// <summary>Declined.</summary>
    Declined,

    /// <summary>Lapsed without an answer.</summary>
    Lapsed,

    /// <summary>The owner was let off.</summary>
    Released,

    /// <summary>Its day is not over yet.</summary>
    StillOpen,
}

/// <summary>How a commitment came out, or stands, on a day: the rows of every summary.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Done on or before the agreed date. <c>AsFirstPromised</c> is false when that date had been moved in time.</summary>
    public sealed record KeptOnTime(Word Word, bool AsFirstPromised) : Outcome;

    /// <summary>Done after it, or after all.</summary>
    public sealed record KeptLate(Word Word, Cause? Cause) : Outcome;

    /// <summary>The owner said so, with an account, or a chair did.</summary>
    public sealed record Broken(bool WithAccount, Cause? Cause) : Outcome;

    /// <summary>Past its date; a new one was agreed only afterwards, and that is still to come.</summary>
    public sealed record NewDate(LocalDate Due) : Outcome;

    /// <summary>Past its date, and nothing said.</summary>
    public sealed record AccountAwaited : Outcome;

    /// <summary>Shown beside the rate, never in it.</summary>
    public sealed record NotCounted(Beside Why) : Outcome;

    /// <summary>
    /// Whether the gap waited on another commitment; it follows the chain, and the owner's organisation is not charged with it.
    /// </summary>
    public bool ChargedElsewhere => this is KeptLate { Cause: Cause.WaitingOnAnother } or Broken { Cause: Cause.WaitingOnAnother };

    /// <summary>How <paramref name="it"/> stands on <paramref name="today"/>, in the owner's calendar.</summary>
    public static Outcome Of(Commitment it, LocalDate today) => it.State switch
    {
        CommitmentState.Proposed or CommitmentState.Countered => new NotCounted(Beside.Proposed),
        CommitmentState.Declined => new NotCounted(Beside.Declined),
        CommitmentState.Lapsed => new NotCounted(Beside.Lapsed),
        CommitmentState.Released => new NotCounted(Beside.Released),
        CommitmentState.Broken => new Broken(it.Account is not null, it.Account?.Cause),
        CommitmentState.Kept or CommitmentState.Reported => Done(it),
        _ when today > it.Due => new AccountAwaited(),
        _ when today > CountedDue(it) => new NewDate(it.Due),
        _ => new NotCounted(Beside.StillOpen),
    };

    /// <summary>
    /// The date it is counted by: the agreed one, moves made in time followed. A move agreed after the date does not take the gap away.
    /// </summary>
    public static LocalDate CountedDue(Commitment it) => it.Moves.FirstOrDefault(move => !move.InTime)?.From ?? it.Due;

    private static Outcome Done(Commitment it)
    {
        var word = it switch
        {
            { State: CommitmentState.Reported } => Word.Awaited,
            { Confirmed: false } => Word.SelfDeclared,
            _ => Word.Confirmed,
        };
        var due = CountedDue(it);
        return it.DoneAfterAll || it.DoneOn > due ? new KeptLate(word, it.Account?.Cause) : new KeptOnTime(word, due == it.FirstDue);
    }
}
