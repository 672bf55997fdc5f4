using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// Everything the bot says, written in the transaction of what made it say so. Nothing is saved here; ring
/// <see cref="DeliveryBell"/> after the commit. The ids given back are <see cref="OutboxRow.Id"/>.
/// </summary>
public static class Outbox
{
    // The answers to somebody that wait in a place.
    private const string WaitingFor = """
        SELECT key, behind FROM outbox WHERE lane = @lane AND settled_at IS NULL AND asked_by_id = @asker
        UNION ALL
        SELECT key, 0 FROM outbox WHERE lane = @aside AND settled_at IS NULL
        """;

    /// <summary>A moment for what may leave as soon as it can.</summary>
    internal static readonly Instant AtOnce = Instant.FromUnixTimeTicks(0);

    /// <summary>
    /// Says <paramref name="message"/> in a place. <paramref name="key"/> is for ever: a second row with it is not saved. <paramref name="alone"/> is
    /// whoever has that place with the bot alone, <paramref name="asker"/> whoever is answered, and has <paramref name="behind"/>;
    /// <paramref name="planned"/> is the message that it is a copy of where the clock had it written.
    /// </summary>
    public static Guid Post(
        RegisterDb db, string key, ConversationRef to, Message message, Instant now, CommitmentId? cardOf = null, PersonId? alone = null,
        PersonId? asker = null, int behind = 0, Guid? planned = null) =>
        Add(db, new OutboxRow
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = to.Lane,
            Kind = OutboxKind.Post,
            Place = Place.Of(to),
            PersonId = alone?.Value,
            MessageId = planned,
            AskedById = asker?.Value,
            Behind = behind,
            Body = MessageJson.Write(message),
            CardOf = cardOf?.Value,
            State = OutboxState.Ready,
            NotBefore = AtOnce,
            CreatedAt = now,
        });

    /// <summary>Says <paramref name="message"/> to one person in private, on the account they were last seen with among those that can be reached.</summary>
    public static async Task<Guid> Private(
        RegisterDb db, string key, PersonId to, Message message, Instant now, CommitmentId? cardOf = null,
        CancellationToken cancellationToken = default) =>
        (await Letters.To(db, [to], cancellationToken)).Write(key, to, message, now, cardOf);

    /// <summary>
    /// Shows <paramref name="message"/> to the person of an account alone, in a conversation with others; what the platform will not show so goes to
    /// their private chat.
    /// </summary>
    public static async Task<Guid> Aside(
        RegisterDb db, string key, ConversationRef where, UserRef account, PersonId to, Message message, Instant now,
        CancellationToken cancellationToken) =>
        (await Letters.To(db, [to], cancellationToken)).Write(
            key, AsideLane(where, account), Place.Of(where), to, message with { OnlyFor = account }, now);

    /// <summary>
    /// The keys of the answers to somebody that still wait in a place, aside or for all; and what the next one for all is
    /// <see cref="OutboxRow.Behind"/>.
    /// </summary>
    internal static async Task<(IReadOnlyList<string> Keys, int Behind)> Waiting(
        RegisterDb db, ConversationRef where, UserRef account, PersonId asker, CancellationToken cancellationToken)
    {
        var rows = await db.Read(
            WaitingFor, row => (Key: row.GetString(0), Behind: row.GetInt32(1)), cancellationToken,
            ("lane", where.Lane), ("asker", asker.Value), ("aside", AsideLane(where, account)));
        return ([.. rows.Select(it => it.Key)], rows.Count == 0 ? 0 : rows.Max(it => it.Behind) + 1);
    }

    private static string AsideLane(ConversationRef where, UserRef account) => $"{where.Lane}|{account.Id}";

    /// <summary>Puts <paramref name="message"/> in the place of one that was posted; with a commitment, as its card from then on.</summary>
    public static Guid Replace(
        RegisterDb db, string key, MessageRef posted, Message message, Instant now, CommitmentId? cardOf = null) =>
        Add(db, Update(
            key, Place.Of(posted.Conversation), posted.Conversation.Lane, MessageJson.Write(message), now, cardOf?.Value, posted.Id, null));

    /// <summary>
    /// Shows a message on every card of a commitment, also on those that are still to leave: <paramref name="messageFor"/> gives it for
    /// whoever has the card alone in a private chat, and with null for all who read a channel. A card that already waits for an update
    /// gets this one in its place.
    /// </summary>
    public static async Task UpdateCards(
        RegisterDb db, CommitmentId commitment, Func<PersonId?, Message> messageFor, Instant now,
        CancellationToken cancellationToken = default)
    {
        var cards = await db.Cards.AsNoTracking().Where(it => it.CommitmentId == commitment.Value).ToListAsync(cancellationToken);
        var leaving = await db.Outbox
            .Where(it => it.CardOf == commitment.Value && it.SettledAt == null)
            .ToListAsync(cancellationToken);
        var posted = cards.Select(it => (it.Place.ToRef().Lane, it.MessageId)).ToHashSet();
        leaving.RemoveAll(it => it.UpdatesMessageId is { } id && posted.Contains((it.Lane, id)));

        var messages = posted.Select(it => it.MessageId).ToHashSet();
        var rows = leaving.Select(it => it.Id).ToHashSet();
        var waiting = await db.Outbox
            .Where(it => it.SettledAt == null && it.State == OutboxState.Ready && it.Kind == OutboxKind.Update
                && ((it.UpdatesMessageId != null && messages.Contains(it.UpdatesMessageId))
                    || (it.UpdatesOutboxId != null && rows.Contains(it.UpdatesOutboxId.Value))))
            .OrderBy(it => it.Sequence).ToListAsync(cancellationToken);
        foreach (var card in cards)
        {
            var lane = card.Place.ToRef().Lane;
            var reader = await Accounts.Of(db, card.Place, cancellationToken);
            Put(
                waiting.LastOrDefault(it => it.UpdatesMessageId == card.MessageId && it.Lane == lane), reader?.PersonId,
                (key, body) => Update(key, card.Place, lane, body, now, null, card.MessageId, null));
        }

        foreach (var row in leaving)
        {
            Put(
                row is { Kind: OutboxKind.Update, State: OutboxState.Ready } ? row
                    : waiting.LastOrDefault(it => it.UpdatesOutboxId == row.Id), row.PersonId,
                (key, body) => Update(key, row.Place, row.Lane, body, now, null, null, row.Id, row.Behind));
        }

        void Put(OutboxRow? older, Guid? reader, Func<string, string, OutboxRow> another)
        {
            var body = MessageJson.Write(messageFor(reader is { } person ? new PersonId(person) : null));
            if (older is null)
            {
                Add(db, another($"card:{Guid.CreateVersion7():N}", body));
            }
            else
            {
                older.Body = body;
            }
        }
    }

    private static OutboxRow Update(
        string key, Place? place, string lane, string body, Instant now, Guid? cardOf, string? messageId, Guid? rowId,
        int behind = 0) => new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = lane,
            Kind = OutboxKind.Update,
            Place = place,
            UpdatesMessageId = messageId,
            UpdatesOutboxId = rowId,
            Behind = behind,
            Body = body,
            CardOf = cardOf,
            State = OutboxState.Ready,
            NotBefore = AtOnce,
            CreatedAt = now,
        };

    private static Guid Add(RegisterDb db, OutboxRow row)
    {
        db.Outbox.Add(row);
        return row.Id;
    }
}
