using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.UnitTests;

/// <summary>The pauses of one instance, by the test's clock.</summary>
public sealed class PausesInMemory(TimeProvider time) : IPauses
{
    private readonly Dictionary<string, Instant> _until = [];

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>What was paused.</summary>
    public IReadOnlyCollection<string> Scopes => _until.Keys;

    public Duration? Left(string scope) => _until.TryGetValue(scope, out var until) && until > Now ? until - Now : null;

    public Task Pause(string scope, Duration rest)
    {
        _until[scope] = Now + rest;
        return Task.CompletedTask;
    }
}
