using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.Commitments;

/// <summary>The table "Life of a commitment", line by line.</summary>
public sealed class LifeTableTests
{
    private static readonly LocalDate Later = new(2026, 6, 19);

    [Fact]
    public void The_owner_records_their_own_promise_and_it_is_active()
    {
        var it = Promised().It;
        it.State.ShouldBe(CommitmentState.Active);
        it.AcceptedAt.ShouldBe(it.CreatedAt);
        (it.Due, it.FirstDue, it.Reference).ShouldBe((Due, Due, "C-42"));
    }

    [Fact]
    public void Any_member_proposes_for_somebody_and_it_does_not_count_yet()
    {
        var it = new Story().After(Vic, new Move.Propose(Opening())).It;
        it.State.ShouldBe(CommitmentState.Proposed);
        it.AcceptedAt.ShouldBeNull();
        it.ProposedBy.ShouldBe(Vic.Person!.Value);
    }

    [Fact]
    public void The_owner_accepts_a_proposal_and_speaks_for_their_organisation()
    {
        var it = Proposed().On(new LocalDate(2026, 6, 2)).After(Sarah with { Organisation = Uhcw }, new Move.Accept()).It;
        it.State.ShouldBe(CommitmentState.Active);
        it.OwnerOrganisation.ShouldBe(Uhcw);
        it.AcceptedAt.ShouldBe(At(new LocalDate(2026, 6, 2)));
        it.RoundSince.ShouldBe(it.AcceptedAt);
    }

    [Fact]
    public void The_owner_counters_and_the_promisee_agrees_to_the_other_date()
    {
        var story = Countered();
        story.It.State.ShouldBe(CommitmentState.Countered);
        story.It.Due.ShouldBe(Due);
        story.It.Pending!.Due.ShouldBe(Later);

        var it = story.After(Tom, new Move.Agree()).It;
        it.State.ShouldBe(CommitmentState.Active);
        (it.Due, it.FirstDue, it.Pending, it.PendingSince).ShouldBe((Later, Later, null, null));
        it.Moves.ShouldBeEmpty();
    }

    [Fact]
    public void A_chair_may_answer_a_counter_and_refuse_it() =>
        Countered().After(Chair, new Move.Refuse("Too late for the board")).It.State.ShouldBe(CommitmentState.Declined);

    [Fact]
    public void The_owner_declines() =>
        Proposed().After(Sarah, new Move.Decline(null)).It.State.ShouldBe(CommitmentState.Declined);

    [Fact]
    public void A_proposal_and_a_counter_lapse_by_the_clock_and_by_nobody_else()
    {
        Proposed().After(Actor.Clock, new Move.Lapse()).It.State.ShouldBe(CommitmentState.Lapsed);
        Countered().After(Actor.Clock, new Move.Lapse()).It.State.ShouldBe(CommitmentState.Lapsed);
        Proposed().Refusal(Chair, new Move.Lapse()).ShouldBe("Only the passing of time can let C-42 lapse.");
    }

    [Fact]
    public void The_owner_flags_it_at_risk_and_may_do_so_again()
    {
        var it = Promised().After(Sarah, new Move.FlagAtRisk("Two are ill")).After(Sarah, new Move.FlagAtRisk("Three are ill")).It;
        (it.State, it.AtRisk).ShouldBe((CommitmentState.Active, "Three are ill"));
    }

    [Fact]
    public void A_reminder_is_put_off_once_until_a_new_round()
    {
        var story = Promised().On(new LocalDate(2026, 6, 5)).After(Sarah, new Move.Snooze());
        story.It.SnoozedUntil.ShouldBe(new LocalDate(2026, 6, 8));
        (story.It.Due, story.It.Round).ShouldBe((Due, 0));
        story.Refusal(Sarah, new Move.Snooze()).ShouldStartWith("C-42 was put off once already, to Monday 8 June 2026.");

        var moved = story.After(Sarah, new Move.AskToMove(To(Later))).After(Tom, new Move.Agree());
        moved.It.SnoozedUntil.ShouldBeNull();
        moved.After(Sarah, new Move.Snooze()).It.SnoozedUntil.ShouldNotBeNull();
    }

    [Fact]
    public void What_a_deputy_says_has_their_name_and_stays_the_owners()
    {
        var deputy = Vic with { DeputyOf = [Sarah.Person!.Value] };

        var asked = Promised().After(deputy, new Move.AskToMove(To(Later)));
        (asked.It.PendingBy, asked.It.Owner).ShouldBe((Vic.Person, Sarah.Person!.Value));
        asked.After(Tom, new Move.Agree()).After(deputy, new Move.DeclareDone(null)).It.ReportedBy.ShouldBe(Vic.Person);
        Promised().After(deputy, new Move.Cannot(new Account("The plan", "Half", "Illness", "The rest", "By July", null))).It.AccountBy
            .ShouldBe(Vic.Person);
        Promised().After(Sarah, new Move.DeclareDone(null)).It.ReportedBy.ShouldBeNull();
        Proposed().Refusal(deputy, new Move.Accept()).ShouldBe("Only the owner can accept C-42.");
    }

    [Fact]
    public void A_move_agreed_changes_the_date_and_keeps_the_old_one()
    {
        var story = Promised().After(Sarah, new Move.AskToMove(To(Later)));
        (story.It.State, story.It.Due, story.It.Pending!.Due).ShouldBe((CommitmentState.Active, Due, Later));

        var it = story.After(Tom, new Move.Agree()).It;
        (it.State, it.Due, it.FirstDue, it.Pending, it.Round).ShouldBe((CommitmentState.Active, Later, Due, null, 1));
        it.Moves.ShouldHaveSingleItem().ShouldBe(new DueChange(Due, Later, At(new LocalDate(2026, 6, 1)), true));
    }

    [Fact]
    public void A_new_wording_agreed_is_no_move_of_the_date()
    {
        var it = Promised().After(Sarah, new Move.AskToMove(new Terms(null, "Send the summer plan", "It is June"))).After(Tom, new Move.Agree()).It;
        (it.Wording, it.Due, it.Round).ShouldBe(("Send the summer plan", Due, 0));
        it.Moves.ShouldBeEmpty();
        it.Verbatim.Words.ShouldBe("I'll send the winter bed plan");
    }

    [Fact]
    public void A_move_refused_leaves_it_as_it_was_and_says_since_when()
    {
        var it = Promised().After(Sarah, new Move.AskToMove(To(Later)))
            .On(new LocalDate(2026, 6, 3)).After(Chair, new Move.Refuse(null)).It;
        (it.State, it.Due, it.Pending, it.PendingSince).ShouldBe((CommitmentState.Active, Due, null, null));
        it.RefusedMove.ShouldBe(new RefusedMove(At(new LocalDate(2026, 6, 1)), At(new LocalDate(2026, 6, 3))));
    }

    [Fact]
    public void Asking_again_takes_the_place_of_what_was_asked_before()
    {
        var it = Promised().After(Sarah, new Move.AskToMove(To(Later)))
            .On(new LocalDate(2026, 6, 4)).After(Sarah, new Move.AskToMove(To(new LocalDate(2026, 6, 22)))).It;
        (it.Pending!.Due, it.PendingSince).ShouldBe((new LocalDate(2026, 6, 22), At(new LocalDate(2026, 6, 4))));
    }

    [Theory]
    [InlineData(12, 15, true)]
    [InlineData(12, 23, true)]
    [InlineData(13, 0, false)]
    public void A_move_is_in_time_while_the_old_day_is_not_over_for_the_owner(int day, int hour, bool inTime) =>
        Promised().On(new LocalDate(2026, 6, day), hour).After(Sarah, new Move.AskToMove(To(Later))).After(Tom, new Move.Agree())
            .It.Moves[0].InTime.ShouldBe(inTime);

    [Fact]
    public void A_move_asked_for_in_time_is_in_time_however_late_the_answer() =>
        Promised().On(Due).After(Sarah, new Move.AskToMove(To(Later)))
            .On(new LocalDate(2026, 6, 24)).After(Tom, new Move.Agree()).It.Moves[0].InTime.ShouldBeTrue();

    [Fact]
    public void The_owner_declares_it_done_and_what_was_pending_falls()
    {
        var it = Promised().After(Sarah, new Move.AskToMove(To(Later))).After(Sarah, new Move.HandOver(Vic.Person!.Value, null))
            .On(new LocalDate(2026, 6, 9), 23).After(Sarah, new Move.DeclareDone("the link")).It;
        (it.State, it.DoneOn, it.Evidence).ShouldBe((CommitmentState.Reported, new LocalDate(2026, 6, 9), "the link"));
        (it.Pending, it.PendingSince, it.HandoverTo, it.DoneAfterAll).ShouldBe((null, null, null, false));
    }

    [Fact]
    public void The_promisee_confirms_it_and_says_whether_it_helped()
    {
        var it = Reported().After(Tom, new Move.Confirm(Helped.Partly)).It;
        (it.State, it.Confirmed, it.Helped).ShouldBe((CommitmentState.Kept, true, Helped.Partly));
    }

    [Fact]
    public void Not_yet_makes_it_active_again_and_a_conversation_is_due()
    {
        var it = Reported().After(Tom, new Move.SayNotYet("The numbers are missing")).It;
        (it.State, it.NotYets, it.Round, it.AwaitsConversation).ShouldBe((CommitmentState.Active, 1, 1, true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_conversation_held_or_declined_lets_work_resume(bool held)
    {
        foreach (var by in new[] { Sarah, Tom, Facilitator, Chair })
        {
            var it = Reported().After(Tom, new Move.SayNotYet(null)).After(by, new Move.CloseConversation(held, null)).It;
            (it.State, it.AwaitsConversation, it.Round).ShouldBe((CommitmentState.Active, false, 2));
        }
    }

    [Fact]
    public void Without_an_answer_it_is_kept_self_declared_by_the_clock()
    {
        var it = Reported().After(Actor.Clock, new Move.SelfDeclare()).It;
        (it.State, it.Confirmed).ShouldBe((CommitmentState.Kept, false));
        Reported().Refusal(Sarah, new Move.SelfDeclare()).ShouldBe("Only the passing of time can close C-42 without an answer.");
    }

    [Fact]
    public void The_owner_cannot_and_gives_the_account_before_the_date_or_after()
    {
        foreach (var day in new[] { 2, 26 })
        {
            var it = Promised().On(new LocalDate(2026, 6, day)).After(Sarah, new Move.Cannot(SomeAccount)).It;
            (it.State, it.Account).ShouldBe((CommitmentState.Broken, SomeAccount));
        }
    }

    [Fact]
    public void A_chair_calls_it_broken_when_it_is_long_overdue_and_not_a_day_before()
    {
        // Ten working days after Friday 12 June.
        var from = new LocalDate(2026, 6, 26);
        Promised().On(from.PlusDays(-1)).Refusal(Chair, new Move.CallBroken("Nothing heard")).ShouldBe(
            "C-42 is not long overdue. If its owner has said nothing by then, a chair may call it broken from Friday 26 June 2026.");
        var it = Promised().On(from).After(Chair, new Move.CallBroken("Nothing heard")).It;
        (it.State, it.CalledBroken, it.Account).ShouldBe((CommitmentState.Broken, "Nothing heard", null));
    }

    [Fact]
    public void Nobody_calls_it_broken_once_its_owner_gave_an_account()
    {
        var story = Promised().After(Sarah, new Move.Cannot(SomeAccount)).After(Sarah, new Move.DeclareDone(null))
            .After(Tom, new Move.SayNotYet(null)).On(new LocalDate(2026, 8, 3));
        story.Refusal(Chair, new Move.CallBroken("Nothing heard"))
            .ShouldBe("The owner of C-42 has given an account, so it is not for a chair to call it broken.");
    }

    [Fact]
    public void The_promisee_or_a_chair_releases_the_owner()
    {
        foreach (var by in new[] { Tom, Chair })
        {
            var it = Promised().After(by, new Move.Release("No longer needed")).It;
            (it.State, it.ReleaseReason).ShouldBe((CommitmentState.Released, "No longer needed"));
        }
    }

    [Fact]
    public void Handed_over_it_stays_the_old_owners_until_the_new_one_accepts()
    {
        var story = Promised().After(Chair, new Move.HandOver(Una.Person!.Value, "Seat changed hands"));
        (story.It.Owner, story.It.HandoverTo).ShouldBe((Sarah.Person!.Value, Una.Person));
        story.Allowed(Sarah).ShouldContain("done C-42");
        story.Allowed(Una).ShouldBe(["accept C-42", "accept C-42 by 19 June", "decline C-42 because …"]);

        var it = story.After(Una, new Move.Accept()).It;
        (it.State, it.Owner, it.OwnerOrganisation, it.HandoverTo).ShouldBe((CommitmentState.Active, Una.Person!.Value, Uhcw, null));
    }

    [Fact]
    public void A_hand_over_accepted_on_other_terms_asks_for_them_at_once()
    {
        var story = Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null)).After(Vic, new Move.Counter(To(Later)));
        (story.It.Owner, story.It.Due, story.It.Pending!.Due).ShouldBe((Vic.Person!.Value, Due, Later));
        story.After(Tom, new Move.Agree()).It.Due.ShouldBe(Later);
    }

    [Fact]
    public void A_hand_over_accepted_as_it_stands_keeps_what_the_old_owner_asked_for()
    {
        var it = Promised().After(Sarah, new Move.AskToMove(To(Later))).After(Sarah, new Move.HandOver(Vic.Person!.Value, null))
            .On(new LocalDate(2026, 6, 4)).After(Vic, new Move.Accept()).It;
        (it.Pending!.Due, it.PendingSince).ShouldBe((Later, At(new LocalDate(2026, 6, 1))));
    }

    [Fact]
    public void A_hand_over_declined_leaves_it_with_its_owner()
    {
        var it = Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null)).After(Vic, new Move.Decline("No room")).It;
        (it.State, it.Owner, it.HandoverTo).ShouldBe((CommitmentState.Active, Sarah.Person!.Value, null));
    }

    [Fact]
    public void Done_after_all_is_reported_again_and_remembers_that_it_was_broken()
    {
        var story = Promised().After(Sarah, new Move.Cannot(SomeAccount)).After(Sarah, new Move.DeclareDone(null));
        (story.It.State, story.It.DoneAfterAll, story.It.Account, story.It.Round).ShouldBe((CommitmentState.Reported, true, SomeAccount, 1));
        story.After(Tom, new Move.Confirm(null)).It.DoneAfterAll.ShouldBeTrue();
    }

    [Fact]
    public void A_chair_corrects_how_it_ended_to_each_end_and_both_stay_in_the_history()
    {
        var story = Promised().After(Sarah, new Move.Cannot(SomeAccount));
        story.After(Chair, new Move.Correct(CommitmentState.Kept, new LocalDate(2026, 6, 1), "It was there"));
        (story.It.State, story.It.DoneOn, story.It.Confirmed).ShouldBe((CommitmentState.Kept, new LocalDate(2026, 6, 1), true));
        story.After(Chair, new Move.Correct(CommitmentState.Released, null, "It was let go"));
        (story.It.State, story.It.ReleaseReason, story.It.Confirmed).ShouldBe((CommitmentState.Released, "It was let go", null));
        story.After(Chair, new Move.Correct(CommitmentState.Broken, null, "It was not"));
        (story.It.State, story.It.CalledBroken, story.It.ReleaseReason).ShouldBe((CommitmentState.Broken, "It was not", null));
        story.Events.Select(e => EventJson.KindOf(e.Fact)).ShouldBe(["recorded", "cannot", "corrected", "corrected", "corrected"]);
    }

    [Fact]
    public void A_correction_to_kept_without_a_day_means_the_agreed_one()
    {
        var story = Promised().On(new LocalDate(2026, 6, 29)).After(Chair, new Move.CallBroken("Nothing heard"));
        story.After(Chair, new Move.Correct(CommitmentState.Kept, null, "The plan was in my post")).It.DoneOn.ShouldBe(Due);
    }
}
