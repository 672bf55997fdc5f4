using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.Chasing;

public sealed class LadderTests
{
    [Fact]
    public void The_standard_ladder_of_a_promise_for_a_Friday() =>
        Told(Of(), Seen("2026-11-02T10:00")).ShouldBe([
            "HeadsUp 2026-11-24T09:00", "Due 2026-11-27T09:00", "AskAccount 2026-11-30T09:00",
            "SecondAsk 2026-12-02T09:00", "FirstAccount 2026-12-03T09:00", "Report 2026-12-04T09:00"]);

    [Fact]
    public void The_light_ladder_has_no_heads_up_and_no_second_ask() =>
        Told(Of(), Seen("2026-11-02T10:00", policy: Policy.Light)).ShouldBe([
            "Due 2026-11-27T09:00", "AskAccount 2026-11-30T09:00", "FirstAccount 2026-12-04T09:00", "Report 2026-12-07T09:00"]);

    [Fact]
    public void Every_profile_shows_the_owner_the_line_before_it_is_reported()
    {
        foreach (var policy in Policy.Profiles)
        {
            var ahead = Ladder.Timeline(Of(), [], Seen("2026-11-02T10:00", policy: policy));

            ahead[^1].Step.ShouldBe(LadderStep.Report);
            ahead[^2].Step.ShouldBe(LadderStep.FirstAccount);
            Calendar.Between(ahead[^2].PlannedFor, ahead[^1].PlannedFor).ShouldBeGreaterThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Christmas_and_weekends_push_steps_but_not_the_date() =>
        Told(Of("2026-12-24"), Seen("2026-11-02T10:00")).ShouldBe([
            "HeadsUp 2026-12-21T09:00", "Due 2026-12-24T09:00", "AskAccount 2026-12-29T09:00",
            "SecondAsk 2026-12-31T09:00", "FirstAccount 2027-01-04T09:00", "Report 2027-01-05T09:00"]);

    [Fact]
    public void What_is_due_on_a_Saturday_is_asked_about_on_the_Monday_and_chased_from_the_Tuesday() =>
        Told(Of("2026-11-28"), Seen("2026-11-02T10:00")).ShouldBe([
            "HeadsUp 2026-11-25T09:00", "Due 2026-11-30T09:00", "AskAccount 2026-12-01T09:00",
            "SecondAsk 2026-12-03T09:00", "FirstAccount 2026-12-04T09:00", "Report 2026-12-07T09:00"]);

    [Fact]
    public void Leave_pushes_every_step_and_bunches_none()
    {
        var away = Owner with { Leave = [new DateInterval(Day("2026-11-27"), Day("2026-12-04"))] };

        Told(Of(), Seen("2026-11-02T10:00", away)).ShouldBe([
            "HeadsUp 2026-11-24T09:00", "Due 2026-12-07T09:00", "AskAccount 2026-12-08T09:00",
            "SecondAsk 2026-12-10T09:00", "FirstAccount 2026-12-11T09:00", "Report 2026-12-14T09:00"]);
    }

    [Fact]
    public void Steps_come_at_the_owners_own_hour_in_their_zone_and_the_report_at_nine_in_the_forums()
    {
        var toronto = DateTimeZoneProviders.Tzdb["America/Toronto"];
        var owner = Owner with { Zone = toronto, Hour = new LocalTime(7, 30) };

        var ahead = Ladder.Timeline(Of(), [], Seen("2026-11-02T10:00", owner));

        ahead[0].At.ShouldBe(At("2026-11-24T07:30", toronto));
        ahead[^1].At.ShouldBe(At("2026-12-04T09:00"));
    }

    [Fact]
    public void A_promise_made_after_its_heads_up_day_has_no_heads_up() =>
        Told(Of(said: "2026-11-25T10:00"), Seen("2026-11-25T10:00"))[0].ShouldBe("Due 2026-11-27T09:00");

    [Fact]
    public void A_promise_for_today_is_not_called_due_at_once() =>
        Told(Of(said: "2026-11-27T14:00"), Seen("2026-11-27T14:00"))[0].ShouldBe("AskAccount 2026-11-30T09:00");

    [Fact]
    public void Who_has_said_that_it_is_at_risk_needs_no_heads_up() =>
        Told(Of() with { AtRisk = "The data is late" }, Seen("2026-11-20T10:00"))[0].ShouldBe("Due 2026-11-27T09:00");

    [Fact]
    public void Nothing_further_happens_while_a_step_is_being_delivered() =>
        Ladder.Next(Of(), [Taken(LadderStep.Due, "2026-11-27T09:00", StepOutcome.Planned)], Seen("2026-12-03T10:00")).ShouldBeNull();

    [Fact]
    public void A_step_planned_in_an_earlier_round_holds_nothing_up()
    {
        var moved = Of() with { Round = 1, RoundSince = At("2026-11-26T10:00"), Due = Day("2026-12-11") };

        Ladder.Next(moved, [Taken(LadderStep.HeadsUp, "2026-11-24T09:00", StepOutcome.Planned)], Seen("2026-11-26T10:00"))
            .ShouldBe(new NextStep(LadderStep.HeadsUp, 1, At("2026-12-08T09:00"), Day("2026-12-08")));
    }

    [Fact]
    public void After_down_time_only_the_latest_step_is_given_and_the_earlier_ones_are_overtaken()
    {
        var context = Seen("2026-12-03T11:00");
        StepTaken[] asked = [Taken(LadderStep.Due, "2026-11-27T09:00"), Asked];

        var next = Ladder.Next(Of(), asked, context).ShouldNotBeNull();

        (next.Step, next.At, next.PlannedFor).ShouldBe((LadderStep.FirstAccount, At("2026-12-03T09:00"), Day("2026-12-03")));
        Ladder.OvertakenBy(next, Of(), asked, context).Select(it => it.Step).ShouldBe([LadderStep.SecondAsk]);
    }

    [Fact]
    public void Whom_nothing_reached_since_the_date_is_first_asked_and_gets_back_the_days_that_the_bot_was_down()
    {
        var context = Seen("2026-12-02T11:00");

        var next = Ladder.Next(Of(), [], context).ShouldNotBeNull();

        next.ShouldBe(new NextStep(LadderStep.AskAccount, 0, At("2026-12-02T09:00"), Day("2026-11-30")));
        Ladder.OvertakenBy(next, Of(), [], context).Select(it => it.Step).ShouldBe([LadderStep.HeadsUp, LadderStep.Due]);
        Told(Of(), context).ShouldBe([
            "AskAccount 2026-12-02T09:00", "SecondAsk 2026-12-04T09:00", "FirstAccount 2026-12-07T09:00", "Report 2026-12-08T09:00"]);
    }

    [Fact]
    public void An_ask_that_waits_for_a_morning_is_still_meant_for_its_own_day() =>
        Ladder.Next(Of(), [Taken(LadderStep.Due, "2026-11-27T09:00")], Seen("2026-12-01T17:30"))
            .ShouldBe(new NextStep(LadderStep.AskAccount, 0, At("2026-12-02T09:00"), Day("2026-11-30")));

    [Fact]
    public void An_ask_that_could_not_be_delivered_is_counted_from_as_well()
    {
        StepTaken[] tried = [Taken(LadderStep.AskAccount, "2026-12-02T09:00", StepOutcome.Undeliverable)];

        Ladder.Timeline(Of(), tried, Seen("2026-12-03T10:00")).Select(step => (step.Step, step.PlannedFor)).ShouldBe([
            (LadderStep.SecondAsk, Day("2026-12-04")), (LadderStep.FirstAccount, Day("2026-12-07")),
            (LadderStep.Report, Day("2026-12-08"))]);
    }

    [Fact]
    public void A_step_that_was_overtaken_by_one_that_never_left_is_due_again()
    {
        StepTaken[] overtaken = [Taken(LadderStep.Due, "2026-11-30T09:00", StepOutcome.Overtaken)];

        Ladder.Next(Of(), overtaken, Seen("2026-11-27T08:00")).ShouldNotBeNull().Step.ShouldBe(LadderStep.Due);
    }

    [Theory]
    [InlineData("2026-11-27", "2026-12-04")]
    [InlineData("2026-11-30", "2026-12-07")]
    [InlineData("2026-12-18", "2026-12-29")]
    public void The_first_account_names_the_day_of_the_report_over_weekends_and_bank_holidays(string due, string report)
    {
        var ahead = Ladder.Timeline(Of(due), [], Seen("2026-11-02T10:00"));

        ahead.Single(step => step.Step == LadderStep.FirstAccount).ReportOn.ShouldBe(Day(report));
        ahead[^1].PlannedFor.ShouldBe(Day(report));
        ahead.Where(step => step.Step != LadderStep.FirstAccount).ShouldAllBe(step => step.ReportOn == null);
    }

    [Fact]
    public void The_first_account_names_the_forums_day_when_the_owner_is_on_leave_and_when_it_is_late()
    {
        StepTaken[] asked = [Asked, Taken(LadderStep.SecondAsk, "2026-12-02T09:00")];
        var away = Owner with { Leave = [new DateInterval(Day("2026-12-04"), Day("2026-12-09"))] };

        Ladder.Next(Of(), asked, Seen("2026-12-02T10:00", away))!.ReportOn.ShouldBe(Day("2026-12-10"));
        Ladder.Next(Of(), asked, Seen("2026-12-11T10:00"))!.ReportOn.ShouldBe(Day("2026-12-14"));
    }

    [Fact]
    public void A_missed_step_waits_for_the_next_morning_when_the_day_is_done()
    {
        var next = Ladder.Next(Of(), [Taken(LadderStep.HeadsUp, "2026-11-24T09:00")], Seen("2026-11-27T17:01")).ShouldNotBeNull();

        // The Friday is gone, so the Monday's own step takes the place of the one it missed.
        next.ShouldBe(new NextStep(LadderStep.AskAccount, 0, At("2026-11-30T09:00"), Day("2026-11-30")));
    }

    [Fact]
    public void A_missed_step_is_given_the_same_day_while_people_are_at_work() =>
        Ladder.Next(Of(), [Taken(LadderStep.HeadsUp, "2026-11-24T09:00")], Seen("2026-11-27T16:59"))
            .ShouldBe(new NextStep(LadderStep.Due, 0, At("2026-11-27T09:00"), Day("2026-11-27")));

    [Fact]
    public void After_weeks_of_down_time_the_ladder_begins_with_the_ask_and_takes_its_usual_time() =>
        Told(Of(), Seen("2027-01-13T09:30")).ShouldBe([
            "AskAccount 2027-01-13T09:00", "SecondAsk 2027-01-15T09:00", "FirstAccount 2027-01-18T09:00", "Report 2027-01-19T09:00"]);

    [Fact]
    public void The_report_waits_a_working_day_from_when_the_first_account_was_delivered()
    {
        var late = Taken(LadderStep.FirstAccount, "2026-12-03T09:00", settled: "2026-12-04T11:00");

        Ladder.Next(Of(), [Asked, late], Seen("2026-12-04T11:00")).ShouldNotBeNull().At.ShouldBe(At("2026-12-07T09:00"));
    }

    [Fact]
    public void An_owner_far_ahead_of_the_forum_has_their_whole_day_before_the_report()
    {
        var sydney = DateTimeZoneProviders.Tzdb["Australia/Sydney"];
        var context = Seen("2026-12-02T23:00", Owner with { Zone = sydney });
        var shown = At("2026-12-03T09:00", sydney);

        var report = Ladder.Next(Of(), [Asked, new StepTaken(LadderStep.FirstAccount, 0, StepOutcome.Accepted, shown, shown)], context);

        report.ShouldNotBeNull().At.ShouldBe(At("2026-12-04T09:00"));
    }

    [Theory]
    [InlineData(StepOutcome.Accepted, true)]
    [InlineData(StepOutcome.NotConfirmed, true)]
    [InlineData(StepOutcome.Undeliverable, false)]
    [InlineData(StepOutcome.Overtaken, false)]
    public void There_is_a_report_only_after_a_first_account_that_may_have_arrived(StepOutcome outcome, bool reported) =>
        (Ladder.Next(Of(), [Asked, Taken(LadderStep.FirstAccount, "2026-12-03T09:00", outcome)], Seen("2026-12-03T10:00"))?.Step
            == LadderStep.Report).ShouldBe(reported);

    [Fact]
    public void An_undeliverable_step_does_not_stop_the_next_one_from_trying() =>
        Ladder.Next(Of(), [Taken(LadderStep.AskAccount, "2026-11-30T09:00", StepOutcome.Undeliverable)], Seen("2026-11-30T09:05"))
            .ShouldNotBeNull().Step.ShouldBe(LadderStep.SecondAsk);

    [Fact]
    public void A_report_is_given_once_a_round() =>
        Ladder.Next(Of(), [Taken(LadderStep.FirstAccount, "2026-12-03T09:00"), Taken(LadderStep.Report, "2026-12-04T09:00")], Seen("2026-12-10T10:00"))
            .ShouldBeNull();

    [Fact]
    public void A_new_date_starts_a_new_ladder()
    {
        var moved = Of() with { Due = Day("2026-12-11"), Round = 1, RoundSince = At("2026-11-30T12:00") };
        StepTaken[] before = [Taken(LadderStep.HeadsUp, "2026-11-24T09:00"), Taken(LadderStep.AskAccount, "2026-11-30T09:00")];

        var ahead = Ladder.Timeline(moved, before, Seen("2026-11-30T12:00"));

        ahead.Select(step => step.Step).ShouldBe([
            LadderStep.HeadsUp, LadderStep.Due, LadderStep.AskAccount, LadderStep.SecondAsk, LadderStep.FirstAccount, LadderStep.Report]);
        ahead.ShouldAllBe(step => step.Round == 1);
    }

    [Fact]
    public void After_a_not_yet_chasing_stops_until_it_is_talked_over_and_then_counts_from_there()
    {
        var notYet = Of() with { Round = 1, NotYets = 1, RoundSince = At("2026-12-07T12:00") };
        var resumed = notYet with { Round = 2, SlipsTalkedOver = 1, RoundSince = At("2026-12-09T12:00") };

        Ladder.NeedsConversation(notYet).ShouldBeTrue();
        Ladder.Next(notYet, [], Seen("2026-12-07T12:00")).ShouldBeNull();
        Ladder.NeedsConversation(resumed).ShouldBeFalse();
        Told(resumed, Seen("2026-12-09T12:00")).ShouldBe([
            "AskAccount 2026-12-10T09:00", "SecondAsk 2026-12-14T09:00", "FirstAccount 2026-12-15T09:00", "Report 2026-12-16T09:00"]);
    }

    [Fact]
    public void After_a_second_date_moved_too_late_chasing_stops_and_after_each_further_slip()
    {
        var late = new DueChange(Day("2026-11-27"), Day("2026-12-11"), At("2026-11-30T10:00"), InTime: false);
        var twice = Of("2026-12-18") with { Moves = [late, late], Round = 2, RoundSince = At("2026-12-14T10:00") };

        Ladder.Next(twice with { Moves = [late], Round = 1 }, [], Seen("2026-12-14T10:00")).ShouldNotBeNull();
        Ladder.Next(twice, [], Seen("2026-12-20T10:00")).ShouldBeNull();
        Ladder.Next(twice with { SlipsTalkedOver = 2, Round = 3 }, [], Seen("2026-12-14T10:00")).ShouldNotBeNull();
        Ladder.Next(twice with { SlipsTalkedOver = 2, Moves = [late, late, late], Round = 4 }, [], Seen("2026-12-14T10:00")).ShouldBeNull();
    }

    [Fact]
    public void A_date_moved_in_time_is_no_slip()
    {
        var early = new DueChange(Day("2026-11-20"), Day("2026-11-27"), At("2026-11-16T10:00"), InTime: true);

        Ladder.NeedsConversation(Of() with { Moves = [early, early, early] }).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_is_chased_while_the_promisee_has_not_answered_a_request_made_in_time()
    {
        var asked = Of() with { Pending = new Terms(Day("2026-12-18"), null, "The data is late"), PendingSince = At("2026-11-26T10:00") };

        // Ten working days for the answer end on 10 December.
        Told(asked, Seen("2026-11-26T10:00")).ShouldBe([
            "AskAccount 2026-12-11T09:00", "SecondAsk 2026-12-15T09:00", "FirstAccount 2026-12-16T09:00", "Report 2026-12-17T09:00"]);
    }

    [Fact]
    public void A_request_made_after_the_date_does_not_stop_the_ladder()
    {
        var asked = Of() with { Pending = new Terms(Day("2026-12-18"), null, "The data is late"), PendingSince = At("2026-11-30T10:00") };

        Told(asked, Seen("2026-11-30T10:00"))[^1].ShouldBe("Report 2026-12-04T09:00");
    }

    [Fact]
    public void After_a_refusal_of_a_request_made_in_time_the_days_count_from_the_refusal()
    {
        var refused = Of() with { RefusedMove = new RefusedMove(At("2026-11-26T10:00"), At("2026-12-08T15:00")) };

        Told(refused, Seen("2026-12-08T15:00"))[0].ShouldBe("AskAccount 2026-12-09T09:00");
        Told(refused with { RefusedMove = new RefusedMove(At("2026-11-28T10:00"), At("2026-11-30T08:00")) }, Seen("2026-11-30T08:00"))[^1]
            .ShouldBe("Report 2026-12-04T09:00");
    }

    [Fact]
    public void A_pending_hand_over_changes_nothing_for_the_old_owner() =>
        Told(Of() with { HandoverTo = PersonId.New() }, Seen("2026-11-02T10:00")).ShouldBe(Told(Of(), Seen("2026-11-02T10:00")));

    [Fact]
    public void A_broken_one_with_its_account_is_reported_on_the_usual_day_and_nothing_else()
    {
        var account = new Account("Send it", "Half of it", "The data came late", "The other half", "By 11 December", Cause.Capacity);
        var broken = Of() with { State = CommitmentState.Broken, Account = account };

        Told(broken, Seen("2026-11-25T10:00")).ShouldBe(["Report 2026-12-04T09:00"]);
        Ladder.Next(broken, [Taken(LadderStep.Report, "2026-12-04T09:00")], Seen("2026-12-07T10:00")).ShouldBeNull();
        Ladder.Next(broken with { Account = null, CalledBroken = "Long overdue" }, [], Seen("2026-12-07T10:00")).ShouldBeNull();
    }

    [Theory]
    [InlineData(CommitmentState.Kept)]
    [InlineData(CommitmentState.Released)]
    [InlineData(CommitmentState.Declined)]
    [InlineData(CommitmentState.Lapsed)]
    public void Nothing_follows_what_is_closed(CommitmentState state) =>
        Ladder.Next(Of() with { State = state }, [], Seen("2026-12-07T10:00")).ShouldBeNull();

    [Fact]
    public void A_proposal_lapses_after_ten_working_days_and_a_counter_from_when_it_was_made()
    {
        var proposed = Of() with { State = CommitmentState.Proposed, AcceptedAt = null, RoundSince = null };

        Told(proposed, Seen("2026-11-02T10:00")).ShouldBe(["Lapse 2026-11-16T09:00"]);
        Told(proposed with { State = CommitmentState.Countered, PendingSince = At("2026-11-09T10:00") }, Seen("2026-11-09T10:00"))
            .ShouldBe(["Lapse 2026-11-23T09:00"]);
    }

    [Fact]
    public void A_done_that_nobody_answers_closes_as_self_declared_after_ten_working_days()
    {
        var reported = Of() with { State = CommitmentState.Reported, DoneOn = Day("2026-11-26"), ReportedAt = At("2026-11-26T18:00") };

        Told(reported, Seen("2026-11-26T18:00")).ShouldBe(["SelfDeclare 2026-12-10T09:00"]);
        Ladder.Next(reported, [Taken(LadderStep.SelfDeclare, "2026-12-10T09:00")], Seen("2026-12-10T09:01")).ShouldBeNull();
    }

    [Fact]
    public void Snoozing_postpones_once_a_round()
    {
        var context = Seen("2026-11-23T10:00");

        Told(Of() with { SnoozedUntil = Day("2026-11-25") }, context)[..2].ShouldBe(["HeadsUp 2026-11-25T09:00", "Due 2026-11-27T09:00"]);
        Told(Of(), context)[0].ShouldBe("HeadsUp 2026-11-24T09:00");
    }

    [Fact]
    public void Who_puts_a_reminder_off_hears_of_it_again_on_that_day_and_the_rest_stays()
    {
        var snoozed = Of() with { SnoozedUntil = Day("2026-11-25") };

        Ladder.Timeline(snoozed, [Taken(LadderStep.HeadsUp, "2026-11-24T09:00")], Seen("2026-11-24T10:00")).Take(2)
            .Select(step => (step.Step, step.At, step.PlannedFor)).ShouldBe([
                (LadderStep.ComeBack, At("2026-11-25T09:00"), Day("2026-11-25")),
                (LadderStep.Due, At("2026-11-27T09:00"), Day("2026-11-27"))]);
        Ladder.Next(snoozed, [Taken(LadderStep.HeadsUp, "2026-11-24T09:00"), Taken(LadderStep.ComeBack, "2026-11-25T09:00")],
            Seen("2026-11-25T10:00")).ShouldNotBeNull().Step.ShouldBe(LadderStep.Due);
    }

    [Fact]
    public void A_first_account_that_is_put_off_is_shown_again_and_the_report_waits_a_day_from_that()
    {
        StepTaken[] shown = [Asked, Taken(LadderStep.SecondAsk, "2026-12-02T09:00"), Taken(LadderStep.FirstAccount, "2026-12-03T09:00")];

        var ahead = Ladder.Timeline(Of() with { SnoozedUntil = Day("2026-12-04") }, shown, Seen("2026-12-03T10:00"));

        ahead.Select(step => (step.Step, step.At)).ShouldBe([
            (LadderStep.ComeBack, At("2026-12-04T09:00")), (LadderStep.Report, At("2026-12-07T09:00"))]);
        ahead[0].ReportOn.ShouldBe(Day("2026-12-07"));
    }

    [Fact]
    public void A_slip_of_the_keyboard_in_a_leave_silences_nobody_for_ever()
    {
        var away = Owner with { Leave = [new DateInterval(Day("2026-11-01"), Day("2999-12-31"))] };

        Told(Of(), Seen("2026-11-02T10:00", away)).Count.ShouldBe(6);
    }

    private static StepTaken Asked => Taken(LadderStep.AskAccount, "2026-11-30T09:00");

    private static List<string> Told(Commitment it, LadderContext context) =>
        [.. Ladder.Timeline(it, [], context).Select(step => FormattableString.Invariant($"{step.Step} {step.At.InZone(London).LocalDateTime:uuuu-MM-ddTHH:mm}"))];
}
