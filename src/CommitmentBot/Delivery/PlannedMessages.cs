using CommitmentBot.Core.Chasing;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>Whether a message that the clock planned still holds, as it is about to leave.</summary>
internal delegate Task<bool> StillHolds(RegisterDb db, Guid message, CancellationToken cancellationToken);

/// <summary>
/// The steps and digests that messages carry. A message may be several rows of the outbox, one a channel and part: its steps are settled
/// when the last of them is, by the best that became of any.
/// </summary>
internal static class PlannedMessages
{
    /// <summary>
    /// Settles what <paramref name="row"/> carries, if it is the last of its message; the ladder then looks again. Gives the steps that
    /// were settled.
    /// </summary>
    public static async Task<IReadOnlyCollection<StepRow>> Settle(
        RegisterDb db, OutboxRow row, OutboxState state, Instant now, CancellationToken stop)
    {
        if (row is not { MessageId: { } message, IsCopy: false })
        {
            return [];
        }

        await Hold(db, message, stop);
        var others = await db.Outbox.AsNoTracking().Where(it => it.MessageId == message && !it.IsCopy && it.Id != row.Id)
            .Select(it => new { it.State, it.SettledAt }).ToListAsync(stop);
        return others.All(it => it.SettledAt is not null)
            ? await Settle(db, message, OutcomeOf([.. others.Select(it => it.State), state]), now, stop)
            : [];
    }

    /// <summary>Takes back what has not left of the message that <paramref name="row"/> belongs to. What has left stays said.</summary>
    public static async Task Withdraw(RegisterDb db, OutboxRow row, Instant now, CancellationToken stop)
    {
        var message = row.MessageId!.Value;
        await Hold(db, message, stop);
        var all = await db.Outbox.Where(it => it.MessageId == message).ToListAsync(stop);
        foreach (var it in all.Where(it => it == row || it.State == OutboxState.Ready))
        {
            TakeBack(it, "It no longer held.", now);
        }

        var own = all.Where(it => !it.IsCopy).ToList();
        if (own.All(it => it.SettledAt is not null))
        {
            await Settle(db, message, OutcomeOf([.. own.Select(it => it.State)]), now, stop);
        }
    }

    /// <summary>Takes back all that has not left for a channel yet: nothing more is to be said there.</summary>
    public static async Task Withdraw(RegisterDb db, Place channel, string reason, Instant now, CancellationToken stop)
    {
        var lane = channel.ToRef().Root.Lane;
        foreach (var row in await db.Outbox.Where(it => it.Lane == lane && it.State == OutboxState.Ready).ToListAsync(stop))
        {
            TakeBack(row, reason, now);
            await Settle(db, row, OutboxState.Withdrawn, now, stop);
        }
    }

    private static void TakeBack(OutboxRow row, string reason, Instant now)
    {
        (row.State, row.SettledAt, row.Reason) = (OutboxState.Withdrawn, now, reason);
        row.LeaseUntil = null;
    }

    private static StepOutcome OutcomeOf(IReadOnlyCollection<OutboxState> rows) =>
        rows.Contains(OutboxState.Sent) ? StepOutcome.Accepted
        : rows.Contains(OutboxState.NotConfirmed) ? StepOutcome.NotConfirmed
        : rows.Contains(OutboxState.Withdrawn) ? StepOutcome.Withdrawn
        : StepOutcome.Undeliverable;

    // Two of its rows may be settled at once; whoever comes second has to see the first.
    private static async Task Hold(RegisterDb db, Guid message, CancellationToken stop)
    {
        await db.Steps.Where(it => it.MessageId == message).ExecuteUpdateAsync(set => set.SetProperty(it => it.MessageId, message), stop);
        await db.Digests.Where(it => it.MessageId == message).ExecuteUpdateAsync(set => set.SetProperty(it => it.MessageId, message), stop);
    }

    private static async Task<IReadOnlyCollection<StepRow>> Settle(
        RegisterDb db, Guid message, StepOutcome outcome, Instant now, CancellationToken stop)
    {
        var steps = await db.Steps.Where(it => it.MessageId == message && it.SettledAt == null).ToListAsync(stop);
        foreach (var step in steps)
        {
            (step.Outcome, step.SettledAt) = (outcome, now);
        }

        var changed = steps.Select(it => it.CommitmentId).ToHashSet();
        foreach (var commitment in changed.Count == 0 ? [] : await db.Commitments.Where(it => changed.Contains(it.Id)).ToListAsync(stop))
        {
            commitment.LookAgain(now);
        }

        foreach (var digest in await db.Digests.Where(it => it.MessageId == message && it.SettledAt == null).ToListAsync(stop))
        {
            (digest.Outcome, digest.SettledAt) = (outcome, now);
            if (outcome == StepOutcome.Withdrawn)
            {
                var forum = (await db.HoldForum(digest.ForumId, stop))!;
                forum.NextDigestAt = now;
            }
        }

        return steps;
    }
}
