using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// Somebody answers for an owner for a while: copied on what the owner is asked in private, named beside what they say, never the owner.
/// </summary>
public sealed class DeputyTests(Databases databases)
{
    private static readonly LocalDate Due = new(2026, 12, 7);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_get_a_copy_and_answer_for_the_owner_with_their_own_name_beside_it(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        (await board.Forum.Ask(board.Max, board.Place, "my deputy is @Olga Owl until 18 December"))
            .ShouldContain("Olga Owl is your deputy in Place Forum until Friday 18 December 2026");
        (await board.Forum.Heard(board.Olga)).ShouldContain("Max Mole has named you as deputy in Place Forum");
        await board.Promise("send the winter plan");
        await board.Promise("count the beds");

        var since = await board.Forum.Now();
        await board.PassTo(Due);
        var copy = await board.Forum.Heard(board.Olga, since);
        copy.ShouldContain("I have just written this to Max Mole, whose deputy you are in Place Forum until Friday 18 December 2026.");
        copy.ShouldContain("send the winter plan");
        (await board.Forum.Heard(board.Max, since)).ShouldContain("send the winter plan");
        (await board.Forum.Heard(board.Guy, since)).ShouldNotContain("winter plan");

        since = await board.Forum.Now();
        (await board.Forum.Ask(board.Olga, "done C-1")).ShouldContain("Olga Owl, deputy of Max Mole, says it is done");
        (await board.Forum.Heard(board.Guy, since)).ShouldContain("Olga Owl, deputy of Max Mole, says that C-1");
        (await board.Forum.Heard(board.Max, since)).ShouldContain("Olga Owl, your deputy, has said that it is done: C-1");
        var (it, events) = await board.Forum.Read(async db =>
        {
            var id = new CommitmentId((await db.Commitments.SingleAsync(row => row.Number == 1, Registers.Stop)).Id);
            return (await EventLog.Load(db, id, Registers.Stop), await EventLog.History(db, id, Registers.Stop));
        });
        (it.State, it.ReportedBy).ShouldBe((CommitmentState.Reported, events[^1].By));
        it.Owner.ShouldBe(events[0].By!.Value);
        it.Owner.ShouldNotBe(events[^1].By!.Value);

        await board.Forum.Submit(board.Olga, "account", await board.Argument(2), ("said", "Count the beds"), ("did", "Half of them"),
            ("why", "Illness"),
            ("needed", "The rest"), ("next", "By January"));
        await board.PassTo(new LocalDate(2026, 12, 14));
        (await board.Forum.Heard(board.Place)).ShouldContain("In the words of Olga Owl, their deputy");
        (await board.Forum.Ask(board.Max, "forum history"))
            .ShouldContain("named Olga Owl as deputy of Max Mole until Friday 18 December 2026");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_ends_on_its_day_or_with_a_word_and_they_may_nothing_then(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Promise("send the winter plan");
        await board.Forum.Say(board.Max, board.Place, "my deputy is @Olga Owl until 25 November");
        await board.PassTo(new LocalDate(2026, 11, 25));
        (await board.Forum.Ask(board.Olga, "at risk C-1 two are away")).ShouldNotContain("Only");

        var since = await board.Forum.Now();
        await board.PassTo(new LocalDate(2026, 11, 26));
        (await board.Forum.Heard(board.Olga, since))
            .ShouldContain("Wednesday 25 November 2026 is over: Olga Owl no longer answers for Max Mole");
        (await board.Forum.Ask(board.Olga, "at risk C-1 three are away")).ShouldContain("Only the owner");

        await board.Forum.Say(board.Max, board.Place, "my deputy is @Olga Owl until 18 December");
        (await board.Forum.Ask(board.Max, board.Place, "my deputy")).ShouldContain("Olga Owl is your deputy");
        since = await board.Forum.Now();
        (await board.Forum.Ask(board.Max, board.Place, "no deputy")).ShouldContain("no longer your deputy");
        (await board.Forum.Heard(board.Olga, since)).ShouldContain("Max Mole has ended it");
        (await board.Forum.Ask(board.Olga, "done C-1")).ShouldContain("Only the owner");
        since = await board.Forum.Now();
        await board.PassTo(Due);
        (await board.Forum.Heard(board.Olga, since)).ShouldNotContain("winter plan");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_somebody_of_the_same_forum_can_be_one_and_a_deputy_promises_nothing(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var stranger = board.Forum.Person("Stan Stone", "stan@other.example");

        (await board.Forum.Ask(board.Max, board.Place, "my deputy is @Stan Stone until 18 December"))
            .ShouldContain("in none of the channels of Place Forum");
        (await board.Forum.Ask(board.Max, board.Place, "my deputy is @Olga Owl")).ShouldContain("Until which day?");
        (await board.Forum.Ask(board.Max, board.Place, "my deputy is @Max Mole until 18 December"))
            .ShouldContain("You answer for yourself already");
        (await board.Forum.Heard(stranger)).ShouldBeEmpty();
        (await board.Forum.Read(db => db.Deputies.CountAsync(Registers.Stop))).ShouldBe(0);

        await board.Forum.Say(board.Max, board.Place, "my deputy is @Olga Owl until 18 December");
        await board.Forum.Say(board.Guy, board.Place, $"Max Mole to share the ward list by {Dates.InFull(Due)}");
        (await board.Forum.Ask(board.Olga, "accept C-1")).ShouldContain("Only the owner");

        await board.Forum.Leaves(board.Olga, board.Place);
        await board.Forum.Say(board.Max, board.Place, $"I'll send the winter plan to the board by {Dates.InFull(Due)}");
        await board.Forum.Press(board.Max, "Yes, record it", board.Place);
        var since = await board.Forum.Now();
        await board.PassTo(Due);
        (await board.Forum.Heard(board.Olga, since)).ShouldNotContain("winter plan");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Olga { get; init; }

        public required TestPerson Guy { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, olga, guy) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Olga Owl", "olga@nht.example"), forum.Person("Guy Green", "guy@nht.example"));
            var board = new Board { Forum = forum, Max = max, Olga = olga, Guy = guy, Place = forum.Channel("C1", chair, max, olga, guy) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            foreach (var who in new[] { max, olga, guy })
            {
                await forum.Say(who, board.Place, "help");
            }

            return board;
        }

        /// <summary>Max promises something to Guy.</summary>
        public Task<Guid> Promise(string what) => Forum.Promise(Max, Place, $"I'll {what} for @Guy Green by {Dates.InFull(Due)}");

        public async Task<string> Argument(int number) => await Forum.Read(async db =>
            $"{(await db.Commitments.SingleAsync(it => it.Number == number, Registers.Stop)).Id:N}");

        /// <summary>Lets the days pass until that day's morning.</summary>
        public Task PassTo(LocalDate day) => Forum.Pass(Period.DaysBetween(Forum.Clock.GetCurrentInstant().InUtc().Date, day));

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
