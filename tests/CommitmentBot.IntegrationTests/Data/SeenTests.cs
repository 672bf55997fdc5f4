using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;
using Directory = CommitmentBot.Conversation.Directory;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>Where somebody was last seen is written where it may decide something, and not with every message.</summary>
public sealed class SeenTests(Databases databases)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 26, 9, 0);
    private static readonly Speaker Sarah = new(new UserRef(PlatformName.Teams, "29:sarah"), "Sarah Ali", "NHT");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_channel_counts_after_an_hour_another_tenant_address_or_private_chat_at_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var (board, group) = (Channel("board"), Channel("group"));

        (await Hear(board, 0)).SeenIn.ToRef().ShouldBe(board);
        (await Hear(group, 10)).SeenIn.ToRef().ShouldBe(board);
        (await Hear(group, 61)).ShouldSatisfyAllConditions(it => it.SeenIn.ToRef().ShouldBe(group), it => it.SeenAt.ShouldBe(After(61)));
        (await Hear(board with { Tenant = "ICB" }, 62)).SeenIn.Tenant.ShouldBe("ICB");
        (await Hear(board with { Tenant = "ICB", ServiceUrl = "https://other.example/" }, 63)).SeenIn.ServiceUrl.ShouldBe("https://other.example/");

        var chat = board with { Channel = "chat", Kind = ConversationKind.Personal };
        (await Hear(chat, 64)).ShouldSatisfyAllConditions(it => it.Private!.ToRef().ShouldBe(chat), it => it.Reachable.ShouldBe(ReachableBy.PrivateMessage));
        (await Hear(chat, 65)).SeenAt.ShouldBe(After(64));

        // With a second account it matters at once which one was seen last.
        await register.InTransaction(
            async (db, stop) =>
            {
                var here = (await db.Identities.SingleAsync(stop)).PersonId;
                db.Identities.Add(new IdentityRow { Platform = PlatformName.Slack, UserId = "U1", PersonId = here, SeenIn = Place.Of(board), SeenAt = After(66) });
            },
            Registers.Stop);
        (await Hear(chat, 67)).SeenAt.ShouldBe(After(67));

        async Task<IdentityRow> Hear(ConversationRef where, int minutes)
        {
            await register.InTransaction(
                async (db, stop) =>
                {
                    var names = await Directory.Load(db, stop);
                    new Acquaintance(db, names, After(minutes), new BotOptions()).Hear(Sarah, where);
                },
                Registers.Stop);
            await using var after = register.Open();
            return await after.Identities.SingleAsync(it => it.Platform == PlatformName.Teams, Registers.Stop);
        }
    }

    private static Instant After(int minutes) => Start + Duration.FromMinutes(minutes);

    private static ConversationRef Channel(string id) => new(PlatformName.Teams, "NHT", id, ConversationKind.Channel, null, "https://smba.example/");
}
