using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Testing;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>The program's one way in, between two platforms that tell who is in their channels and nothing else.</summary>
internal sealed class WalkedBot : IAsyncDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 9, 0);

    private readonly FakeClock clock = new(Now);
    private readonly Conversation.Conversation conversation;
    private readonly ServiceProvider services;
    private int turns;
    private int words;
    private long heard;
    private long happened;

    public WalkedBot(RegisterFactory register)
    {
        Register = register;
        var options = Options.Create(new BotOptions());
        services = Delivering.From(register, Platforms, clock, TimeProvider.System);
        Rosters = new RosterRefresh(
            register, Platforms, clock, TimeProvider.System, services.GetRequiredService<DeliveryBell>(), options,
            NullLogger<RosterRefresh>.Instance);
        conversation = new(
            register, Platforms, clock, new WorkingCalendar([]), options, services.GetRequiredService<DeliveryBell>(),
            new Pictures(register, options), Rosters, services.GetRequiredService<BotMetrics>(),
            NullLogger<Conversation.Conversation>.Instance);
    }

    public RegisterFactory Register { get; }

    public RosterRefresh Rosters { get; }

    public List<Platform> Platforms { get; } = [new(PlatformName.Slack), new(PlatformName.Teams)];

    /// <summary>The verbs of all that could be pressed or filled in.</summary>
    public HashSet<string> Offered { get; } = [];

    /// <summary>A word that stands nowhere else.</summary>
    public string NewWord() => string.Create(CultureInfo.InvariantCulture, $"Kestrel{++words:D5}");

    /// <summary>Does it, and gives what was answered, what happened, and what was said to whomever.</summary>
    public async Task<Outcome> Handle(Walker who, string platform, ConversationRef where, ConversationRef replyTo, TurnContent content)
    {
        clock.AdvanceMilliseconds(1);
        var reply = await conversation.Handle(
            new Turn
            {
                Keys = [$"walk:{++turns}"],
                From = new Speaker(who.On(platform), who.Called, Email: who.Email, Listed: false, Guest: who.IsGuest),
                Conversation = where,
                ReplyTo = replyTo,
                At = clock.GetCurrentInstant(),
                Content = content,
            },
            Registers.Stop);
        await using var db = Register.Open();
        var said = await db.Outbox.AsNoTracking().Where(it => it.Sequence > heard).OrderBy(it => it.Sequence).ToListAsync(Registers.Stop);
        if (said.Count > 0)
        {
            // It has arrived: who has many answers waiting is told to wait a moment.
            heard = said[^1].Sequence;
            await db.Outbox.Where(it => it.SettledAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(it => it.State, OutboxState.Sent).SetProperty(it => it.SettledAt, clock.GetCurrentInstant()),
                Registers.Stop);
        }

        var events = await db.Forums.SumAsync(it => it.LastSequence, Registers.Stop);
        List<EventRow> facts = events == happened
            ? []
            : await db.Events.AsNoTracking().Where(it => it.Source == $"walk:{turns}").ToListAsync(Registers.Stop);
        happened = events;
        Offered.UnionWith(Heard.Verbs(reply).Concat(said.SelectMany(it => Heard.Verbs(MessageJson.Read(it.Body)))));
        return new Outcome(reply, facts, said);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>A platform that never says whether a message arrived, so that nothing is sent after the first few.</summary>
    internal sealed class Platform(string name) : SilentPlatform(name, Duration.Zero)
    {
        private readonly TaskCompletionSource<SendAnswer> never = new();

        public Dictionary<string, IReadOnlyList<RosterMember>> Members { get; } = [];

        public override Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken) =>
            never.Task;

        public override Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken) => never.Task;

        public override Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
            Task.FromResult<Profile?>(null);

        public override Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken) =>
            Task.FromResult<RosterAnswer>(Members.TryGetValue(channel.Channel, out var members)
                ? new RosterAnswer.Read(members)
                : new RosterAnswer.NotNow("nobody has said"));
    }
}

/// <summary>What came of a turn.</summary>
internal sealed record Outcome(Reply Reply, IReadOnlyList<EventRow> Events, IReadOnlyList<OutboxRow> Said);
