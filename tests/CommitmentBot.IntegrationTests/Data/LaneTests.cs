using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>One message of a conversation at a time, in order, however many say and send at once.</summary>
public sealed class LaneTests(Databases databases)
{
    private static readonly Instant Now = Registers.Monday;
    private static readonly Message Hello = new("Hello", [new Block.Paragraph("Hello")]);
    private static readonly ConversationRef[] Channels =
        [.. Enumerable.Range(0, 12).Select(it => new ConversationRef(PlatformName.Slack, $"T{it / 2}", $"C{it}", ConversationKind.Channel))];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whatever_many_say_and_send_at_once_no_lane_is_forgotten_or_has_two_under_way(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var leader = await register.Leader();
        var settlement = new Settlement(
            register, new FakeClock(Now), new FakeTimeProvider(Now.ToDateTimeOffset()), new DeliveryRules(), new BotMetrics());
        var underWay = new ConcurrentDictionary<string, Guid>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Work(seed), Registers.Stop)));
        while (await Send(new Random(0)))
        {
        }

        await using var db = register.Open();
        (await db.Outbox.CountAsync(Registers.Stop)).ShouldBeGreaterThan(100);
        (await db.Outbox.CountAsync(it => it.SettledAt == null, Registers.Stop)).ShouldBe(0);

        async Task Work(int seed)
        {
            var random = new Random(seed);
            for (var turn = 0; turn < 40; turn++)
            {
                await register.InTransaction(
                    async (db, stop) =>
                    {
                        var said = random.Next(3);
                        for (var at = 0; at <= said; at++)
                        {
                            Outbox.Post(db, $"{seed} {turn} {at}", Channels[random.Next(Channels.Length)], Hello, Now, behind: random.Next(2));
                        }

                        await Outbox.Private(db, $"{seed} {turn} private", leader, Hello, Now, cancellationToken: stop);
                    },
                    Registers.Stop);
                await Send(random);
            }
        }

        async Task<bool> Send(Random random)
        {
            var claims = await register.InTransaction(
                (db, stop) => register.Hot.ClaimReady(db, Now, random.Next(1, 6), 3, Duration.FromMinutes(10), stop), Registers.Stop);
            foreach (var it in claims)
            {
                underWay.TryAdd(it.Lane, it.Id).ShouldBeTrue("one of a lane at a time");
            }

            await Task.WhenAll(claims.Select(async it =>
            {
                underWay.TryRemove(it.Lane, out _).ShouldBeTrue();
                (await settlement.Settle(it, Outcome(it, random), null, Registers.Stop)).ShouldBeTrue();
            }));
            return claims.Count > 0;
        }

        Verdict Outcome(Claimed row, Random random) => (row.Place, random.Next(10)) switch
        {
            (null, _) => new Verdict.Opened(new UserRef(PlatformName.Slack, $"U{leader.Value:N}"), new ConversationRef(PlatformName.Slack, "T", "D1", ConversationKind.Personal)),
            (_, < 3) => new Verdict.Later("Refused: Later", null, Duration.Zero),
            (_, 3) => new Verdict.NotConfirmed("gone"),
            (_, 4) => new Verdict.Dead("Refused: Message", "too long"),
            (var place, _) => new Verdict.Sent(new MessageRef(place.ToRef(), row.Key)),
        };
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_said_in_one_go_leaves_in_the_order_it_was_said(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var said = Enumerable.Range(0, 200).Select(it => $"{it}").ToList();
        await register.InTransaction(
            (db, _) =>
            {
                said.ForEach(it => Outbox.Post(db, it, Channels[0], Hello, Now));
                return Task.CompletedTask;
            },
            Registers.Stop);

        (await register.Read(db => db.Outbox.OrderBy(it => it.Sequence).Select(it => it.Key).ToListAsync(Registers.Stop))).ShouldBe(said);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_waits_when_the_program_is_brought_up_waits_on(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        var register = database.Factory();
        await using (var db = register.Open())
        {
            await db.GetService<IMigrator>().MigrateAsync("WhoMaySeeAndDo", Registers.Stop);
            foreach (var (key, channel, state) in new[] { ("a", "C1", "Ready"), ("b", "C1", "Ready"), ("c", "C2", "Sending"), ("d", "C2", "Ready") })
            {
                await db.Run(
                    """
                    INSERT INTO outbox (id, key, lane, kind, place_platform, place_tenant, place_channel, place_kind, body, state, not_before, attempts, created_at)
                    VALUES (@id, @key, @lane, 'Post', 'slack', 'T0', @channel, 'Channel', '{}', @state, @now, 0, @now)
                    """,
                    Registers.Stop,
                    ("id", Guid.NewGuid()), ("key", key), ("lane", $"slack|T0|{channel}"), ("channel", channel), ("state", state), ("now", Now));
            }
        }

        await register.Migrate(Registers.Stop);

        var claims = await register.InTransaction(
            (db, stop) => register.Hot.ClaimReady(db, Now, 8, 8, Duration.FromMinutes(10), stop), Registers.Stop);
        claims.Select(it => (it.Key, it.Tenant)).ShouldBe([("a", "slack|T0")], "what was under way in the other channel is looked up first");
    }
}
