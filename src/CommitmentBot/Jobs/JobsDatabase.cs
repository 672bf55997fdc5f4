using Hangfire.PostgreSql;
using NodaTime;
using Npgsql;

namespace CommitmentBot.Jobs;

/// <summary>
/// Hangfire's own database. It may be down at start-up or fail later: the register does not depend on it, and meanwhile the watchdog looks
/// for what is due. With SQLite the jobs are in memory and always available.
/// </summary>
internal sealed partial class JobsDatabase(string? connection, TimeProvider wall, ILogger<JobsDatabase> logger)
{
    // Any number, the same in every instance: "hangfire" as ASCII.
    private const long InstallLock = 0x68616e6766697265;
    private const int MostSeconds = 5;

    private bool _installed;

    /// <summary>When it stopped answering; null while it answers.</summary>
    public Instant? LostAt { get; private set; }

    /// <summary>Whether it answers now. The first time, and after each failure, Hangfire's tables are created or upgraded.</summary>
    public async Task<bool> IsThere(CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            return true;
        }

        try
        {
            await Ask(connection, cancellationToken);
            if (LostAt is not null)
            {
                Log.Found(logger);
            }

            LostAt = null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (LostAt is null)
            {
                Log.Lost(logger, failure);
            }

            (LostAt, _installed) = (LostAt ?? Instant.FromDateTimeOffset(wall.GetUtcNow()), false);
        }

        return LostAt is null;
    }

    private async Task Ask(string connection, CancellationToken cancellationToken)
    {
        // Not pooled: closing the connection must release the advisory lock.
        var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = MostSeconds };
        settings.Timeout = Math.Min(settings.Timeout, MostSeconds);
        await using var database = new NpgsqlConnection(settings.ConnectionString);
        await database.OpenAsync(cancellationToken);
        if (!_installed)
        {
            await using var @lock = new NpgsqlCommand("SELECT pg_advisory_lock($1)", database);
            @lock.Parameters.Add(new NpgsqlParameter { Value = InstallLock });
            await @lock.ExecuteNonQueryAsync(cancellationToken);
            PostgreSqlObjectsInstaller.Install(database);
            _installed = true;
        }

        await using var question = new NpgsqlCommand("SELECT version FROM hangfire.schema", database);
        await question.ExecuteScalarAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The database of the jobs (ConnectionStrings:Jobs) does not answer; meanwhile each instance looks for what is due every minute")]
        public static partial void Lost(ILogger logger, Exception failure);

        [LoggerMessage(2, LogLevel.Warning, "The database of the jobs answers again")]
        public static partial void Found(ILogger logger);
    }
}
