using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Jobs;

/// <summary>What is due to a forum: its report, in one message to all its channels, and what the clock decides.</summary>
internal sealed class ForumSteps(DueWork work, ForumRow forum)
{
    private readonly RegisterDb db = work.Db;

    /// <summary>Writes the report of all that reach it now, and makes the clock's moves. The forum's row is held.</summary>
    public async Task Send(IReadOnlyList<DueStep> due, CancellationToken cancellationToken)
    {
        foreach (var step in due.Where(it => it.Step.Step != LadderStep.Report))
        {
            await Decide(step, cancellationToken);
        }

        await Report([.. due.Where(it => it.Step.Step == LadderStep.Report)], cancellationToken);
    }

    // Lapsed, or kept by the owner's own word, as nobody answered. The events have the commitment looked at again.
    private async Task Decide(DueStep due, CancellationToken cancellationToken)
    {
        var it = due.Commitment;
        Move move = due.Step.Step == LadderStep.Lapse ? new Move.Lapse() : new Move.SelfDeclare();
        if (Lifecycle.Decide(it, move, Actor.Clock, work.LifeOf(due)) is not Decision.Happened { Events: var events })
        {
            due.Row.NextStepAt = null;
            return;
        }

        var after = await EventLog.Append(db, forum, it.Id, events, Actor.Clock, work.Now, null, cancellationToken);
        await Cards.Update(db, after, work.People, work.Now, cancellationToken);
        var what = $"{it.Reference}, “{it.Wording}”";
        var (who, sentence) = due.Step.Step == LadderStep.Lapse
            ? (it.ProposedBy, $"Nobody answered {what}, so it has lapsed. It counts for nothing; propose it again if it still matters.")
            : (it.Owner, $"Nobody has answered whether {what} was what was promised. It now stands as kept, self-declared. Thank you for "
                + "keeping it.");
        if (work.People.Members.Departure(it.Forum, who) is null)
        {
            await Outbox.Private(
                db, $"clock:{it.Id.Value:N}:{after.Version}", who, Messages.Plain(sentence), work.Now, null, cancellationToken);
        }
    }

    private async Task Report(IReadOnlyList<DueStep> gaps, CancellationToken cancellationToken)
    {
        if (gaps.Count == 0)
        {
            return;
        }

        var channels = await db.OpenChannels(forum.Id).ToListAsync(cancellationToken);
        var parts = SayDoReport.Write([.. gaps.Select(it => it.Commitment)], work.People.ForReports(new ForumId(forum.Id)));
        var id = Guid.CreateVersion7();
        foreach (var channel in channels)
        {
            for (var part = 0; part < parts.Count; part++)
            {
                Outbox.Post(
                    db, $"{work.KeyOf(gaps[0], "report")}:{channel.Id:N}{(part == 0 ? "" : $":{part}")}", channel.Place.ToRef(),
                    parts[part], work.Now, planned: id);
            }
        }

        foreach (var gap in gaps)
        {
            work.Take(gap, channels.Count == 0 ? StepOutcome.Undeliverable : StepOutcome.Planned, channels.Count == 0 ? null : id, true);
        }
    }
}
