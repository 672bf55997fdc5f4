using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.SayDo;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.SayDo;

public sealed class OutcomeTests
{
    private static readonly LocalDate Today = Day("2026-12-15");
    private static readonly DueChange InTime = new(Day("2026-11-27"), Day("2026-12-04"), At("2026-11-25T10:00"), InTime: true);
    private static readonly DueChange TooLate = new(Day("2026-11-27"), Day("2026-12-04"), At("2026-11-30T10:00"), InTime: false);

    [Fact]
    public void Done_on_the_day_and_confirmed_is_kept_on_time() =>
        Outcome.Of(Kept("2026-11-27", true), Today).ShouldBe(new Outcome.KeptOnTime(Word.Confirmed, AsFirstPromised: true));

    [Fact]
    public void Done_in_time_that_nobody_answered_is_kept_on_time_and_self_declared() =>
        Outcome.Of(Kept("2026-11-20", false), Today).ShouldBe(new Outcome.KeptOnTime(Word.SelfDeclared, AsFirstPromised: true));

    [Fact]
    public void Done_and_not_answered_yet_counts_by_its_day_and_is_shown_apart()
    {
        var reported = Kept("2026-11-27", null) with { State = CommitmentState.Reported };

        Outcome.Of(reported, Today).ShouldBe(new Outcome.KeptOnTime(Word.Awaited, AsFirstPromised: true));
        Outcome.Of(reported with { DoneOn = Day("2026-11-28") }, Today).ShouldBe(new Outcome.KeptLate(Word.Awaited, null));
    }

    [Fact]
    public void Done_by_a_date_moved_in_time_is_kept_on_time_as_renegotiated() =>
        Outcome.Of(Kept("2026-12-04", true) with { Due = Day("2026-12-04"), Moves = [InTime] }, Today)
            .ShouldBe(new Outcome.KeptOnTime(Word.Confirmed, AsFirstPromised: false));

    [Fact]
    public void Done_a_day_after_the_date_is_kept_late() =>
        Outcome.Of(Kept("2026-11-28", true), Today).ShouldBe(new Outcome.KeptLate(Word.Confirmed, null));

    [Fact]
    public void A_date_moved_too_late_does_not_take_the_gap_away()
    {
        var moved = Kept("2026-12-03", true) with { Due = Day("2026-12-04"), Moves = [TooLate] };

        Outcome.Of(moved, Today).ShouldBe(new Outcome.KeptLate(Word.Confirmed, null));
        Outcome.CountedDue(moved).ShouldBe(Day("2026-11-27"));
    }

    [Fact]
    public void Past_its_date_with_a_new_one_agreed_afterwards_is_a_row_of_its_own_until_that_passes_too()
    {
        var moved = Of() with { Due = Day("2026-12-04"), Moves = [TooLate] };

        Outcome.Of(moved, Day("2026-12-04")).ShouldBe(new Outcome.NewDate(Day("2026-12-04")));
        Outcome.Of(moved, Day("2026-12-05")).ShouldBe(new Outcome.AccountAwaited());
    }

    [Fact]
    public void Broken_with_the_owners_account_has_its_cause() =>
        Outcome.Of(Broken(Cause.Capacity), Today).ShouldBe(new Outcome.Broken(WithAccount: true, Cause.Capacity));

    [Fact]
    public void Called_broken_by_a_chair_has_no_account() =>
        Outcome.Of(Of() with { State = CommitmentState.Broken, CalledBroken = "Long overdue" }, Today)
            .ShouldBe(new Outcome.Broken(WithAccount: false, null));

    [Fact]
    public void Broken_and_then_done_after_all_is_kept_late_whatever_the_day() =>
        Outcome.Of(Broken(Cause.Capacity) with { State = CommitmentState.Kept, Confirmed = true, DoneAfterAll = true, DoneOn = Day("2026-11-20") }, Today)
            .ShouldBe(new Outcome.KeptLate(Word.Confirmed, Cause.Capacity));

    [Fact]
    public void A_gap_that_waited_on_another_commitment_is_not_charged_to_its_owner()
    {
        Outcome.Of(Broken(Cause.WaitingOnAnother), Today).ChargedElsewhere.ShouldBeTrue();
        Outcome.Of(Broken(Cause.Capacity), Today).ChargedElsewhere.ShouldBeFalse();
    }

    [Fact]
    public void Past_its_date_with_nothing_said_awaits_an_account_and_is_never_called_broken()
    {
        Outcome.Of(Of(), Day("2026-11-28")).ShouldBe(new Outcome.AccountAwaited());
        Outcome.Of(Of(), Day("2026-11-27")).ShouldBe(new Outcome.NotCounted(Beside.StillOpen));
    }

    [Theory]
    [InlineData(CommitmentState.Proposed, Beside.Proposed)]
    [InlineData(CommitmentState.Countered, Beside.Proposed)]
    [InlineData(CommitmentState.Declined, Beside.Declined)]
    [InlineData(CommitmentState.Lapsed, Beside.Lapsed)]
    [InlineData(CommitmentState.Released, Beside.Released)]
    public void What_was_never_agreed_or_was_let_off_stands_beside_the_rate(CommitmentState state, Beside why) =>
        Outcome.Of(Of() with { State = state }, Today).ShouldBe(new Outcome.NotCounted(why));

    [Fact]
    public void The_gap_is_working_days_past_the_date_moves_and_slip_since_the_first()
    {
        SayDoGap.Of(Of(), Day("2026-12-02"), Calendar).ShouldBe(new SayDoGap(3, 0, 3));
        SayDoGap.Of(Of(), Day("2026-11-20"), Calendar).ShouldBe(new SayDoGap(0, 0, 0));
        SayDoGap.Of(Kept("2026-12-08", true) with { Due = Day("2026-12-04"), Moves = [InTime] }, Today, Calendar).ShouldBe(new SayDoGap(2, 1, 7));
        SayDoGap.Of(Of() with { State = CommitmentState.Released }, Today, Calendar).ShouldBe(new SayDoGap(0, 0, 0));
    }

    private static Commitment Kept(string on, bool? confirmed) =>
        Of() with { State = CommitmentState.Kept, DoneOn = Day(on), Confirmed = confirmed };

    private static Commitment Broken(Cause cause) =>
        Of() with { State = CommitmentState.Broken, Account = new Account("Send it", "Half", "No data", "The rest", "By Friday", cause) };
}
