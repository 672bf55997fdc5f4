using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>Keeps every line of the log, with its parts, its scopes and its exceptions.</summary>
public sealed class KeptLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <summary>The settings with which the program says everything it can, and prints none of it.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        .. ((string[])["Default", "Microsoft", "Microsoft.Hosting.Lifetime", "System.Net.Http", "Hangfire", "Polly"]).Select(it => $"--Logging:LogLevel:{it}=Trace"),
        "--Logging:Console:LogLevel:Default=None",
    ];

    /// <summary>All of it.</summary>
    public string Text => string.Join('\n', lines);

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc />
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private sealed class Category(KeptLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(it => $"{it.Key}={it.Value}")) : "";
            var around = new List<object?>();
            log.scopes.ForEachScope((scope, all) => all.Add(scope), around);
            log.lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)} {parts} {string.Join(' ', around)} {exception}");
        }
    }
}
