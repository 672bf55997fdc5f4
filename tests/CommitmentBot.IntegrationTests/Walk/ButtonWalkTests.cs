using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>Everybody presses every button and fills in every form, of fresh cards and old, and gets what the tables say.</summary>
public sealed class ButtonWalkTests(Databases databases)
{
    private static readonly string[] HasForm =
    [
        Verb.Counter, Verb.Decline, Verb.Refuse, Verb.AtRisk, Verb.Move, Verb.Done, Verb.NotYet, Verb.Account, Verb.HelpWanted,
        Verb.HandOver,
    ];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_button_and_form_of_a_card_fresh_or_old_does_what_the_tables_say_for_everybody(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var walk = new Walk(bot);
        await walk.Begin();

        foreach (var (verb, need) in ButtonRights.All.Where(it => it.Value is Need.ToMove or Need.OnCommitment))
        {
            foreach (var who in walk.Forum.Walkers)
            {
                foreach (var (situation, to) in Tables.Fitting(need, walk.Forum))
                {
                    await Press(walk, who, verb, need, situation, to, isFilled: false);
                    await Press(walk, who, verb, need, situation, to, isFilled: true);
                }

                var hasASay = walk.Forum.HaveASay.Any(it => it.Called == who.Called);
                foreach (var situation in hasASay ? Tables.Unfitting(need, walk.Forum) : [])
                {
                    await Press(walk, who, verb, need, situation, To.Person, isFilled: true);
                }
            }
        }

        walk.Wrong.ShouldBeEmpty(string.Join('\n', walk.Wrong.Take(40)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_draft_is_changed_and_recorded_by_the_person_it_asks_and_a_yes_is_to_what_its_card_showed(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var walk = new Walk(bot);
        await walk.Begin();

        foreach (var verb in ButtonRights.All.Where(it => it.Value is Need.ToBeAsked).Select(it => it.Key))
        {
            foreach (var who in walk.Forum.Walkers)
            {
                await PressDraft(walk, bot.Register, who, verb, isOld: false);
                await PressDraft(walk, bot.Register, who, verb, isOld: true);
            }
        }

        walk.Wrong.ShouldBeEmpty(string.Join('\n', walk.Wrong.Take(40)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_belongs_to_the_forum_is_pressed_searched_and_read_by_those_in_it_alone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var walk = new Walk(bot);
        await walk.Begin();

        foreach (var called in walk.Forum.Walkers)
        {
            foreach (var (verb, need) in ButtonRights.All.Where(it => it.Value is Need.InForum))
            {
                var right = ((Need.InForum)need).Right;
                var (forum, who) = (walk.Forum, walk.Now(called));
                var argument = verb == Verb.SpeakFor ? $"{forum.Id.Value:N}:{forum.Organisation.Value:N}"
                    : verb is Verb.ConfirmClaim or Verb.CorrectClaim
                        ? $"{forum.Id.Value:N}:{forum.Claimant.Person.Value:N}:{forum.Organisation.Value:N}"
                    : $"{forum.Id.Value:N}";
                await walk.Try(
                    who, Spot.Private, $"[{verb}]", new TurnContent.Submitted(verb, argument, Tables.Values(forum), null),
                    Permissions.May(right, who.In(forum.Organisation))
                        ? new Expected.Done(What.Answer, Tables.NoRight)
                        : new Expected.Refused(Tables.NoRight));
            }

            await walk.Forum.Find(Situation.Promised, To.Forum, walk.Forum.Owner);
            foreach (var spot in new[] { Spot.Channel, Spot.Elsewhere, Spot.Private })
            {
                await walk.Try(walk.Now(called), spot, "a search", new TurnContent.SearchAsked("Kestrel"), new Expected.Done(What.Answer));
                await walk.Try(walk.Now(called), spot, "the home page", new TurnContent.HomeOpened(), new Expected.Done(What.Answer));
                var message = new MessageRef(walk.Forum.Channel(Spot.Channel), "5.5");
                var asked = new TurnContent.CaptureAsked(
                    SaidText.Of("I'll send the bed plan by 12 June"), new Speaker(walk.Forum.Member.On(spot.Platform)), message, null,
                    WalkedBot.Now);
                await walk.Try(
                    walk.Now(called), spot, "“Record as commitment”", asked,
                    (called.IsMember && spot != Spot.Elsewhere) || (called.IsNeighbour && spot == Spot.Private)
                        ? new Expected.Done(What.Form, Tables.NoRight) : new Expected.Refused(Tables.NoForum));
            }
        }

        walk.Wrong.ShouldBeEmpty(string.Join('\n', walk.Wrong.Take(40)));
    }

    private static async Task Press(Walk walk, Walker called, string verb, Need need, Situation situation, To to, bool isFilled)
    {
        var (forum, who) = (walk.Forum, walk.Now(called));
        var it = await forum.Find(situation, to, who == forum.OwnerWhoLeft ? who : forum.Owner);
        var argument = Forms.Argument(it) + (verb == Verb.Confirm ? ":Yes" : "");
        var what = HasForm.Contains(verb) && !isFilled ? What.Form : need is Need.OnCommitment ? What.Answer : What.Event;
        var expected = Tables.OnCommitment(need, it, who.In(forum.Organisation), what, isLook: verb == Verb.Look);
        if (verb == Verb.HandOver && !who.IsMember && expected is Expected.Done)
        {
            // The form would name the forum's people to somebody who is not one of them.
            expected = new Expected.Refused("Please say in words who takes it over");
        }

        await walk.Try(
            who, isFilled ? Spot.Private : Spot.Channel, $"[{verb}]{(isFilled ? " filled in" : "")} ({situation}, to a {to})",
            isFilled
                ? new TurnContent.Submitted(verb, argument, Tables.Values(forum), null)
                : new TurnContent.Clicked(verb, argument, null),
            expected);
    }

    private static async Task PressDraft(Walk walk, RegisterFactory register, Walker who, string verb, bool isOld)
    {
        var forum = walk.Forum;
        who = walk.Now(who);
        foreach (var asked in new[] { forum.Owner, forum.OwnerWhoLeft })
        {
            var draft = await forum.Draft(asked);
            var body = await Body();
            var argument = $"{draft:N}:" + (verb is Verb.OwnerIs or Verb.PromiseeIs ? $"{forum.Named.Person.Value:N}" : isOld ? "0" : "1");
            var content = verb == Verb.ChangeDraft && !isOld
                ? new TurnContent.Submitted(verb, argument, Tables.Values(forum), null)
                : (TurnContent)new TurnContent.Clicked(verb, argument, null);
            var records = verb is Verb.OwnerIs || (verb is Verb.RecordDraft or Verb.LeaveOpen or Verb.ChangeDraft && !isOld);
            Expected expected = who != asked ? new Expected.Refused(who.IsMember ? "This waits for" : "That was answered already")
                : asked == forum.OwnerWhoLeft && verb is not (Verb.DropDraft or Verb.NeverAsk)
                    ? new Expected.Refused("You are in none of the forums")
                : new Expected.Done(records ? What.Event : verb == Verb.ChangeDraft ? What.Form : What.Answer);

            await walk.Try(who, Spot.Channel, $"[{verb}]{(isOld ? " of an old card" : "")} that asks {asked}", content, expected);

            if (expected is Expected.Refused && await Body() != body)
            {
                walk.Wrong.Add($"{who} × [{verb}] that asks {asked}: the draft was changed");
            }

            Task<string?> Body() => register.Read(db =>
                db.Drafts.Where(it => it.Id == draft).Select(it => (string?)it.Body).SingleOrDefaultAsync(Registers.Stop));
        }
    }
}
