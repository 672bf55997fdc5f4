using System.Data.Common;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using Npgsql;

namespace CommitmentBot.Data;

/// <summary>The register on PostgreSQL.</summary>
public sealed class PostgresRegister(DbContextOptions<PostgresRegister> options) : RegisterDb(options)
{
    private readonly HashSet<Guid> _held = [];

    /// <inheritdoc/>
    public override async Task<ForumRow?> HoldForum(Guid forum, CancellationToken cancellationToken)
    {
        var read = Forums.Local.FindEntry(forum);
        if (!_held.Add(forum))
        {
            return read?.Entity;
        }

        var held = await Forums.FromSql($"SELECT * FROM forums WHERE id = {forum} FOR NO KEY UPDATE").SingleOrDefaultAsync(
            cancellationToken);
        if (read is { State: EntityState.Unchanged })
        {
            // It was read before it was held, and may have been changed in between.
            await read.ReloadAsync(cancellationToken);
        }

        return held ?? read?.Entity;
    }

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
    }

    /// <inheritdoc/>
    public override bool MayPass(Exception error) =>
        error is DbUpdateConcurrencyException
        || error is DbException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
        || error.InnerException is DbException { IsTransient: true }
        || (error is DbUpdateException update && IsUniqueViolation(update));

    internal override Instant InstantIn(DbDataReader reader, int column) => reader.GetFieldValue<Instant>(column);

    private protected override DbCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = new NpgsqlCommand(sql, (NpgsqlConnection)Database.GetDbConnection(), (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
        foreach (var (name, value) in values)
        {
            statement.Parameters.AddWithValue(name, value is Enum it ? it.ToString() : value ?? DBNull.Value);
        }

        return statement;
    }

    private protected override void ForgetTransaction()
    {
        _held.Clear();
        base.ForgetTransaction();
    }
}
