using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>A step that is due now.</summary>
internal sealed record DueStep(CommitmentRow Row, Commitment Commitment, NextStep Step);

/// <summary>One batch of a sweep: what is due, gathered by person and by forum, and then sent.</summary>
internal sealed class Round(RegisterDb db, PeopleDirectory names, WorkingCalendar calendar, Instant now)
{
    private readonly List<DueStep> _nudges = [];
    private readonly List<DueStep> _reports = [];

    public required IReadOnlyDictionary<Guid, ForumRow> Forums { get; init; }

    public required IReadOnlyDictionary<CommitmentId, Commitment> Commitments { get; init; }

    public required ILookup<Guid, StepRow> Steps { get; init; }

    /// <summary>Asks the ladder about one commitment, and notes what it says.</summary>
    public async Task Look(CommitmentRow row, CancellationToken cancellationToken)
    {
        var it = Commitments[new CommitmentId(row.Id)];
        var forum = Forums[row.ForumId];
        var owner = names.Person(it.Owner);
        var context = new LadderContext(
            TurnContext.PolicyOf(forum), calendar, owner, DateTimeZoneProviders.Tzdb[forum.ZoneId], now);
        var taken = Steps[row.Id].Where(step => !MayTryInChannel(step, it.Owner))
            .Select(step => new StepTaken(step.Step, step.Round, step.Outcome, step.PlannedAt, step.SettledAt)).ToList();
        var next = Ladder.Next(it, taken, context);
        row.NextStepAt = next?.At;
        if (next is null || next.At > now)
        {
            return;
        }

        if (next.Step is LadderStep.Lapse or LadderStep.SelfDeclare)
        {
            await ByTheClock(it, forum, owner, next, cancellationToken);
            return;
        }

        // Who has left is reminded of nothing, and called nowhere; the chair was asked who takes over, and the digest asks again.
        if (names.Members.Departure(it.Forum, it.Owner) is not null)
        {
            row.NextStepAt = null;
            return;
        }

        // Until the platform has answered there is nothing to plan; settling the step brings the commitment back.
        row.NextStepAt = null;
        foreach (var overtaken in Ladder.OvertakenBy(next, it, taken, context))
        {
            Take(new DueStep(row, it, next with { Step = overtaken }), StepOutcome.Overtaken, null, false);
        }

        (next.Step == LadderStep.Report ? _reports : _nudges).Add(new DueStep(row, it, next));
    }

    /// <summary>Writes the messages: one a person, one a forum and channel.</summary>
    public async Task Send(CancellationToken cancellationToken)
    {
        foreach (var mine in _nudges.GroupBy(it => it.Commitment.Owner))
        {
            if (Privately(mine.Key))
            {
                await NudgeInPrivate(mine.Key, [.. mine.OrderBy(it => it.Commitment.Due).ThenBy(it => it.Commitment.Number)], cancellationToken);
                continue;
            }

            foreach (var nudge in mine)
            {
                await NudgeInChannel(nudge, cancellationToken);
            }
        }

        foreach (var mine in _reports.GroupBy(it => it.Row.ForumId))
        {
            await Report(Forums[mine.Key], [.. mine.OrderBy(it => it.Row.CreatedAt)], cancellationToken);
        }
    }

    private async Task ByTheClock(Commitment it, ForumRow forum, Person owner, NextStep next, CancellationToken cancellationToken)
    {
        Move move = next.Step == LadderStep.Lapse ? new Move.Lapse() : new Move.SelfDeclare();
        var life = new LifeContext(now, owner.Zone, calendar, TurnContext.PolicyOf(forum));
        if (Lifecycle.Decide(it, move, Actor.Clock, life) is not Decision.Happened { Events: var events })
        {
            return;
        }

        var after = await EventLog.Append(db, forum, it.Id, events, Actor.Clock, now, null, cancellationToken);
        await Cards.Update(db, after, names, now, cancellationToken);
        var what = $"{it.Reference}, “{it.Wording}”";
        var (who, sentence) = next.Step == LadderStep.Lapse
            ? (it.ProposedBy, $"Nobody answered {what}, so it has lapsed. It counts for nothing; propose it again if it still matters.")
            : (it.Owner, $"Nobody has answered whether {what} was what was promised. It now stands as kept, self-declared. Thank you for keeping it.");
        if (names.Members.Departure(it.Forum, who) is null)
        {
            await Outbox.Private(db, $"clock:{it.Id.Value:N}:{after.Version}", who, Messages.Plain(sentence), now, null, cancellationToken);
        }
    }

    // One message a morning, within the attention that the forums' policies leave; the rest joins the next one.
    private async Task NudgeInPrivate(PersonId owner, IReadOnlyList<DueStep> mine, CancellationToken cancellationToken)
    {
        var today = Today(owner);
        var share = AttentionBudget.Share(
            [.. mine.Select(it => new Nudge(it.Commitment.Id, it.Step))], await Prompted(owner, today, cancellationToken),
            mine.Min(it => TurnContext.PolicyOf(Forums[it.Row.ForumId]).PromptsPerWeek), today);
        var person = names.Person(owner);
        var mornings = new Mornings(calendar, person.Zone, person.Hour, person.Leave);
        foreach (var waiting in mine.Where(it => share.NextMorning.Any(later => later.Commitment == it.Commitment.Id)))
        {
            waiting.Row.NextStepAt = mornings.Next(now);
        }

        var atOnce = mine.Where(it => share.AtOnce.Any(now => now.Commitment == it.Commitment.Id)).ToList();
        if (atOnce.Count == 0)
        {
            return;
        }

        var message = atOnce is [var only] ? Nudges.One(only, names, today) : Nudges.Several(atOnce, names, today);
        var id = await Outbox.Private(
            db, KeyOf(atOnce[0], "private"), owner, message, now, atOnce.Count == 1 ? atOnce[0].Commitment.Id : null, cancellationToken);
        foreach (var nudge in atOnce)
        {
            Take(nudge, StepOutcome.Planned, id, false);
        }

        await new DeputyCopies(db, names, now).Send(owner, atOnce, today, cancellationToken);
    }

    // The days of this week on which a prompt reached the person, in their own calendar.
    private async Task<IReadOnlyCollection<LocalDate>> Prompted(PersonId owner, LocalDate today, CancellationToken cancellationToken)
    {
        var zone = names.Person(owner).Zone;
        var monday = zone.AtStartOfDay(AttentionBudget.WeekOf(today).Start).ToInstant();
        var moments = await db.Steps
            .Where(step => !step.InChannel && step.PlannedAt >= monday
                && (step.Outcome == StepOutcome.Planned || step.Outcome == StepOutcome.Accepted || step.Outcome == StepOutcome.NotConfirmed))
            .Where(step => db.Commitments.Any(it => it.Id == step.CommitmentId && it.OwnerId == owner.Value))
            .Select(step => step.PlannedAt).ToListAsync(cancellationToken);
        return [.. moments.Select(moment => moment.InZone(zone).Date).Distinct()];
    }

    // One neutral reply in the commitment's own thread, at most one a working week.
    private async Task NudgeInChannel(DueStep nudge, CancellationToken cancellationToken)
    {
        var owner = names.Person(nudge.Commitment.Owner);
        var last = Steps[nudge.Row.Id].Where(step => step is { InChannel: true, SettledAt: not null }).Max(step => step.SettledAt);
        if (last is { } then && calendar.Plus(then.InZone(owner.Zone).Date, 5) is var free && free > now.InZone(owner.Zone).Date)
        {
            nudge.Row.NextStepAt = owner.Zone.AtLeniently(free + owner.Hour).ToInstant();
            return;
        }

        var place = !InChannel(nudge.Commitment.Owner) ? null : nudge.Row.Thread?.ToRef()
            ?? (await db.OpenChannels(nudge.Row.ForumId).FirstOrDefaultAsync(cancellationToken))?.Place.ToRef();
        if (place is null)
        {
            Take(nudge, StepOutcome.Undeliverable, null, true);
            return;
        }

        var message = Nudges.InThread(nudge, names, Today(nudge.Commitment.Owner));
        Take(nudge, StepOutcome.Planned, Outbox.Post(db, KeyOf(nudge, "channel"), place, message, now), true);
    }

    private async Task Report(ForumRow forum, IReadOnlyList<DueStep> gaps, CancellationToken cancellationToken)
    {
        var message = SayDoReport.Write([.. gaps.Select(it => it.Commitment)], names.ForReports(new ForumId(forum.Id)));
        Guid? first = null;
        foreach (var channel in await db.OpenChannels(forum.Id).ToListAsync(cancellationToken))
        {
            var id = Outbox.Post(db, $"{KeyOf(gaps[0], "report")}:{channel.Id:N}", channel.Place.ToRef(), message, now);
            first ??= id;
        }

        foreach (var gap in gaps)
        {
            Take(gap, first is null ? StepOutcome.Undeliverable : StepOutcome.Planned, first, true);
        }
    }

    private LocalDate Today(PersonId person) => now.InZone(names.Person(person).Zone).Date;

    private bool Privately(PersonId person) =>
        names.Accounts(person).Any(it => it.Reachable is ReachableBy.NotKnown or ReachableBy.PrivateMessage);

    // Not whoever removed the app, or whose account is closed: neither is called where others read it.
    private bool InChannel(PersonId person) => names.Accounts(person).Any(it => it.Reachable == ReachableBy.ChannelOnly);

    // A private nudge that could not be delivered is tried once more, in the channel.
    private bool MayTryInChannel(StepRow step, PersonId owner) =>
        step is { Outcome: StepOutcome.Undeliverable, InChannel: false } && !Privately(owner);

    internal static string KeyOf(DueStep it, string route) =>
        $"step:{it.Row.Id:N}:{it.Step.Step}:{it.Step.Round}:{route}";

    private void Take(DueStep it, StepOutcome outcome, Guid? outbox, bool inChannel)
    {
        var row = Steps[it.Row.Id].FirstOrDefault(step => step.Step == it.Step.Step && step.Round == it.Step.Round);
        if (row is null)
        {
            row = new StepRow
            {
                CommitmentId = it.Row.Id,
                Step = it.Step.Step,
                Round = it.Step.Round,
                Outcome = outcome,
                DueAt = it.Step.At,
                PlannedAt = now,
            };
            db.Steps.Add(row);
        }

        (row.Outcome, row.PlannedAt, row.OutboxId, row.InChannel) = (outcome, now, outbox, inChannel);
        row.SettledAt = outcome == StepOutcome.Planned ? null : now;
    }
}
