using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace CommitmentBot.Data;

/// <summary>Opens the register in a file. Whoever writes queues up in <see cref="SqliteWriter"/>.</summary>
internal sealed class SqliteFactory : RegisterFactory, IDisposable
{
    // SQLITE_CONFIG_MEMSTATUS, https://www.sqlite.org/c3ref/c_config_covering_index_scan.html
    private const int WithoutMemoryStatistics = 9;

    private readonly PooledDbContextFactory<SqliteRegister> _contexts;
    private readonly SqliteWriter _writer;
    private readonly string _file;

    static SqliteFactory()
    {
        // How much memory SQLite has is counted under a lock with each allocation, and asked by nobody.
        Batteries_V2.Init();
        _ = raw.sqlite3_config(WithoutMemoryStatistics, 0);
    }

    public SqliteFactory(string connectionString)
    {
        _file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        _contexts = new(Configure(new DbContextOptionsBuilder<SqliteRegister>(), connectionString).Options);
        _writer = new SqliteWriter(connectionString);
    }

    internal override IHotSql Hot { get; } = new SqliteHotSql();

    public static DbContextOptionsBuilder<SqliteRegister> Configure(DbContextOptionsBuilder<SqliteRegister> options, string connectionString)
    {
        options.UseSqlite(connectionString);
        return options;
    }

    public override RegisterDb Open() => _contexts.CreateDbContext();

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        using var alone = await LockFile(cancellationToken);
        await using var db = Open();

        // EF locks with a row, which stays for ever when its process is killed; who holds the file's lock may clear it away.
        await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private protected override Task<T> Once<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.Write(work, cancellationToken);

    /// <summary>A lock that the system takes back when its process ends, in whatever way.</summary>
    private async Task<FileStream> LockFile(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_file + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(_file)))
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}
