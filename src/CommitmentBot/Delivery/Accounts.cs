using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Delivery;

/// <summary>Which of a person's accounts a private message goes to.</summary>
internal static class Accounts
{
    /// <summary>The lane of what is meant for a person whose private chat is not known yet.</summary>
    public static string LaneOf(PersonId person) => $"private|{person.Value:N}";

    /// <summary>The account last seen, among those that no platform has said cannot be reached; null when there is none.</summary>
    public static async Task<IdentityRow?> WayTo(RegisterDb db, PersonId person, CancellationToken cancellationToken)
    {
        // Somebody met in this very transaction is in the context only.
        await db.Identities.Where(it => it.PersonId == person.Value).LoadAsync(cancellationToken);
        return db.Identities.Local
            .Where(it => it.PersonId == person.Value && it.Reachable is not (ReachableBy.ChannelOnly or ReachableBy.Nothing))
            .MaxBy(it => it.SeenAt);
    }

    /// <summary>The account whose private chat a place is; null where it is none.</summary>
    public static async Task<IdentityRow?> Of(RegisterDb db, Place? chat, CancellationToken cancellationToken) =>
        chat is { Kind: ConversationKind.Personal } place
            ? await db.Identities.FirstOrDefaultAsync(
                it => it.Private!.Platform == place.Platform && it.Private.Tenant == place.Tenant && it.Private.Channel == place.Channel,
                cancellationToken)
            : null;
}
