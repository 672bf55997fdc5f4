using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>Private messages to several people, for which all that has to be known of them is read at once.</summary>
internal sealed class Letters
{
    private const string Perhaps = "I could not tell whether this reached you before:";

    private const int MostRepeated = 3;

    private readonly RegisterDb _db;
    private readonly ILookup<Guid, Message> _notConfirmed;

    private Letters(RegisterDb db, ILookup<Guid, Message> notConfirmed) => (_db, _notConfirmed) = (db, notConfirmed);

    /// <summary>Reads what is needed to write to <paramref name="people"/>.</summary>
    public static async Task<Letters> To(RegisterDb db, IReadOnlyCollection<PersonId> people, CancellationToken cancellationToken)
    {
        var ids = people.Select(it => db.Joined(it).Value).Distinct().ToList();
        var unread = ids.Where(id => db.People.Local.FindEntry(id) is null).ToList();
        await (unread.Count == 0 ? Task.CompletedTask : db.People.Where(it => unread.Contains(it.Id)).LoadAsync(cancellationToken));
        await db.Identities.Where(it => ids.Contains(it.PersonId)).LoadAsync(cancellationToken);
        return new Letters(db, await NotConfirmed(db, [.. people.Select(it => it.Value)], cancellationToken));
    }

    /// <summary>
    /// Writes a message to the account that the person is written to first; with a <paramref name="planned"/> message id where the clock
    /// had it written. Gives the row's id.
    /// </summary>
    public Guid Write(string key, PersonId to, Message message, Instant now, CommitmentId? cardOf = null, Guid? planned = null)
    {
        var chat = Accounts.WayTo(_db, to)?.Private;
        return Write(key, chat?.ToRef().Lane ?? Accounts.LaneOf(to), chat, to, message, now, cardOf, planned);
    }

    /// <summary>Writes a copy of a planned message for somebody else: it goes with it, and says nothing of what became of it.</summary>
    public void Copy(string key, PersonId to, Message message, Instant now, Guid planned)
    {
        var chat = Accounts.WayTo(_db, to)?.Private;
        Write(key, chat?.ToRef().Lane ?? Accounts.LaneOf(to), chat, to, message, now, null, planned, isCopy: true);
    }

    /// <summary>The same in a lane and place of the caller's.</summary>
    public Guid Write(
        string key, string lane, Place? place, PersonId to, Message message, Instant now, CommitmentId? cardOf = null, Guid? planned = null,
        bool isCopy = false)
    {
        message = WithNotConfirmed(message, [.. _notConfirmed[to.Value]]);
        var row = new OutboxRow
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Lane = lane,
            Kind = OutboxKind.Private,
            Place = place,
            PersonId = to.Value,
            MessageId = planned,
            IsCopy = isCopy,
            Body = MessageJson.Write(message),
            CardOf = cardOf?.Value,
            State = OutboxState.Ready,
            NotBefore = Outbox.AtOnce,
            CreatedAt = now,
        };
        _db.Outbox.Add(row);
        return row.Id;
    }

    // What was meant for a person alone, of which nobody can say whether it arrived, and after which no private message has (which says it
    // too): the next one is to say it. Oldest first.
    private static async Task<ILookup<Guid, Message>> NotConfirmed(
        RegisterDb db, IReadOnlyList<Guid> people, CancellationToken cancellationToken) =>
        (await db.Outbox.AsNoTracking()
            .Where(it => it.PersonId != null && people.Contains(it.PersonId.Value) && it.State == OutboxState.NotConfirmed
                && it.Body != "" && !db.Outbox.Any(later => later.Sequence > it.Sequence && later.PersonId == it.PersonId
                    && later.State == OutboxState.Sent && later.Kind == OutboxKind.Private))
            .OrderBy(it => it.Sequence).Select(it => new { it.PersonId, it.Body }).ToListAsync(cancellationToken))
        .ToLookup(it => it.PersonId!.Value, it => MessageJson.Read(it.Body));

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
}
