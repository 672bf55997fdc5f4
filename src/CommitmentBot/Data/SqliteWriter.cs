using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CommitmentBot.Data;

/// <summary>
/// The one writer that SQLite allows. Those of this process queue up here rather than in SQLite, which lets them wait in no order, and share
/// a connection, which knows the file's pages for as long as nobody else has written. While others wait, what one has done is not committed by
/// itself: all of a group go to the disk at once, and nobody hears of success before that.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // Another process is waited for, readers do not block the writer, what was committed is on the disk (these two are the default of every connection),
    // what is to be undone stays in memory, and the pages that are written again and again do too (4 MiB).
    private const string Pragmas = """
        PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;
        """;

    private const int MostTogether = 32;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _save;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _undo;
    private readonly PooledDbContextFactory<SqliteRegister> _contexts;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;
    private Group? _group;

    public SqliteWriter(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _save = new SqliteCommand("SAVEPOINT mine", _connection);
        _release = new SqliteCommand("RELEASE mine", _connection);
        _undo = new SqliteCommand("ROLLBACK TO mine; RELEASE mine", _connection);
        _contexts = new(new DbContextOptionsBuilder<SqliteRegister>().UseSqlite(_connection).Options, 1);
    }

    /// <summary>Does <paramref name="work"/> and saves; comes back once it is committed. When it throws, or the commit does, nothing of it was done.</summary>
    public async Task<T> Write<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // Whoever waits is counted on to commit for those before; so nobody leaves the queue.
        Interlocked.Increment(ref _waiting);
        await _turn.WaitAsync(CancellationToken.None);
        Interlocked.Decrement(ref _waiting);
        Group? group = null;
        T result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            group = _group ??= Begin();
            result = await Join(group, work, cancellationToken);
        }
        finally
        {
            EndUnlessAwaited();
            _turn.Release();
        }

        await group.Committed.Task;
        return result;
    }

    public void Dispose()
    {
        _save.Dispose();
        _release.Dispose();
        _undo.Dispose();
        _connection.Dispose();
        _turn.Dispose();
    }

    private Group Begin()
    {
        if (_connection.State == ConnectionState.Closed)
        {
            _connection.Open();
            using var command = _connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        return new Group(_connection.BeginTransaction());
    }

    private async Task<T> Join<T>(Group group, Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        // The first needs no savepoint: when it fails there is nothing else in the transaction.
        var first = group.Members++ == 0;
        try
        {
            if (!first)
            {
                group.Run(_save);
            }

            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            await db.Database.UseTransactionAsync(group.Transaction, cancellationToken);
            db.Database.AutoSavepointsEnabled = false;
            var result = await work(db, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            if (!first)
            {
                group.Run(_release);
            }

            return result;
        }
        catch (Exception error)
        {
            Undo(group, first, error);
            throw;
        }
    }

    private void Undo(Group group, bool first, Exception error)
    {
        try
        {
            if (!first)
            {
                group.Run(_undo);
                return;
            }

            group.Transaction.Rollback();
            End(group, error);
        }
        catch (Exception)
        {
            // SQLite has given the whole group up itself: a full disk, say.
            End(group, error);
        }
    }

    private void EndUnlessAwaited()
    {
        if (_group is not { } group || (Volatile.Read(ref _waiting) > 0 && group.Members < MostTogether))
        {
            return;
        }

        try
        {
            group.Transaction.Commit();
            End(group, null);
        }
        catch (Exception error)
        {
            End(group, error);
        }
    }

    private void End(Group group, Exception? error)
    {
        _group = null;
        group.Transaction.Dispose();
        if (error is null)
        {
            group.Committed.SetResult();
        }
        else
        {
            group.Committed.SetException(error);
        }
    }

    /// <summary>Those whose work is committed at once.</summary>
    private sealed class Group(SqliteTransaction transaction)
    {
        public SqliteTransaction Transaction { get; } = transaction;

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Members { get; set; }

        public void Run(SqliteCommand command)
        {
            command.Transaction = Transaction;
            command.ExecuteNonQuery();
        }
    }
}
