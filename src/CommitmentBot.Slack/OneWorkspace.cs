using Microsoft.Extensions.Options;

namespace CommitmentBot.Slack;

/// <summary>The one workspace whose token stands in the settings. Nothing is kept, and nothing can be installed.</summary>
internal sealed class OneWorkspace(IOptionsMonitor<SlackOptions> options) : IInstallations
{
    /// <inheritdoc/>
    public Task<Installation?> Find(string tenant, CancellationToken cancellationToken) =>
        Task.FromResult<Installation?>(new Installation(tenant, options.CurrentValue.BotToken));

    /// <inheritdoc/>
    public Task Save(Installation installation, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task Remove(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Installation?> Renew(string tenant, Func<Installation, Task<Installation?>> renew, CancellationToken cancellationToken) =>
        Find(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TakeOnce(string word, CancellationToken cancellationToken) => Task.FromResult(false);
}
