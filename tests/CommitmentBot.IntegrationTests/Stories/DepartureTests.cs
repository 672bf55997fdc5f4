using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Whoever leaves is left alone, and what they promised is put to the chair.</summary>
public sealed class DepartureTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_chair_is_asked_once_who_takes_over_and_hands_it_over_there(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        await board.Forum.Leaves(board.Max, board.Place);

        var asked = await board.Forum.Heard(board.Chair);
        asked.ShouldContain("Max Mole has left the forum's channels, and still owns what is below in Place Forum");
        asked.ShouldContain("[Hand over C-1]");
        asked.ShouldContain("[Show C-2]");
        TestForum.All(await board.Forum.Press(board.Chair, "Hand over C-1")).ShouldContain("Who takes it over");
        var (commitment, guy) = await board.Forum.Read(async db => (
            await db.Commitments.SingleAsync(it => it.Number == 1, Registers.Stop),
            await db.People.SingleAsync(it => it.Name == "Guy Green", Registers.Stop)));
        await board.Forum.Submit(board.Chair, "hand-over", $"{commitment.Id:N}", ("next-owner", $"{guy.Id:N}"));
        await board.Forum.Press(board.Guy, "Take it on");
        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("Owner: Guy Green");
        (await board.Forum.Ask(board.Chair, "forum history")).ShouldContain("noted that Max Mole has left the forum's channels");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_leaver_gets_one_message_and_then_nothing_and_is_called_nowhere(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Leaves(board.Max, board.Place);
        (await board.Forum.Heard(board.Max)).ShouldContain("You are no longer in the channels of Place Forum");
        var (received, said) = (board.Forum.Received(board.Max), await board.Forum.Now());

        await board.Forum.Pass(28);

        board.Forum.Received(board.Max).ShouldBe(received);
        (await board.Forum.Heard(board.Place, said)).ShouldBeEmpty();
        (await board.Forum.Heard(board.Chair, said)).ShouldContain("Their owner has left: who takes them over?: 2");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaver_is_not_told_what_the_clock_and_the_others_make_of_their_promises(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Ask(board.Max, board.Place, "done C-1");
        await board.Forum.Leaves(board.Max, board.Place);
        var received = board.Forum.Received(board.Max);

        (await board.Forum.Ask(board.Chair, board.Place, "release C-2 because the roof held")).ShouldContain("C-2");
        await board.Forum.Pass(35);

        var states = await board.Forum.Read(db => db.Commitments.OrderBy(it => it.Number).Select(it => it.State)
            .ToListAsync(Registers.Stop));
        states.ShouldBe([CommitmentState.Kept, CommitmentState.Released]);
        board.Forum.Received(board.Max).ShouldBe(received);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaver_sees_what_they_are_a_party_to_and_nothing_else(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Guy, board.Place, "I'll count the beds by Friday");
        await board.Forum.Say(board.Max, board.Place, "I'll mend the roof by Friday");
        await board.Forum.Leaves(board.Max, board.Place);

        (await board.Forum.Ask(board.Max, "list")).ShouldContain("none of the forums");
        (await board.Forum.Ask(board.Max, "show C-3")).ShouldContain("no such commitment");
        (await board.Forum.Ask(board.Max, "my commitments")).ShouldContain("winter plan");
        await board.Forum.Press(board.Max, "Yes, record it", board.Place);
        (await board.Forum.Read(db => db.Commitments.CountAsync(Registers.Stop))).ShouldBe(3, "a leaver adds nothing to the register");
        (await board.Forum.Ask(board.Max, "done C-1")).ShouldContain("C-1");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_comes_back_is_reminded_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Leaves(board.Max, board.Place);
        await board.Forum.Pass(1);
        var received = board.Forum.Received(board.Max);

        await board.Forum.Joins(board.Max, board.Place);
        await board.Forum.Pass(3);

        board.Forum.Received(board.Max).ShouldBeGreaterThan(received);
        (await board.Forum.Ask(board.Chair, "forum history")).ShouldContain("noted that Max Mole is back");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_roster_that_has_somebody_no_more_is_a_departure_as_well(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Rosters["C1"].Remove(board.Max.User);

        board.Forum.Clock.AdvanceMinutes(20);
        await board.Forum.Ask(board.Guy, board.Place, "list");

        (await board.Forum.Heard(board.Chair)).ShouldContain("Max Mole has left the forum's channels");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_closed_account_is_sent_nothing_named_in_the_digest_and_reminded_again_when_it_is_opened(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var received = board.Forum.Received(board.Max);

        await board.Forum.Changes(board.Max, it => it with { Gone = true });
        (await board.Forum.Heard(board.Chair)).ShouldContain("Max Mole has left: the account is closed, and still owns what is below");
        board.Forum.Clock.AdvanceMinutes(20);
        await board.Forum.Ask(board.Guy, board.Place, "list");
        await board.Forum.Pass(28);
        board.Forum.Received(board.Max).ShouldBe(received, "a roster may list closed accounts for a while");
        (await board.Forum.Heard(board.Chair)).ShouldContain("Account closed: Max Mole.");

        await board.Forum.Changes(board.Max, it => it with { Gone = false });
        await board.Forum.Pass(1);
        board.Forum.Received(board.Max).ShouldBeGreaterThan(received);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_removed_the_app_is_sent_nothing_until_they_write_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Whisper(board.Max, "help");
        var received = board.Forum.Received(board.Max);

        await board.Forum.Remove(board.Max, board.Max.Chat);
        (await board.Forum.Heard(board.Chair)).ShouldContain("Max Mole has removed me, so that I cannot reach them any more");
        await board.Forum.Say(board.Max, board.Place, "list", toBot: false);
        await board.Forum.Pass(28);
        board.Forum.Received(board.Max).ShouldBe(received);
        (await board.Forum.Heard(board.Chair)).ShouldContain("Removed the app: Max Mole.");

        await board.Forum.Whisper(board.Max, "my commitments");
        await board.Forum.Pass(1);
        board.Forum.Received(board.Max).ShouldBeGreaterThan(received + 1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_removed_the_app_and_then_left_is_not_back_because_they_write_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Whisper(board.Max, "help");
        await board.Forum.Remove(board.Max, board.Max.Chat);
        await board.Forum.Leaves(board.Max, board.Place);

        await board.Forum.Whisper(board.Max, "my commitments");
        var received = board.Forum.Received(board.Max);
        await board.Forum.Pass(28);

        board.Forum.Received(board.Max).ShouldBe(received);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaving_chair_loses_the_seat_and_the_forum_is_told_who_chairs_it_now(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Say(board.Chair, board.Place, "forum facilitator @Guy Green");

        await board.Forum.Leaves(board.Chair, board.Place);

        (await board.Forum.Heard(board.Place)).ShouldContain("Cara Cole has left the forum's channels, and no longer chairs Place Forum. "
            + "Guy Green, who facilitates, chairs it");
        (await board.Forum.Ask(board.Chair, "forum policy light")).ShouldContain("none of the forums");
        (await board.Forum.Ask(board.Guy, board.Place, "forum policy light")).ShouldContain("is now light");
        await board.Forum.Joins(board.Chair, board.Place);
        (await board.Forum.Ask(board.Chair, board.Place, "forum policy active")).ShouldContain("Only a chair", Case.Sensitive,
            "a seat that was lost does not come back by itself");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required ConversationRef Place { get; init; }

        /// <summary>A forum in which Max has promised two things.</summary>
        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, guy) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Guy Green", "guy@mail.example"));
            var board = new Board { Forum = forum, Chair = chair, Max = max, Guy = guy, Place = forum.Channel("C1", chair, max, guy) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            await forum.Promise(max, board.Place, "I'll send the winter plan by Friday");
            await forum.Promise(max, board.Place, "I'll write the flu rota by Friday");
            return board;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
