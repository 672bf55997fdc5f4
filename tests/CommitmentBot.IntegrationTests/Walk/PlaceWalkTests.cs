using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>Places that were a forum's once, and questions that come up in none of the walks.</summary>
public sealed class PlaceWalkTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_was_promised_in_a_channel_is_not_told_there_once_it_is_another_forums(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var forum = await WalkedForum.SetUp(bot, 1);
        var (channel, chair) = (forum.Channel(Spot.Channel), forum.Chair);
        var thread = channel with { Thread = "7.7" };
        var it = await forum.Find(Situation.MoveAsked, To.Forum, forum.Owner);
        var draft = await forum.Draft(forum.Owner);
        await bot.Register.InTransaction(
            async (db, stop) => (await db.Commitments.SingleAsync(row => row.Id == it.Id.Value, stop)).Thread = Place.Of(thread),
            Registers.Stop);

        (await Say(chair, "forum unlink", channel)).Events.ShouldContain(fact => fact.Kind == "channel-unlinked");
        await bot.Register.InTransaction(
            (db, _) => Task.FromResult(db.ForumChannels.Add(new ForumChannelRow
            {
                Id = Guid.CreateVersion7(),
                ForumId = forum.NeighboursId.Value,
                Place = Place.Of(channel),
                LinkedAt = WalkedBot.Now,
            })),
            Registers.Stop);

        // The chair is in the forum's other channel still, and so may read all of it; those who read along here may not.
        string[] asked = ["show", "agree", $"show {it.Reference}", $"calendar {it.Reference}"];
        foreach (var words in asked)
        {
            var outcome = await Say(chair, words, thread);
            outcome.Events.ShouldBeEmpty(words);
            outcome.Said.Where(row => Heard.Words(row.Body).Count > 0).ShouldAllBe(row => row.PersonId == chair.Person.Value, words);
        }

        var pressed = new TurnContent.Clicked(Verb.RecordDraft, $"{draft:N}:1", new MessageRef(channel, "8.8"));
        var yes = await bot.Handle(forum.Owner, PlatformName.Slack, channel, channel, pressed);
        yes.Events.ShouldBeEmpty();
        yes.Said.ShouldBeEmpty();

        Task<Outcome> Say(Walker who, string words, ConversationRef where) => bot.Handle(
            who, PlatformName.Slack, where, where,
            new TurnContent.Said(SaidText.Of(words), new MessageRef(where, $"{Guid.NewGuid():N}"), null));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_question_that_the_bot_asks_has_buttons_with_a_row(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var forum = await WalkedForum.SetUp(bot, 1);
        var member = forum.Member;

        // A draft with all in it, one without a day, one without an owner, and one that nobody asked for.
        await Say(member, "I'll send the bed plan to UHCW by 12 June");
        await Say(member, "I'll send the figures to UHCW soon");
        await Say(member, "@Sarah Ali and @Tom Reed to send the rota by 12 June");
        await Say(forum.Chair, "forum suggestions on");
        await Say(forum.Guest, "I'll share the ward list by 12 June", toBot: false);

        // A claim, a list, and a choice of forum.
        await Say(member, "I speak for UHCW");
        await forum.Find(Situation.Promised, To.Person, forum.Owner);
        await Say(forum.Chair, "list");
        var elsewhere = forum.Channel(Spot.Elsewhere);
        await bot.Handle(member, PlatformName.Slack, elsewhere, elsewhere, Words("list", elsewhere));

        // Whoever leaves with something open, and a forum that nobody chairs.
        await forum.Leave(forum.Owner, Spot.Channel);
        await bot.Register.InTransaction(
            (db, stop) => db.ForumRoles.Where(it => it.ForumId == forum.Id.Value).ExecuteDeleteAsync(stop), Registers.Stop);
        await Say(member, "forum chair @Sarah Ali");

        bot.Offered.ShouldAllBe(verb => ButtonRights.All.ContainsKey(verb));
        bot.Offered.ShouldBe(
            [
                Verb.RecordDraft, Verb.ChangeDraft, Verb.DropDraft, Verb.LeaveOpen, Verb.OwnerIs, Verb.NeverAsk, Verb.SpeakFor,
                Verb.ConfirmClaim, Verb.CorrectClaim,
                Verb.Show, Verb.UseForum, Verb.HandOver, Verb.AgreeChair, Verb.ObjectChair,
                Verb.Done, Verb.Account,
            ],
            ignoreOrder: true);

        Task<Outcome> Say(Walker who, string words, bool toBot = true) => bot.Handle(
            who, PlatformName.Slack, forum.Channel(Spot.Channel), forum.Channel(Spot.Channel),
            Words(words, forum.Channel(Spot.Channel), toBot));

        TurnContent.Said Words(string words, ConversationRef where, bool toBot = true) =>
            new(Tables.Text(forum, PlatformName.Slack, words), new MessageRef(where, $"{Guid.NewGuid():N}"), null, ToBot: toBot);
    }
}
