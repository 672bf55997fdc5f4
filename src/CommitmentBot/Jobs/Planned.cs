using CommitmentBot.Core.Chasing;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// Judges what the clock planned once more when it leaves: it may have waited for the platform, and since then the night may have come, or
/// the owner may have answered, or be on leave.
/// </summary>
internal sealed class Planned(IClock clock, WorkingCalendar calendar)
{
    /// <summary>Whether a message still says what is right now, in an hour at which it may be said.</summary>
    public async Task<bool> StillHolds(RegisterDb db, Guid message, CancellationToken cancellationToken)
    {
        if (await db.Outbox.AnyAsync(
            it => it.MessageId == message && !it.IsCopy && (it.State == OutboxState.Sent || it.State == OutboxState.NotConfirmed),
            cancellationToken))
        {
            return true; // Other channels have read it: this one is told the same.
        }

        var now = clock.GetCurrentInstant();
        var steps = await db.Steps.Where(it => it.MessageId == message).ToListAsync(cancellationToken);
        var ids = steps.Select(it => it.CommitmentId).ToList();
        var rows = await db.Commitments.Where(it => ids.Contains(it.Id)).ToListAsync(cancellationToken);
        var work = await DueWork.Of(db, rows, calendar, now, cancellationToken);
        var digest = await db.Digests.FirstOrDefaultAsync(it => it.MessageId == message, cancellationToken);
        return steps.All(step => work.Holds(rows.Find(it => it.Id == step.CommitmentId)!, step))
            && (digest is null || Digests.MorningsOf((await db.Forums.FindAsync([digest.ForumId], cancellationToken))!, calendar)
                .When(default, now) <= now);
    }
}
