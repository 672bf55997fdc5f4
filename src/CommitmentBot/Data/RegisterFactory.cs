using NodaTime;

namespace CommitmentBot.Data;

/// <summary>Opens the register, and runs what changes it in transactions.</summary>
public abstract class RegisterFactory
{
    private const int Tries = 8;

    /// <summary>A new context, the caller's to dispose: for reading, or for one <c>SaveChanges</c>.</summary>
    public abstract RegisterDb Open();

    /// <summary>The few statements that are written for each server by hand.</summary>
    internal abstract IHotSql Hot { get; }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction, saves and commits. When another transaction got in the way (a changed row, a key
    /// that is there by now, a busy file, a lost connection) everything is done again with a fresh context; so <paramref name="work"/>
    /// must touch nothing but the register, and find by its keys what an earlier try may have committed.
    /// </summary>
    public async Task<T> InTransaction<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(work, cancellationToken);
            }
            catch (Exception error) when (attempt < Tries && MayPass(error))
            {
                await Task.Delay(Random.Shared.Next(5, 20) * attempt * attempt, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="InTransaction{T}"/>
    public Task InTransaction(Func<RegisterDb, CancellationToken, Task> work, CancellationToken cancellationToken = default) =>
        InTransaction(
            async (db, stop) =>
            {
                await work(db, stop);
                return true;
            },
            cancellationToken);

    /// <summary>What the database's clock says; leases go by it.</summary>
    public async Task<Instant> Now(CancellationToken cancellationToken = default)
    {
        await using var db = Open();
        return await Hot.Now(db, cancellationToken);
    }

    /// <summary>Brings the database up to this version. Several instances may do so at once.</summary>
    public abstract Task Migrate(CancellationToken cancellationToken);

    /// <summary>Does <paramref name="work"/>, saves and commits; or nothing of it was done.</summary>
    private protected abstract Task<T> Once<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Whether the same may well succeed when it is tried again.</summary>
    internal bool MayPass(Exception error)
    {
        using var db = Open();
        return db.MayPass(error);
    }
}
