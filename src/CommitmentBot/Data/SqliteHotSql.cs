using System.Text.Json;
using CommitmentBot.Core;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on SQLite, where one writer at a time does what <c>SKIP LOCKED</c> is for. Its clock has milliseconds.</summary>
internal sealed class SqliteHotSql : IHotSql
{
    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken)
    {
        var at = now.ToUnixMicroseconds();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             WITH RECURSIVE lanes(lane) AS (
                 SELECT min(lane) FROM outbox INDEXED BY ix_outbox_lane_sequence_state WHERE state IN ('Ready', 'Sending')
                 UNION ALL
                 SELECT (SELECT min(n.lane) FROM outbox n INDEXED BY ix_outbox_lane_sequence_state WHERE n.lane > lanes.lane AND n.state IN ('Ready', 'Sending'))
                 FROM lanes WHERE lanes.lane IS NOT NULL)
             UPDATE outbox SET state = 'Sending', attempts = attempts + 1,
                    lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + {Microseconds(lease)}
             WHERE sequence IN (
                 SELECT o.sequence FROM lanes
                 JOIN outbox o ON o.sequence = (SELECT min(h.sequence) FROM outbox h WHERE h.lane = lanes.lane AND h.state IN ('Ready', 'Sending'))
                 WHERE o.state = 'Ready' AND o.not_before <= {at}
                   AND COALESCE(o.place_tenant, '') NOT IN (SELECT value FROM json_each({JsonSerializer.Serialize(busy)}))
                   AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.state IN ('Ready', 'Sending') AND e.state = 'Sending')
                   AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.lane = o.lane AND r.not_before > {at})
                 ORDER BY o.sequence LIMIT {most})
             RETURNING id AS "Id", lease_until AS "LeaseUntil"
             """).ToListAsync(cancellationToken);
        if (rows.Count > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO attempts (outbox_id, number, started_at)
                 SELECT o.id, o.attempts, {at} FROM outbox o WHERE o.state = 'Sending' AND o.state IN ('Ready', 'Sending')
                   AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.outbox_id = o.id AND a.number = o.attempts)
                 """, cancellationToken);
        }

        return Claims(rows);
    }

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(
        RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        Claims(await db.Database.SqlQuery<Row>(
            $"""
             UPDATE outbox SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + {Microseconds(lease)}
             WHERE sequence IN (
                 SELECT sequence FROM outbox
                 WHERE state = 'Sending' AND state IN ('Ready', 'Sending') AND lease_until < CAST(unixepoch('subsec') * 1000000 AS INTEGER)
                 ORDER BY sequence LIMIT {most})
             RETURNING id AS "Id", lease_until AS "LeaseUntil"
             """).ToListAsync(cancellationToken));

    public Task<int> Take(RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO inbox (key, at) SELECT value, {now.ToUnixMicroseconds()} FROM json_each({JsonSerializer.Serialize(keys)}) WHERE true
             ON CONFLICT DO NOTHING
             """, cancellationToken);

    public async Task<bool> TakeRenewal(RegisterDb db, string tenant, Duration lease, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE slack_installations SET renewing_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + {Microseconds(lease)}
             WHERE tenant = {tenant} AND (renewing_until IS NULL OR renewing_until < CAST(unixepoch('subsec') * 1000000 AS INTEGER))
             """, cancellationToken) == 1;

    public async Task<Instant> Now(RegisterDb db, CancellationToken cancellationToken) => SqliteTimes.FromMicroseconds(
        (await db.Database.SqlQuery<long>($"SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER) AS \"Value\"").ToListAsync(cancellationToken))[0]);

    private static IReadOnlyList<Claimed> Claims(IEnumerable<Row> rows) =>
        [.. rows.Select(it => new Claimed(it.Id, SqliteTimes.FromMicroseconds(it.LeaseUntil)))];

    private static long Microseconds(Duration lease) => lease.BclCompatibleTicks / 10;

    private sealed record Row(Guid Id, long LeaseUntil);
}
