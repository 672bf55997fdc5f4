using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Metrics;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>The table of lanes is what the outbox says, whoever writes there, however many at once.</summary>
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
        var saidAndClaimed = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Work(seed), Registers.Stop)));
        while (await Send(new Random(0)))
        {
        }

        saidAndClaimed.ShouldBeGreaterThan(0);
        await using var db = register.Open();
        (await db.Outbox.CountAsync(Registers.Stop)).ShouldBeGreaterThan(100);
        (await db.Outbox.CountAsync(it => it.SettledAt == null, Registers.Stop)).ShouldBe(0);
        (await db.Lanes.CountAsync(it => it.Waiting != 0 || it.WakeAt != null, Registers.Stop)).ShouldBe(0);

        async Task Work(int seed)
        {
            var random = new Random(seed);
            for (var turn = 0; turn < 40; turn++)
            {
                List<Claimed> claims = [];
                await register.InTransaction(
                    async (db, stop) =>
                    {
                        claims.Clear();
                        db.Saying = turn % 2 == 0 ? null : async (row, message) =>
                        {
                            if (row.Place is null)
                            {
                                await OutboxSql.Insert(db, row, stop);
                            }
                            else if (await register.Hot.Say(db, row, message, Now, Duration.FromMinutes(10), stop) is { } claim)
                            {
                                claims.Add(claim);
                            }
                        };
                        var said = random.Next(3);
                        for (var at = 0; at <= said; at++)
                        {
                            Outbox.Post(db, $"{seed} {turn} {at}", Channels[random.Next(Channels.Length)], Hello, Now);
                        }

                        await Outbox.Private(db, $"{seed} {turn} private", leader, Hello, Now, cancellationToken: stop);
                    },
                    Registers.Stop);
                Interlocked.Add(ref saidAndClaimed, claims.Count);
                await Settle(claims, random);
                await Send(random);
            }
        }

        async Task<bool> Send(Random random)
        {
            var claims = await register.InTransaction(
                (db, stop) => register.Hot.ClaimReady(db, Now, random.Next(1, 6), 3, [], Duration.FromMinutes(10), stop), Registers.Stop);
            await Settle(claims, random);
            return claims.Count > 0;
        }

        async Task Settle(IReadOnlyList<Claimed> claims, Random random)
        {
            foreach (var it in claims)
            {
                underWay.TryAdd(it.Lane, it.Id).ShouldBeTrue("one of a lane at a time");
            }

            await Task.WhenAll(claims.Select(async it =>
            {
                underWay.TryRemove(it.Lane, out _).ShouldBeTrue();
                (await settlement.Settle(it, Outcome(it, random), Duration.Zero, Registers.Stop)).ShouldBeTrue();
            }));
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
    public async Task What_waits_when_the_program_is_brought_up_waits_on(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        var register = database.Factory();
        await using (var db = register.Open())
        {
            await db.GetService<IMigrator>().MigrateAsync("IndexOfSending", Registers.Stop);
        }

        await register.InTransaction(
            (db, _) =>
            {
                Array.ForEach(["a", "b"], it => Outbox.Post(db, it, Channels[0], Hello, Now));
                Array.ForEach(["c", "d"], it => Outbox.Post(db, it, Channels[1], Hello, Now));
                return Task.CompletedTask;
            },
            Registers.Stop);
        await register.Read(db => db.Outbox.Where(it => it.Key == "c").ExecuteUpdateAsync(set => set.SetProperty(it => it.State, OutboxState.Sending), Registers.Stop));
        await register.Migrate(Registers.Stop);

        (await register.Read(db => db.Lanes.OrderBy(it => it.Lane).Select(it => new { it.Lane, it.Tenant, it.Waiting, Wakes = it.WakeAt != null }).ToListAsync(Registers.Stop))).ShouldBe(
        [
            new { Channels[0].Lane, Tenant = "T0", Waiting = 2, Wakes = true },
            new { Channels[1].Lane, Tenant = "T0", Waiting = 2, Wakes = false },
        ]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_taken_out_of_the_outbox_or_put_back_by_hand_holds_up_nothing(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await register.InTransaction(
            (db, _) =>
            {
                Array.ForEach(["a", "b", "c"], it => Outbox.Post(db, it, Channels[0], Hello, Now));
                return Task.CompletedTask;
            },
            Registers.Stop);
        (await Claim()).ShouldBe(["a"]);
        await register.Read(db => db.Attempts.ExecuteDeleteAsync(Registers.Stop));
        await register.Read(db => db.Outbox.Where(it => it.Key != "c").ExecuteDeleteAsync(Registers.Stop));

        (await Claim()).ShouldBe(["c"]);

        await Change(set => set.SetProperty(it => it.State, OutboxState.Dead).SetProperty(it => it.SettledAt, Now));
        (await Claim()).ShouldBeEmpty();
        await Change(set => set.SetProperty(it => it.State, OutboxState.Ready).SetProperty(it => it.SettledAt, (Instant?)null));
        (await Claim()).ShouldBe(["c"]);

        Task<int> Change(Action<UpdateSettersBuilder<OutboxRow>> set) => register.Read(db => db.Outbox.ExecuteUpdateAsync(set, Registers.Stop));

        async Task<IEnumerable<string>> Claim() => (await register.InTransaction(
            (db, stop) => register.Hot.ClaimReady(db, Now, 8, 8, [], Duration.FromMinutes(10), stop), Registers.Stop)).Select(it => it.Key);
    }
}
