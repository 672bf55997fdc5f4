using Hangfire.PostgreSql;
using NodaTime;
using Npgsql;

namespace CommitmentBot.Jobs;

/// <summary>
/// Hangfire's own database. It may be out of reach at the start, or be lost later: the register needs nothing of it, and whoever watches looks
/// for what is due instead. In memory, beside SQLite, it is always there.
/// </summary>
internal sealed partial class JobsDatabase(string? connection, TimeProvider wall, ILogger<JobsDatabase> logger)
{
    // Any number, the same in every instance: "hangfire" as ASCII.
    private const long InstallLock = 0x68616e6766697265;
    private const int MostSeconds = 5;

    private bool _installed;

    /// <summary>Since when it does not answer; null while it does.</summary>
    public Instant? LostAt { get; private set; }

    /// <summary>Whether it answers now. The first time, and after each loss, Hangfire's tables are made, or brought up to date.</summary>
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
        // Of its own and without a pool: a pooled one may be older than the loss, and the lock goes when this one is closed.
        var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = MostSeconds };
        settings.Timeout = Math.Min(settings.Timeout, MostSeconds);
        await using var database = new NpgsqlConnection(settings.ConnectionString);
        await database.OpenAsync(cancellationToken);
        if (!_installed)
        {
            await using var alone = new NpgsqlCommand("SELECT pg_advisory_lock($1)", database) { Parameters = { new() { Value = InstallLock } } };
            await alone.ExecuteNonQueryAsync(cancellationToken);
            PostgreSqlObjectsInstaller.Install(database);
            _installed = true;
        }

        await using var question = new NpgsqlCommand("SELECT version FROM hangfire.schema", database);
        await question.ExecuteScalarAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The jobs' database (ConnectionStrings:Jobs) does not answer. Until it does, every instance looks for what is due by itself, each minute")]
        public static partial void Lost(ILogger logger, Exception failure);

        [LoggerMessage(2, LogLevel.Warning, "The jobs' database answers again")]
        public static partial void Found(ILogger logger);
    }
}
