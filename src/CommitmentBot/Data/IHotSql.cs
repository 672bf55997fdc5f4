using System.Data.Common;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>What is to be sent of a row that was claimed; until <c>LeaseUntil</c>, by the database's clock, it is the claimer's.</summary>
internal sealed record Claimed(
    Guid Id, Instant LeaseUntil, int Attempts, string Key, OutboxKind Kind, Place? Place, Guid? PersonId, string? UpdatesMessageId,
    Guid? UpdatesOutboxId, string Body, string Lane, string Tenant, Guid? MessageId,
    Instant CreatedAt)
{
    /// <summary>What a claim is read from, in the order of <see cref="From"/>.</summary>
    public const string Columns = """
        id, lease_until, attempts, key, kind, place_platform, place_tenant, place_channel, place_kind, place_thread, place_service_url,
        person_id, updates_message_id, updates_outbox_id, body, lane, tenant, message_id,
        created_at
        """;

    /// <summary>Whether it is shown to one person alone in a conversation with others, where it leaves no trace that could be looked up.</summary>
    public bool IsAside => Kind == OutboxKind.Private && Place is { Kind: not ConversationKind.Personal };

    /// <summary>The claim in a row of <see cref="Columns"/>.</summary>
    public static Claimed From(RegisterDb db, DbDataReader row) => new(
        row.GetGuid(0), db.InstantIn(row, 1), row.GetInt32(2), row.GetString(3), Enum.Parse<OutboxKind>(row.GetString(4)),
        row.IsDBNull(5) ? null : new Place
        {
            Platform = row.GetString(5),
            Tenant = row.GetString(6),
            Channel = row.GetString(7),
            Kind = Enum.Parse<ConversationKind>(row.GetString(8)),
            Thread = Text(row, 9),
            ServiceUrl = Text(row, 10),
        },
        row.IsDBNull(11) ? null : row.GetGuid(11), Text(row, 12), row.IsDBNull(13) ? null : row.GetGuid(13), row.GetString(14),
        row.GetString(15), row.GetString(16), row.IsDBNull(17) ? null : row.GetGuid(17), db.InstantIn(row, 18));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>
/// What delivery does so often, or so much at once with other instances, that it is written by hand for each server. To be run in a
/// transaction of the caller's.
/// </summary>
internal interface IHotSql
{
    /// <summary>
    /// Claims up to <paramref name="most"/> rows that may leave now: of each lane the first unsettled row, where nothing of the lane is
    /// under way and its time, by the wall clock's <paramref name="now"/>, has come; nothing that is paused; <paramref name="each"/> of a
    /// tenant, and of none that has so many under way. Each becomes sending, with an attempt.
    /// </summary>
    Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, Duration lease, CancellationToken cancellationToken);

    /// <summary>Claims up to <paramref name="most"/> rows whose lease is over: of a sender that got no answer, or is no more.</summary>
    Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken);

    /// <summary>How long after the wall clock's <paramref name="now"/> something may next leave; null when nothing waits.</summary>
    Task<Duration?> NextIn(RegisterDb db, Instant now, CancellationToken cancellationToken);

    /// <summary>Nothing is sent to a scope for so long, or longer where it is paused already.</summary>
    Task Pause(RegisterDb db, string scope, Duration rest, CancellationToken cancellationToken);

    /// <summary>Counts <paramref name="messages"/> that went, or go, to a scope, and pauses it for as long as the pace asks.</summary>
    Task Paced(
        RegisterDb db, string scope, int messages, Duration spacing, Duration sustained, int burst, CancellationToken cancellationToken);

    /// <summary>What is paused for more than a second yet, and for how long.</summary>
    Task<IReadOnlyList<(string Scope, Duration Left)>> Paused(RegisterDb db, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="most"/> people for whom something is due at <paramref name="now"/>, the longest due first. They are the
    /// caller's until the end of the transaction; whom another instance holds is passed over.
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
