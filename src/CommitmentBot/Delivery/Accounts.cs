using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>Which of a person's accounts a private message goes to.</summary>
internal static class Accounts
{
    /// <summary>The lane of what is meant for a person whose private chat is not known yet.</summary>
    public static string LaneOf(PersonId person) => $"private|{person.Value:N}";

    /// <summary>
    /// The lane of what waits for another day, as the person's chat was refused. Apart from what is said later, which may arrive and so
    /// free it.
    /// </summary>
    public static string TomorrowOf(PersonId person) => $"tomorrow|{person.Value:N}";

    /// <summary>
    /// The account that is written to, among those that no platform has said cannot be reached: on the platform that the person prefers,
    /// else the one seen last; null when there is none.
    /// </summary>
    public static async Task<IdentityRow?> WayTo(RegisterDb db, PersonId person, CancellationToken cancellationToken)
    {
        var id = db.Joined(person).Value;
        await db.Identities.Where(it => it.PersonId == id).LoadAsync(cancellationToken);
        await db.People.FindAsync([id], cancellationToken);
        return WayTo(db, person);
    }

    /// <summary>The same for somebody who is read already, or was met in this very transaction.</summary>
    public static IdentityRow? WayTo(RegisterDb db, PersonId person)
    {
        var id = db.Joined(person).Value;
        var ways = AccountOrder.Of(
            db.Identities.Local.Where(it => it.PersonId == id && it.Reachable is (ReachableBy.NotKnown or ReachableBy.PrivateMessage)),
            db.People.Find(id)?.PreferredPlatform);
        return ways is [var first, ..] ? first : null;
    }

    /// <summary>
    /// What waited for another day need not any more: it goes to <paramref name="chat"/>, or wherever the person can be reached.
    /// </summary>
    public static async Task Release(RegisterDb db, PersonId person, Place? chat, CancellationToken cancellationToken)
    {
        var lane = TomorrowOf(person);
        foreach (var row in await db.Outbox.Where(it => it.Lane == lane && it.State == OutboxState.Ready).ToListAsync(cancellationToken))
        {
            (row.Lane, row.Place, row.NotBefore) = (chat?.ToRef().Lane ?? LaneOf(person), chat, Instant.FromUnixTimeTicks(0));
        }
    }

    /// <summary>The person removed the app: nothing goes to that account, and what waits for its chat takes another way or none.</summary>
    public static async Task Remove(RegisterDb db, IdentityRow account, CancellationToken cancellationToken)
    {
        var person = new PersonId(account.PersonId);
        if (account.Private?.ToRef().Lane is { } lane)
        {
            foreach (var row in await db.Outbox
                .Where(it => it.Lane == lane && it.State == OutboxState.Ready && it.Kind != OutboxKind.Update)
                .ToListAsync(cancellationToken))
            {
                (row.Kind, row.PersonId, row.Lane, row.Place) = (OutboxKind.Private, account.PersonId, LaneOf(person), null);
            }
        }

        await Release(db, person, null, cancellationToken);
        (account.Reachable, account.RefusedOn, account.Private) = (ReachableBy.RemovedApp, null, null);
    }

    /// <summary>The account whose private chat a place is; null where it is none.</summary>
    public static async Task<IdentityRow?> Of(RegisterDb db, Place? chat, CancellationToken cancellationToken) =>
        chat is { Kind: ConversationKind.Personal } place
            ? await db.Identities.FirstOrDefaultAsync(
                it => it.Private!.Platform == place.Platform && it.Private.Tenant == place.Tenant && it.Private.Channel == place.Channel,
                cancellationToken)
            : null;
}
