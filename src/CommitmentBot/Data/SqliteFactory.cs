using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>Opens the register in a file. Writers of this process queue up here rather than in SQLite, which lets them wait in no order.</summary>
internal sealed class SqliteFactory : RegisterFactory, IDisposable
{
    private readonly DbContextOptions<SqliteRegister> _options;
    private readonly string _file;
    private readonly SemaphoreSlim _writer = new(1, 1);

    public SqliteFactory(string connectionString)
    {
        _file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        _options = Configure(new DbContextOptionsBuilder<SqliteRegister>(), connectionString).Options;
    }

    internal override IHotSql Hot { get; } = new SqliteHotSql();

    public static DbContextOptionsBuilder<SqliteRegister> Configure(DbContextOptionsBuilder<SqliteRegister> options, string connectionString)
    {
        options.UseSqlite(connectionString).AddInterceptors(new SqlitePragmas());
        return options;
    }

    public override RegisterDb Open() => new SqliteRegister(_options);

    public override async Task Migrate(CancellationToken cancellationToken)
    {
        using var alone = await LockFile(cancellationToken);
        await using var db = Open();

        // EF locks with a row, which stays for ever when its process is killed; who holds the file's lock may clear it away.
        await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private protected override async Task<IDisposable?> Enter(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

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

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
