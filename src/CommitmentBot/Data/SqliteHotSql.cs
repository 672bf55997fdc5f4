using System.Text.Json;
using CommitmentBot.Core;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The hot statements on SQLite, where one writer at a time does what <c>SKIP LOCKED</c> is for. Its clock has milliseconds.</summary>
internal sealed class SqliteHotSql : IHotSql
{
    private const string Said = $"""
        INSERT INTO outbox ({OutboxSql.Columns}) SELECT {OutboxSql.Values}, 'Sending', 1, @until
        WHERE NOT EXISTS (SELECT * FROM lanes WHERE lane = @lane AND (waiting > 0 OR rested_at > @now))
        """;

    private const string FirstAttempt = "INSERT INTO attempts (outbox_id, number, started_at) VALUES (@id, 1, @now)";

    private const string Ready = $"""
        WITH RECURSIVE {OutboxSql.Tenants}
        UPDATE outbox SET state = 'Sending', attempts = attempts + 1, lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + @lease
        WHERE state = 'Ready' AND sequence IN (
            SELECT (SELECT min(o.sequence) FROM outbox o INDEXED BY ix_outbox_waiting WHERE o.lane = l.lane AND o.settled_at IS NULL) AS head
            FROM tenants CROSS JOIN lanes l ON l.lane IN (
                SELECT due.lane FROM lanes due INDEXED BY ix_lanes_waking
                WHERE due.tenant = tenants.tenant AND due.wake_at <= @now ORDER BY due.wake_at LIMIT @each)
            WHERE tenants.tenant NOT IN (SELECT value FROM json_each(@busy))
            ORDER BY head LIMIT @most)
        RETURNING {OutboxSql.Claimed}
        """;

    private const string Attempt = """
        INSERT INTO attempts (outbox_id, number, started_at) SELECT id, attempts, @now FROM outbox WHERE id IN (SELECT value FROM json_each(@ids))
        """;

    private const string Abandoned = $"""
        UPDATE outbox SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + @lease
        WHERE sequence IN (
            SELECT sequence FROM outbox INDEXED BY ix_outbox_sending
            WHERE state = 'Sending' AND lease_until < CAST(unixepoch('subsec') * 1000000 AS INTEGER)
            ORDER BY sequence LIMIT @most)
        RETURNING {OutboxSql.Claimed}
        """;

    private const string Handled = "INSERT INTO inbox (key, at) VALUES (@key, @now) ON CONFLICT DO NOTHING";

    public async Task<Claimed?> Say(RegisterDb db, OutboxRow row, Message message, Instant now, Duration lease, CancellationToken cancellationToken)
    {
        // The file's clock is this machine's.
        var until = (Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + lease).ToMicroseconds();
        if (await OutboxSql.Written(() => db.Run(Said, cancellationToken, OutboxSql.Of(row, ("until", until), ("now", now)))) == 0)
        {
            await OutboxSql.Insert(db, row, cancellationToken);
            return null;
        }

        await db.Run(FirstAttempt, cancellationToken, ("id", row.Id), ("now", now));
        return OutboxSql.ClaimOf(row, message, until);
    }

    public async Task<IReadOnlyList<Claimed>> ClaimReady(
        RegisterDb db, Instant now, int most, int each, IReadOnlyCollection<string> busy, Duration lease, CancellationToken cancellationToken)
    {
        var claims = await db.Read(
            Ready, row => OutboxSql.Claim(db, row), cancellationToken,
            ("now", now), ("most", most), ("each", each), ("busy", JsonSerializer.Serialize(busy)), ("lease", Microseconds(lease)));
        if (claims.Count > 0)
        {
            await db.Run(Attempt, cancellationToken, ("now", now), ("ids", JsonSerializer.Serialize(claims.Select(it => it.Id.ToString().ToUpperInvariant()))));
        }

        return claims;
    }

    public async Task<IReadOnlyList<Claimed>> ClaimAbandoned(RegisterDb db, int most, Duration lease, CancellationToken cancellationToken) =>
        await db.Read(Abandoned, row => OutboxSql.Claim(db, row), cancellationToken, ("most", most), ("lease", Microseconds(lease)));

    public async Task<Instant?> NextAt(RegisterDb db, Instant now, CancellationToken cancellationToken) =>
        (await db.Read(OutboxSql.NextWake, row => OutboxSql.Next(db, row), cancellationToken, ("now", now)))[0];

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

    private static long Microseconds(Duration lease) => lease.BclCompatibleTicks / 10;
}
