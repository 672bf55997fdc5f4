using System.Reflection;
using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.UnitTests.Commitments;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.People;

/// <summary>Whatever can be typed or pressed has a row that says what it asks of whoever does it, and no row is about nothing.</summary>
public sealed class RightsTests
{
    private static readonly IReadOnlyList<(string Name, Need Need)> Needs =
    [
        .. CommandRights.All.Select(row => (row.Key.Name, row.Value)),
        .. ButtonRights.All.Select(row => (row.Key, row.Value)),
    ];

    [Fact]
    public void Every_command_has_one_row_and_every_row_is_a_commands() =>
        CommandRights.All.Keys.Select(it => it.Name).ShouldBe(
            typeof(Command).GetNestedTypes().Where(it => !it.IsAbstract && it.IsSubclassOf(typeof(Command))).Select(it => it.Name),
            ignoreOrder: true);

    [Fact]
    public void Every_command_that_help_lists_is_read_as_one_with_a_row()
    {
        foreach (var example in CommandList.All.SelectMany(it => it.Examples))
        {
            var reading = new ReadingContext(At(Due), London, Promised().Context.Calendar, [], AboutCommitment: false);
            var read = Reader.Read(SaidText.Of(example), reading);
            CommandRights.Of(read.ShouldBeOfType<Understood.AsCommand>(example).Command).ShouldNotBeNull(example);
        }
    }

    [Fact]
    public void Every_verb_has_one_row_and_every_row_is_a_verbs()
    {
        var verbs = typeof(Verb).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(it => (string)it.GetRawConstantValue()!).ToList();

        verbs.Distinct().Count().ShouldBe(verbs.Count);
        ButtonRights.All.Keys.ShouldBe(verbs, ignoreOrder: true);
    }

    [Fact]
    public void Every_right_has_a_row_in_the_permission_table()
    {
        PermissionTable.OfForum.Keys.ShouldBe(Enum.GetValues<ForumRight>(), ignoreOrder: true);
        PermissionTable.OfCommitment.Keys.ShouldBe(Enum.GetValues<CommitmentRight>(), ignoreOrder: true);
    }

    [Fact]
    public void Every_right_is_somebodys_and_is_asked_for_by_something_that_can_be_typed_or_pressed()
    {
        PermissionTable.OfForum.Values.ShouldAllBe(row => row.By != Role.None);
        PermissionTable.OfCommitment.Values.ShouldAllBe(by => by != Role.None);

        // The rest are asked for by what has no command: recording (any dated promise), and what is sent unasked.
        Needs.Select(it => it.Need).OfType<Need.InForum>().Select(it => it.Right).Distinct().ShouldBe(
            Enum.GetValues<ForumRight>().Except([ForumRight.Record, ForumRight.Digest, ForumRight.SeeWhatWaits]), ignoreOrder: true);
        Needs.Select(it => it.Need).OfType<Need.OnCommitment>().Select(it => it.Right).Distinct().ShouldBe(
            Enum.GetValues<CommitmentRight>().Except([CommitmentRight.SeeGap]), ignoreOrder: true);
    }

    [Fact]
    public void Every_move_that_a_command_or_a_button_makes_stands_in_the_life_table_for_somebody_but_the_clock()
    {
        var made = LifeTable.Rows.Where(row => row.By != Role.Clock).Select(row => row.Move).ToHashSet();

        foreach (var (name, moves) in Needs.Select(it => (it.Name, (it.Need as Need.ToMove)?.Moves ?? [])))
        {
            moves.ShouldAllBe(move => made.Contains(move), name);
        }
    }

    [Fact]
    public void Every_move_of_the_life_table_that_is_not_the_clocks_can_be_typed()
    {
        var typed = CommandRights.All.Values.OfType<Need.ToMove>().SelectMany(it => it.Moves).ToHashSet();

        LifeTable.Rows.Where(row => row.By != Role.Clock).Select(row => row.Move).ShouldAllBe(move => typed.Contains(move));
    }

    [Fact]
    public void Every_button_and_form_of_a_card_has_a_row_about_the_commitment_in_every_state()
    {
        var notYet = Reported().After(Tom, new Move.SayNotYet("half of it is missing"));
        Story[] stories =
        [
            Proposed(), Proposed().After(Sarah, new Move.Decline(null)), Proposed().After(Actor.Clock, new Move.Lapse()), Countered(),
            Promised(), Promised().After(Sarah, new Move.AskToMove(To(new LocalDate(2026, 6, 19)))),
            Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null)),
            notYet, Promised().On(Due.PlusDays(3)), Reported(), Reported().After(Tom, new Move.Confirm(null)),
            Promised().After(Sarah, new Move.Cannot(SomeAccount)), Promised().After(Tom, new Move.Release("no longer needed")),
        ];
        stories.Select(it => it.It.State).Distinct().ShouldBe(Enum.GetValues<CommitmentState>(), ignoreOrder: true);

        foreach (var story in stories)
        {
            foreach (var button in Cards.Buttons(story.It, story.Context.Today))
            {
                string[] verbs = button.Form is { } form ? [button.Action, form.Name] : [button.Action];
                foreach (var need in verbs.Select(verb => ButtonRights.All.GetValueOrDefault(verb)))
                {
                    (need is Need.ToMove or Need.OnCommitment).ShouldBeTrue(button.Label);
                }
            }
        }
    }

    [Fact]
    public void A_button_of_a_card_is_shown_to_those_who_may_press_it_and_to_nobody_else()
    {
        var it = Reported().It;

        ButtonRights.Allow(Verb.Confirm, it, Tom).ShouldBeTrue();
        ButtonRights.Allow(Verb.Confirm, it, Chair).ShouldBeTrue();
        new[] { Sarah, Vic, Facilitator, Outsider, Actor.Clock }.ShouldAllBe(actor => !ButtonRights.Allow(Verb.Confirm, it, actor));
        ButtonRights.Allow("a verb of no button", it, Chair).ShouldBeFalse();
        ButtonRights.Allow(Verb.RecordDraft, it, Sarah).ShouldBeFalse();
    }
}
