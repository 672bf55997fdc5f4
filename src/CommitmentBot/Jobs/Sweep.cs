using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Takes every step that is due: asks the ladder again, writes one message a person into the outbox, one report a channel, and the next
/// instant, all in one transaction. Running it twice, late, or on two instances at once harms nothing: a step is one row.
/// </summary>
internal sealed class Sweep(RegisterFactory register, IClock clock, WorkingCalendar calendar, DeliveryBell bell, BotMetrics metrics)
{
    private const int Batch = 500;

    /// <summary>Runs until nothing is due.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (await register.InTransaction(Once, cancellationToken) is { } looked)
        {
            metrics.Looked(looked.Due, looked.Planned);
            bell.Ring();
        }
    }

    private async Task<(int Due, int Planned)?> Once(RegisterDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToMicroseconds();
        var rows = await db.Commitments.Where(it => it.NextStepAt != null && it.NextStepAt <= now)
            .OrderBy(it => it.NextStepAt).Take(Batch).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return null;
        }

        var ids = rows.Select(it => it.Id).ToList();
        var (names, commitments) = (new PeopleDirectory(db),
            await EventLog.LoadMany(db, [.. ids.Select(id => new CommitmentId(id))], cancellationToken));
        names.Read(commitments.Values);
        var round = new Round(db, names, calendar, now)
        {
            Forums = await db.Forums.ToDictionaryAsync(it => it.Id, cancellationToken),
            Commitments = commitments,
            Steps = (await db.Steps.Where(it => ids.Contains(it.CommitmentId)).ToListAsync(cancellationToken)).ToLookup(it => it.CommitmentId),
        };
        foreach (var row in rows)
        {
            await round.Look(row, cancellationToken);
        }

        await round.Send(cancellationToken);
        return (rows.Count, round.Planned);
    }
}
