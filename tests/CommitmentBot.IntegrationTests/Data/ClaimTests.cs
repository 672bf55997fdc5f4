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
    public async Task The_first_of_each_lane_leaves_and_what_a_busy_tenant_is_to_get_holds_up_nobody_else(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("busy", "1", "a"), ("busy", "1", "b"), ("busy", "2", "c"), ("other", "3", "d"), ("other", "3", "e"), ("other", "4", "f"));

        (await Claim(8, "busy")).ShouldBe(["d", "f"]);
        (await Claim(8, "busy")).ShouldBeEmpty("the second in a lane waits for the first");
        (await Claim(1)).ShouldBe(["a"]);
        (await Claim(8)).ShouldBe(["c"]);
        await register.InTransaction(
            (db, stop) => db.Outbox.Where(it => it.Key == "d").ExecuteUpdateAsync(
                set => set.SetProperty(it => it.State, OutboxState.Sent).SetProperty(it => it.SettledAt, Now).SetProperty(it => it.NotBefore, Now + Duration.FromSeconds(1)), stop),
            Registers.Stop);
        (await Claim(8)).ShouldBeEmpty("the lane rests");
        (await Claim(8, at: Now + Duration.FromSeconds(2))).ShouldBe(["e"]);

        await using var after = register.Open();
        (await after.Attempts.CountAsync(Registers.Stop)).ShouldBe(5, "each claim has its attempt");

        Task<List<string>> Claim(int most, string? busy = null, Instant? at = null) => register.InTransaction(
            async (db, stop) =>
            {
                var claimed = (await register.Hot.ClaimReady(db, at ?? Now, most, 8, busy is null ? [] : [busy], Duration.FromSeconds(30), stop)).Select(it => it.Id).ToList();
                return await db.Outbox.Where(it => claimed.Contains(it.Id)).OrderBy(it => it.Sequence).Select(it => it.Key).ToListAsync(stop);
            },
            Registers.Stop);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task No_tenant_gets_more_than_its_share_and_the_time_of_the_next_is_known(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        await Say(register, ("busy", "1", "a"), ("busy", "2", "b"), ("busy", "3", "c"), ("other", "4", "d"));

        (await Claim(register, each: 2)).Select(it => it.Key).ShouldBe(["a", "b", "d"], ignoreOrder: true);
        (await NextAt()).ShouldBeNull("what waits may leave at once");
        await Settlement(register).Settle(
            (await Claim(register)).ShouldHaveSingleItem(), new Verdict.Later("Refused: Later", null, Duration.FromMinutes(1)), Duration.Zero, Registers.Stop);
        (await NextAt()).ShouldBe(Now + Duration.FromMinutes(1));
        await register.InTransaction(
            (db, stop) => db.Outbox.Where(it => it.Key == "c").ExecuteUpdateAsync(set => set.SetProperty(it => it.SettledAt, Now), stop), Registers.Stop);
        (await NextAt()).ShouldBeNull("nobody waits in that lane any more");

        Task<Instant?> NextAt() => register.InTransaction((db, stop) => register.Hot.NextAt(db, Now, stop), Registers.Stop);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_row_written_by_hand_is_the_row_that_was_meant_and_so_is_its_claim(DatabaseKind kind)
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
                Array.ForEach(rows, it => db.Say(it, Hello));
                return Task.CompletedTask;
            },
            Registers.Stop);

        await using (var db = register.Open())
        {
            var written = await db.Outbox.AsNoTracking().OrderBy(it => it.Sequence).ToListAsync(Registers.Stop);
            written.Select(AllOf).ShouldBe(rows.Select(AllOf));
        }

        var claims = await Claim(register);
        claims.OrderBy(it => it.Key).Select(it => (it.Id, it.Kind, it.Place?.ToRef(), it.PersonId, it.UpdatesMessageId, it.UpdatesOutboxId, it.Body, it.Attempts))
            .ShouldBe(rows.Select(it => (it.Id, it.Kind, it.Place?.ToRef(), it.PersonId, it.UpdatesMessageId, it.UpdatesOutboxId, it.Body, 1)));

        // Every property but the one that the database gives.
        static string AllOf(OutboxRow row) => string.Join("; ", typeof(OutboxRow).GetProperties()
            .Where(it => it.Name is not (nameof(OutboxRow.Sequence) or nameof(OutboxRow.Place))).Select(it => $"{it.Name}: {it.GetValue(row)}").Append($"{row.Place?.ToRef()}"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_those_settled_together_only_what_is_still_ours_is_settled(DatabaseKind kind)
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
            it, new Verdict.Sent(new MessageRef(it.Place!.ToRef(), $"posted {it.Key}")), Duration.FromSeconds(1), Registers.Stop)));

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

    private static Task<IReadOnlyList<Claimed>> Claim(RegisterFactory register, int each = 8) =>
        register.InTransaction((db, stop) => register.Hot.ClaimReady(db, Now, 8, each, [], Duration.FromSeconds(30), stop), Registers.Stop);
}
