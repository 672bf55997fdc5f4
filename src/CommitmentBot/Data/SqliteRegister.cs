using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using CommitmentBot.Core;
using CommitmentBot.Data.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The register in one file.</summary>
public sealed class SqliteRegister(DbContextOptions<SqliteRegister> options) : RegisterDb(options)
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Unique = 2067;
    private const int PrimaryKey = 1555;

    // SQLite reads a statement each time it is made, which takes longer than to run it. They live as long as the connection is open.
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> OfConnection = [];

    /// <inheritdoc/>
    public override async Task<ForumRow?> HoldForum(Guid forum, CancellationToken cancellationToken) =>
        await Forums.FindAsync([forum], cancellationToken);

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.InnerException is SqliteException { SqliteExtendedErrorCode: Unique or PrimaryKey };
    }

    /// <inheritdoc/>
    public override bool MayPass(Exception error) =>
        error is DbUpdateConcurrencyException
        || error is SqliteException { SqliteErrorCode: Busy or Locked } or SqliteException { SqliteExtendedErrorCode: Unique }
        || error.InnerException is SqliteException { SqliteErrorCode: Busy or Locked }
        || (error is DbUpdateException update && IsUniqueViolation(update));

    internal override Instant InstantIn(DbDataReader reader, int column) => SqliteTimes.FromMicroseconds(reader.GetInt64(column));

    private protected override DbCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var connection = (SqliteConnection)Database.GetDbConnection();
        var made = OfConnection.GetValue(connection, UntilClosed);
        if (!made.TryGetValue(sql, out var statement))
        {
            made[sql] = statement = connection.CreateCommand();
            statement.CommandText = sql;
            foreach (var (name, _) in values)
            {
                statement.Parameters.AddWithValue($"@{name}", DBNull.Value);
            }
        }

        statement.Transaction = (SqliteTransaction?)Database.CurrentTransaction?.GetDbTransaction();
        for (var at = 0; at < values.Length; at++)
        {
            statement.Parameters[at].Value = values[at].Value switch
            {
                null => DBNull.Value,
                Instant it => it.ToUnixMicroseconds(),
                Enum it => it.ToString(),
                var it => it,
            };
        }

        return statement;
    }

    private static Dictionary<string, SqliteCommand> UntilClosed(SqliteConnection connection)
    {
        // All are constants, so that the same text is the same string.
        var made = new Dictionary<string, SqliteCommand>(ReferenceEqualityComparer.Instance);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
            {
                made.Clear();
            }
        };
        return made;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<SqliteTimes.InstantAsMicroseconds>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<SqliteTimes.LocalDateAsText>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<SqliteTimes.LocalTimeAsText>();
    }
}
