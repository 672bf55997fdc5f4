using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Story;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.Rehearsal;

/// <summary>Sets the forum up through the platforms once the program listens, and starts the story when the page asks for it.</summary>
public sealed partial class SetUp(
    Storyteller storyteller, Timekeeper timekeeper, Transcript transcript, StandInSettings settings, IHostApplicationLifetime lifetime, ILogger<SetUp> logger) : BackgroundService
{
    private readonly HashSet<Tale> told = [];

    /// <summary>Whether the forum stands.</summary>
    public bool Ready { get; private set; }

    /// <summary>What of the set-up did not happen; null when all did.</summary>
    public string? Problem { get; private set; }

    /// <summary>The story that is told, or was told last; null before the first.</summary>
    public string? Playing { get; private set; }

    /// <summary>
    /// Tells a story, the first if none is named; its progress and its problems stand in <see cref="Storyteller.Progress"/>. Answers why it
    /// cannot be told, or null.
    /// </summary>
    public string? Play(string? which, bool quickly)
    {
        var tale = Tale.All.FirstOrDefault(it => it.Venue.Key == which) ?? Tale.All[0];
        if (!told.Add(tale) && tale.Once)
        {
            return "This story sets its forum up, and that has been done. Start the program anew to see it again.";
        }

        Playing = tale.Venue.Key;
        var today = timekeeper.Now.InZone(Timekeeper.Zone).Date;
        _ = Tell(tale.Steps(today), quickly, lifetime.ApplicationStopping);
        return null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var whenStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        await Tell(SetUpStory.Steps, quickly: true, stoppingToken);
        Problem = storyteller.Progress.Problem;
        Ready = true;
        storyteller.Forget();
        transcript.Tell(new Happening.Moved());
        Log.ForumStands(logger, settings.Self, Problem is null);
    }

    private async Task Tell(IReadOnlyList<StoryStep> steps, bool quickly, CancellationToken cancellationToken)
    {
        try
        {
            await storyteller.Tell(steps, quickly, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Interrupted(logger);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The rehearsal is at {Address}; its forum is set up, whole: {Whole}")]
        public static partial void ForumStands(ILogger logger, Uri address, bool whole);

        [LoggerMessage(Level = LogLevel.Error, Message = "The rehearsal stopped")]
        public static partial void Failed(ILogger logger, Exception failure);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The story ended with the program")]
        public static partial void Interrupted(ILogger logger);
    }
}
