using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
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

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.InnerException is SqliteException { SqliteExtendedErrorCode: Unique or PrimaryKey };
    }

    /// <inheritdoc/>
    public override bool MayPass(Exception error) =>
        error is DbUpdateConcurrencyException
        || error is SqliteException { SqliteErrorCode: Busy or Locked }
        || error.InnerException is SqliteException { SqliteErrorCode: Busy or Locked }
        || (error is DbUpdateException update && IsUniqueViolation(update));

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<SqliteTimes.InstantAsMicroseconds>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<SqliteTimes.LocalDateAsText>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<SqliteTimes.LocalTimeAsText>();
    }
}
