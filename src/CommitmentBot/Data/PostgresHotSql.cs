using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on PostgreSQL. The database's clock is <c>clock_timestamp()</c>, which does not stand still in a transaction.</summary>
internal sealed class PostgresHotSql : IHotSql
{
    private const string Ready = $"""
        WITH RECURSIVE {OutboxSql.Tenants},
        first AS MATERIALIZED (
            SELECT free.sequence FROM tenants CROSS JOIN LATERAL (
                SELECT o.sequence FROM outbox o
                WHERE o.state = 'Ready' AND o.tenant = tenants.tenant AND o.not_before <= @now
                    AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.scope = o.lane AND p.until > clock_timestamp())
                    AND NOT (o.kind = 'Update' AND EXISTS (
                        SELECT 1 FROM pauses p WHERE p.scope = o.tenant || ' {PauseScope.Updates}' AND p.until > clock_timestamp()))
                    AND {OutboxSql.FirstOfLane}
                ORDER BY o.not_before, o.sequence LIMIT @each FOR UPDATE SKIP LOCKED) AS free
            WHERE tenants.tenant NOT IN (SELECT tenant FROM busy)
                AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.scope = tenants.tenant AND p.until > clock_timestamp())),
        claimed AS (
            UPDATE outbox o SET state = 'Sending', attempts = o.attempts + 1, lease_until = clock_timestamp() + make_interval(secs => @lease)
            WHERE o.state = 'Ready' AND o.sequence IN (SELECT sequence FROM first ORDER BY sequence LIMIT @most) RETURNING o.*),
        noted AS (
            INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, @now FROM claimed)
        SELECT {Claimed.Columns} FROM claimed ORDER BY sequence
        """;

    private const string Abandoned = $"""
        WITH left_over AS MATERIALIZED (
            SELECT sequence FROM outbox
            WHERE state = 'Sending' AND lease_until < clock_timestamp()
            ORDER BY sequence LIMIT @most FOR UPDATE SKIP LOCKED)
        UPDATE outbox o SET lease_until = clock_timestamp() + make_interval(secs => @lease)
        FROM left_over WHERE o.sequence = left_over.sequence RETURNING {Claimed.Columns}
        """;

    private const string Next = """
        SELECT (SELECT min(not_before) FROM outbox WHERE state = 'Ready' AND not_before > @now),
            (SELECT EXTRACT(EPOCH FROM min(until) - clock_timestamp())::float8 FROM pauses WHERE until > clock_timestamp())
        """;

    private const string Pausing = """
        INSERT INTO pauses AS p (scope, until, worked_off_at)
        VALUES (@scope, clock_timestamp() + make_interval(secs => @rest), clock_timestamp())
        ON CONFLICT (scope) DO UPDATE SET until = GREATEST(p.until, excluded.until)
        """;

    private const string Pacing = """
        INSERT INTO pauses AS p (scope, until, worked_off_at)
        VALUES (@scope, clock_timestamp() + make_interval(secs => GREATEST(@spacing, @work - @ahead)),
            clock_timestamp() + make_interval(secs => @work))
        ON CONFLICT (scope) DO UPDATE SET
            until = GREATEST(p.until, clock_timestamp() + make_interval(secs => @spacing),
                GREATEST(p.worked_off_at, clock_timestamp()) + make_interval(secs => @work - @ahead)),
            worked_off_at = GREATEST(p.worked_off_at, clock_timestamp()) + make_interval(secs => @work)
        """;

    private const string LongPauses = """
        SELECT scope, EXTRACT(EPOCH FROM until - clock_timestamp())::float8 FROM pauses
        WHERE until > clock_timestamp() + interval '1 second'
        """;

    private const string Handled = "INSERT INTO inbox (key, at) SELECT unnest(@keys), @now ON CONFLICT DO NOTHING";

    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, Duration lease, CancellationToken cancellationToken) => await db.Read(
        Ready, row => Claimed.From(db, row), cancellationToken,
        ("now", now), ("most", most), ("each", each), ("lease", lease.TotalSeconds));

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(Abandoned, row => Claimed.From(db, row), cancellationToken, ("most", most), ("lease", lease.TotalSeconds));

    public async Task<Duration?> NextIn(RegisterDb db, Instant now, CancellationToken cancellationToken)
    {
        var (at, left) = (await db.Read(
            Next, row => (db.InstantOrNull(row, 0), row.IsDBNull(1) ? (double?)null : row.GetDouble(1)), cancellationToken,
            ("now", now)))[0];
        return (at - now, left) switch
        {
            ({ } rest, { } seconds) => Duration.Min(rest, Duration.FromSeconds(seconds)),
            (null, { } seconds) => Duration.FromSeconds(seconds),
            var (rest, _) => rest,
        };
    }

    public Task Pause(RegisterDb db, string scope, Duration rest, CancellationToken cancellationToken) =>
        db.Run(Pausing, cancellationToken, ("scope", scope), ("rest", rest.TotalSeconds));

    public Task Paced(
        RegisterDb db, string scope, int messages, Duration spacing, Duration sustained, int burst,
        CancellationToken cancellationToken) => db.Run(
        Pacing, cancellationToken, ("scope", scope), ("spacing", spacing.TotalSeconds), ("work", (sustained * messages).TotalSeconds),
        ("ahead", (sustained * (burst - 1)).TotalSeconds));

    public async Task<IReadOnlyList<(string Scope, Duration Left)>> Paused(RegisterDb db, CancellationToken cancellationToken) =>
        await db.Read(LongPauses, row => (row.GetString(0), Duration.FromSeconds(row.GetDouble(1))), cancellationToken);

    public Task<List<Guid>> ClaimPeopleDue(RegisterDb db, Instant now, int most, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>(
            $"""
             SELECT p.id AS "Value" FROM people p JOIN (
                 SELECT owner_id, min(next_step_at) AS since FROM commitments
                 WHERE next_step_at <= {now} AND NOT next_step_is_forums GROUP BY owner_id) due ON due.owner_id = p.id
             ORDER BY due.since, p.id LIMIT {most} FOR NO KEY UPDATE OF p SKIP LOCKED
             """).ToListAsync(cancellationToken);

    public async Task<ForumRow?> TryHoldForum(RegisterDb db, Guid forum, CancellationToken cancellationToken) =>
        (await db.Forums.FromSql($"SELECT * FROM forums WHERE id = {forum} FOR NO KEY UPDATE SKIP LOCKED").ToListAsync(cancellationToken))
            .SingleOrDefault();

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
