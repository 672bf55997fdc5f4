using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
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

/// <summary>A private chat that takes nothing: opened anew, then tomorrow by the wall clock, and only then another way.</summary>
public sealed class PrivateRefusalTests(Databases databases)
{
    private static readonly SendAnswer Gone = new SendAnswer.Refused(RefusalKind.Chat, "gone");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_message_whose_chat_is_refused_is_tried_in_another_then_tomorrow_and_then_no_more(DatabaseKind kind)
    {
        await using var rig = await Rig.Start(databases, kind);
        await rig.Say("one");
        rig.Teams.Answers = to => to.Channel == "a:0" ? Gone : new SendAnswer.Accepted(new MessageRef(to, "1"));
        await rig.Look();
        rig.Teams.Tried.ShouldBe(["post a:0", "open", "post a:1"]);
        (await rig.Account()).ShouldSatisfyAllConditions(it => it.RefusedOn.ShouldBeNull(), it => it.Private!.Channel.ShouldBe("a:1"));

        // Now every chat is refused: not before tomorrow, whatever is looked for in between, and the chat's lane is free.
        rig.Teams.Tried.Clear();
        rig.Teams.Answers = _ => Gone;
        await rig.Say("two");
        await rig.Look();
        rig.Pass(Duration.FromHours(19));
        await rig.Look();
        rig.Teams.Tried.ShouldBe(["post a:1", "open", "post a:2"]);
        (await rig.Account()).ShouldSatisfyAllConditions(
            it => it.RefusedOn.ShouldBe(new LocalDate(2026, 11, 23)), it => it.Reachable.ShouldBe(ReachableBy.PrivateMessage),
            it => it.Private.ShouldBeNull());

        // The next day, busy at first, which is no refusal and does not use up its patience.
        rig.Pass(Duration.FromHours(1));
        rig.Teams.Answers = _ => new SendAnswer.Refused(RefusalKind.Later, "busy", Duration.FromHours(6));
        await rig.Look();
        rig.Pass(Duration.FromHours(6));
        await rig.Look();
        rig.Teams.Answers = _ => Gone;
        rig.Pass(Duration.FromHours(6));
        await rig.Look();
        rig.Teams.Tried.ShouldBe(["post a:1", "open", "post a:2", "open", "post a:3", "post a:3", "post a:3"]);
        (await rig.Account()).ShouldSatisfyAllConditions(
            it => it.Reachable.ShouldBe(ReachableBy.ChannelOnly), it => it.RefusedOn.ShouldBeNull());
        (await rig.Row("two")).ShouldSatisfyAllConditions(it => it.State.ShouldBe(OutboxState.Dead), it => it.Attempts.ShouldBe(7));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chat_that_is_not_even_opened_is_asked_for_once_a_day(DatabaseKind kind)
    {
        await using var rig = await Rig.Start(databases, kind, chat: null);
        rig.Teams.Opens = _ => new OpenAnswer.Refused(RefusalKind.Chat, "not now");
        await rig.Say("one");
        await rig.Look();
        rig.Teams.Tried.ShouldBe(["open"]);

        rig.Teams.Opens = null;
        rig.Pass(Duration.FromHours(20));
        await rig.Look();

        (await rig.Row("one")).State.ShouldBe(OutboxState.Sent);
        (await rig.Account()).RefusedOn.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_arrives_later_takes_along_what_waits(DatabaseKind kind)
    {
        await using var rig = await Rig.Start(databases, kind);
        rig.Teams.Answers = _ => Gone;
        await rig.Say("one");
        await rig.Look();
        rig.Teams.Answers = null;
        rig.Pass(Duration.FromHours(1));

        await rig.Say("two");
        await rig.Look();

        (await rig.Row("one")).State.ShouldBe(OutboxState.Sent);
        (await rig.Row("two")).State.ShouldBe(OutboxState.Sent);
    }

    private sealed class Rig(
        TestDatabase database, ServiceProvider services, RegisterFactory register, Teams teams, FakeClock clock, FakeTimeProvider wall)
        : IAsyncDisposable
    {
        private PersonId _person;

        public Teams Teams => teams;

        public static async Task<Rig> Start(Databases databases, DatabaseKind kind, string? chat = "a:0")
        {
            var database = await databases.New(kind);
            var register = database.Factory();
            await register.Migrate(Registers.Stop);
            var (teams, clock) = (new Teams(), new FakeClock(Registers.Monday));
            var wall = new FakeTimeProvider(Registers.Monday.ToDateTimeOffset());
            var personal = chat is null ? null : Registers.Channel(PlatformName.Teams, chat) with { Kind = ConversationKind.Personal };
            return new Rig(database, Delivering.From(register, teams, clock, wall), register, teams, clock, wall)
            {
                _person = await register.Leader("Tom Whitfield", PlatformName.Teams, personal),
            };
        }

        public Task<Guid> Say(string key) => register.InTransaction(
            (db, stop) => Outbox.Private(db, key, _person, new Message(key, []), Registers.Monday, null, stop), Registers.Stop);

        /// <summary>Sends all that may leave now.</summary>
        public async Task Look()
        {
            while (await services.GetRequiredService<Courier>().RunOnce(Registers.Stop) > 0)
            {
            }
        }

        public void Pass(Duration time)
        {
            wall.Advance(time.ToTimeSpan());
            clock.Advance(time);
        }

        public Task<IdentityRow> Account() => register.Read(db => db.Identities.AsNoTracking().SingleAsync(Registers.Stop));

        public Task<OutboxRow> Row(string key) =>
            register.Read(db => db.Outbox.AsNoTracking().SingleAsync(it => it.Key == key, Registers.Stop));

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class Teams() : SilentPlatform(PlatformName.Teams, Duration.Zero)
    {
        private int _chats;

        public List<string> Tried { get; } = [];

        public Func<ConversationRef, SendAnswer>? Answers { get; set; }

        public Func<UserRef, OpenAnswer>? Opens { get; set; }

        public override Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
        {
            Tried.Add($"post {to.Channel}");
            return Task.FromResult(Answers?.Invoke(to) ?? new SendAnswer.Accepted(new MessageRef(to, marker)));
        }

        public override Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken)
        {
            Tried.Add("open");
            return Task.FromResult(Opens?.Invoke(who)
                ?? new OpenAnswer.Opened(seenIn with { Channel = $"a:{++_chats}", Kind = ConversationKind.Personal }));
        }
    }
}
