using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Who is in a forum is what the platform says of its channels, and nothing else.</summary>
public sealed class MembershipTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Neither_a_mention_nor_a_click_a_form_a_shortcut_a_command_nor_to_own_something_makes_a_member(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var olga = board.Forum.Person("Olga Out", "olga@nht.example");

        await board.Forum.Say(board.Max, board.Place, "I'll send the plan to @Olga Out by Friday");
        await board.Forum.Say(board.Max, board.Place, "@Olga Out to write the rota by Friday");
        var owned = await board.Forum.Read(db => db.Commitments.SingleAsync(Registers.Stop));
        await board.Forum.Click(olga, Verb.Accept, $"{owned.Id:N}", board.Place);
        await board.Forum.Submit(olga, Verb.Done, $"{owned.Id:N}");
        await board.Forum.Slash(olga, board.Place, "list");
        await board.Forum.Capture(olga, board.Place, board.Max, "I'll do it by Friday");
        await board.Forum.Search(olga, "plan", board.Place);

        (await board.Forum.Ask(board.Max, "forum members")).ShouldNotContain("Olga");
        (await board.Forum.Ask(olga, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(olga, "my commitments")).ShouldContain("rota");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_message_in_the_channel_proves_it_at_that_moment_until_a_later_roster_says_otherwise(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var nina = board.Forum.Person("Nina New", "nina@nht.example");

        (await board.Forum.Ask(nina, board.Place, "list")).ShouldContain("Nothing is open");
        (await board.Forum.Ask(nina, "list")).ShouldContain("Nothing is open");

        board.Forum.Clock.AdvanceMinutes(16);
        (await board.Forum.Ask(nina, "list")).ShouldContain("none of the forums");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Somebody_who_never_spoke_is_answered_in_private_because_the_roster_has_them(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        (await board.Forum.Ask(board.Quiet, "list")).ShouldContain("Nothing is open");
        (await board.Forum.Ask(board.Chair, board.Place,
            "Quinn Quiet to write the rota by Friday")).ShouldContain("Waiting for Quinn Quiet");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_roster_is_read_when_a_channel_is_linked_and_again_after_a_quarter_of_an_hour_and_not_before(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Asked.ShouldBe(1);

        board.Forum.Clock.AdvanceMinutes(15);
        await board.Forum.Ask(board.Max, "list");
        await board.Forum.Ask(board.Max, board.Place, "list");
        board.Forum.Slack.Asked.ShouldBe(1);

        board.Forum.Slack.Rosters["C1"].Remove(board.Max.User);
        board.Forum.Clock.AdvanceSeconds(1);
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("none of the forums");
        board.Forum.Slack.Asked.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_joins_is_let_in_and_who_leaves_is_let_out_at_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var nina = board.Forum.Person("Nina New", "nina@nht.example");

        await board.Forum.Joins(nina, board.Place);
        (await board.Forum.Ask(nina, "list")).ShouldContain("Nothing is open");
        await board.Forum.Leaves(nina, board.Place);
        (await board.Forum.Ask(nina, "list")).ShouldContain("none of the forums");

        board.Forum.Slack.Asked.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task While_the_platform_cannot_be_asked_the_last_roster_decides_and_nobody_new_gets_in(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var nina = board.Forum.Person("Nina New", "nina@nht.example");
        board.Forum.Slack.Rosters["C1"].Add(nina.User);
        board.Forum.Slack.Rosters["C1"].Remove(board.Max.User);
        board.Forum.Slack.Answers = false;
        board.Forum.Clock.AdvanceMinutes(16);

        (await board.Forum.Ask(nina, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("Nothing is open");
        board.Forum.Slack.Asked.ShouldBe(2, "a platform that is away is not asked with every message");

        board.Forum.Slack.Answers = true;
        board.Forum.Clock.AdvanceMinutes(2);
        (await board.Forum.Ask(nina, "list")).ShouldContain("Nothing is open");
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("none of the forums");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_start_of_the_program_reads_what_is_stale(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Rosters["C1"].Remove(board.Max.User);
        board.Forum.Clock.AdvanceMinutes(16);

        await board.Forum.Start();

        board.Forum.Slack.Asked.ShouldBe(2);
        (await board.Forum.Read(db => db.ChannelMembers.CountAsync(it => it.UserId == board.Max.User.Id, Registers.Stop))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task To_leave_one_of_two_channels_is_not_to_leave(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var second = await board.Link("C2", board.Chair, board.Max);
        await board.Forum.Promise(board.Max, second, "I'll write the rota by Friday");

        await board.Forum.Leaves(board.Max, board.Place);
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("rota");
        (await board.Forum.Heard(board.Chair)).ShouldNotContain("has left");
        await board.Forum.Leaves(board.Max, second);
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("none of the forums");
        (await board.Forum.Heard(board.Chair)).ShouldContain("Max Mole has left the forum's channels");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_tenant_that_a_channel_is_shared_with_no_more_loses_access_with_all_its_people(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var (ed, eve) = (board.Forum.Person("Ed External", "ed@else.example", "T9"),
            board.Forum.Person("Eve External", "eve@else.example", "T9"));
        await board.Forum.Joins(ed, board.Place);
        await board.Forum.Joins(eve, board.Place);
        await board.Forum.Say(ed, board.Place, "list");
        await board.Forum.Whisper(eve, "list");

        board.Forum.Slack.Rosters["C1"].RemoveAll(it => it == ed.User || it == eve.User);
        await board.Forum.Happens(new TurnContent.TenantLeft("T9"), board.Place);

        (await board.Forum.Ask(ed, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(eve, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(board.Max, "list")).ShouldContain("Nothing is open");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Bots_and_closed_accounts_are_no_members(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var (bot, gone) = (board.Forum.Person("Other Bot", "bot@nht.example"), board.Forum.Person("Gus Gone", "gus@nht.example"));
        board.Forum.Slack.Profiles[bot.User] = board.Forum.Slack.Profiles[bot.User] with { Bot = true };
        board.Forum.Slack.Profiles[gone.User] = board.Forum.Slack.Profiles[gone.User] with { Gone = true };
        board.Forum.Slack.Rosters["C1"].AddRange([bot.User, gone.User]);
        foreach (var described in new[] { false, true })
        {
            board.Forum.Slack.Describes = described;
            board.Forum.Clock.AdvanceMinutes(16);
            await board.Forum.Ask(board.Max, "list");
            var members = await board.Forum.Ask(board.Max, "forum members");
            members.ShouldContain("Quinn Quiet");
            members.ShouldNotContain("Other Bot");
            members.ShouldNotContain("Gus Gone");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_roster_of_a_channel_that_is_gone_is_the_last_one(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Rosters.Remove("C1");
        await board.Forum.Remove(board.Chair, board.Place);
        board.Forum.Clock.AdvanceMinutes(16);

        (await board.Forum.Ask(board.Max, "list")).ShouldContain("Nothing is open");
        (await board.Forum.Ask(board.Chair, "forum policy light")).ShouldContain("is now light");
        (await board.Forum.Ask(board.Forum.Person("Nina New", "nina@nht.example"), "list")).ShouldContain("none of the forums");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Quiet { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, quiet) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Quinn Quiet", "quinn@nht.example"));
            var board = new Board
            {
                Forum = forum,
                Chair = chair,
                Max = max,
                Quiet = quiet,
                Place = forum.Channel("C1", chair, max, quiet)
            };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            return board;
        }

        /// <summary>Links another channel.</summary>
        public async Task<ConversationRef> Link(string id, params TestPerson[] people)
        {
            var channel = Forum.Channel(id, people);
            await Forum.Say(Chair, Place, "forum link");
            var code = await Forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await Forum.Say(Chair, channel, $"forum link {code}");
            return channel;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
