using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on PostgreSQL. The database's clock is <c>clock_timestamp()</c>, which does not stand still in a transaction.</summary>
internal sealed class PostgresHotSql : IHotSql
{
    // Every lane in which something is to be sent, by leaps through the index: however much waits in one.
    private const string Lanes = """
        lanes(lane) AS (
            SELECT min(lane) FROM outbox WHERE settled_at IS NULL
            UNION ALL
            SELECT (SELECT min(n.lane) FROM outbox n WHERE n.lane > lanes.lane AND n.settled_at IS NULL)
            FROM lanes WHERE lanes.lane IS NOT NULL)
        """;

    private const string Ready = $"""
        WITH RECURSIVE {Lanes},
        free AS (
            SELECT o.sequence, row_number() OVER (PARTITION BY o.place_tenant ORDER BY o.sequence) AS of_tenant FROM lanes
            JOIN outbox o ON o.sequence = (SELECT min(h.sequence) FROM outbox h WHERE h.lane = lanes.lane AND h.settled_at IS NULL)
            WHERE o.state = 'Ready' AND o.not_before <= @now AND COALESCE(o.place_tenant, '') <> ALL (@busy)
              AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.state = 'Sending')
              AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.lane = o.lane AND r.not_before > @now)),
        head AS MATERIALIZED (
            SELECT o.sequence FROM free JOIN outbox o ON o.sequence = free.sequence AND o.state = 'Ready'
            WHERE of_tenant <= @each ORDER BY o.sequence LIMIT @most FOR UPDATE OF o SKIP LOCKED),
        claimed AS (
            UPDATE outbox o SET state = 'Sending', attempts = o.attempts + 1, lease_until = clock_timestamp() + make_interval(secs => @lease)
            FROM head WHERE o.sequence = head.sequence RETURNING o.*),
        noted AS (
            INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, @now FROM claimed)
        SELECT {OutboxSql.Claimed} FROM claimed ORDER BY sequence
        """;

    private const string Next = $"WITH RECURSIVE {Lanes} {OutboxSql.NextOfLanes}";

    private const string Abandoned = $"""
        WITH left_over AS MATERIALIZED (
            SELECT sequence FROM outbox
            WHERE state = 'Sending' AND lease_until < clock_timestamp()
            ORDER BY sequence LIMIT @most FOR UPDATE SKIP LOCKED)
        UPDATE outbox o SET lease_until = clock_timestamp() + make_interval(secs => @lease)
        FROM left_over WHERE o.sequence = left_over.sequence RETURNING {OutboxSql.Claimed}
        """;

    private const string Handled = "INSERT INTO inbox (key, at) SELECT unnest(@keys), @now ON CONFLICT DO NOTHING";

    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(
            Ready, row => OutboxSql.Claim(db, row), cancellationToken, ("now", now), ("most", most), ("each", each), ("busy", busy.ToArray()), ("lease", lease.TotalSeconds));

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(Abandoned, row => OutboxSql.Claim(db, row), cancellationToken, ("most", most), ("lease", lease.TotalSeconds));

    public async Task<Instant?> NextAt(RegisterDb db, Instant now, CancellationToken cancellationToken) =>
        (await db.Read(Next, row => OutboxSql.Next(db, row), cancellationToken, ("now", now)))[0];

    public Task<int> Take(RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken) =>
        db.Run(Handled, cancellationToken, ("keys", keys.ToArray()), ("now", now));

    public async Task<bool> TakeRenewal(RegisterDb db, string tenant, Duration lease, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE slack_installations SET renewing_until = clock_timestamp() + make_interval(secs => {lease.TotalSeconds})
             WHERE tenant = {tenant} AND (renewing_until IS NULL OR renewing_until < clock_timestamp())
             """, cancellationToken) == 1;

    public async Task<Instant> Now(RegisterDb db, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Instant>($"SELECT clock_timestamp() AS \"Value\"").ToListAsync(cancellationToken))[0];
}
