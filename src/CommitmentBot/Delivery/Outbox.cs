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
    private const string Perhaps = "I could not tell whether this reached you before:";

    private const int MostRepeated = 3;

    // The answers to somebody that wait in a place.
    private const string WaitingFor = """
        SELECT key, behind FROM outbox WHERE lane = @lane AND settled_at IS NULL AND asked_by_id = @asker
        UNION ALL
        SELECT key, 0 FROM outbox WHERE lane = @aside AND settled_at IS NULL
        """;

    private static readonly Instant AtOnce = Instant.FromUnixTimeTicks(0);

    /// <summary>
    /// Says <paramref name="message"/> in a place. <paramref name="key"/> is for ever: a second row with it is not saved. <paramref name="alone"/> is
    /// whoever has that place with the bot alone, <paramref name="asker"/> whoever is answered, and has <paramref name="behind"/>.
    /// </summary>
    public static Guid Post(
        RegisterDb db, string key, ConversationRef to, Message message, Instant now, CommitmentId? cardOf = null, PersonId? alone = null,
        PersonId? asker = null, int behind = 0) =>
        Add(db, new OutboxRow
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = to.Lane,
            Kind = OutboxKind.Post,
            Place = Place.Of(to),
            PersonId = alone?.Value,
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
        CancellationToken cancellationToken = default)
    {
        var chat = (await Accounts.WayTo(db, to, cancellationToken))?.Private;
        return await Alone(db, key, chat?.ToRef().Lane ?? Accounts.LaneOf(to), chat, to, message, now, cardOf, cancellationToken);
    }

    /// <summary>
    /// Shows <paramref name="message"/> to the person of an account alone, in a conversation with others; what the platform will not show so goes to
    /// their private chat.
    /// </summary>
    public static Task<Guid> Aside(
        RegisterDb db, string key, ConversationRef where, UserRef account, PersonId to, Message message, Instant now, CancellationToken cancellationToken) =>
        Alone(db, key, AsideLane(where, account), Place.Of(where), to, message with { OnlyFor = account }, now, null, cancellationToken);

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

    private static async Task<Guid> Alone(
        RegisterDb db, string key, string lane, Place? place, PersonId to, Message message, Instant now, CommitmentId? cardOf, CancellationToken cancellationToken)
    {
        message = WithNotConfirmed(message, await NotConfirmedFor(db, to, cancellationToken));
        return Add(db, new OutboxRow
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = lane,
            Kind = OutboxKind.Private,
            Place = place,
            PersonId = to.Value,
            Body = MessageJson.Write(message),
            CardOf = cardOf?.Value,
            State = OutboxState.Ready,
            NotBefore = AtOnce,
            CreatedAt = now,
        });
    }

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

    /// <summary>
    /// What was meant for a person alone, of which nobody can say whether it arrived, and after which no private message has (which says it too):
    /// the next one is to say it. Oldest first.
    /// </summary>
    public static async Task<IReadOnlyList<Message>> NotConfirmedFor(
        RegisterDb db, PersonId person, CancellationToken cancellationToken = default)
    {
        var bodies = await db.Outbox.AsNoTracking()
            .Where(it => it.PersonId == person.Value && it.State == OutboxState.NotConfirmed && !db.Outbox.Any(later =>
                later.Sequence > it.Sequence && later.PersonId == it.PersonId && later.State == OutboxState.Sent && later.Kind == OutboxKind.Private))
            .OrderBy(it => it.Sequence).Select(it => it.Body).ToListAsync(cancellationToken);
        return [.. bodies.Select(MessageJson.Read)];
    }

    // In words only: its buttons may be out of date, and what is on the person's list has them.
    private static Message WithNotConfirmed(Message message, IReadOnlyList<Message> earlier) => earlier.Count == 0
        ? message
        : message with
        {
            Fallback = $"{message.Fallback} {Perhaps} {string.Join(' ', earlier.Select(it => it.Fallback))}",
            Blocks =
            [
                .. message.Blocks,
                new Block.Note(Perhaps),
                .. earlier.TakeLast(MostRepeated).Select(it => new Block.Paragraph(it.Fallback)),
            ],
        };

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
