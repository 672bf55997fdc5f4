using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>A step that is due now.</summary>
internal sealed record DueStep(CommitmentRow Row, Commitment Commitment, NextStep Step, IReadOnlyList<NextStep> Overtaken)
{
    /// <summary>How many of those that it overtakes the bot missed.</summary>
    public int Missed { get; init; }
}

/// <summary>
/// All that has to be known of some commitments to say what the passing of time brings them: read at once, however many they are. It asks
/// the ladder, and sets aside what cannot be read, so that one of them stops none of the others.
/// </summary>
internal sealed class DueWork
{
    private static readonly Duration AtFirst = Duration.FromHours(1);
    private static readonly Duration Later = Duration.FromDays(1);

    private readonly IReadOnlyDictionary<CommitmentId, Commitment> _commitments;
    private readonly Dictionary<Guid, ForumRow> _forums;
    private readonly ILookup<Guid, StepRow> _steps;
    private readonly Dictionary<Guid, SetAsideRow> _setAside;
    private readonly HashSet<(Guid Forum, Guid Person)> _departed;
    private readonly WorkingCalendar _calendar;

    private DueWork(
        RegisterDb db, PeopleDirectory people, WorkingCalendar calendar, Instant now, IReadOnlyList<CommitmentRow> rows,
        IReadOnlyDictionary<CommitmentId, Commitment> commitments, Dictionary<Guid, ForumRow> forums, ILookup<Guid, StepRow> steps,
        Dictionary<Guid, SetAsideRow> setAside, HashSet<(Guid Forum, Guid Person)> departed)
    {
        (Db, People, _calendar, Now, Rows) = (db, people, calendar, now, rows);
        (_commitments, _forums, _steps, _setAside, _departed) = (commitments, forums, steps, setAside, departed);
    }

    public RegisterDb Db { get; }

    public PeopleDirectory People { get; }

    public Instant Now { get; }

    /// <summary>The commitments' rows, tracked.</summary>
    public IReadOnlyList<CommitmentRow> Rows { get; }

    /// <summary>How many steps were planned.</summary>
    public int Planned { get; private set; }

    /// <summary>The commitments that were set aside and were not before.</summary>
    public List<SetAsideRow> Aside { get; } = [];

    /// <summary>Reads what is needed of <paramref name="rows"/>, which <paramref name="db"/> tracks.</summary>
    public static async Task<DueWork> Of(
        RegisterDb db, IReadOnlyList<CommitmentRow> rows, WorkingCalendar calendar, Instant now, CancellationToken cancellationToken)
    {
        var (ids, forums) = (rows.Select(it => it.Id).ToList(), rows.Select(it => it.ForumId).Distinct().ToList());
        var people = new PeopleDirectory(db);
        var commitments = await EventLog.LoadMany(db, [.. ids.Select(id => new CommitmentId(id))], cancellationToken);
        people.Read(commitments.Values);
        return new DueWork(
            db, people, calendar, now, rows, commitments,
            await db.Forums.Where(it => forums.Contains(it.Id)).ToDictionaryAsync(it => it.Id, cancellationToken),
            (await db.Steps.Where(it => ids.Contains(it.CommitmentId)).ToListAsync(cancellationToken)).ToLookup(it => it.CommitmentId),
            await db.SetAside.Where(it => ids.Contains(it.CommitmentId)).ToDictionaryAsync(it => it.CommitmentId, cancellationToken),
            [.. (await db.Departures.Where(it => forums.Contains(it.ForumId)).Select(it => new { it.ForumId, it.PersonId })
                .ToListAsync(cancellationToken)).Select(it => (it.ForumId, it.PersonId))]);
    }

    /// <summary>The forum of a commitment.</summary>
    public ForumRow Forum(CommitmentRow row) => _forums[row.ForumId];

    /// <summary>Every step that was taken for a commitment.</summary>
    public IEnumerable<StepRow> Steps(CommitmentRow row) => _steps[row.Id];

    /// <summary>When a person may be written to.</summary>
    public Mornings MorningsOf(PersonId person)
    {
        var it = People.Person(person);
        return new Mornings(_calendar, it.Zone, it.Hour, it.Leave);
    }

    /// <summary>The moment, in the owner's calendar and by the forum's policy.</summary>
    public LifeContext LifeOf(DueStep due) => new(
        Now, People.Person(due.Commitment.Owner).Zone, _calendar, TurnContext.PolicyOf(Forum(due.Row)));

    /// <summary>Whether any account of a person may be written to in private.</summary>
    public bool Privately(PersonId person) =>
        People.Accounts(person).Any(it => it.Reachable is ReachableBy.NotKnown or ReachableBy.PrivateMessage);

    /// <summary>
    /// What is due now for a commitment; null where nothing is. Its row then says when to look again, and one that cannot be read is set
    /// aside.
    /// </summary>
    public DueStep? Look(CommitmentRow row)
    {
        (DueStep? Due, Instant? At) next;
        try
        {
            next = Ask(row, null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            SetAside(row, error.Message);
            return null;
        }

        if (_setAside.TryGetValue(row.Id, out var aside))
        {
            Db.SetAside.Remove(aside);
        }

        // Nobody looked when it was due. It is given at the owner's next hour, and what it overtakes then was missed.
        row.LateSince ??= Now - row.NextStepAt > StepRow.OnTime ? row.NextStepAt : null;
        row.NextStepAt = next.At;
        row.NextStepIsForums = next.Due is { Step.Step: LadderStep.Report or LadderStep.Lapse or LadderStep.SelfDeclare };
        return next.Due is { } due ? due with { Missed = due.Overtaken.Count(step => IsMissed(row, step)) } : null;
    }

    /// <summary>Whether a step that was planned still is what the ladder says, on the day that it was planned for.</summary>
    public bool Holds(CommitmentRow row, StepRow step)
    {
        try
        {
            return Ask(row, step).Due is { } due && due.Step.Step == step.Step && due.Step.Round == step.Round
                && MorningsOf(due.Commitment.Owner) is var owner && owner.DateOf(step.PlannedAt) == owner.DateOf(Now);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return false; // The look sets it aside.
        }
    }

    /// <summary>Notes that a step was taken, once for ever: the row for (commitment, step, round) is found again.</summary>
    public void Take(DueStep due, StepOutcome outcome, Guid? message, bool inChannel)
    {
        foreach (var overtaken in due.Overtaken)
        {
            Take(due.Row, overtaken, IsMissed(due.Row, overtaken) ? StepOutcome.Missed : StepOutcome.Overtaken, null, false);
        }

        Take(due.Row, due.Step, outcome, message, inChannel);
        due.Row.LateSince = null;
        if (outcome == StepOutcome.Planned)
        {
            Planned++;
            due.Row.NextStepAt = null; // Settling it brings the commitment back.
        }
        else
        {
            due.Row.LookAgain(Now);
        }
    }

    /// <summary>What tells this plan of a step from every other.</summary>
    public string KeyOf(DueStep due, string route)
    {
        var plans = _steps[due.Row.Id].FirstOrDefault(it => it.Step == due.Step.Step && it.Round == due.Step.Round)?.Plans ?? 0;
        return $"step:{due.Row.Id:N}:{due.Step.Step}:{due.Step.Round}:{route}{(plans == 0 ? "" : $":{plans}")}";
    }

    /// <summary>Sets a commitment aside: it is looked at again in an hour, and once it has been aside for a day, daily.</summary>
    public void SetAside(CommitmentRow row, string reason)
    {
        if (!_setAside.TryGetValue(row.Id, out var aside))
        {
            aside = new SetAsideRow { CommitmentId = row.Id, Since = Now, Reason = reason, TryAgainAt = Now };
            _setAside[row.Id] = aside;
            Db.SetAside.Add(aside);
            Aside.Add(aside);
        }

        (aside.Reason, aside.TryAgainAt) = (reason, Now + (Now - aside.Since < Later ? AtFirst : Later));
        row.NextStepAt = aside.TryAgainAt;
    }

    // A step that is to be judged anew counts as not taken.
    private (DueStep? Due, Instant? At) Ask(CommitmentRow row, StepRow? anew)
    {
        if (!_commitments.TryGetValue(new CommitmentId(row.Id), out var it))
        {
            throw new InvalidOperationException("Its events cannot be read, or its words were erased.");
        }

        // To write at a wrong hour is worse than to have an operator look.
        if (People.Row(it.Owner) is var person && PeopleDirectory.ZoneOf(person) is null)
        {
            throw new InvalidOperationException($"The zone of its owner, {person.ZoneId}, is unknown.");
        }

        var (forum, owner) = (Forum(row), People.Person(it.Owner));
        var context = new LadderContext(
            TurnContext.PolicyOf(forum), _calendar, owner, DateTimeZoneProviders.Tzdb[forum.ZoneId], Now);
        var taken = _steps[row.Id]
            .Where(step => step != anew && step.Outcome != StepOutcome.Withdrawn && !MayTryInChannel(step, it.Owner))
            .Select(step => new StepTaken(
                step.Step, step.Round, step.Outcome == StepOutcome.Missed ? StepOutcome.Overtaken : step.Outcome, step.PlannedAt,
                step.SettledAt))
            .ToList();
        if (Ladder.Next(it, taken, context) is not { } next)
        {
            return (null, null);
        }

        // Who has left is reminded of nothing, and called nowhere; the chair was asked who takes over, and the digest asks again.
        if (next.Step is not (LadderStep.Lapse or LadderStep.SelfDeclare) && _departed.Contains((row.ForumId, it.Owner.Value)))
        {
            return (null, null);
        }

        return next.At > Now
            ? (null, next.At)
            : (new DueStep(row, it, next, Ladder.OvertakenBy(next, it, taken, context)), Now);
    }

    // It fell due while nobody looked, or was planned and never left.
    private bool IsMissed(CommitmentRow row, NextStep step) => step.At >= row.LateSince
        || _steps[row.Id].Any(it => it.Step == step.Step && it.Round == step.Round && it.Outcome == StepOutcome.Withdrawn);

    // The bot's promise: the hour of the day that it was meant for.
    private Instant PromisedFor(CommitmentRow row, NextStep step)
    {
        var mornings = step.Step == LadderStep.Report
            ? Digests.MorningsOf(Forum(row), _calendar)
            : MorningsOf(_commitments[new CommitmentId(row.Id)].Owner);
        return Instant.Min(step.At, mornings.At(step.PlannedFor));
    }

    // A private nudge that could not be delivered is tried once more, in the channel.
    private bool MayTryInChannel(StepRow step, PersonId owner) =>
        step is { Outcome: StepOutcome.Undeliverable, InChannel: false } && !Privately(owner);

    private void Take(CommitmentRow it, NextStep step, StepOutcome outcome, Guid? message, bool inChannel)
    {
        var row = _steps[it.Id].FirstOrDefault(taken => taken.Step == step.Step && taken.Round == step.Round);
        if (row is null)
        {
            row = new StepRow
            {
                CommitmentId = it.Id,
                Step = step.Step,
                Round = step.Round,
                Outcome = outcome,
                DueAt = PromisedFor(it, step),
                PlannedAt = Now,
            };
            Db.Steps.Add(row);
        }

        (row.Outcome, row.DueAt, row.PlannedAt) = (outcome, PromisedFor(it, step), Now);
        (row.MessageId, row.InChannel) = (message, inChannel);
        row.SettledAt = outcome == StepOutcome.Planned ? null : Now;
        row.Plans++;
    }
}
