using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A forum's channels come, go and change their names and ids, and the register goes on.</summary>
public sealed class ChannelTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_that_is_linked_gets_what_is_open_once_and_then_what_is_new(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        await board.Forum.Promise(board.Max, board.Place, "I'll write the flu rota by Friday");
        await board.Forum.Say(board.Chair, board.Place, "release C-2 because it is settled");

        var second = await board.Link();

        (await board.Forum.Heard(second)).ShouldContain("One commitment is open; here they are");
        (await board.Cards(second)).ShouldBe(["C-1"]);
        await board.Forum.Promise(board.Max, second, "I'll count the beds by Friday");
        (await board.Cards(second)).ShouldBe(["C-1", "C-3"]);
        (await board.Cards(board.Place)).ShouldBe(["C-1", "C-2", "C-3"]);
        (await board.Forum.Ask(board.Chair, second, "forum link 2222-2222")).ShouldContain("belongs to Place Forum already");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_that_is_unlinked_gets_nothing_more_and_its_people_read_nothing_more(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var second = await board.Link();
        await board.Forum.Say(board.Olga, second, "list");
        (await board.Forum.Ask(board.Olga, second, "forum unlink")).ShouldContain("Only a chair");

        (await board.Forum.Ask(board.Chair, second, "forum unlink")).ShouldContain("no longer belongs to Place Forum");

        (await board.Forum.Heard(board.Place)).ShouldContain("no longer belongs to Place Forum");
        var since = await board.Forum.Now();
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        (await board.Forum.Heard(second, since)).ShouldBeEmpty();
        (await board.Forum.Ask(board.Olga, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(board.Olga, second, "list")).ShouldContain("belongs to no forum");
        (await board.Forum.Ask(board.Chair, board.Place, "forum unlink")).ShouldContain("the only channel");
        (await board.Forum.Ask(board.Chair, "forum history")).ShouldContain("unlinked the channel C2");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_waits_to_be_said_in_a_channel_is_not_said_once_it_is_unlinked(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var second = await board.Link();
        board.Forum.Slack.Busy = true;
        await board.Forum.Say(board.Max, board.Place, "I'll send the winter plan by Friday");
        await board.Forum.Press(board.Max, "Yes, record it", board.Place);
        (await Leaving(second)).ShouldContain(it => it.Contains("winter plan"));

        await board.Forum.Say(board.Chair, second, "forum unlink");

        (await Leaving(second)).ShouldHaveSingleItem().ShouldContain("no longer belongs");
        (await Leaving(board.Place)).ShouldContain(it => it.Contains("winter plan"));

        Task<List<string>> Leaving(ConversationRef channel) => board.Forum.Read(db => db.Outbox
            .Where(it => it.Place!.Channel == channel.Channel && it.SettledAt == null).Select(it => it.Body).ToListAsync(Registers.Stop));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_that_is_a_forums_starts_no_other_whether_or_not_it_can_be_posted_to(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        await board.Forum.Say(board.Max, board.Place, "forum name Another Forum");
        await board.Forum.Remove(board.Chair, board.Place);
        await board.Forum.Slash(board.Max, board.Place, "forum name Another Forum");
        await board.Forum.Add(board.Max, board.Place);
        await board.Forum.Say(board.Max, board.Place, "forum name Another Forum");

        (await board.Forum.Read(db => db.Forums.Select(it => it.Name).ToListAsync(Registers.Stop))).ShouldBe(["Place Forum"]);
        (await board.Forum.Ask(board.Chair, board.Place, "forum policy light")).ShouldContain("is now light");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_id_takes_along_cards_threads_drafts_and_what_waits_to_be_sent(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        await board.Forum.Say(board.Max, board.Place, "I'll write the flu rota by Friday");
        board.Forum.Slack.Busy = true;
        await board.Forum.Say(board.Chair, board.Place, "summary");

        board.Forum.Slack.Rosters["C7"] = board.Forum.Slack.Rosters["C1"];
        await board.Forum.Happens(new TurnContent.PlaceMoved("C7"), board.Place);
        board.Forum.Slack.Busy = false;

        var moved = board.Place with { Channel = "C7" };
        (await board.Forum.Read(db => db.Outbox.CountAsync(it => it.SettledAt == null && it.Place != null && it.Place.Channel == "C1",
            Registers.Stop))).ShouldBe(0);
        (await board.Cards(moved)).ShouldBe(["C-1"]);
        var thread = await board.Forum.Read(db => db.Commitments.Select(it => it.Thread!).SingleAsync(Registers.Stop));
        thread.Channel.ShouldBe("C7");
        await board.Forum.Say(board.Max, moved with { Thread = thread.Thread }, "done", toBot: false);
        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("Max Mole says it is done");
        await board.Forum.Press(board.Max, "Yes, record it", board.Place, now: moved);
        (await board.Forum.Read(db => db.Outbox
            .Where(it => it.CardOf != null && it.SettledAt == null && it.Place!.Kind == ConversationKind.Channel)
            .Select(it => it.Place!.Channel).Distinct().ToListAsync(Registers.Stop)))
            .ShouldBe(["C7"], "what waited goes first, and the new card after it");
        (await board.Forum.Read(db => db.Commitments.CountAsync(it => it.Thread!.Channel == "C1" || it.SourceMessage!.Contains("|C1|"),
            Registers.Stop))).ShouldBe(0);
        (await board.Forum.Heard(board.Chair)).ShouldContain("has another id now");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_chair_is_told_in_private_what_became_of_a_channel_and_what_to_do(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var since = await board.Forum.Now();

        await board.Forum.Happens(new TurnContent.PlaceRenamed("winter-board"), board.Place);
        (await board.Forum.Heard(board.Chair, since)).ShouldContain("is called #winter-board now. All goes on there; you need do nothing");
        await board.Forum.Remove(board.Max, board.Place);
        await board.Forum.Remove(board.Max, board.Place);
        var heard = await board.Forum.Heard(board.Chair, since);
        heard.ShouldContain("I cannot post in #winter-board any more, a channel of Place Forum");
        heard.ShouldContain("Invite me there again and all goes on; if the channel is gone for good, link another");
        await board.Forum.Add(board.Max, board.Place);
        (await board.Forum.Heard(board.Chair, since)).ShouldContain("I can post in #winter-board again");
        await board.Forum.Happens(new TurnContent.Uninstalled(), ConversationRef.Nowhere(PlatformName.Slack, "T1"));
        (await board.Forum.Heard(board.Chair, since)).ShouldContain("I was uninstalled there");
        await board.Forum.Happens(new TurnContent.PlaceReturned(), board.Place);

        (await board.Forum.Heard(board.Place, since)).ShouldNotContain("winter-board");
        (await board.Forum.Heard(board.Max, since)).ShouldBeEmpty();
        var history = await board.Forum.Ask(board.Max, "forum history");
        history.ShouldContain("lost the channel C1");
        history.ShouldContain("found the channel C1 on slack again");
        (await board.Forum.Read(db => db.ForumChannels.CountAsync(it => it.Gone, Registers.Stop))).ShouldBe(0);
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Olga { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, olga) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Olga Owl", "olga@nht.example"));
            var board = new Board { Forum = forum, Chair = chair, Max = max, Olga = olga, Place = forum.Channel("C1", chair, max) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            return board;
        }

        /// <summary>Links a second channel, in which Olga is.</summary>
        public async Task<ConversationRef> Link()
        {
            var channel = Forum.Channel("C2", Chair, Max, Olga);
            await Forum.Say(Chair, Place, "forum link");
            var code = await Forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await Forum.Say(Chair, channel, $"forum link {code}");
            return channel;
        }

        /// <summary>Whose cards stand in a channel.</summary>
        public Task<List<string>> Cards(ConversationRef channel) => Forum.Read(async db => (
            await db.Cards.Where(it => it.Place.Channel == channel.Channel)
                .Join(db.Commitments, it => it.CommitmentId, it => it.Id, (_, it) => it.Number).OrderBy(it => it)
                    .ToListAsync(Registers.Stop))
            .ConvertAll(it => $"C-{it}"));

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
