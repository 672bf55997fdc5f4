using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CommitmentBot.Data;

/// <summary>
/// The one writer that SQLite allows. Those of this process queue up here rather than in SQLite, which lets them wait in no order, and share
/// a connection, which knows the file's pages for as long as nobody else has written. Whoever comes first does the work of all who come meanwhile,
/// so that no thread has to be woken for each; all of a group go to the disk at once, and nobody hears of success before that.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // Another process is waited for, readers do not block the writer, what was committed is on the disk (these two are the default of every connection),
    // what is to be undone stays in memory, and the pages that are written again and again do too (4 MiB), whence they go to the file itself seldom (16 MiB).
    private const string Pragmas = """
        PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA wal_autocheckpoint = 4000;
        """;

    private const int MostTogether = 32;

    private readonly SqliteConnection _connection;
    private readonly PooledDbContextFactory<SqliteRegister> _contexts;
    private readonly Lock _gate = new();
    private readonly Queue<Work> _waiting = [];
    private bool _writing;

    public SqliteWriter(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _contexts = new(new DbContextOptionsBuilder<SqliteRegister>().UseSqlite(_connection).Options, 1);
    }

    /// <summary>Does <paramref name="work"/> and saves; comes back once it is committed. When it throws, or the commit does, nothing of it was done.</summary>
    public Task<T> Write<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var mine = new Work<T>(work, cancellationToken);
        bool writing;
        lock (_gate)
        {
            _waiting.Enqueue(mine);
            (writing, _writing) = (_writing, true);
        }

        if (!writing)
        {
            _ = WriteThose();
        }

        return mine.Committed.Task;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Writes a group; the next one is somebody else's, as whoever is here has a request of its own to answer.</summary>
    private async Task WriteThose()
    {
        try
        {
            await WriteGroup();
        }
        finally
        {
            bool more;
            lock (_gate)
            {
                more = _writing = _waiting.Count > 0;
            }

            if (more)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static it => _ = it.WriteThose(), this, preferLocal: false);
            }
        }
    }

    private async Task WriteGroup()
    {
        List<Work> done = [];
        SqliteTransaction? transaction = null;
        RegisterDb? db = null;
        try
        {
            while (done.Count < MostTogether && Next() is { } work)
            {
                try
                {
                    transaction ??= Begin();
                    db ??= Open(transaction);
                    await Do(work, db, done.Count == 0);
                    done.Add(work);
                }
                catch (Exception error)
                {
                    work.Fail(error);
                    db?.Dispose();
                    db = null;
                    if (done.Count > 0)
                    {
                        // With another context: its work may have left anything in that one.
                        db = Open(transaction!);
                        await db.Run("ROLLBACK TO mine", CancellationToken.None);
                        await db.Run("RELEASE mine", CancellationToken.None);
                    }
                    else
                    {
                        transaction?.Dispose();
                        transaction = null;
                    }
                }
            }

            transaction?.Commit();
            done.ForEach(it => it.Succeed());
        }
        catch (Exception error)
        {
            // SQLite may have given the whole group up itself: a full disk, say.
            done.ForEach(it => it.Fail(error));
        }
        finally
        {
            db?.Dispose();
            transaction?.Dispose();
        }
    }

    private Work? Next()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var work) ? work : null;
        }
    }

    private SqliteTransaction Begin()
    {
        if (_connection.State == ConnectionState.Closed)
        {
            _connection.Open();
            using var command = _connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        return _connection.BeginTransaction();
    }

    private SqliteRegister Open(SqliteTransaction transaction)
    {
        var db = _contexts.CreateDbContext();
        db.Database.UseTransaction(transaction);
        db.Database.AutoSavepointsEnabled = false;
        return db;
    }

    private static async Task Do(Work work, RegisterDb db, bool first)
    {
        // The first needs no savepoint: when it fails there is nothing else in the transaction.
        if (!first)
        {
            await db.Run("SAVEPOINT mine", CancellationToken.None);
        }

        await work.Do(db);
        if (!first)
        {
            await db.Run("RELEASE mine", CancellationToken.None);
        }

        db.Forget();
    }

    /// <summary>What somebody waits for. It is done in the context in which it was asked for, whoever does it.</summary>
    private abstract class Work
    {
        private readonly ExecutionContext? _asked = ExecutionContext.Capture();

        public Task Do(RegisterDb db)
        {
            if (_asked is null)
            {
                return Done(db);
            }

            var done = Task.CompletedTask;
            ExecutionContext.Run(_asked, _ => done = Done(db), null);
            return done;
        }

        public abstract void Succeed();

        public abstract void Fail(Exception error);

        protected abstract Task Done(RegisterDb db);
    }

    private sealed class Work<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : Work
    {
        private T? _result;

        public TaskCompletionSource<T> Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Succeed() => Committed.SetResult(_result!);

        public override void Fail(Exception error) => Committed.SetException(error);

        protected override async Task Done(RegisterDb db)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _result = await work(db, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
