using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
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
        await register.InTransaction(
            (db, _) =>
            {
                foreach (var (tenant, channel, key) in new[] { ("busy", "1", "a"), ("busy", "1", "b"), ("busy", "2", "c"), ("other", "3", "d"), ("other", "3", "e"), ("other", "4", "f") })
                {
                    Outbox.Post(db, key, new ConversationRef(PlatformName.Teams, tenant, channel, ConversationKind.Channel), Hello, Now);
                }

                return Task.CompletedTask;
            },
            Registers.Stop);

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

        Task<List<string>> Claim(int most, string? busy = null, Instant? at = null, int each = 8) => register.InTransaction(
            async (db, stop) =>
            {
                var claimed = (await register.Hot.ClaimReady(db, at ?? Now, most, each, busy is null ? [] : [busy], Duration.FromSeconds(30), stop)).Select(it => it.Id).ToList();
                return await db.Outbox.Where(it => claimed.Contains(it.Id)).OrderBy(it => it.Sequence).Select(it => it.Key).ToListAsync(stop);
            },
            Registers.Stop);
    }
}
