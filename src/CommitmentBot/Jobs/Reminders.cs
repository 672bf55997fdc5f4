using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Writes what is due to people: one message each a morning, in private where that reaches them.</summary>
internal sealed class Reminders(DueWork work)
{
    private readonly RegisterDb db = work.Db;

    /// <summary>Writes the messages of all these steps, of which none is a forum's.</summary>
    public async Task Send(IReadOnlyList<DueStep> due, CancellationToken cancellationToken)
    {
        var owners = due.ToLookup(it => it.Commitment.Owner);
        var prompted = await Prompted([.. owners.Select(it => it.Key)], cancellationToken);
        var letters = await Letters.To(db, [.. owners.Select(it => it.Key)], cancellationToken);
        foreach (var mine in owners)
        {
            if (work.Privately(mine.Key))
            {
                var inOrder = mine.OrderBy(it => it.Commitment.Due).ThenBy(it => it.Commitment.Number).ToList();
                Remind(mine.Key, inOrder, prompted[mine.Key], letters);
                continue;
            }

            foreach (var step in mine)
            {
                await InChannel(step, cancellationToken);
            }
        }
    }

    // One message a morning, within the attention that the forums' policies leave; the rest joins the next one.
    private void Remind(PersonId owner, IReadOnlyList<DueStep> mine, IEnumerable<LocalDate> prompted, Letters letters)
    {
        var mornings = work.MorningsOf(owner);
        var share = AttentionBudget.Share(
            [.. mine.Select(it => new Nudge(it.Commitment.Id, it.Step))], [.. prompted],
            mine.Min(it => Conversation.TurnContext.PolicyOf(work.Forum(it.Row)).PromptsPerWeek), mornings.DateOf(work.Now));
        var atOnce = share.AtOnce.Select(it => it.Commitment).ToHashSet();
        foreach (var waiting in mine.Where(it => !atOnce.Contains(it.Commitment.Id)))
        {
            waiting.Row.NextStepAt = mornings.Next(work.Now);
        }

        var told = mine.Where(it => atOnce.Contains(it.Commitment.Id)).ToList();
        if (told.Count == 0)
        {
            return;
        }

        var message = told is [var only]
            ? Nudges.One(only, work.People, mornings.DateOf(work.Now))
            : Nudges.Several(told, work.People, mornings.DateOf(work.Now));
        var id = Guid.CreateVersion7();
        var parts = message.Parts();
        for (var part = 0; part < parts.Count; part++)
        {
            letters.Write(
                $"{work.KeyOf(told[0], "private")}{(part == 0 ? "" : $":part{part}")}", owner, parts[part], work.Now,
                told.Count == 1 ? told[0].Commitment.Id : null, id);
        }

        Copy(owner, told, mornings.DateOf(work.Now), id, letters);
        told.ForEach(it => work.Take(it, StepOutcome.Planned, id, false));
    }

    // For whoever answers for the owner, a forum at a time; a deputy who has left the forum gets none.
    private void Copy(PersonId owner, IReadOnlyList<DueStep> told, LocalDate today, Guid message, Letters letters)
    {
        foreach (var inForum in told.GroupBy(it => it.Commitment.Forum))
        {
            if (work.People.Members.DeputyOf(inForum.Key, owner) is { } row && work.People.Present(new PersonId(row.DeputyId)) is var deputy
                && work.People.Members.IsMember(deputy, inForum.Key))
            {
                letters.Copy(
                    work.KeyOf(inForum.First(), "deputy"), deputy, Nudges.Copy([.. inForum], work.People, today, row.Until), work.Now,
                    message);
            }
        }
    }

    // The days of this week on which a prompt reached them, each in their own calendar.
    private async Task<ILookup<PersonId, LocalDate>> Prompted(IReadOnlyList<PersonId> owners, CancellationToken cancellationToken)
    {
        var mondays = owners.ToDictionary(it => it.Value, it => work.MorningsOf(it) is var mornings
            ? mornings.Zone.AtStartOfDay(AttentionBudget.WeekOf(mornings.DateOf(work.Now)).Start).ToInstant() : default);
        if (mondays.Count == 0)
        {
            return Array.Empty<LocalDate>().ToLookup(_ => default(PersonId));
        }

        var (ids, first) = (mondays.Keys.ToList(), mondays.Values.Min());
        var moments = await db.Steps
            .Where(step => !step.InChannel && step.PlannedAt >= first
                && (step.Outcome == StepOutcome.Planned || step.Outcome == StepOutcome.Accepted
                    || step.Outcome == StepOutcome.NotConfirmed))
            .Join(db.Commitments.Where(it => ids.Contains(it.OwnerId)), step => step.CommitmentId, it => it.Id,
                (step, it) => new { it.OwnerId, step.PlannedAt })
            .ToListAsync(cancellationToken);
        return moments.Where(it => it.PlannedAt >= mondays[it.OwnerId]).Select(it => (Owner: new PersonId(it.OwnerId), it.PlannedAt))
            .Select(it => (it.Owner, Day: work.MorningsOf(it.Owner).DateOf(it.PlannedAt))).Distinct()
            .ToLookup(it => it.Owner, it => it.Day);
    }

    // One neutral reply in the commitment's own thread, at most one a working week.
    private async Task InChannel(DueStep step, CancellationToken cancellationToken)
    {
        var owner = work.MorningsOf(step.Commitment.Owner);
        var last = work.Steps(step.Row).Where(it => it is { InChannel: true, SettledAt: not null }).Max(it => it.SettledAt);
        if (last is { } then && owner.Calendar.Plus(owner.DateOf(then), 5) is var free && free > owner.DateOf(work.Now))
        {
            step.Row.NextStepAt = owner.At(free);
            return;
        }

        // Not whoever removed the app, or whose account is closed: neither is called where others read it.
        var place = !work.People.Accounts(step.Commitment.Owner).Any(it => it.Reachable == ReachableBy.ChannelOnly) ? null
            : step.Row.Thread?.ToRef() ?? (await db.OpenChannels(step.Row.ForumId).FirstOrDefaultAsync(cancellationToken))?.Place.ToRef();
        if (place is null)
        {
            work.Take(step, StepOutcome.Undeliverable, null, true);
            return;
        }

        var id = Guid.CreateVersion7();
        Outbox.Post(
            db, work.KeyOf(step, "channel"), place, Nudges.InThread(step, work.People, owner.DateOf(work.Now)), work.Now, planned: id);
        work.Take(step, StepOutcome.Planned, id, true);
    }
}
