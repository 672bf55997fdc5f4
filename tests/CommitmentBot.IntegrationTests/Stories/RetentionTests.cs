using System.Linq.Expressions;
using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Jobs;
using CommitmentBot.Rehearsal;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What has done its work is forgotten when its days are over, not earlier and not later; what is still asked for stays.</summary>
public sealed class RetentionTests(Databases databases)
{
    private const double Minute = 1.0 / 24 / 60;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_words_of_a_reminder_stay_for_thirty_days_and_its_key_for_as_long_as_it_may_be_planned_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Pass(4);
        (await board.Forum.Heard(board.Max)).ShouldContain("due today");
        var key = await board.Forum.Read(db =>
            db.Outbox.Where(it => it.Body.Contains("due today")).Select(it => it.Key).SingleAsync(Registers.Stop));

        await board.Forum.TidyAfter(30 - Minute);
        (await board.Forum.Heard(board.Max)).ShouldContain("due today");
        (await board.Forum.Read(db => db.Attempts.CountAsync(Registers.Stop))).ShouldBeGreaterThan(0);

        await board.Forum.TidyAfter(2 * Minute);
        (await database.Everything(Registers.Stop)).ShouldNotContain("due today");
        (await board.Forum.Read(db => db.Attempts.CountAsync(Registers.Stop))).ShouldBe(0);
        (await board.Forum.Read(db => db.Outbox.CountAsync(it => it.Key == key, Registers.Stop))).ShouldBe(1);

        // The ladder goes on from where it was.
        var since = await board.Forum.Now();
        await board.Forum.Pass(3);
        (await board.Forum.Heard(board.Max, since)).ShouldContain("winter plan");
        (await board.Forum.Heard(board.Max, since)).ShouldNotContain("due today");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_left_of_a_message_is_gone_after_400_days_and_the_key_of_a_turn_after_seven(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.TidyAfter(7 - Minute);
        (await board.Forum.Read(db => db.Inbox.CountAsync(Registers.Stop))).ShouldBeGreaterThan(0);
        await board.Forum.TidyAfter(2 * Minute);
        (await board.Forum.Read(db => db.Inbox.CountAsync(Registers.Stop))).ShouldBe(0);

        await board.Forum.TidyAfter(393 - (2 * Minute));
        (await board.Forum.Read(db => db.Outbox.CountAsync(Registers.Stop))).ShouldBeGreaterThan(0);
        await board.Forum.TidyAfter(2 * Minute);
        (await board.Forum.Read(db => db.Outbox.CountAsync(Registers.Stop))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_may_not_have_arrived_keeps_its_words_until_it_was_said_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Doubtful = true;
        await board.Forum.SayAside(board.Max, board.Place, "what am I owed");
        board.Forum.Slack.Doubtful = false;

        await board.Forum.TidyAfter(200);
        (await board.Forum.Ask(board.Max, board.Place, "my commitments")).ShouldContain("could not tell whether this reached you before:");
        (await database.Everything(Registers.Stop)).ShouldContain("Nothing is open that was promised to you");

        await board.Forum.TidyAfter(30 + Minute);
        (await database.Everything(Registers.Stop)).ShouldNotContain("Nothing is open that was promised to you");
        (await board.Forum.Ask(board.Max, board.Place, "my commitments")).ShouldNotContain("reached you before");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_may_not_have_arrived_and_was_never_said_again_is_forgotten_after_a_year(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        board.Forum.Slack.Doubtful = true;
        await board.Forum.SayAside(board.Max, board.Place, "what am I owed");
        board.Forum.Slack.Doubtful = false;

        await board.Forum.TidyAfter(365 - Minute);
        (await database.Everything(Registers.Stop)).ShouldContain("Nothing is open that was promised to you");
        await board.Forum.TidyAfter(2 * Minute);
        (await database.Everything(Registers.Stop)).ShouldNotContain("Nothing is open that was promised to you");
        (await board.Forum.Ask(board.Max, board.Place, "my commitments")).ShouldNotContain("reached you before");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task However_many_there_are_all_go_and_one_that_still_waits_stays_and_holds_up_none(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Register.InTransaction(
            (db, _) =>
            {
                var now = board.Forum.Clock.GetCurrentInstant();
                for (var number = 0; number < 2300; number++)
                {
                    Outbox.Post(db, $"many:{number}", board.Place, Messages.Plain("Many of these were said."), now);
                }

                return Task.CompletedTask;
            },
            Registers.Stop);
        await Settle(it => it.Key != "many:7");

        await board.Forum.TidyAfter(31);
        (await Words()).ShouldBe(["many:7"]);
        await board.Forum.TidyAfter(400);
        (await Words()).ShouldBe(["many:7"]);
        (await board.Forum.Read(db => db.Outbox.CountAsync(Registers.Stop))).ShouldBe(1);

        await Settle(it => it.Key == "many:7");
        await board.Forum.TidyAfter(31);
        (await Words()).ShouldBeEmpty();

        Task<List<string>> Words() =>
            board.Forum.Read(db => db.Outbox.Where(it => it.Body != "").Select(it => it.Key).ToListAsync(Registers.Stop));

        Task Settle(Expression<Func<OutboxRow, bool>> which) => board.Forum.Register.InTransaction(
            async (db, stop) =>
            {
                var now = board.Forum.Clock.GetCurrentInstant();
                await db.Outbox.Where(which).Where(it => it.SettledAt == null).ExecuteUpdateAsync(
                    row => row.SetProperty(it => it.State, OutboxState.Sent).SetProperty(it => it.SettledAt, now), stop);
            },
            Registers.Stop);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Steps_of_what_is_closed_go_after_120_days_and_those_of_what_is_open_stay(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Promise(board.Max, board.Place, "I'll count the beds by Friday");
        await board.Forum.Pass(4);
        await board.Forum.Say(board.Max, board.Place, "done C-1");
        await board.Forum.Say(board.Guy, board.Place, "yes C-1");
        var steps = await Steps(board);
        steps.Keys.Order().ShouldBe([1, 2]);

        await board.Forum.TidyAfter(120 - Minute);
        (await Steps(board)).ShouldBe(steps);
        await board.Forum.TidyAfter(2 * Minute);
        (await Steps(board)).ShouldBe(steps.Where(it => it.Key == 2));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Steps_of_a_round_that_is_over_go_and_those_of_the_round_under_way_stay(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Pass(4);
        await board.Forum.Say(board.Max, board.Place, "move C-1 to 4 December because the figures are late");
        await board.Forum.Say(board.Guy, board.Place, "agree C-1");
        await board.Forum.Pass(7);
        (await board.Forum.Read(db => db.Steps.Select(it => it.Round).Distinct().CountAsync(Registers.Stop))).ShouldBe(2);

        await board.Forum.TidyAfter(121);
        (await board.Forum.Read(db => db.Steps.AllAsync(it => it.Round == 1, Registers.Stop))).ShouldBeTrue();
        (await board.Forum.Read(db => db.Steps.AnyAsync(Registers.Stop))).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_gap_that_was_reported_is_not_reported_again_when_its_outcome_is_corrected_years_later(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var plan = await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan to @Guy Green by Friday");
        await board.Forum.Pass(20);
        await board.Forum.Submit(
            board.Max, Verb.Account, $"{plan:N}", ("said", "The plan by Friday"), ("did", "Five of six wards"),
            ("why", "The figures never came"), ("needed", "The sixth ward"), ("next", "The plan in March"));
        await board.Forum.Work();
        (await board.Forum.Read(db => db.Steps.Select(it => it.Step).ToListAsync(Registers.Stop))).ShouldContain(LadderStep.Report);

        await board.Forum.TidyAfter(800);
        (await board.Forum.Read(db => db.Steps.Select(it => it.Step).ToListAsync(Registers.Stop))).ShouldBe([LadderStep.Report]);
        await board.Forum.Say(board.Chair, board.Place, "correct C-1 to kept because it had been sent");
        await board.Forum.Say(board.Chair, board.Place, "correct C-1 to broken because it had not");
        var since = await board.Forum.Now();
        await board.Forum.Work();
        (await board.Forum.Heard(board.Place, since)).ShouldNotContain("winter plan");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_clock_of_a_rehearsal_does_the_nightly_work_of_the_nights_it_passes(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Whisper(World.Sarah, PlatformName.Slack, "what am I owed");
        var said = forum.Time.Now;
        await forum.MoveTo(forum.Today.PlusDays(29));
        (await Words(forum, said)).ShouldBeGreaterThan(0);

        await forum.MoveTo(forum.Today.PlusDays(3));
        (await Words(forum, said)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-12-01T02:29:59Z", "2026-12-01T02:30:00Z", true)]
    [InlineData("2026-12-01T02:30:00Z", "2026-12-01T23:59:00Z", false)]
    [InlineData("2026-12-01T12:00:00Z", "2026-12-02T02:29:59Z", false)]
    [InlineData("2026-12-01T12:00:00Z", "2027-12-01T12:00:00Z", true)]
    public void A_night_passes_at_half_past_two(string after, string by, bool passes) =>
        Schedule.NightPasses(InstantOf(after), InstantOf(by)).ShouldBe(passes);

    private static Instant InstantOf(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;

    private static async Task<int> Words(Rehearsed forum, Instant before)
    {
        await using var db = forum.Register.Open();
        return await db.Outbox.CountAsync(it => it.CreatedAt <= before && it.Body != "", Registers.Stop);
    }

    // How many were taken, by the number of the commitment.
    private static Task<Dictionary<int, int>> Steps(Board board) => board.Forum.Read(db => db.Steps
        .Join(db.Commitments, it => it.CommitmentId, it => it.Id, (_, commitment) => commitment.Number)
        .GroupBy(it => it).ToDictionaryAsync(it => it.Key, it => it.Count(), Registers.Stop));

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
            var guy = forum.Person("Guy Green", "guy@wcc.example");
            var board = new Board { Forum = forum, Chair = chair, Max = max, Guy = guy, Place = forum.Channel("C1", chair, max, guy) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            return board;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
