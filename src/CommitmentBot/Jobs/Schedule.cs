using CommitmentBot.Data;
using Hangfire;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Everything that happens by the clock, on one page. What is due stands in the register; these only look.</summary>
internal sealed partial class Schedule(
    RegisterFactory register, Sweep sweep, Digests digests, ChairProposals proposals, Deputies deputies, Confessions confessions,
    Retention retention, TimeProvider wall,
    ILogger<Schedule> logger)
{
    /// <summary>The name under which the last look is kept, by the wall clock.</summary>
    public const string LastLook = "schedule.last-look";

    /// <summary>The name under which the last nightly work is kept, by the wall clock.</summary>
    public const string LastNight = "schedule.last-night";

    // When the nightly work is due, every day in UTC.
    private static readonly LocalTime Night = new(2, 30);

    /// <summary>Tells Hangfire. Every job may be lost, late or run twice without harm.</summary>
    public static void Register(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<Schedule>("chase-and-report", it => it.EveryMinute(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<Schedule>("tidy-up", it => it.EveryNight(CancellationToken.None), Cron.Daily(Night.Hour, Night.Minute));
    }

    /// <summary>Whether the nightly work falls due after one moment and by another.</summary>
    public static bool NightPasses(Instant after, Instant by)
    {
        var first = after.InUtc().Date.At(Night).InUtc().ToInstant();
        return (first > after ? first : first + Duration.FromDays(1)) <= by;
    }

    /// <summary>Chases, reports and sends digests: whatever is due.</summary>
    public async Task EveryMinute(CancellationToken cancellationToken)
    {
        await sweep.Run(cancellationToken);
        await digests.Run(cancellationToken);
        await proposals.Run(cancellationToken);
        await deputies.Run(cancellationToken);
        await confessions.Run(cancellationToken);
        await register.InTransaction(
            (db, stop) => Facts.Keep(db, LastLook, Instant.FromDateTimeOffset(wall.GetUtcNow()), stop), cancellationToken);
        Log.Looked(logger);
    }

    /// <summary>Forgets what is no longer needed.</summary>
    public async Task EveryNight(CancellationToken cancellationToken)
    {
        await retention.Run(cancellationToken);
        await register.InTransaction(
            (db, stop) => Facts.Keep(db, LastNight, Instant.FromDateTimeOffset(wall.GetUtcNow()), stop), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Looked for what is due")]
        public static partial void Looked(ILogger logger);
    }
}
