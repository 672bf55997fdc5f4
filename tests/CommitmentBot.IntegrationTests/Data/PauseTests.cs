using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Teams;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>What a platform says to one instance holds for all of them.</summary>
public sealed class PauseTests(Databases databases)
{
    private static readonly Instant Now = Registers.Monday;
    private static readonly Message Hello = new("Hello", [new Block.Paragraph("Hello")]);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Updates_that_one_instance_was_told_to_leave_wait_on_every_instance_and_nothing_else_does(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        await at.Register.InTransaction(
            (db, _) =>
            {
                Outbox.Replace(db, "update", new MessageRef(Channel("C1"), "7.1"), Hello, Now);
                Outbox.Replace(db, "update elsewhere", new MessageRef(Channel("C1") with { Tenant = "T2" }, "7.1"), Hello, Now);
                Outbox.Post(db, "post", Channel("C2"), Hello, Now);
                return Task.CompletedTask;
            },
            Registers.Stop);

        await at.One.GetRequiredService<IPauses>().Pause(PauseScope.Method(PlatformName.Slack, "T1", PauseScope.Updates), Duration.FromMinutes(10));
        await at.Look(at.Other);

        at.Platform.Sent.ShouldBe(["update T2", "post T1"], ignoreOrder: true);
        at.Other.GetRequiredService<IPauses>().Left(PauseScope.Method(PlatformName.Slack, "T1", PauseScope.Updates))
            .ShouldNotBeNull().ShouldBeGreaterThan(Duration.FromMinutes(9));

        await at.Register.Pass(Duration.FromMinutes(10));
        await at.Look(at.Other);
        at.Platform.Sent.ShouldContain("update T1");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_and_a_tenant_that_are_to_be_left_alone_are(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind);
        var pauses = at.One.GetRequiredService<IPauses>();
        await pauses.Pause(Channel("C1").Lane, Duration.FromMinutes(10));
        await pauses.Pause(Channel("C1").Lane, Duration.FromMinutes(1));
        await pauses.Pause(PauseScope.Tenant(PlatformName.Slack, "T2"), Duration.FromMinutes(10));
        await at.Register.InTransaction(
            (db, _) =>
            {
                Outbox.Post(db, "a", Channel("C1"), Hello, Now);
                Outbox.Post(db, "b", Channel("C2"), Hello, Now);
                Outbox.Post(db, "c", Channel("C3") with { Tenant = "T2" }, Hello, Now);
                return Task.CompletedTask;
            },
            Registers.Stop);

        await at.Look(at.Other);
        await at.Register.Pass(Duration.FromMinutes(2));
        await at.Look(at.Other);

        (await at.Register.Read(db => db.Outbox.Where(it => it.State == OutboxState.Sent).Select(it => it.Key).ToListAsync(Registers.Stop))).ShouldBe(["b"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_conversation_of_Teams_gets_no_more_than_it_takes_in_a_second_half_a_minute_or_an_hour(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var passed = Duration.Zero;
        List<Instant> sends = [];
        for (var at = 0; at < 400; at++)
        {
            await register.InTransaction(
                (db, stop) => register.Hot.Paced(db, "lane", 1, Limits.Pace.Spacing, Limits.Pace.Sustained, Limits.Pace.Burst, stop), Registers.Stop);
            var now = await register.Now(Registers.Stop);
            sends.Add(now + passed);
            var until = await register.Read(db => db.Pauses.Select(it => it.Until).SingleAsync(Registers.Stop));
            await register.Pass(until - now);
            passed += until - now;
        }

        foreach (var (most, span) in Limits.PerConversation.Where(it => it.Sends < sends.Count))
        {
            Enumerable.Range(0, sends.Count - most).ShouldAllBe(it => sends[it + most] - sends[it] >= Duration.FromTimeSpan(span));
        }

        // The hour: what is sent at once, and then the long run.
        var perHour = Limits.Pace.Burst + (Duration.FromHours(1) / Limits.Pace.Sustained);
        perHour.ShouldBeInRange(1_600, 1_800, "within the limit, and not much slower than it must be");
        (sends[^1] - sends[^2]).ShouldBeInRange(Limits.Pace.Sustained - Duration.FromMilliseconds(100), Limits.Pace.Sustained + Duration.FromMilliseconds(100));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_one_instance_takes_for_a_tenant_leaves_at_its_pace_and_another_takes_none_meanwhile(DatabaseKind kind)
    {
        await using var at = await Stage.On(databases, kind, withinTenant: Duration.FromSeconds(5));
        await at.Register.InTransaction(
            (db, _) =>
            {
                Array.ForEach(["C1", "C2", "C3"], it => Outbox.Post(db, it, Channel(it), Hello, Now));
                return Task.CompletedTask;
            },
            Registers.Stop);

        var (work, _) = await at.One.GetRequiredService<Courier>().Claim(2, Registers.Stop);
        var sending = work.Select(it => it()).ToList();
        await sending[0];
        await at.Look(at.Other);
        at.Platform.Sent.Count.ShouldBe(1, "the second has its turn later, and the third's has not come");

        at.Wall.Advance(TimeSpan.FromSeconds(5));
        await sending[1];
        at.Platform.Sent.Count.ShouldBe(2);
        await at.Register.Pass(Duration.FromSeconds(10));
        await at.Look(at.Other);
        at.Platform.Sent.Count.ShouldBe(3);
    }

    private static ConversationRef Channel(string id) => new(PlatformName.Slack, "T1", id, ConversationKind.Channel);

    /// <summary>Two instances on one register, of which none looks by itself.</summary>
    private sealed class Stage(TestDatabase database, RegisterFactory register, Slack slack, FakeTimeProvider wall) : IAsyncDisposable
    {
        public RegisterFactory Register => register;

        public Slack Platform => slack;

        public FakeTimeProvider Wall => wall;

        public ServiceProvider One { get; } = Delivering.From(register, slack, new FakeClock(Now), wall);

        public ServiceProvider Other { get; } = Delivering.From(database.Factory(), slack, new FakeClock(Now), wall);

        public static async Task<Stage> On(Databases databases, DatabaseKind kind, Duration withinTenant = default)
        {
            var database = await databases.New(kind);
            var register = database.Factory();
            await register.Migrate(Registers.Stop);
            return new Stage(database, register, new Slack(withinTenant), new FakeTimeProvider(Now.ToDateTimeOffset()));
        }

        public async Task Look(ServiceProvider instance)
        {
            wall.Advance(TimeSpan.FromSeconds(1));
            await instance.GetRequiredService<Courier>().RunOnce(Registers.Stop);
        }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class Slack(Duration withinTenant) : SilentPlatform(PlatformName.Slack, Duration.Zero)
    {
        private readonly Lock gate = new();

        public List<string> Sent { get; } = [];

        public override ChatPace Pace => new() { Spacing = Duration.Zero, WithinTenant = withinTenant };

        public override Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken) =>
            Take($"post {to.Tenant}", new MessageRef(to, marker));

        public override Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken) =>
            Take($"update {posted.Conversation.Tenant}", posted);

        private Task<SendAnswer> Take(string what, MessageRef posted)
        {
            lock (gate)
            {
                Sent.Add(what);
            }

            return Task.FromResult<SendAnswer>(new SendAnswer.Accepted(posted));
        }
    }
}
