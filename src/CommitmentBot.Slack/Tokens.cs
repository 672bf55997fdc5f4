using System.Collections.Concurrent;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// The token to act with in each installation: looked up, kept for a minute, and renewed in time where Slack lets tokens run out. A request
/// never waits for a renewal by another instance as long as its own token still works.
/// </summary>
internal sealed class Tokens(IInstallations installations, OAuth oauth, TimeProvider time)
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    /// <summary>Slack's tokens last twelve hours; renewed this long before, a failed renewal can be tried again many times.</summary>
    private static readonly Duration RenewBefore = Duration.FromHours(2);

    private readonly ConcurrentDictionary<string, (Installation? Found, DateTimeOffset Until)> _kept = new();

    /// <summary>The installation with a token that works; null where the bot is not installed, or its token has run out and cannot be renewed now.</summary>
    public async Task<Installation?> For(string tenant, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(tenant, out var kept) && kept.Until > time.GetUtcNow() && !IsOld(kept.Found))
        {
            return kept.Found;
        }

        var found = await installations.Find(tenant, cancellationToken);
        if (IsOld(found))
        {
            found = await installations.Renew(tenant, it => IsOld(it) ? oauth.Renew(it) : Task.FromResult<Installation?>(null), cancellationToken) ?? found;
        }

        if (found?.Expires is { } expires && expires <= Now)
        {
            return null;
        }

        _kept[tenant] = (found, time.GetUtcNow() + Keep);
        return found;
    }

    /// <summary>Whether the bot is installed there, with a token that works or one that is still to be renewed.</summary>
    public async Task<bool> Knows(string tenant, CancellationToken cancellationToken) =>
        (_kept.TryGetValue(tenant, out var kept) && kept.Found is not null && kept.Until > time.GetUtcNow())
        || await installations.Find(tenant, cancellationToken) is not null;

    /// <summary>Forgets what is kept of an installation: it was removed, or Slack does not take its token any more.</summary>
    public void Forget(string tenant) => _kept.TryRemove(tenant, out _);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private bool IsOld(Installation? it) => it is { RefreshToken: not null, Expires: { } expires } && expires - RenewBefore <= Now;
}
