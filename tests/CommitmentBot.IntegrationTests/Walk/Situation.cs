using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>How a commitment stands when somebody tries something on it.</summary>
internal enum Situation
{
    Proposed,
    Countered,
    Promised,
    MoveAsked,
    HandedOver,
    ToTalkOver,
    LongOverdue,
    Reported,
    Kept,
    Broken,
    Released,
}

/// <summary>To whom it is promised.</summary>
internal enum To
{
    Person,
    Organisation,
    Forum,
}

/// <summary>The moves that lead to a situation.</summary>
internal static class Situations
{
    public static readonly LocalDate Due = new(2026, 6, 19);
    public static readonly LocalDate Later = new(2026, 6, 26);

    /// <summary>Who makes which move, after the proposal.</summary>
    public static IEnumerable<(Actor By, Move Move)> Moves(Situation it, Actor owner, Actor chair, PersonId next)
    {
        (Actor By, Move Move) accepts = (owner, new Move.Accept());
        return it switch
        {
            Situation.Proposed => [],
            Situation.Countered => [(owner, new Move.Counter(new Terms(Later, null, "the board meets then")))],
            Situation.Promised or Situation.LongOverdue => [accepts],
            Situation.MoveAsked => [accepts, (owner, new Move.AskToMove(new Terms(Later, null, "the board moved")))],
            Situation.HandedOver => [accepts, (owner, new Move.HandOver(next, null))],
            Situation.ToTalkOver => [accepts, (owner, new Move.DeclareDone(null)), (chair, new Move.SayNotYet("half of it is missing"))],
            Situation.Reported => [accepts, (owner, new Move.DeclareDone(null))],
            Situation.Kept => [accepts, (owner, new Move.DeclareDone(null)), (chair, new Move.Confirm(Helped.Yes))],
            Situation.Broken =>
            [
                accepts, (owner, new Move.Cannot(new Account("all", "half", "illness", "the rest", "by autumn", Cause.Capacity))),
            ],
            Situation.Released => [accepts, (chair, new Move.Release("no longer needed"))],
            _ => throw new ArgumentOutOfRangeException(nameof(it)),
        };
    }
}
