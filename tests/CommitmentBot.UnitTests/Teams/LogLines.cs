using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>Everything that was logged, and a way to wait for a line.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentBag<(string Part, TaskCompletionSource Seen)> _waiting = [];

    public IEnumerable<string> All => _lines;

    /// <summary>Keeps no more lines.</summary>
    public bool IsOff { get; set; }

    /// <summary>Ends when a line with this part is logged; ask before what logs it is done.</summary>
    public Task Line(string part)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((part, seen));
        return seen.Task;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => !IsOff;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{formatter(state, exception)} {exception}";
        _lines.Enqueue(line);
        foreach (var (part, seen) in _waiting)
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }
    }

    public void Dispose()
    {
    }
}
