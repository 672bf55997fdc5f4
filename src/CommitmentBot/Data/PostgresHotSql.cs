using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on PostgreSQL. The database's clock is <c>clock_timestamp()</c>, which does not stand still in a transaction.</summary>
internal sealed class PostgresHotSql : IHotSql
{
    // Whoever says something in the same lane at the same moment is waited for: it is not free then. A lane in which nothing was ever said
    // has no row that could be held, and is left to a look.
    private const string Said = $"""
        WITH free AS MATERIALIZED (SELECT lane FROM lanes WHERE lane = @lane AND waiting = 0 AND rested_at <= @now FOR UPDATE),
        said AS (
            INSERT INTO outbox ({OutboxSql.Columns})
            SELECT {OutboxSql.Values}, CASE WHEN claimed THEN 'Sending' ELSE 'Ready' END, claimed::int,
                CASE WHEN claimed THEN clock_timestamp() + make_interval(secs => @lease) END
            FROM (SELECT EXISTS (SELECT * FROM free) AS claimed) AS lane
            RETURNING id, lease_until),
        noted AS (
            INSERT INTO attempts (outbox_id, number, started_at) SELECT id, 1, @now FROM said WHERE lease_until IS NOT NULL)
        SELECT lease_until FROM said
        """;

    // A lane that another instance, or what is just being said there, holds is left for the next look.
    private const string Ready = $"""
        WITH RECURSIVE {OutboxSql.Tenants},
        due AS MATERIALIZED (
            SELECT free.lane FROM tenants CROSS JOIN LATERAL (
                SELECT l.lane FROM lanes l WHERE l.tenant = tenants.tenant AND l.wake_at <= @now ORDER BY l.wake_at LIMIT @each FOR UPDATE SKIP LOCKED) AS free
            WHERE tenants.tenant <> ALL (@busy)),
        head AS MATERIALIZED (
            SELECT o.sequence FROM due
            JOIN outbox o ON o.sequence = (SELECT min(h.sequence) FROM outbox h WHERE h.lane = due.lane AND h.settled_at IS NULL)
            WHERE o.state = 'Ready' ORDER BY o.sequence LIMIT @most FOR UPDATE OF o SKIP LOCKED),
        claimed AS (
            UPDATE outbox o SET state = 'Sending', attempts = o.attempts + 1, lease_until = clock_timestamp() + make_interval(secs => @lease)
            FROM head WHERE o.sequence = head.sequence RETURNING o.*),
        noted AS (
            INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, @now FROM claimed)
        SELECT {OutboxSql.Claimed} FROM claimed ORDER BY sequence
        """;

    private const string Abandoned = $"""
        WITH left_over AS MATERIALIZED (
            SELECT sequence FROM outbox
            WHERE state = 'Sending' AND lease_until < clock_timestamp()
            ORDER BY sequence LIMIT @most FOR UPDATE SKIP LOCKED)
        UPDATE outbox o SET lease_until = clock_timestamp() + make_interval(secs => @lease)
        FROM left_over WHERE o.sequence = left_over.sequence RETURNING {OutboxSql.Claimed}
        """;

    private const string Handled = "INSERT INTO inbox (key, at) SELECT unnest(@keys), @now ON CONFLICT DO NOTHING";

    public async Task<Claimed?> Say(RegisterDb db, OutboxRow row, Message message, Instant now, Duration lease, CancellationToken cancellationToken) =>
        (await OutboxSql.Written(() => db.Read(
            Said, it => db.InstantOrNull(it, 0) is { } until ? OutboxSql.ClaimOf(row, message, until) : null, cancellationToken,
            OutboxSql.Of(row, ("now", now), ("lease", lease.TotalSeconds)))))[0];

    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(
            Ready, row => OutboxSql.Claim(db, row), cancellationToken, ("now", now), ("most", most), ("each", each), ("busy", busy.ToArray()), ("lease", lease.TotalSeconds));

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(Abandoned, row => OutboxSql.Claim(db, row), cancellationToken, ("most", most), ("lease", lease.TotalSeconds));

    public async Task<Instant?> NextAt(RegisterDb db, Instant now, CancellationToken cancellationToken) =>
        (await db.Read(OutboxSql.NextWake, row => OutboxSql.Next(db, row), cancellationToken, ("now", now)))[0];

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
