using System.Data.Common;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The columns of the outbox for what is written by hand, alike on both servers. A test compares them with the model.</summary>
internal static class OutboxSql
{
    /// <summary>What a claim is read from.</summary>
    public const string Claimed = """
        id, lease_until, attempts, key, kind, place_platform, place_tenant, place_channel, place_kind, place_thread, place_service_url,
        person_id, updates_message_id, updates_outbox_id, body, lane, message_id, created_at
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

    /// <summary>The columns that a row is added with, and what is put into them but for the last three.</summary>
    public const string Columns = """
        id, key, lane, kind, place_platform, place_tenant, place_channel, place_kind, place_thread, place_service_url, person_id,
            updates_message_id, updates_outbox_id, message_id, is_copy, body, card_of, not_before, created_at, state, attempts, lease_until
        """;

    /// <inheritdoc cref="Columns"/>
    public const string Values = """
        @id, @key, @lane, @kind, @platform, @tenant, @channel, @place_kind, @thread, @service_url, @person,
            @updates_message, @updates_outbox, @message, @is_copy, @body, @card_of, @not_before, @created_at
        """;

    /// <summary>Adds a row. Throws <see cref="DbUpdateException"/> where its key is there already.</summary>
    public static Task Insert(RegisterDb db, OutboxRow row, CancellationToken cancellationToken) =>
        Written(() => db.Run($"INSERT INTO outbox ({Columns}) VALUES ({Values}, 'Ready', 0, NULL)", cancellationToken, Of(row)));

    /// <summary>What <paramref name="statement"/> gives. Throws <see cref="DbUpdateException"/> where the database throws.</summary>
    public static async Task<T> Written<T>(Func<Task<T>> statement)
    {
        try
        {
            return await statement();
        }
        catch (DbException error)
        {
            throw new DbUpdateException("A row of the outbox was not written.", error);
        }
    }

    /// <summary>The parameters of <see cref="Values"/>, and others after them.</summary>
    public static (string Name, object? Value)[] Of(OutboxRow row, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var place = row.Place;
        ReadOnlySpan<(string Name, object? Value)> own =
        [
            ("id", row.Id), ("key", row.Key), ("lane", row.Lane), ("kind", row.Kind), ("platform", place?.Platform), ("tenant", place?.Tenant),
            ("channel", place?.Channel), ("place_kind", place?.Kind), ("thread", place?.Thread), ("service_url", place?.ServiceUrl), ("person", row.PersonId),
            ("updates_message", row.UpdatesMessageId), ("updates_outbox", row.UpdatesOutboxId), ("message", row.MessageId), ("is_copy", row.IsCopy), ("body", row.Body), ("card_of", row.CardOf),
            ("not_before", row.NotBefore), ("created_at", row.CreatedAt),
        ];
        var all = new (string Name, object? Value)[own.Length + more.Length];
        own.CopyTo(all);
        more.CopyTo(all.AsSpan(own.Length));
        return all;
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
        row.IsDBNull(11) ? null : row.GetGuid(11), Text(row, 12), row.IsDBNull(13) ? null : row.GetGuid(13), row.GetString(14), row.GetString(15),
        row.IsDBNull(16) ? null : row.GetGuid(16), db.InstantIn(row, 17));

    /// <summary>The claim of a row as it was said.</summary>
    public static Claimed ClaimOf(OutboxRow row, Message said, Instant until) => new(
        row.Id, until, 1, row.Key, row.Kind, row.Place, row.PersonId, row.UpdatesMessageId, row.UpdatesOutboxId, row.Body, row.Lane,
        row.MessageId, row.CreatedAt)
    { Said = said };

    /// <summary>The only answer of <see cref="NextWake"/>.</summary>
    public static Instant? Next(RegisterDb db, DbDataReader row) => db.InstantOrNull(row, 0);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
