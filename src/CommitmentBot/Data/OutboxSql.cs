using System.Data.Common;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The columns of the outbox for what is written by hand, alike on both servers. A test compares them with the model.</summary>
internal static class OutboxSql
{
    /// <summary>What <see cref="Claim"/> reads.</summary>
    public const string Claimed = """
        id, lease_until, attempts, key, kind, place_platform, place_tenant, place_channel, place_kind, place_thread, place_service_url,
        person_id, updates_message_id, updates_outbox_id, body, lane
        """;

    /// <summary>Every tenant for which something may leave, now or later, by leaps through the index: however many lanes one has.</summary>
    public const string Tenants = """
        tenants(tenant) AS (
            SELECT min(tenant) FROM lanes WHERE wake_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(n.tenant) FROM lanes n WHERE n.tenant > tenants.tenant AND n.wake_at IS NOT NULL)
            FROM tenants WHERE tenants.tenant IS NOT NULL)
        """;

    /// <summary>When, after <c>@now</c>, the first of the lanes wakes; null when none does.</summary>
    public const string NextWake = $"""
        WITH RECURSIVE {Tenants}
        SELECT min(wakes) FROM (SELECT (SELECT min(l.wake_at) FROM lanes l WHERE l.tenant = tenants.tenant AND l.wake_at > @now) AS wakes FROM tenants) AS waking
        """;

    private const string Add = """
        INSERT INTO outbox (id, key, lane, kind, place_platform, place_tenant, place_channel, place_kind, place_thread, place_service_url, person_id,
            updates_message_id, updates_outbox_id, body, card_of, state, not_before, attempts, created_at)
        VALUES (@id, @key, @lane, @kind, @platform, @tenant, @channel, @place_kind, @thread, @service_url, @person,
            @updates_message, @updates_outbox, @body, @card_of, @state, @not_before, @attempts, @created_at)
        """;

    /// <summary>Adds a row. Throws <see cref="DbUpdateException"/> where its key is there already.</summary>
    public static async Task Insert(RegisterDb db, OutboxRow row, CancellationToken cancellationToken)
    {
        var place = row.Place;
        try
        {
            await db.Run(
                Add, cancellationToken, ("id", row.Id), ("key", row.Key), ("lane", row.Lane), ("kind", row.Kind), ("platform", place?.Platform), ("tenant", place?.Tenant),
                ("channel", place?.Channel), ("place_kind", place?.Kind), ("thread", place?.Thread), ("service_url", place?.ServiceUrl), ("person", row.PersonId),
                ("updates_message", row.UpdatesMessageId), ("updates_outbox", row.UpdatesOutboxId), ("body", row.Body), ("card_of", row.CardOf), ("state", row.State),
                ("not_before", row.NotBefore), ("attempts", row.Attempts), ("created_at", row.CreatedAt));
        }
        catch (DbException error)
        {
            throw new DbUpdateException("A row of the outbox was not written.", error);
        }
    }

    /// <summary>The claim in a row of <see cref="Claimed"/>.</summary>
    public static Claimed Claim(RegisterDb db, DbDataReader row) => new(
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
        row.IsDBNull(11) ? null : row.GetGuid(11), Text(row, 12), row.IsDBNull(13) ? null : row.GetGuid(13), row.GetString(14), row.GetString(15));

    /// <summary>The only answer of <see cref="NextWake"/>.</summary>
    public static Instant? Next(RegisterDb db, DbDataReader row) => row.IsDBNull(0) ? null : db.InstantIn(row, 0);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
