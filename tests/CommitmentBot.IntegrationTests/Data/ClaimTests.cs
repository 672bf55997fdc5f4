using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>Which rows of the outbox may leave now.</summary>
public sealed class ClaimTests(Databases databases)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 26, 9, 0);
    private static readonly Message Hello = new("Hello", [new Block.Paragraph("Hello")]);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_first_of_each_lane_leaves_and_the_next_when_that_is_settled_and_the_lane_has_rested(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("one", "1", "a"), ("one", "1", "b"), ("one", "2", "c"), ("other", "3", "d"), ("other", "3", "e"), ("other", "4", "f"));

        (await Claim(register, most: 1)).Select(it => it.Key).ShouldBe(["a"]);
        var rest = await Claim(register);
        rest.Select(it => it.Key).ShouldBe(["c", "d", "f"], ignoreOrder: true);
        (await Claim(register)).ShouldBeEmpty("the second in a lane waits for the first");

        var settlement = Settlement(register);
        foreach (var it in rest)
        {
            await settlement.Settle(it, new Verdict.Sent(null), new ChatPace { Spacing = Duration.FromHours(1) }, Registers.Stop);
        }

        (await Claim(register)).ShouldBeEmpty("the lane rests");
        await register.Pass(Duration.FromHours(1));
        (await Claim(register)).Select(it => it.Key).ShouldBe(["e"]);
        (await register.Read(db => db.Attempts.CountAsync(Registers.Stop))).ShouldBe(5, "each claim has its attempt");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task No_tenant_has_more_than_its_share_under_way_however_many_instances_claim(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("busy", "1", "a"), ("busy", "2", "b"), ("busy", "3", "c"), ("other", "4", "d"));

        (await Claim(register, each: 2)).Select(it => it.Key).ShouldBe(["a", "b", "d"], ignoreOrder: true);
        (await Claim(database.Factory(), each: 2)).ShouldBeEmpty();
        (await Claim(register, each: 3)).Select(it => it.Key).ShouldBe(["c"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_is_known_when_the_next_may_leave(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("one", "1", "a"), ("one", "2", "b"));
        (await NextIn()).ShouldBeNull("what waits may leave at once");

        await Settlement(register).Settle(
            (await Claim(register, most: 1)).ShouldHaveSingleItem(), new Verdict.Later("Refused: Later", null, Duration.FromMinutes(10)), null, Registers.Stop);
        (await NextIn()).ShouldBe(Duration.FromMinutes(10));

        await register.InTransaction((db, stop) => register.Hot.Pause(db, "slack|one", Duration.FromMinutes(5), stop), Registers.Stop);
        (await NextIn()).ShouldNotBeNull().ShouldBeInRange(Duration.FromMinutes(4), Duration.FromMinutes(5));

        Task<Duration?> NextIn() => register.InTransaction((db, stop) => register.Hot.NextIn(db, Now, stop), Registers.Stop);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_claim_is_the_row_that_was_said(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        OutboxRow Row(string key, Place? place) => new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = $"lane {key}",
            Kind = place is null ? OutboxKind.Private : OutboxKind.Update,
            Place = place,
            PersonId = place is null ? Guid.CreateVersion7() : null,
            UpdatesMessageId = place is null ? null : "message",
            UpdatesOutboxId = place is null ? null : Guid.CreateVersion7(),
            Body = "{ \"what\": \"ever\" }",
            CardOf = Guid.CreateVersion7(),
            State = OutboxState.Ready,
            NotBefore = Now - Duration.FromSeconds(1),
            CreatedAt = Now,
        };
        OutboxRow[] rows =
        [
            Row("empty", null),
            Row("full", new Place { Platform = PlatformName.Teams, Tenant = "T", Channel = "C", Kind = ConversationKind.GroupChat, Thread = "1", ServiceUrl = "https://smba.example/" }),
            Row("texts of nothing, and a long one", new Place { Platform = PlatformName.Slack, Tenant = "", Channel = new string('—', 400), Kind = ConversationKind.Channel, Thread = "" }),
        ];
        await register.InTransaction(
            (db, _) =>
            {
                db.Outbox.AddRange(rows);
                return Task.CompletedTask;
            },
            Registers.Stop);

        var claims = await Claim(register);
        claims.OrderBy(it => it.Key).Select(it => (it.Id, it.Kind, it.Place?.ToRef(), it.PersonId, it.UpdatesMessageId, it.UpdatesOutboxId, it.Body, it.Attempts, it.Lane, it.Tenant))
            .ShouldBe(rows.Select(it => (it.Id, it.Kind, it.Place?.ToRef(), it.PersonId, it.UpdatesMessageId, it.UpdatesOutboxId, it.Body, 1, it.Lane, it.Tenant)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_what_is_still_ours_is_settled(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("one", "1", "a"), ("one", "2", "b"), ("one", "3", "c"));
        var claims = (await Claim(register)).OrderBy(it => it.Key).ToList();
        await register.InTransaction(
            (db, stop) => db.Outbox.Where(it => it.Key == "b").ExecuteUpdateAsync(set => set.SetProperty(it => it.LeaseUntil, Now + Duration.FromDays(1)), stop), Registers.Stop);

        var settlement = Settlement(register);
        var settled = await Task.WhenAll(claims.Select(it => settlement.Settle(
            it, new Verdict.Sent(new MessageRef(it.Place!.ToRef(), $"posted {it.Key}")), null, Registers.Stop)));

        settled.ShouldBe([true, false, true]);
        await using var after = register.Open();
        (await after.Outbox.OrderBy(it => it.Key).Select(it => new { it.State, it.PostedId, it.SettledAt }).ToListAsync(Registers.Stop)).ShouldBe(
        [
            new { State = OutboxState.Sent, PostedId = (string?)"posted a", SettledAt = (Instant?)Now },
            new { State = OutboxState.Sending, PostedId = (string?)null, SettledAt = (Instant?)null },
            new { State = OutboxState.Sent, PostedId = (string?)"posted c", SettledAt = (Instant?)Now },
        ]);
        (await after.Attempts.CountAsync(it => it.Outcome == "Accepted" && it.FinishedAt != null, Registers.Stop)).ShouldBe(2);
    }

    private static Task Say(RegisterFactory register, params (string Tenant, string Channel, string Key)[] what) => register.InTransaction(
        (db, _) =>
        {
            foreach (var (tenant, channel, key) in what)
            {
                Outbox.Post(db, key, new ConversationRef(PlatformName.Teams, tenant, channel, ConversationKind.Channel), Hello, Now);
            }

            return Task.CompletedTask;
        },
        Registers.Stop);

    private static Settlement Settlement(RegisterFactory register) =>
        new(register, new FakeClock(Now), new FakeTimeProvider(Now.ToDateTimeOffset()), new DeliveryRules(), new BotMetrics());

    private static Task<IReadOnlyList<Claimed>> Claim(RegisterFactory register, int most = 8, int each = 8) =>
        register.InTransaction((db, stop) => register.Hot.ClaimReady(db, Now, most, each, Duration.FromSeconds(30), stop), Registers.Stop);
}
