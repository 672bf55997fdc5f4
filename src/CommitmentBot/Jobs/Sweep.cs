using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Metrics;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Takes every step that is due: first people's, a batch of them at a time and each with their whole morning, then forums', one after the
/// other. Any number of instances share the work, as whom one has claimed the others pass over; running it twice or late harms nothing.
/// </summary>
internal sealed partial class Sweep(
    RegisterFactory register, IClock clock, WorkingCalendar calendar, DeliveryBell bell, BotMetrics metrics, ILogger<Sweep> logger)
{
    private const int PeopleTogether = 100;

    /// <summary>Runs until nothing is due that no other instance is at.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (await RemindSome(cancellationToken))
        {
            bell.Ring();
        }

        foreach (var forum in await ForumsDue(cancellationToken))
        {
            await Isolated(
                stop => register.InTransaction((db, inside) => Report(db, forum, it => true, inside), stop),
                (commitment, stop) => register.InTransaction((db, inside) => Report(db, forum, it => it.Id == commitment, inside), stop),
                it => it.ForumId == forum && it.NextStepIsForums, cancellationToken);
            bell.Ring();
        }
    }

    private async Task<bool> RemindSome(CancellationToken cancellationToken)
    {
        List<Guid> claimed = [];
        await Isolated(
            stop => register.InTransaction(
                async (db, inside) =>
                {
                    claimed = await register.Hot.ClaimPeopleDue(db, Now, PeopleTogether, inside);
                    await Remind(db, it => claimed.Contains(it.OwnerId), inside);
                },
                stop),
            (commitment, stop) => register.InTransaction((db, inside) => Remind(db, it => it.Id == commitment, inside), stop),
            it => claimed.Contains(it.OwnerId) && !it.NextStepIsForums, cancellationToken);
        return claimed.Count > 0;
    }

    // What fails as a whole is done one by one, and what fails then is set aside: it stops none of the others.
    private async Task Isolated(
        Func<CancellationToken, Task> all, Func<Guid, CancellationToken, Task> one,
        System.Linq.Expressions.Expression<Func<CommitmentRow, bool>> which, CancellationToken cancellationToken)
    {
        try
        {
            await all(cancellationToken);
            return;
        }
        catch (Exception error) when (error is not OperationCanceledException && !register.MayPass(error))
        {
            Log.Failed(logger, error);
        }

        List<Guid> due;
        await using (var db = register.Open())
        {
            var now = Now;
            due = await db.Commitments.Where(which).Where(it => it.NextStepAt <= now).Select(it => it.Id).ToListAsync(cancellationToken);
        }

        foreach (var commitment in due)
        {
            try
            {
                await one(commitment, cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException && !register.MayPass(error))
            {
                Log.SetAside(logger, error, commitment);
                await register.InTransaction(
                    async (db, stop) =>
                    {
                        var work = await DueWork.Of(
                            db, await db.Commitments.Where(it => it.Id == commitment).ToListAsync(stop), calendar, Now, stop);
                        work.SetAside(work.Rows[0], error.GetType().Name);
                    },
                    cancellationToken);
            }
        }
    }

    private async Task Remind(
        RegisterDb db, System.Linq.Expressions.Expression<Func<CommitmentRow, bool>> whose, CancellationToken cancellationToken)
    {
        var work = await Read(db, db.Commitments.Where(whose).Where(it => !it.NextStepIsForums), cancellationToken);
        await new Reminders(work).Send([.. work.Rows.Select(work.Look).OfType<DueStep>().Where(it => !it.Row.NextStepIsForums)],
            cancellationToken);
        Count(work);
    }

    private async Task Report(
        RegisterDb db, Guid forum, System.Linq.Expressions.Expression<Func<CommitmentRow, bool>> which, CancellationToken cancellationToken)
    {
        // Held by another instance: that one reports.
        if (await register.Hot.TryHoldForum(db, forum, cancellationToken) is not { } row)
        {
            return;
        }

        var work = await Read(
            db, db.Commitments.Where(which).Where(it => it.ForumId == forum && it.NextStepIsForums), cancellationToken);
        await new ForumSteps(work, row).Send([.. work.Rows.Select(work.Look).OfType<DueStep>().Where(it => it.Row.NextStepIsForums)],
            cancellationToken);
        Count(work);
    }

    private void Count(DueWork work)
    {
        metrics.Looked(work.Rows.Count, work.Planned);
        metrics.SetAside(work.Aside.Count);
        work.Aside.ForEach(it => Log.Unreadable(logger, it.CommitmentId, it.Reason));
    }

    private async Task<DueWork> Read(RegisterDb db, IQueryable<CommitmentRow> which, CancellationToken cancellationToken)
    {
        var now = Now;
        var rows = await which.Where(it => it.NextStepAt <= now).OrderBy(it => it.CreatedAt).ThenBy(it => it.Number)
            .ToListAsync(cancellationToken);
        return await DueWork.Of(db, rows, calendar, now, cancellationToken);
    }

    private async Task<List<Guid>> ForumsDue(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        var now = Now;
        return await db.Commitments.Where(it => it.NextStepAt <= now && it.NextStepIsForums).Select(it => it.ForumId).Distinct()
            .ToListAsync(cancellationToken);
    }

    private Instant Now => clock.GetCurrentInstant().ToMicroseconds();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A batch of what is due failed; its commitments are looked at one by one")]
        public static partial void Failed(ILogger logger, Exception error);

        [LoggerMessage(3, LogLevel.Error, "Commitment {Commitment} is set aside: {Reason}")]
        public static partial void Unreadable(ILogger logger, Guid commitment, string reason);

        [LoggerMessage(2, LogLevel.Error, "Commitment {Commitment} is set aside: what is due for it failed")]
        public static partial void SetAside(ILogger logger, Exception error, Guid commitment);
    }
}
