using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.Commitments;

public sealed class RefusalTests
{
    private static readonly LocalDate Past = new(2026, 5, 29);

    [Fact]
    public void A_refusal_is_a_sentence_with_the_moves_that_are_allowed()
    {
        var refused = Promised().Try(Tom, new Move.DeclareDone(null)).ShouldBeOfType<Decision.Refused>();
        refused.Sentence.ShouldBe("Only the owner can say that C-42 is done.");
        refused.Allowed.ShouldBe(["release C-42 because …"]);
    }

    [Fact]
    public void An_owner_is_told_everything_they_can_do() =>
        Promised().Allowed(Sarah).ShouldBe(
        [
            "done C-42", "move C-42 to 19 June because …", "at risk C-42 …", "snooze C-42", "cannot C-42 because …",
            "hand over C-42 to @… because …",
        ]);

    [Fact]
    public void A_state_in_which_a_move_makes_no_sense_is_named() =>
        Proposed().After(Sarah, new Move.Decline(null)).Refusal(Sarah, new Move.Accept())
            .ShouldBe("C-42 was declined, so it is not possible to accept it now.");

    [Fact]
    public void Whoever_is_not_in_the_forum_learns_nothing()
    {
        var refused = Promised().Try(Outsider, new Move.Confirm(null)).ShouldBeOfType<Decision.Refused>();
        refused.Sentence.ShouldBe("That commitment belongs to a forum whose channels you are not in.");
        refused.Allowed.ShouldBeEmpty();
    }

    [Fact]
    public void A_chair_cannot_answer_for_their_own_commitment()
    {
        var chairing = Sarah with { IsChair = true };
        var asked = Promised().After(chairing, new Move.AskToMove(To(new LocalDate(2026, 6, 19))));
        asked.Refusal(chairing, new Move.Agree()).ShouldBe("Only the person it is promised to or another chair can agree to new terms for C-42.");
        asked.Refusal(chairing, new Move.Release("I am busy")).ShouldStartWith("Only the person it is promised to or another chair");
        Reported().Refusal(chairing, new Move.Confirm(Helped.Yes)).ShouldStartWith("Only the person it is promised to or another chair");
        Promised().After(chairing, new Move.Cannot(SomeAccount)).Refusal(chairing, new Move.Correct(CommitmentState.Kept, null, "It was fine"))
            .ShouldBe("Only another chair can correct how C-42 ended.");
    }

    [Fact]
    public void An_owner_cannot_answer_a_promise_to_their_own_organisation_or_forum()
    {
        foreach (var (to, answerer) in new (Promisee, Actor)[] { (new Promisee.ToOrganisation(Wcc), Vic), (new Promisee.ToForum(), Chair) })
        {
            var story = Promised(to).After(Sarah, new Move.DeclareDone(null));
            story.Refusal(Sarah, new Move.Confirm(null)).ShouldStartWith("Only ");
            story.After(answerer, new Move.Confirm(null)).It.State.ShouldBe(CommitmentState.Kept);
        }
    }

    [Fact]
    public void A_member_does_not_answer_what_is_promised_to_the_forum() =>
        Promised(new Promisee.ToForum()).After(Sarah, new Move.DeclareDone(null)).Refusal(Vic, new Move.Confirm(null))
            .ShouldBe("Only a chair can confirm that C-42 is what was promised.");

    [Fact]
    public void Only_members_put_something_on_the_register()
    {
        new Story().Refusal(Outsider, new Move.Propose(Opening())).ShouldBe("Only people in the forum's channels can put a commitment on its register.");
        new Story().Refusal(Actor.Clock, new Move.Propose(Opening())).ShouldStartWith("Only people in the forum's channels");
    }

    [Fact]
    public void Nobody_records_a_promise_for_somebody_else() =>
        new Story().Refusal(Chair, new Move.Record(Opening()))
            .ShouldBe("Only the person who promises can record it as their own. It can be proposed to them instead.");

    [Fact]
    public void Nobody_proposes_to_themselves() =>
        new Story().Refusal(Sarah, new Move.Propose(Opening())).ShouldBe("This would be your own promise: it can be recorded, and needs no proposal.");

    [Fact]
    public void A_date_that_is_over_is_refused_wherever_one_is_given()
    {
        const string Sentence = "Friday 29 May 2026 is over. Please choose a date that is still to come, or today.";
        new Story().Refusal(Sarah, new Move.Record(Opening(due: Past))).ShouldBe(Sentence);
        new Story().Refusal(Tom, new Move.Propose(Opening(due: Past))).ShouldBe(Sentence);
        Proposed().Refusal(Sarah, new Move.Counter(To(Past))).ShouldBe(Sentence);
        Promised().Refusal(Sarah, new Move.AskToMove(To(Past))).ShouldBe(Sentence);
        Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null)).Refusal(Vic, new Move.Counter(To(Past))).ShouldBe(Sentence);
    }

    [Fact]
    public void Today_is_not_over() =>
        new Story().On(Due, 23).After(Sarah, new Move.Record(Opening())).It.State.ShouldBe(CommitmentState.Active);

    [Fact]
    public void A_proposal_whose_date_is_over_needs_a_new_date()
    {
        var story = Proposed().On(new LocalDate(2026, 6, 15));
        story.Refusal(Sarah, new Move.Accept()).ShouldBe("The date proposed for C-42, Friday 12 June 2026, is over, so it needs a new one.");
        story.Refusal(Sarah, new Move.Counter(new Terms(null, "Send a plan", null))).ShouldStartWith("The date proposed");
        story.Allowed(Sarah).ShouldBe(["accept C-42 by 22 June", "decline C-42 because …"]);
    }

    [Fact]
    public void A_counter_whose_date_is_over_is_not_agreed_to_any_more() =>
        Countered().On(new LocalDate(2026, 6, 22)).Refusal(Tom, new Move.Agree())
            .ShouldBe("The date the owner offered for C-42 is over, so there is nothing left to agree to. It can be proposed afresh.");

    [Fact]
    public void A_promise_to_oneself_is_none()
    {
        new Story().Refusal(Sarah, new Move.Record(Opening(new Promisee.ToPerson(Sarah.Person!.Value))))
            .ShouldBe("A commitment is made to somebody else: please say to whom.");
        Promised().Refusal(Sarah, new Move.HandOver(Tom.Person!.Value, null))
            .ShouldBe("C-42 is promised to that person, who cannot promise it to themselves. They can release its owner instead.");
    }

    [Fact]
    public void A_hand_over_goes_to_somebody_who_is_neither_its_owner_nor_asked_already()
    {
        Promised().Refusal(Sarah, new Move.HandOver(Sarah.Person!.Value, null)).ShouldBe("C-42 is theirs already.");
        Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null)).Refusal(Chair, new Move.HandOver(Vic.Person!.Value, null))
            .ShouldBe("They have been asked to take C-42 on and have not answered yet.");
    }

    [Fact]
    public void Moves_that_need_words_ask_for_them()
    {
        Promised().Refusal(Sarah, new Move.AskToMove(To(new LocalDate(2026, 6, 19), " "))).ShouldBe("Please add why the change is needed.");
        Promised().Refusal(Sarah, new Move.AskToMove(new Terms(null, null, "busy"))).ShouldBe("Please say which new date or wording you have in mind.");
        Promised().Refusal(Sarah, new Move.AskToMove(To(Due))).ShouldBe("C-42 has that date and wording already.");
        Promised().Refusal(Sarah, new Move.FlagAtRisk("")).ShouldBe("Please add what is at risk.");
        Promised().Refusal(Sarah, new Move.Cannot(SomeAccount with { Why = "" })).ShouldBe("Please add why, in your own words.");
        Promised().Refusal(Tom, new Move.Release("")).ShouldBe("Please add why the owner is let off.");
        Promised().On(new LocalDate(2026, 8, 3)).Refusal(Chair, new Move.CallBroken("")).ShouldBe("Please add why.");
        new Story().Refusal(Sarah, new Move.Record(Opening() with { Wording = " " })).ShouldBe("Please say what will be done.");
    }

    [Fact]
    public void A_correction_names_an_end_and_a_day_that_has_come()
    {
        var story = Promised().After(Sarah, new Move.Cannot(SomeAccount));
        story.Refusal(Chair, new Move.Correct(CommitmentState.Active, null, "Carry on")).ShouldBe("A correction says that it was kept, broken or released.");
        story.Refusal(Chair, new Move.Correct(CommitmentState.Kept, Due, "Early")).ShouldBe("Friday 12 June 2026 is still to come, so it cannot be the day it was done.");
        story.Refusal(Chair, new Move.Correct(CommitmentState.Kept, null, "")).ShouldBe("Please add why the correction is needed.");
    }

    [Fact]
    public void Nothing_asked_nothing_handed_over_and_nothing_to_talk_about_have_no_answer()
    {
        Promised().Refusal(Tom, new Move.Agree()).ShouldBe("The owner of C-42 has not asked for new terms, so there is nothing to answer.");
        Promised().Refusal(Vic, new Move.Accept()).ShouldBe("C-42 is promised and open, so it is not possible to accept it now.");
        Promised().Refusal(Sarah, new Move.CloseConversation(true, null)).ShouldBe("No conversation about C-42 is waiting to be held.");
    }

    [Fact]
    public void Broken_once_is_broken() =>
        Promised().After(Sarah, new Move.Cannot(SomeAccount)).Refusal(Sarah, new Move.Cannot(SomeAccount))
            .ShouldBe("C-42 reads as broken, so it is not possible to say that it cannot be done now.");

    [Fact]
    public void A_commitment_begins_once()
    {
        Promised().Refusal(Sarah, new Move.Record(Opening())).ShouldBe("C-42 stands in the register already.");
        Should.Throw<ArgumentNullException>(() => new Story().Try(Sarah, new Move.Accept()));
    }
}
