using CommitmentBot.Core.Commitments;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.Commitments;

public sealed class EvolutionTests
{
    [Fact]
    public void An_event_left_out_or_repeated_does_not_fold()
    {
        var events = Reported().Events;
        Should.Throw<ArgumentException>(() => Commitment.Fold([events[0], events[1] with { Version = 3 }]));
        Should.Throw<ArgumentException>(() => Commitment.Fold([events[0], events[0]]));
        Should.Throw<ArgumentException>(() => Commitment.Fold([]));
    }

    [Fact]
    public void Only_the_first_event_opens()
    {
        var events = Reported().Events;
        Should.Throw<ArgumentException>(() => Commitment.Fold([events[1] with { Version = 1 }]));
        Should.Throw<ArgumentException>(() => Commitment.Fold([events[0], events[0] with { Version = 2 }]));
    }

    [Fact]
    public void Another_commitments_event_does_not_fold()
    {
        var events = Reported().Events;
        Should.Throw<ArgumentException>(() => Commitment.Fold([events[0], events[1] with { Commitment = CommitmentId.New() }]));
    }

    [Fact]
    public void A_new_round_forgets_the_refusal_of_the_one_before()
    {
        var story = Promised().After(Sarah, new Move.AskToMove(To(Due.PlusDays(7)))).After(Tom, new Move.Refuse(null));
        story.It.RefusedMove.ShouldNotBeNull();
        story.After(Sarah, new Move.DeclareDone(null)).After(Tom, new Move.SayNotYet(null)).It.RefusedMove.ShouldBeNull();
    }

    [Fact]
    public void A_new_date_lifts_the_warning_about_the_old_one() =>
        Promised().After(Sarah, new Move.FlagAtRisk("Two are ill")).After(Sarah, new Move.AskToMove(To(Due.PlusDays(7))))
            .After(Tom, new Move.Agree()).It.AtRisk.ShouldBeNull();
}
