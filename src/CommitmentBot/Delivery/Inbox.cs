using CommitmentBot.Data;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>What was handled already: the platforms deliver at least once.</summary>
public static class Inbox
{
    /// <summary>
    /// Takes a turn with these keys into the caller's transaction. False when any of them was there: it was handled, and nothing is to be done.
    /// When another instance takes the same turn at the same moment, it is waited for.
    /// </summary>
    internal static async Task<bool> Take(
        IHotSql hot, RegisterDb db, IReadOnlyCollection<string> keys, Instant now, CancellationToken cancellationToken = default)
    {
        var distinct = keys.ToHashSet();
        return await hot.Take(db, distinct, now, cancellationToken) == distinct.Count;
    }
}
