using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CommitmentBot.Data;

/// <summary>Opens the register on PostgreSQL.</summary>
internal sealed class PostgresFactory : RegisterFactory
{
    // Any number, the same in every instance: "register" as ASCII.
    private const long MigrationLock = 0x7265676973746572;

    private readonly PooledDbContextFactory<PostgresRegister> _contexts;

    public PostgresFactory(string connectionString) =>
        _contexts = new(Configure(new DbContextOptionsBuilder<PostgresRegister>(), connectionString).Options);

    internal override IHotSql Hot { get; } = new PostgresHotSql();

    public static DbContextOptionsBuilder<PostgresRegister> Configure(
        DbContextOptionsBuilder<PostgresRegister> options, string connectionString)
    {
        options.UseNpgsql(connectionString, server => server.UseNodaTime());
        return options;
    }

    public override RegisterDb Open() => _contexts.CreateDbContext();

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

    private protected override async Task<T> Once<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        var result = await work(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
