using System.Collections.Concurrent;

namespace CommitmentBot.Slack;

/// <summary>
/// One call for all who ask the same at once, and not bound to any of them: who cannot wait goes on without, and the next one has the answer.
/// </summary>
internal sealed class OneCall<TKey, T>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<T>>> _underWay = new();

    /// <summary>The answer to the call under way for <paramref name="key"/>, or to <paramref name="call"/>.</summary>
    public Task<T> Ask(TKey key, Func<Task<T>> call, CancellationToken cancellationToken) =>
        _underWay.GetOrAdd(key, it => new Lazy<Task<T>>(() => Once(it, call))).Value.WaitAsync(cancellationToken);

    private async Task<T> Once(TKey key, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }
}
