using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>The key of a turn that was handled. Written in the same transaction as what the turn did.</summary>
public sealed class InboxRow
{
    public required string Key { get; init; }

    public required Instant At { get; init; }
}

/// <summary>A message to be sent, or sent.</summary>
public sealed class OutboxRow
{
    public required Guid Id { get; init; }

    /// <summary>The order in which rows were written; given by the database.</summary>
    public long Sequence { get; init; }

    /// <summary>Unique for ever: what makes a second sending of the same thing impossible.</summary>
    public required string Key { get; init; }

    /// <summary>Rows of one lane leave one at a time: in order, but for <see cref="Behind"/>.</summary>
    public required string Lane { get; set; }

    /// <summary>What it does. An answer in a private chat that was refused becomes a private message.</summary>
    public required OutboxKind Kind { get; set; }

    /// <summary>Where to; null for a private message whose chat is not open yet.</summary>
    public Place? Place
    {
        get;
        set
        {
            field = value;
            Tenant = value is null ? "" : PauseScope.Tenant(value.Platform, value.Tenant);
        }
    }

    /// <summary>Whose limits it shares (<see cref="PauseScope.Tenant"/>); nobody's while it has no place.</summary>
    public string Tenant { get; private set; } = "";

    /// <summary>Who asked for it, where it is an answer.</summary>
    public Guid? AskedById { get; init; }

    /// <summary>
    /// How many answers to the same asker waited in its lane before it. Those with fewer go first, so that everybody has their turn.
    /// </summary>
    public int Behind { get; init; }

    /// <summary>To whom alone: always for <see cref="OutboxKind.Private"/>, and for an answer in a personal chat.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>The message to replace, for <see cref="OutboxKind.Update"/>.</summary>
    public string? UpdatesMessageId { get; init; }

    /// <summary>The row of this lane whose message is to be replaced, when it had not left yet; for <see cref="OutboxKind.Update"/>.</summary>
    public Guid? UpdatesOutboxId { get; init; }

    /// <summary>
    /// What the clock had it say: all rows of one message (a report goes to every channel) have the same; null for whatever somebody asked
    /// for. Whether it still holds is asked again when it leaves.
    /// </summary>
    public Guid? MessageId { get; init; }

    /// <summary>A copy of it for somebody else, whose fate says nothing of the message's.</summary>
    public bool IsCopy { get; init; }

    /// <summary>The message tree as JSON; empty once nobody needs the words any more.</summary>
    public required string Body { get; set; }

    /// <summary>The commitment whose card this is: once sent it becomes a <see cref="CardRow"/>.</summary>
    public Guid? CardOf { get; init; }

    public required OutboxState State { get; set; }

    /// <summary>
    /// Not before this moment of the wall clock: a back-off. What a platform asked for is a <see cref="PauseRow"/>.
    /// </summary>
    public required Instant NotBefore { get; set; }

    /// <summary>By the database's clock; a row still sending after it is looked up, never sent again blindly.</summary>
    public Instant? LeaseUntil { get; set; }

    public int Attempts { get; set; }

    public required Instant CreatedAt { get; init; }

    public Instant? SettledAt { get; set; }

    /// <summary>Why it is not confirmed or dead.</summary>
    public string? Reason { get; set; }

    /// <summary>The id the platform gave it.</summary>
    public string? PostedId { get; set; }
}

/// <summary>
/// Something to which nothing may be sent for a while, by any instance. Its times are the database's.
/// </summary>
public sealed class PauseRow
{
    /// <summary>A lane, or one of <see cref="PauseScope"/>.</summary>
    public required string Scope { get; init; }

    public required Instant Until { get; set; }

    /// <summary>
    /// When what was sent there lately is worked off at the pace that the platform bears in the long run; so much ahead of now, and no
    /// more, may be sent at once.
    /// </summary>
    public required Instant WorkedOffAt { get; set; }
}

/// <summary>What a row of the outbox does. The names are stored.</summary>
public enum OutboxKind
{
    /// <summary>Post to a place.</summary>
    Post,

    /// <summary>Say to a person alone: aside in a conversation, or in the private chat, which is opened when it is sent.</summary>
    Private,

    /// <summary>Replace a message that was posted.</summary>
    Update,
}

/// <summary>Where a row of the outbox is. The names are stored.</summary>
public enum OutboxState
{
    /// <summary>To be sent.</summary>
    Ready,

    /// <summary>Under way, or cut off; committed before the first byte left.</summary>
    Sending,

    /// <summary>The platform took it.</summary>
    Sent,

    /// <summary>Nobody can say; never sent again by itself.</summary>
    NotConfirmed,

    /// <summary>Refused for good.</summary>
    Dead,

    /// <summary>Taken back before it left: it no longer held.</summary>
    Withdrawn,
}

/// <summary>One attempt at sending.</summary>
public sealed class AttemptRow
{
    public required Guid OutboxId { get; init; }

    public required int Number { get; init; }

    public required Instant StartedAt { get; init; }

    public Instant? FinishedAt { get; set; }

    /// <summary>Accepted, Refused (with its kind), Unknown, Found or Absent.</summary>
    public string? Outcome { get; set; }

    public string? Reason { get; set; }
}
