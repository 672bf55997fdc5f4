using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>What a turn says leaves without being looked for, where nothing is in the way. Nobody looks at the outbox in these tests, unless they say so.</summary>
public sealed class ExpressTests(Databases databases)
{
    private static readonly Instant Now = Registers.Monday;
    private static readonly DeliveryRules Rules = new();

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_in_a_chat_that_is_free_is_sent_as_soon_as_its_turn_is_committed(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);

        await at.Say("C1 a", "C1 b", "C2 c");
        await at.Settled("a", "c");

        at.Platform.Posted.ShouldBe(["a", "c"], ignoreOrder: true);
        (await at.Rows()).ShouldBe([("a", OutboxState.Sent), ("b", OutboxState.Ready), ("c", OutboxState.Sent)], "the second in a chat waits for the first");
        await using var db = at.Register.Open();
        (await db.Attempts.CountAsync(it => it.Outcome == "Accepted" && it.Number == 1, Registers.Stop)).ShouldBe(2);
        (await db.Lanes.Where(it => it.Waiting > 0).Select(it => it.Lane).ToListAsync(Registers.Stop)).ShouldBe([Channel("C1").Lane]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_waits_where_something_waits_already_or_the_chat_rests(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        await at.Register.InTransaction((db, _) => Task.FromResult(Outbox.Post(db, "earlier", Channel("C1"), Hello("earlier"), Now)), Registers.Stop);
        await at.Say("C2 a");
        await at.Settled("a");

        await at.Say("C1 b", "C2 c");
        at.Platform.Posted.ShouldBe(["a"]);

        await at.Look();
        at.Platform.Posted.ShouldBe(["a", "earlier"]);
        at.Wall.Advance(TimeSpan.FromSeconds(2));
        await at.Look();
        at.Platform.Posted.ShouldBe(["a", "earlier", "b", "c"]);
        await at.Say("C2 d");
        at.Platform.Posted.ShouldNotContain("d", "Slack takes one a second");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_waits_where_the_workspace_has_its_share_under_way_or_more_waiting_than_that_or_asked_for_rest(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        at.Platform.Answers = new TaskCompletionSource();
        var many = Enumerable.Range(0, Rules.InFlightOfTenant).Select(it => $"M{it} {it}").ToArray();
        await at.Say(many);
        await at.Say("C1 over");
        at.Platform.Answers.SetResult();
        await at.Settled([.. many.Select(it => it.Split(' ')[1])]);
        (await at.StateOf("over")).ShouldBe(OutboxState.Ready);

        at.UnderWay.Crowd(["T"]);
        await at.Say("C2 crowded");
        (await at.StateOf("crowded")).ShouldBe(OutboxState.Ready);
        at.UnderWay.Crowd([]);

        at.Platform.Rest = Duration.FromMinutes(1);
        await at.Say("C3 refused");
        await at.Settled("refused", state: OutboxState.Ready);
        await at.Say("C4 resting");
        (await at.StateOf("resting")).ShouldBe(OutboxState.Ready);
        at.Platform.Posted.ShouldNotContain("resting");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_turn_that_fails_has_said_nothing_and_takes_up_no_room(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);

        for (var time = 0; time < Rules.InFlightOfTenant; time++)
        {
            await Should.ThrowAsync<InvalidOperationException>(() => at.Express.InTransaction<bool>(
                async (db, stop) =>
                {
                    Outbox.Post(db, "never", Channel("C1"), Hello("never"), Now);
                    await db.SaveChangesAsync(stop);
                    throw new InvalidOperationException();
                },
                Registers.Stop));
        }

        await at.Say("C1 a");
        await at.Settled("a");
        (await at.Rows()).ShouldBe([("a", OutboxState.Sent)]);
        await at.UnderWay.Close().WaitAsync(TimeSpan.FromSeconds(30), Registers.Stop);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_claim_that_is_given_back_is_sent_by_the_next_look(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        var row = Row("C1 a");
        var claim = (await at.Register.InTransaction((db, stop) => at.Register.Hot.Say(db, row, Hello("a"), Now, Rules.Lease, stop), Registers.Stop)).ShouldNotBeNull();

        await at.Courier.GiveBack(claim);
        await at.Courier.GiveBack(claim with { Id = Guid.NewGuid() });
        (await at.StateOf("a")).ShouldBe(OutboxState.Ready);
        await at.Look();

        at.Platform.Posted.ShouldBe(["a"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task While_the_program_ends_what_is_under_way_is_waited_for_and_what_is_said_waits(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        at.Platform.Answers = new TaskCompletionSource();
        await at.Say("C1 a");
        var over = at.UnderWay.Close();
        await at.Say("C2 b");
        over.IsCompleted.ShouldBeFalse();

        at.Platform.Answers.SetResult();
        await over.WaitAsync(TimeSpan.FromSeconds(30), Registers.Stop);

        (await at.Rows()).ShouldBe([("a", OutboxState.Sent), ("b", OutboxState.Ready)]);
    }

    private static ConversationRef Channel(string id) => new(PlatformName.Slack, "T", id, ConversationKind.Channel);

    private static Message Hello(string what) => new(what, [new Block.Paragraph(what)]);

    private static OutboxRow Row(string said) => new()
    {
        Id = Guid.CreateVersion7(),
        Key = said.Split(' ')[1],
        Lane = Channel(said.Split(' ')[0]).Lane,
        Kind = OutboxKind.Post,
        Place = Place.Of(Channel(said.Split(' ')[0])),
        Body = MessageJson.Write(Hello(said.Split(' ')[1])),
        State = OutboxState.Ready,
        NotBefore = Now - Duration.FromDays(1),
        CreatedAt = Now,
    };

    /// <summary>Delivery to one workspace, of which nobody looks at the outbox by himself.</summary>
    private sealed class Stage(TestDatabase database, RegisterFactory register, Slack slack, FakeTimeProvider wall, ServiceProvider services) : IAsyncDisposable
    {
        public RegisterFactory Register => register;

        public Slack Platform => slack;

        public FakeTimeProvider Wall => wall;

        public Courier Courier => services.GetRequiredService<Courier>();

        public UnderWay UnderWay => services.GetRequiredService<UnderWay>();

        public Express Express => services.GetRequiredService<Express>();

        public static async Task<Stage> On(Databases databases, DatabaseKind kind)
        {
            var database = await databases.New(kind);
            var register = database.Factory();
            await register.Migrate(Registers.Stop);

            // On PostgreSQL only a chat in which something was said before can be free.
            foreach (var lane in Enumerable.Range(0, Rules.InFlightOfTenant).Select(it => $"M{it}").Concat(["C1", "C2", "C3", "C4"]).Where(_ => kind == DatabaseKind.PostgreSql))
            {
                await register.Read(db => db.Database.ExecuteSqlAsync(
                    $"INSERT INTO lanes (lane, tenant, waiting, rested_at) VALUES ({Channel(lane).Lane}, 'T', 0, {Now})", Registers.Stop));
            }

            var (slack, wall) = (new Slack(), new FakeTimeProvider(Now.ToDateTimeOffset()));
            var stage = new Stage(database, register, slack, wall, Delivering.From(register, slack, new FakeClock(Now), wall));
            stage.UnderWay.Open();
            return stage;
        }

        /// <summary>A turn that says these: a channel and a word each.</summary>
        public async Task Say(params string[] said) => await Express.InTransaction(
            (db, _) =>
            {
                foreach (var it in said.Select(it => it.Split(' ')))
                {
                    Outbox.Post(db, it[1], Channel(it[0]), Hello(it[1]), Now);
                }

                return Task.FromResult(true);
            },
            Registers.Stop);

        public Task<int> Look() => Courier.RunOnce(Registers.Stop);

        public Task Settled(params string[] words) => Settled(words, OutboxState.Sent);

        public Task Settled(string word, OutboxState state) => Settled([word], state);

        public async Task<List<(string, OutboxState)>> Rows() =>
            [.. (await register.Read(db => db.Outbox.OrderBy(it => it.Key).Select(it => new { it.Key, it.State }).ToListAsync(Registers.Stop))).Select(it => (it.Key, it.State))];

        public async Task<OutboxState> StateOf(string word) => (await Rows()).Single(it => it.Item1 == word).Item2;

        public async ValueTask DisposeAsync()
        {
            await UnderWay.Close();
            await services.DisposeAsync();
            await database.DisposeAsync();
        }

        private async Task Settled(string[] words, OutboxState state)
        {
            // It is rung for all that was sent and settled.
            var bell = services.GetRequiredService<DeliveryBell>();
            while (words.Except(slack.Posted).Any() || (await Rows()).Any(it => words.Contains(it.Item1) && it.Item2 != state))
            {
                await bell.Wait(TimeSpan.FromSeconds(30), TimeProvider.System, Registers.Stop);
            }
        }
    }

    private sealed class Slack() : SilentPlatform(PlatformName.Slack, Duration.FromSeconds(1))
    {
        private readonly ConcurrentQueue<string> _posted = [];

        public TaskCompletionSource? Answers { get; set; }

        public Duration? Rest { get; set; }

        public IReadOnlyCollection<string> Posted => _posted;

        public override async Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
        {
            message.Fallback.ShouldBe(marker);
            _posted.Enqueue(marker);
            await (Answers?.Task ?? Task.CompletedTask);
            return Rest is { } rest ? new SendAnswer.Refused(RefusalKind.Later, "ratelimited", rest, OfTenant: true) : new SendAnswer.Accepted(new MessageRef(to, marker));
        }
    }
}
