using CommitmentBot.Core;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.Reports;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Everything that happens by the clock, on one page. What is due stands in the register; these only look.</summary>
internal sealed partial class Schedule(
    RegisterFactory register, Sweep sweep, Digests digests, ChairProposals proposals, Deputies deputies, TimeProvider wall, IClock clock,
    ILogger<Schedule> logger)
{
    /// <summary>The name under which the last look is kept, by the wall clock.</summary>
    public const string LastLook = "schedule.last-look";

    /// <summary>Tells Hangfire. Every job may be lost, late or run twice without harm.</summary>
    public static void Register(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<Schedule>("chase-and-report", it => it.EveryMinute(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<Schedule>("tidy-up", it => it.EveryNight(CancellationToken.None), "30 2 * * *");
    }

    /// <summary>Chases, reports and sends digests: whatever is due.</summary>
    public async Task EveryMinute(CancellationToken cancellationToken)
    {
        await sweep.Run(cancellationToken);
        await digests.Run(cancellationToken);
        await proposals.Run(cancellationToken);
        await deputies.Run(cancellationToken);
        await register.InTransaction(
            (db, stop) => Facts.Keep(db, LastLook, Instant.FromDateTimeOffset(wall.GetUtcNow()), stop), cancellationToken);
        Log.Looked(logger);
    }

    /// <summary>Forgets what is no longer needed: inbox keys after a week, drafts nobody answered, old pictures.</summary>
    public Task EveryNight(CancellationToken cancellationToken) => register.InTransaction(
        async (db, stop) =>
        {
            var now = clock.GetCurrentInstant().ToMicroseconds();
            await Inbox.Purge(db, now, stop);
            await db.Drafts.Where(it => it.ExpiresAt < now).ExecuteDeleteAsync(stop);
            await db.AccountCodes.Where(it => it.ExpiresAt < now).ExecuteDeleteAsync(stop);
            var yesterday = now - Duration.FromDays(1);
            await db.ForumQuestions.Where(it => it.AskedAt < yesterday).ExecuteDeleteAsync(stop);
            var old = now - Pictures.Kept;
            await db.Pictures.Where(it => it.CreatedAt < old).ExecuteDeleteAsync(stop);
        },
        cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Looked for what is due")]
        public static partial void Looked(ILogger logger);
    }
}
