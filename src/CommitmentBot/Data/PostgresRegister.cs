using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommitmentBot.Data;

/// <summary>The register on PostgreSQL.</summary>
public sealed class PostgresRegister(DbContextOptions<PostgresRegister> options) : RegisterDb(options)
{
    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
    }

    /// <inheritdoc/>
    public override bool MayPass(Exception error) =>
        error is DbUpdateConcurrencyException
        || error is DbException { IsTransient: true }
        || error.InnerException is DbException { IsTransient: true }
        || (error is DbUpdateException update && IsUniqueViolation(update));
}
