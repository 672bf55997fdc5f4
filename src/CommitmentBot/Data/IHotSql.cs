using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>What is to be sent of a row that was claimed; until <c>LeaseUntil</c>, by the database's clock, it is the claimer's.</summary>
internal sealed record Claimed(
    Guid Id, Instant LeaseUntil, int Attempts, string Key, OutboxKind Kind, Place? Place, Guid? PersonId, string? UpdatesMessageId, Guid? UpdatesOutboxId, string Body,
    string Lane, Guid? MessageId, Instant CreatedAt)
{
    /// <summary>What it says, where that is still at hand; else it is to be read in <see cref="Body"/>.</summary>
    public Message? Said { get; init; }

    /// <summary>Whether it is shown to one person alone in a conversation with others, where it leaves no trace that could be looked up.</summary>
    public bool IsAside => Kind == OutboxKind.Private && Place is { Kind: not ConversationKind.Personal };
}

/// <summary>
/// What delivery does so often, and so much at once with other instances, that it is written by hand for each server. The claims are to
/// run in a transaction of the caller's.
/// </summary>
internal interface IHotSql
{
    /// <summary>
    /// Adds a row that is to be sent: where nothing waits in its lane, and that has rested at <paramref name="now"/> of the wall clock, it is claimed,
    /// with an attempt; null where it waits. Throws <see cref="DbUpdateException"/> where its key is there already.
    /// </summary>
    Task<Claimed?> Say(RegisterDb db, OutboxRow row, Message message, Instant now, Duration lease, CancellationToken cancellationToken);

    /// <summary>
    /// Claims up to <paramref name="most"/> rows that may leave now, <paramref name="each"/> of a tenant, not to those in <paramref name="busy"/>: the first unsettled row of its
    /// lane, where the lane is awake at <paramref name="now"/> of the wall clock. Each becomes sending, with an attempt.
    /// The work grows with the tenants and with what is claimed, not with the lanes or the rows that wait.
    /// </summary>
    Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken);

    /// <summary>Claims up to <paramref name="most"/> rows whose lease is over: of a sender that got no answer, or is no more.</summary>
    Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken);

    /// <summary>When, after <paramref name="now"/> of the wall clock, the first of the lanes that wait for their time may go on; null when none does.</summary>
    Task<Instant?> NextAt(RegisterDb db, Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="most"/> people for whom something is due at <paramref name="now"/>, the longest due first. They are the caller's until
    /// the end of the transaction; whom another instance holds is passed over.
    /// </summary>
    Task<List<Guid>> ClaimPeopleDue(RegisterDb db, Instant now, int most, CancellationToken cancellationToken);

    /// <summary>A forum to be changed, held until the end of the transaction; null where another instance holds it.</summary>
    Task<ForumRow?> TryHoldForum(RegisterDb db, Guid forum, CancellationToken cancellationToken);

    /// <summary>Writes <paramref name="keys"/> into the inbox, those that are not there; gives how many those were.</summary>
    Task<int> Take(RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken);

    /// <summary>Whether the caller, and nobody else until the lease is over, may get new tokens for an installation.</summary>
    Task<bool> TakeRenewal(RegisterDb db, string tenant, Duration lease, CancellationToken cancellationToken);

    /// <summary>What the database's clock says.</summary>
    Task<Instant> Now(RegisterDb db, CancellationToken cancellationToken);
}
