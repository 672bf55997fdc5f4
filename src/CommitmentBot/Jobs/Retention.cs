using System.Globalization;
using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Deletes what is no longer needed, in batches so that nothing else waits. Events, commitments and unsettled rows are never touched.
/// </summary>
internal sealed class Retention(RegisterFactory register, IClock clock, IOptions<RetentionOptions> options)
{
    private const int Batch = 1000;

    // Every message up to this number has lost its words, so that each night starts where the last one stopped.
    private const string Emptied = "retention.emptied";

    private static readonly CommitmentState[] Open =
        [CommitmentState.Proposed, CommitmentState.Countered, CommitmentState.Active, CommitmentState.Reported];

    /// <summary>Deletes everything that is past its days.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToMicroseconds();
        await Expired(now, cancellationToken);
        await Inbox(Before(options.Value.InboxDays), cancellationToken);
        await Words(Before(options.Value.WordsDays), cancellationToken);
        await Unconfirmed(Before(options.Value.WordsDays), Before(options.Value.UnconfirmedDays), cancellationToken);
        await Steps(Before(options.Value.StepsDays), cancellationToken);
        await Digests(Before(options.Value.StepsDays), cancellationToken);
        await Messages(Before(options.Value.MessagesDays), cancellationToken);

        Instant Before(int days) => now - Duration.FromDays(days);
    }

    // Drafts and questions that nobody answered, codes that ran out, old pictures.
    private Task Expired(Instant now, CancellationToken cancellationToken) => register.InTransaction(
        async (db, stop) =>
        {
            await db.Drafts.Where(it => it.ExpiresAt < now).ExecuteDeleteAsync(stop);
            await db.AccountCodes.Where(it => it.ExpiresAt < now).ExecuteDeleteAsync(stop);
            var yesterday = now - Duration.FromDays(1);
            await db.ForumQuestions.Where(it => it.AskedAt < yesterday).ExecuteDeleteAsync(stop);
            var old = now - Pictures.Kept;
            await db.Pictures.Where(it => it.CreatedAt < old).ExecuteDeleteAsync(stop);

            // Pauses go by the database's clock.
            var over = await register.Hot.Now(db, stop);
            await db.Pauses.Where(it => it.Until < over && it.WorkedOffAt < over).ExecuteDeleteAsync(stop);
        },
        cancellationToken);

    private Task Inbox(Instant before, CancellationToken cancellationToken) => InBatches(
        (db, stop) => db.Inbox.Where(it => it.At < before).OrderBy(it => it.Key).Take(Batch).ExecuteDeleteAsync(stop), cancellationToken);

    private async Task Words(Instant before, CancellationToken cancellationToken)
    {
        var whole = true;
        await Walk(
            await EmptiedTo(cancellationToken), before,
            async (db, old, stop) =>
            {
                var (ids, last) = (old.Where(it => it.SettledAt < before).Select(it => it.Id).ToList(), old[^1].Sequence);
                await db.Attempts.Where(it => ids.Contains(it.OutboxId)).ExecuteDeleteAsync(stop);
                await db.Outbox.Where(it => ids.Contains(it.Id) && it.State != OutboxState.NotConfirmed)
                    .ExecuteUpdateAsync(row => row.SetProperty(it => it.Body, ""), stop);
                whole &= ids.Count == old.Count;
                if (whole)
                {
                    await Facts.Keep(db, Emptied, last.ToString(CultureInfo.InvariantCulture), stop);
                }
            },
            cancellationToken);
    }

    private async Task<long> EmptiedTo(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        return await Facts.ReadText(db, Emptied, cancellationToken) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    // The next private message repeats what may not have arrived, so these words are kept until then, up to a limit.
    private Task Unconfirmed(Instant before, Instant forgotten, CancellationToken cancellationToken) => InBatches(
        (db, stop) => db.Outbox
            .Where(it => it.State == OutboxState.NotConfirmed && it.SettledAt < before && it.Body != ""
                && (it.PersonId == null || it.SettledAt < forgotten || db.Outbox.Any(later => later.Sequence > it.Sequence
                    && later.PersonId == it.PersonId && later.State == OutboxState.Sent && later.Kind == OutboxKind.Private)))
            .OrderBy(it => it.Sequence).Take(Batch).ExecuteUpdateAsync(row => row.SetProperty(it => it.Body, ""), stop),
        cancellationToken);

    // The report of the last round stays: a corrected outcome asks the ladder again, and a gap must not be reported twice.
    private Task Steps(Instant before, CancellationToken cancellationToken) => InBatches(
        (db, stop) => db.Steps
            .Where(it => it.SettledAt < before
                && (db.Steps.Any(later => later.CommitmentId == it.CommitmentId && later.Round > it.Round)
                    || (it.Step != LadderStep.Report
                        && db.Commitments.Any(its => its.Id == it.CommitmentId && its.ChangedAt < before && !Open.Contains(its.State)))))
            .OrderBy(it => it.CommitmentId).ThenBy(it => it.Round).ThenBy(it => it.Step).Take(Batch).ExecuteDeleteAsync(stop),
        cancellationToken);

    private Task Digests(Instant before, CancellationToken cancellationToken) => InBatches(
        (db, stop) => db.Digests.Where(it => it.SettledAt < before).OrderBy(it => it.ForumId).ThenBy(it => it.DueAt).Take(Batch)
            .ExecuteDeleteAsync(stop),
        cancellationToken);

    // The keys can go by now: each step has its own row, and the platforms no longer repeat what these answered.
    private Task Messages(Instant before, CancellationToken cancellationToken) => Walk(
        0, before,
        async (db, old, stop) =>
        {
            var ids = old.Where(it => it.SettledAt < before).Select(it => it.Id).ToList();
            await db.Outbox
                .Where(it => ids.Contains(it.Id) && it.Body == ""
                    && !db.Outbox.Any(update => update.UpdatesOutboxId == it.Id && update.SettledAt == null))
                .ExecuteDeleteAsync(stop);
        },
        cancellationToken);

    // Messages are numbered in the order they were written, so this stops at the first that is too recent.
    private async Task Walk(
        long after, Instant before, Func<RegisterDb, IReadOnlyList<Written>, CancellationToken, Task> forget,
        CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            (more, after) = await register.InTransaction(
                async (db, stop) =>
                {
                    var some = await db.Outbox.Where(it => it.Sequence > after).OrderBy(it => it.Sequence).Take(Batch)
                        .Select(it => new Written(it.Sequence, it.Id, it.CreatedAt, it.SettledAt)).ToListAsync(stop);
                    var old = some.TakeWhile(it => it.CreatedAt < before).ToList();
                    if (old.Count == 0)
                    {
                        return (false, after);
                    }

                    await forget(db, old, stop);
                    return (old.Count == Batch, old[^1].Sequence);
                },
                cancellationToken);
        }
    }

    private async Task InBatches(Func<RegisterDb, CancellationToken, Task<int>> forget, CancellationToken cancellationToken)
    {
        int forgotten;
        do
        {
            forgotten = await register.InTransaction(forget, cancellationToken);
        }
        while (forgotten == Batch);
    }

    private sealed record Written(long Sequence, Guid Id, Instant CreatedAt, Instant? SettledAt);
}
