using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Until a gap is reported, or its owner has given an account, only those it concerns are told whose it is.</summary>
public sealed class UnreportedGapTests(Databases databases)
{
    private const string Asked = "1 is past its date; its owner is being asked.";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_else_hears_whose_it_is_from_a_list_a_search_a_card_a_new_channel_or_a_digest(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Promise(board.Max, board.Place, "I'll count the beds by 30 January");
        await board.Forum.Pass(7);

        foreach (var words in new[] { "list", "list overdue", "list all" })
        {
            var list = await board.Forum.Ask(board.Chair, board.Place, words);
            list.ShouldContain(Asked);
            list.ShouldNotContain("winter plan");
        }

        (await board.Forum.Ask(board.Chair, board.Place, "list")).ShouldContain("count the beds");
        (await board.Forum.Ask(board.Chair, "list overdue")).ShouldNotContain("Max");
        Hidden(await board.Forum.Ask(board.Chair, board.Place, "show C-1"));
        Hidden(TestForum.All(await board.Forum.Search(board.Chair, "winter")));
        var second = await board.Forum.Heard(await board.Link());
        second.ShouldContain("count the beds");
        second.ShouldContain(Asked);
        second.ShouldNotContain("winter plan");
        Hidden(await Digest(board));

        static void Hidden(string said)
        {
            said.ShouldContain("being asked");
            said.ShouldNotContain("Max");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Owner_promisee_and_facilitator_see_it_and_show_it_to_nobody(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Say(board.Chair, board.Place, "forum facilitator @Olga Owl");
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Pass(7);

        foreach (var who in new[] { board.Max, board.Guy, board.Olga })
        {
            var since = await board.Forum.Now();
            (await board.Forum.Ask(who, board.Place, "list overdue")).ShouldContain("winter plan");
            (await board.Forum.Ask(who, board.Place, "show C-1")).ShouldContain("Owner: Max Mole");
            (await board.Forum.Read(db => db.Outbox.Where(it => it.Sequence > since)
                .CountAsync(it => it.PersonId == null && it.Body.Contains("winter plan"), Registers.Stop))).ShouldBe(0);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Once_it_is_reported_everybody_sees_it_and_a_new_date_begins_anew(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        await board.Forum.Pass(20);
        (await board.Forum.Heard(board.Place)).ShouldContain("Account awaited");

        (await board.Forum.Ask(board.Chair, board.Place, "list overdue")).ShouldContain("winter plan");
        (await board.Forum.Ask(board.Chair, board.Place, "show C-1")).ShouldContain("Owner: Max Mole");
        (await Digest(board)).ShouldContain("Max Mole");
    }

    private static async Task<string> Digest(Board board)
    {
        var since = await board.Forum.Now();
        await board.Forum.Pass(7);
        return await board.Forum.Heard(board.Chair, since);
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required TestPerson Olga { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
            var (guy, olga) = (forum.Person("Guy Green", "guy@wcc.example"), forum.Person("Olga Owl", "olga@wcc.example"));
            var board = new Board
            {
                Forum = forum,
                Chair = chair,
                Max = max,
                Guy = guy,
                Olga = olga,
                Place = forum.Channel("C1", chair, max, guy, olga),
            };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            return board;
        }

        public async Task<ConversationRef> Link()
        {
            var channel = Forum.Channel("C2", Chair, Max);
            await Forum.Say(Chair, Place, "forum link");
            var code = await Forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await Forum.Say(Chair, channel, $"forum link {code}");
            return channel;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
