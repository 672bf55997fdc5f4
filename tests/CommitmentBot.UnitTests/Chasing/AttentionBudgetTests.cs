using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.Chasing;

public sealed class AttentionBudgetTests
{
    private static readonly LocalDate Thursday = Day("2026-11-26");
    private static readonly LocalDate[] ThreeThisWeek = [Day("2026-11-23"), Day("2026-11-24"), Day("2026-11-25")];

    [Fact]
    public void Whatever_is_due_in_a_morning_is_one_message()
    {
        Nudge[] due = [For(LadderStep.HeadsUp), For(LadderStep.Due), For(LadderStep.AskAccount)];

        var morning = AttentionBudget.Share(due, [], 5, Thursday);

        morning.AtOnce.ShouldBe(due);
        morning.NextMorning.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_hears_twice_on_a_day() =>
        AttentionBudget.Share([For(LadderStep.Due)], [Thursday], 5, Thursday).AtOnce.ShouldBeEmpty();

    [Fact]
    public void Above_the_weeks_prompts_what_can_wait_joins_the_next_morning()
    {
        Nudge[] due = [For(LadderStep.HeadsUp), For(LadderStep.AskAccount)];

        AttentionBudget.Share(due, ThreeThisWeek, 3, Thursday).NextMorning.ShouldBe(due);
        AttentionBudget.Share(due, ThreeThisWeek, 4, Thursday).AtOnce.ShouldBe(due);
    }

    [Fact]
    public void Nothing_waits_a_second_morning() =>
        AttentionBudget.Share([For(LadderStep.HeadsUp, "2026-11-25")], ThreeThisWeek, 3, Thursday).AtOnce.Count.ShouldBe(1);

    [Theory]
    [InlineData(LadderStep.Due)]
    [InlineData(LadderStep.FirstAccount)]
    public void What_comes_on_its_day_only_goes_and_takes_the_rest_along(LadderStep step) =>
        AttentionBudget.Share([For(LadderStep.HeadsUp), For(step)], ThreeThisWeek, 3, Thursday).AtOnce.Count.ShouldBe(2);

    [Fact]
    public void Last_weeks_prompts_are_forgotten_on_Monday() =>
        AttentionBudget.Share([For(LadderStep.HeadsUp, "2026-11-30")], ThreeThisWeek, 3, Day("2026-11-30")).AtOnce.Count.ShouldBe(1);

    private static Nudge For(LadderStep step, string planned = "2026-11-26") =>
        new(CommitmentId.New(), new NextStep(step, 0, At("2026-11-26T09:00"), Day(planned)));
}
