using CommitmentBot.Data;
using Hangfire;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Tells Hangfire the schedule, and runs the very same look when nobody has for two minutes, on every instance: Hangfire's own locks
/// can stand still after a kill, and a bot that chases promises keeps its own. While Hangfire's database is down it looks every minute.
/// </summary>
internal sealed partial class Watchdog(
    RegisterFactory register, Schedule schedule, IRecurringJobManager jobs, JobsDatabase database, TimeProvider wall,
    ILogger<Watchdog> logger) : BackgroundService
{
    private static readonly Duration Patience = Duration.FromMinutes(2);

    // Every second tick of the half-minute timer, with room for one that comes early.
    private static readonly Duration InHangfiresPlace = Duration.FromSeconds(45);

    // A day, and two hours for Hangfire to be late.
    private static readonly Duration Nightly = Duration.FromHours(26);

    /// <summary>Whether the last look is too long ago.</summary>
    public static bool IsSilent(Instant? lastLook, Instant now) => lastLook is null || now - lastLook > Patience;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Hangfire's server starts next and needs its tables.
        await database.IsThere(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), wall);
        var told = false;
        do
        {
            try
            {
                var there = await database.IsThere(stoppingToken);
                await Look(there, stoppingToken);
                if (there && !told)
                {
                    // Not before the program serves: it waits for the locks, and gives up, where a kill left one behind.
                    Schedule.Register(jobs);
                }

                // A database that comes back may be a new one, so it is told again.
                told = there;
                await Tidy(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.Failed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Instant Wall => Instant.FromDateTimeOffset(wall.GetUtcNow());

    private async Task Look(bool hangfireIsThere, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        var last = await Facts.Read(db, Schedule.LastLook, cancellationToken);
        if (IsSilent(last, Wall))
        {
            if (last is not null)
            {
                Log.Silent(logger);
            }

            await schedule.EveryMinute(cancellationToken);
        }
        else if (!hangfireIsThere && Wall - last > InHangfiresPlace)
        {
            await schedule.EveryMinute(cancellationToken);
        }
    }

    private async Task Tidy(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        if (await Facts.Read(db, Schedule.LastNight, cancellationToken) is not { } last)
        {
            // A new register has nothing to forget yet.
            await register.InTransaction((it, stop) => Facts.Keep(it, Schedule.LastNight, Wall, stop), cancellationToken);
        }
        else if (Wall - last > Nightly)
        {
            await schedule.EveryNight(cancellationToken);
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
