using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>Opens the register on PostgreSQL.</summary>
internal sealed class PostgresFactory : RegisterFactory
{
    // Any number, the same in every instance: "register" as ASCII.
    private const long MigrationLock = 0x7265676973746572;

    private readonly DbContextOptions<PostgresRegister> _options;

    public PostgresFactory(string connectionString) =>
        _options = Configure(new DbContextOptionsBuilder<PostgresRegister>(), connectionString).Options;

    internal override IHotSql Hot { get; } = new PostgresHotSql();

    public static DbContextOptionsBuilder<PostgresRegister> Configure(
        DbContextOptionsBuilder<PostgresRegister> options, string connectionString)
    {
        options.UseNpgsql(connectionString, server => server.UseNodaTime());
        return options;
    }

    public override RegisterDb Open() => new PostgresRegister(_options);

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        await using var db = Open();
        await db.Database.OpenConnectionAsync(cancellationToken);

        // EF's own lock is on a table that two first starts would both want to make. Ours goes when the connection does.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    private protected override Task<IDisposable?> Enter(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);
}
