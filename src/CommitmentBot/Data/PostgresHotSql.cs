using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on PostgreSQL. The database's clock is <c>clock_timestamp()</c>, which does not stand still in a transaction.</summary>
internal sealed class PostgresHotSql : IHotSql
{
    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken) =>
        [.. (await db.Database.SqlQuery<Row>(
            $"""
             WITH RECURSIVE lanes(lane) AS (
                 SELECT min(lane) FROM outbox WHERE state IN ('Ready', 'Sending')
                 UNION ALL
                 SELECT (SELECT min(n.lane) FROM outbox n WHERE n.lane > lanes.lane AND n.state IN ('Ready', 'Sending'))
                 FROM lanes WHERE lanes.lane IS NOT NULL),
             head AS MATERIALIZED (
                 SELECT o.sequence FROM lanes
                 JOIN outbox o ON o.sequence = (SELECT min(h.sequence) FROM outbox h WHERE h.lane = lanes.lane AND h.state IN ('Ready', 'Sending'))
                 WHERE o.state = 'Ready' AND o.not_before <= {now} AND COALESCE(o.place_tenant, '') <> ALL ({busy.ToArray()})
                   AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.state IN ('Ready', 'Sending') AND e.state = 'Sending')
                   AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.lane = o.lane AND r.not_before > {now})
                 ORDER BY o.sequence LIMIT {most} FOR UPDATE OF o SKIP LOCKED),
             claimed AS (
                 UPDATE outbox o SET state = 'Sending', attempts = o.attempts + 1,
                        lease_until = clock_timestamp() + make_interval(secs => {lease.TotalSeconds})
                 FROM head WHERE o.sequence = head.sequence RETURNING o.sequence, o.id, o.attempts, o.lease_until),
             noted AS (
                 INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, {now} FROM claimed)
             SELECT id AS "Id", lease_until AS "LeaseUntil" FROM claimed ORDER BY sequence
             """).ToListAsync(cancellationToken)).Select(it => new Claimed(it.Id, it.LeaseUntil))];

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(
        RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        [.. (await db.Database.SqlQuery<Row>(
            $"""
             WITH left_over AS MATERIALIZED (
                 SELECT sequence FROM outbox
                 WHERE state = 'Sending' AND state IN ('Ready', 'Sending') AND lease_until < clock_timestamp()
                 ORDER BY sequence LIMIT {most} FOR UPDATE SKIP LOCKED)
             UPDATE outbox o SET lease_until = clock_timestamp() + make_interval(secs => {lease.TotalSeconds})
             FROM left_over WHERE o.sequence = left_over.sequence RETURNING o.id AS "Id", o.lease_until AS "LeaseUntil"
             """).ToListAsync(cancellationToken)).Select(it => new Claimed(it.Id, it.LeaseUntil))];

    public Task<int> Take(RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox (key, at) SELECT unnest({keys.ToArray()}), {now} ON CONFLICT DO NOTHING", cancellationToken);

    public async Task<bool> TakeRenewal(RegisterDb db, string tenant, Duration lease, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE slack_installations SET renewing_until = clock_timestamp() + make_interval(secs => {lease.TotalSeconds})
             WHERE tenant = {tenant} AND (renewing_until IS NULL OR renewing_until < clock_timestamp())
             """, cancellationToken) == 1;

    public async Task<Instant> Now(RegisterDb db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Instant>($"SELECT clock_timestamp() AS \"Value\"").ToListAsync(cancellationToken))[0];

    private sealed record Row(Guid Id, Instant LeaseUntil);
}
