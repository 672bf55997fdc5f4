using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Who chairs a forum: whoever brought the bot, whom a chair names, and where nobody is left whom its people agree to.</summary>
public sealed class ChairTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_added_the_bot_chairs_whoever_names_the_forum(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var (cara, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
        var place = forum.Channel("C1", cara, max);
        await forum.Add(cara, place);

        (await forum.Ask(max, place, "forum name Place Forum")).ShouldContain("Cara Cole chairs it, having added me here");

        (await forum.Ask(max, place, "forum policy light")).ShouldContain("Only a chair can change the forum's settings. Cara Cole can.");
        (await forum.Ask(cara, place, "forum policy light")).ShouldContain("is now light");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Neither_a_guest_nor_somebody_external_comes_to_chair_in_any_way(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var cara = forum.Person("Cara Cole", "cara@nht.example");
        var (guest, external) = (forum.Person("Greta Guest", "greta@mail.example", guest: true),
            forum.Person("Ed External", "ed@else.example", "T9"));
        var (place, next) = (forum.Channel("C1", "T1", cara, guest, external), forum.Channel("C2", "T1", cara, guest, external));
        var cannot = new Dictionary<TestPerson, string> { [guest] = "Greta Guest", [external] = "Ed External" };
        foreach (var who in cannot.Keys)
        {
            (await forum.Ask(who, place, "forum name Their Forum")).ShouldContain("cannot start a forum");
            await forum.Add(who, next);
            (await forum.Ask(who, next, "forum name Their Forum")).ShouldContain("cannot start a forum");
        }

        (await forum.Read(db => db.Forums.CountAsync(Registers.Stop))).ShouldBe(0);
        await forum.Say(cara, place, "forum name Place Forum");
        await forum.Say(cara, place, "forum link");
        var code = await forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
        await forum.Say(guest, next, $"forum link {code}");
        foreach (var (who, name) in cannot)
        {
            (await forum.Ask(cara, place, $"forum chair @{name}")).ShouldContain("cannot chair");
            (await forum.Ask(who, place, "forum chair me")).ShouldContain("Only a chair");
            (await forum.Ask(who, next, "forum policy light")).ShouldContain("Only a chair");
        }

        await forum.Leaves(cara, place);
        await forum.Leaves(cara, next);
        foreach (var (who, name) in cannot)
        {
            (await forum.Ask(who, place, "forum chair me")).ShouldContain("cannot chair");
            (await forum.Ask(who, place, $"forum chair @{name}")).ShouldContain("cannot chair");
        }

        (await forum.Read(db => db.ForumRoles.CountAsync(Registers.Stop))).ShouldBe(0);
        (await forum.Read(db => db.ChairProposals.CountAsync(Registers.Stop))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_whom_only_a_mention_or_a_recorded_message_tells_nobody_knows_whether_they_may_chair(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var (ed, eve) = (board.Forum.Person("Ed External", "ed@else.example", "T9"),
            board.Forum.Person("Eve External", "eve@else.example", "T9"));
        var nina = board.Forum.Person("Nina New", "nina@nht.example");
        await board.Forum.Say(board.Max, board.Place, "I'll send the plan to @Ed External by Friday");
        await board.Forum.Say(board.Max, board.Place, "I'll send the plan to @Nina New by Friday");
        await board.Forum.Capture(board.Max, board.Place, eve, "I'll send the map by Friday");
        await board.Forum.Joins(ed, board.Place);
        await board.Forum.Joins(eve, board.Place);
        await board.Forum.Joins(nina, board.Place);

        foreach (var minutes in new[] { 0, 16 })
        {
            board.Forum.Clock.AdvanceMinutes(minutes);
            (await board.Forum.Ask(board.Cara, board.Place, "forum chair @Ed External")).ShouldContain("cannot chair");
            (await board.Forum.Ask(board.Cara, board.Place, "forum chair @Eve External")).ShouldContain("cannot chair");
        }

        (await board.Forum.Ask(board.Cara, board.Place, "forum chair @Nina New")).ShouldContain("Nina New now chairs");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chair_is_named_and_removed_by_a_chair_but_not_the_only_one(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        (await board.Forum.Ask(board.Cara, board.Place, "forum chair remove @Cara Cole")).ShouldContain("the only chair");
        (await board.Forum.Ask(board.Max, board.Place, "forum chair @Max Mole")).ShouldContain("Only a chair");
        (await board.Forum.Ask(board.Cara, board.Place, "forum chair @Max Mole")).ShouldContain("Max Mole now chairs Place Forum");
        (await board.Forum.Ask(board.Max, board.Place,
            "forum chair remove @Cara Cole")).ShouldContain("Cara Cole no longer chairs Place Forum");
        (await board.Forum.Ask(board.Cara, board.Place, "forum policy light")).ShouldContain("Only a chair");
        (await board.Forum.Ask(board.Max, board.Place, "forum chair remove @Guy Green")).ShouldContain("Guy Green does not chair");

        var history = await board.Forum.Ask(board.Guy, "forum history");
        history.ShouldContain("gave Max Mole the seat of chair");
        history.ShouldContain("took the seat of chair from Cara Cole (by Max Mole)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Where_nobody_chairs_two_others_agree_by_button_and_in_words(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.Without(database);

        (await board.Forum.Ask(board.Max, board.Place,
            "forum chair @Guy Green")).ShouldContain("Max Mole proposes Guy Green as chair of Place Forum, which has none");
        (await board.Forum.Ask(board.Max, board.Place, "forum agree")).ShouldContain("counted already");
        (await board.Forum.Ask(board.Guy, board.Place, "forum agree")).ShouldContain("counted already", Case.Sensitive,
            "nobody votes for themselves");
        (await board.Forum.Ask(board.Ida, board.Place, "forum policy light")).ShouldContain("Only a chair");
        TestForum.All(await board.Forum.Press(board.Ida, "Agree", board.Place)).ShouldContain("One more makes it so");
        TestForum.All(await board.Forum.Press(board.Ida, "Agree", board.Place)).ShouldContain("counted already");
        (await board.Forum.Ask(board.Joe, board.Place, "forum agree")).ShouldContain("Guy Green now chairs Place Forum: two others agreed");

        (await board.Forum.Ask(board.Guy, board.Place, "forum policy light")).ShouldContain("is now light");
        var history = await board.Forum.Ask(board.Ida, "forum history");
        foreach (var part in new[] { "Max Mole proposed Guy Green as chair", "Ida Ives agreed to Guy Green as chair",
            "Joe Jones agreed to Guy Green", "gave Guy Green the seat of chair" })
        {
            history.ShouldContain(part);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_objection_closes_a_proposal_and_another_may_be_made(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.Without(database);
        await board.Forum.Say(board.Max, board.Place, "forum chair @Guy Green");
        (await board.Forum.Ask(board.Joe, board.Place, "forum chair @Ida Ives")).ShouldContain("Guy Green is proposed already");

        (await board.Forum.Ask(board.Ida, board.Place, "forum object")).ShouldContain("Ida Ives objects to Guy Green as chair");

        TestForum.All(await board.Forum.Press(board.Joe, "Agree", board.Place)).ShouldContain("Nobody is proposed");
        await board.Forum.Pass(7);
        (await board.Forum.Read(db => db.ForumRoles.CountAsync(Registers.Stop))).ShouldBe(0);
        (await board.Forum.Ask(board.Joe, board.Place, "forum chair @Ida Ives")).ShouldContain("Joe Jones proposes Ida Ives");
        (await board.Forum.Ask(board.Joe, "forum history")).ShouldContain("Ida Ives objected to Guy Green as chair");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Without_an_objection_a_proposal_stands_after_two_working_days(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.Without(database);
        await board.Forum.Pass(4);
        await board.Forum.Say(board.Max, board.Place, "forum chair @Guy Green");

        await board.Forum.Pass(3);
        (await board.Forum.Ask(board.Guy, board.Place, "forum policy light")).ShouldContain("Only a chair", Case.Sensitive,
            "a weekend is no working day");
        await board.Forum.Pass(1);
        await board.Forum.Pass(1);

        (await board.Forum.Heard(board.Place)).ShouldContain("Guy Green now chairs Place Forum: nobody objected");
        (await board.Forum.Ask(board.Guy, board.Place, "forum policy light")).ShouldContain("is now light");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_becomes_chair_who_has_left_since_they_were_proposed(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.Without(database);
        await board.Forum.Say(board.Max, board.Place, "forum chair @Guy Green");
        await board.Forum.Say(board.Ida, board.Place, "forum agree");
        await board.Forum.Leaves(board.Guy, board.Place);

        (await board.Forum.Ask(board.Joe, board.Place, "forum agree")).ShouldNotContain("now chairs");

        (await board.Forum.Read(db => db.ForumRoles.CountAsync(Registers.Stop))).ShouldBe(0);
        (await board.Forum.Ask(board.Joe, board.Place, "forum chair @Ida Ives")).ShouldContain("Joe Jones proposes Ida Ives");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Cara { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required TestPerson Ida { get; init; }

        public required TestPerson Joe { get; init; }

        public required ConversationRef Place { get; init; }

        /// <summary>A forum that Cara chairs.</summary>
        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var cara = forum.Person("Cara Cole", "cara@nht.example");
            var (max, guy) = (forum.Person("Max Mole", "max@nht.example"), forum.Person("Guy Green", "guy@nht.example"));
            var (ida, joe) = (forum.Person("Ida Ives", "ida@nht.example"), forum.Person("Joe Jones", "joe@nht.example"));
            var board = new Board
            {
                Forum = forum,
                Cara = cara,
                Max = max,
                Guy = guy,
                Ida = ida,
                Joe = joe,
                Place = forum.Channel("C1", cara, max, guy, ida, joe)
            };
            await forum.Say(cara, board.Place, "forum name Place Forum");
            return board;
        }

        /// <summary>The same after Cara left.</summary>
        public static async Task<Board> Without(TestDatabase database)
        {
            var board = await In(database);
            await board.Forum.Leaves(board.Cara, board.Place);
            (await board.Forum.Heard(board.Place)).ShouldContain("It has no chair now");
            return board;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
