using CommitmentBot.Core;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on SQLite, where one writer at a time does what <c>SKIP LOCKED</c> is for. Its clock has milliseconds.</summary>
internal sealed class SqliteHotSql : IHotSql
{
    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, Duration lease, CancellationToken cancellationToken)
    {
        var at = now.ToUnixMicroseconds();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             UPDATE outbox SET state = 'Sending', attempts = attempts + 1,
                    lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + {Microseconds(lease)}
             WHERE sequence IN (
                 SELECT o.sequence FROM outbox o
                 WHERE o.state = 'Ready' AND o.state IN ('Ready', 'Sending') AND o.not_before <= {at}
                   AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.state IN ('Ready', 'Sending')
                                   AND (e.sequence < o.sequence OR e.state = 'Sending'))
                   AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.lane = o.lane AND r.not_before > {at})
                 ORDER BY o.sequence LIMIT {most})
             RETURNING id AS "Id", attempts AS "Attempts", lease_until AS "LeaseUntil"
             """).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO attempts (outbox_id, number, started_at) VALUES ({row.Id}, {row.Attempts}, {at})", cancellationToken);
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
             RETURNING id AS "Id", attempts AS "Attempts", lease_until AS "LeaseUntil"
             """).ToListAsync(cancellationToken));

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

    private sealed record Row(Guid Id, int Attempts, long LeaseUntil);
}
