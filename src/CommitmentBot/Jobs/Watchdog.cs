using CommitmentBot.Data;
using Hangfire;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Tells Hangfire the schedule, and runs the very same look when nobody has for two minutes, on every instance: Hangfire's own locks
/// can stand still after a kill, and a bot that chases promises keeps its own.
/// </summary>
internal sealed partial class Watchdog(
    RegisterFactory register, Schedule schedule, IRecurringJobManager jobs, TimeProvider wall, ILogger<Watchdog> logger) : BackgroundService
{
    private static readonly Duration Patience = Duration.FromMinutes(2);

    /// <summary>Whether the last look is too long ago.</summary>
    public static bool IsSilent(Instant? lastLook, Instant now) => lastLook is null || now - lastLook > Patience;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), wall);
        var told = false;
        do
        {
            try
            {
                await Look(stoppingToken);
                if (!told)
                {
                    // Not before the program serves: it waits for the locks, and gives up, where a kill left one behind.
                    Schedule.Register(jobs);
                    told = true;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.Failed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        var last = await Facts.Read(db, Schedule.LastLook, cancellationToken);
        if (IsSilent(last, Instant.FromDateTimeOffset(wall.GetUtcNow())))
        {
            if (last is not null)
            {
                Log.Silent(logger);
            }

            await schedule.EveryMinute(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nobody has looked for what is due in two minutes; looking now")]
        public static partial void Silent(ILogger logger);

        [LoggerMessage(2, LogLevel.Error, "Keeping the schedule failed; trying again in half a minute")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
