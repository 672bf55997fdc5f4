using System.Text.Json;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on SQLite, where one writer at a time does what <c>SKIP LOCKED</c> is for. Its clock has milliseconds.</summary>
internal sealed class SqliteHotSql : IHotSql
{
    private const string Clock = "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";

    private const string Ready = $"""
        WITH RECURSIVE {OutboxSql.Tenants}
        UPDATE outbox SET state = 'Sending', attempts = attempts + 1, lease_until = {Clock} + @lease
        WHERE state = 'Ready' AND sequence IN (
            SELECT f.sequence FROM tenants CROSS JOIN outbox f ON f.sequence IN (
                SELECT o.sequence FROM outbox o INDEXED BY ix_outbox_ready
                WHERE o.state = 'Ready' AND o.tenant = tenants.tenant AND o.not_before <= @now
                    AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.scope = o.lane AND p.until > {Clock})
                    AND NOT (o.kind = 'Update' AND EXISTS (
                        SELECT 1 FROM pauses p WHERE p.scope = o.tenant || ' {PauseScope.Updates}' AND p.until > {Clock}))
                    AND {OutboxSql.FirstOfLane}
                ORDER BY o.not_before, o.sequence LIMIT @each)
            WHERE tenants.tenant NOT IN (SELECT tenant FROM busy)
                AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.scope = tenants.tenant AND p.until > {Clock})
            ORDER BY f.sequence LIMIT @most)
        RETURNING {Claimed.Columns}
        """;

    private const string Attempt = """
        INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, @now FROM outbox WHERE id IN (SELECT value FROM json_each(@ids))
        """;

    private const string Abandoned = $"""
        UPDATE outbox SET lease_until = {Clock} + @lease
        WHERE sequence IN (
            SELECT sequence FROM outbox INDEXED BY ix_outbox_sending
            WHERE state = 'Sending' AND lease_until < {Clock}
            ORDER BY sequence LIMIT @most)
        RETURNING {Claimed.Columns}
        """;

    private const string Next = $"""
        SELECT (SELECT min(not_before) - @now FROM outbox WHERE state = 'Ready' AND not_before > @now),
            (SELECT min(until) - {Clock} FROM pauses WHERE until > {Clock})
        """;

    private const string Pausing = $"""
        INSERT INTO pauses (scope, until, worked_off_at) VALUES (@scope, {Clock} + @rest, {Clock})
        ON CONFLICT (scope) DO UPDATE SET until = max(until, excluded.until)
        """;

    private const string Pacing = $"""
        INSERT INTO pauses (scope, until, worked_off_at) VALUES (@scope, {Clock} + max(@spacing, @work - @ahead), {Clock} + @work)
        ON CONFLICT (scope) DO UPDATE SET
            until = max(until, {Clock} + @spacing, max(worked_off_at, {Clock}) + @work - @ahead),
            worked_off_at = max(worked_off_at, {Clock}) + @work
        """;

    private const string LongPauses = $"SELECT scope, until - {Clock} FROM pauses WHERE until > {Clock} + 1000000";

    private const string Handled = "INSERT INTO inbox (key, at) VALUES (@key, @now) ON CONFLICT DO NOTHING";

    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, Duration lease, CancellationToken cancellationToken)
    {
        var claims = await db.Read(
            Ready, row => Claimed.From(db, row), cancellationToken,
            ("now", now), ("most", most), ("each", each), ("lease", Microseconds(lease)));
        if (claims.Count > 0)
        {
            await db.Run(Attempt, cancellationToken, ("now", now), ("ids", JsonSerializer.Serialize(claims.Select(it => it.Id.ToString().ToUpperInvariant()))));
        }

        return claims;
    }

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(Abandoned, row => Claimed.From(db, row), cancellationToken, ("most", most), ("lease", Microseconds(lease)));

    public async Task<Duration?> NextIn(RegisterDb db, Instant now, CancellationToken cancellationToken)
    {
        var (row, pause) = (await db.Read(
            Next, it => (it.IsDBNull(0) ? (long?)null : it.GetInt64(0), it.IsDBNull(1) ? (long?)null : it.GetInt64(1)), cancellationToken,
            ("now", now)))[0];
        return (row ?? pause) is { } any ? FromMicroseconds(Math.Min(any, pause ?? any)) : null;
    }

    public Task Pause(RegisterDb db, string scope, Duration rest, CancellationToken cancellationToken) =>
        db.Run(Pausing, cancellationToken, ("scope", scope), ("rest", Microseconds(rest)));

    public Task Paced(
        RegisterDb db, string scope, int messages, Duration spacing, Duration sustained, int burst,
        CancellationToken cancellationToken) => db.Run(
        Pacing, cancellationToken, ("scope", scope), ("spacing", Microseconds(spacing)), ("work", Microseconds(sustained * messages)),
        ("ahead", Microseconds(sustained * (burst - 1))));

    public async Task<IReadOnlyList<(string Scope, Duration Left)>> Paused(RegisterDb db, CancellationToken cancellationToken) =>
        await db.Read(LongPauses, row => (row.GetString(0), FromMicroseconds(row.GetInt64(1))), cancellationToken);

    public Task<List<Guid>> ClaimPeopleDue(RegisterDb db, Instant now, int most, CancellationToken cancellationToken) =>
        db.Commitments.Where(it => it.NextStepAt <= now && !it.NextStepIsForums).GroupBy(it => it.OwnerId)
            .OrderBy(it => it.Min(due => due.NextStepAt)).Take(most).Select(it => it.Key).ToListAsync(cancellationToken);

    public Task<ForumRow?> TryHoldForum(RegisterDb db, Guid forum, CancellationToken cancellationToken) =>
        db.HoldForum(forum, cancellationToken);

    public async Task<int> Take(RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken)
    {
        var taken = 0;
        foreach (var key in keys)
        {
            taken += await db.Run(Handled, cancellationToken, ("key", key), ("now", now));
        }

        return taken;
    }

    public async Task<bool> TakeRenewal(RegisterDb db, string tenant, Duration lease, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             UPDATE slack_installations SET renewing_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + {Microseconds(lease)}
             WHERE tenant = {tenant} AND (renewing_until IS NULL OR renewing_until < CAST(unixepoch('subsec') * 1000000 AS INTEGER))
             """, cancellationToken) == 1;

    public async Task<Instant> Now(RegisterDb db, CancellationToken cancellationToken) => SqliteTimes.FromMicroseconds(
        (await db.Database.SqlQuery<long>($"SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER) AS \"Value\"").ToListAsync(cancellationToken))[0]);

    private static long Microseconds(Duration duration) => duration.BclCompatibleTicks / 10;

    private static Duration FromMicroseconds(long microseconds) => Duration.FromTicks(microseconds * 10);
}
