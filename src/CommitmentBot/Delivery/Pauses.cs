using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// The pauses of all instances. The claims ask the register itself; what an adapter asks for is kept here, as delivery's look last saw it.
/// </summary>
internal sealed partial class Pauses(RegisterFactory register, TimeProvider wall, ILogger<Pauses> logger) : IPauses
{
    private static readonly Duration Between = Duration.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Instant> _until = new(StringComparer.Ordinal);
    private Instant _looked = Instant.MinValue;

    private Instant Wall => Instant.FromDateTimeOffset(wall.GetUtcNow());

    /// <inheritdoc/>
    public Duration? Left(string scope) => _until.TryGetValue(scope, out var until) && until > Wall ? until - Wall : null;

    /// <inheritdoc/>
    public async Task Pause(string scope, Duration rest)
    {
        Keep(scope, rest);
        try
        {
            await register.InTransaction((db, stop) => register.Hot.Pause(db, scope, rest, stop));
        }
        catch (Exception error)
        {
            // The platform's answer counts all the same; the other instances will be told by the platform itself.
            Log.NotShared(logger, error, scope);
        }
    }

    /// <summary>Reads what other instances were told; twice a second at most.</summary>
    public async Task Look(RegisterDb db, CancellationToken cancellationToken)
    {
        if (Wall - _looked < Between)
        {
            return;
        }

        foreach (var over in _until.Where(it => it.Value <= Wall))
        {
            _until.TryRemove(over);
        }

        foreach (var (scope, left) in await register.Hot.Paused(db, cancellationToken))
        {
            Keep(scope, left);
        }

        _looked = Wall;
    }

    private void Keep(string scope, Duration rest) => _until[scope] = Wall + rest;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Scope} is to be left alone for a while, which could not be written down for other instances")]
        public static partial void NotShared(ILogger logger, Exception error, string scope);
    }
}
