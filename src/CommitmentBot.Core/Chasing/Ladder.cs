using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>
/// What the passing of time brings to a commitment next, for whom the rule is: private first, one nudge a morning, and no report before
/// the owner had their say. Pure; whoever calls it records each step as taken before it asks again.
/// </summary>
/// <remarks>
/// Days are counted in the owner's own working days, so that leave, weekends and bank holidays push a step and never bunch two. They count
/// from the first such day on or after the agreed date or, if that is later, the day on which the round began, a request for a new date was
/// refused, or the wait for an answer to it ended. A request made by the agreed date stops the ladder while the promisee has not answered, at most
/// as many working days as a promisee has to answer "done"; one made later does not, as it does not take the gap away either.
/// The first thing an owner hears after the date is the ask for the account, however late the bot is, and everything after it keeps its
/// distance from the day on which that was given: what the bot missed is never held against an owner.
/// Of the steps taken in the round, a planned one makes all others wait; an accepted or not confirmed one is done; an overtaken one is passed over; an
/// undeliverable one is not tried again, but the next is, and no report follows a first account that did not go out.
/// </remarks>
public static class Ladder
{
    /// <summary>The next step, or null when nothing follows, or not before a planned one has settled.</summary>
    public static NextStep? Next(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var round = taken.Where(step => step.Round == it.Round).ToList();
        if (round.Any(step => step.Outcome == StepOutcome.Planned))
        {
            return null;
        }

        return it.State switch
        {
            CommitmentState.Proposed or CommitmentState.Countered => Lapse(it, round, context),
            CommitmentState.Reported => SelfDeclare(it, round, context),
            CommitmentState.Active when !NeedsConversation(it) => Nudge(it, taken, context) ?? Report(it, round, context),
            CommitmentState.Broken when it.Account is not null => Report(it, round, context),
            _ => null,
        };
    }

    /// <summary>Whether chasing has stopped until a facilitated conversation is held or declined.</summary>
    public static bool NeedsConversation(Commitment it) => it.AwaitsConversation;

    /// <summary>
    /// The earlier steps of the round that were due as well when <paramref name="next"/> is given (after down-time): they are recorded as
    /// <see cref="StepOutcome.Overtaken"/> with it, each with the day and moment that it was meant for.
    /// </summary>
    public static IReadOnlyList<NextStep> OvertakenBy(
        NextStep next, Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context) =>
        it.State == CommitmentState.Active && next.Step <= LadderStep.FirstAccount
            ? [.. Left(it, taken, context).Where(step => step.Step < next.Step)
                .Select(step => next with { Step = step.Step, At = context.Owners.At(step.Day), PlannedFor = step.Day })]
            : [];

    /// <summary>All that lies ahead if nobody answers, as far as it can be told now, earliest first; each with its planned moment.</summary>
    public static IReadOnlyList<NextStep> Timeline(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var all = taken.ToList();
        var ahead = new List<NextStep>();
        while (Next(it, all, context) is { } next)
        {
            ahead.Add(next);
            all.Add(new StepTaken(next.Step, next.Round, StepOutcome.Accepted, next.At, next.At));
            context = context with { Now = Instant.Max(context.Now, next.At) };
        }

        return ahead;
    }

    // The step for the owner: the latest that is due when the first one left is given; before that, what they put off.
    private static NextStep? Nudge(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var (left, comeBack) = (Left(it, taken, context), ComeBack(it, taken, context));
        if (left.Count == 0)
        {
            return comeBack;
        }

        var owner = context.Owners;
        var notBefore = NotBefore(it, taken, context);
        var at = owner.When(LocalDate.Max(left[0].Day, notBefore), context.Now);
        if (comeBack is not null && comeBack.At < at)
        {
            return comeBack;
        }

        var (step, planned) = left.Last(step => owner.At(step.Day) <= at);
        return new NextStep(step, it.Round, at, LocalDate.Max(planned, notBefore))
        {
            ReportOn = step == LadderStep.FirstAccount ? ReportOn(it, taken, context with { Now = Instant.Max(at, context.Now) }) : null,
        };
    }

    // Any step given on the day the owner was promised, or later, is what the bot comes back with.
    private static NextStep? ComeBack(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        if (it.SnoozedUntil is not { } until || taken.Any(step => step.Round == it.Round && IsPrivate(step.Step)
            && step.Outcome != StepOutcome.Overtaken && context.Owners.DateOf(step.At) >= until))
        {
            return null;
        }

        var at = context.Owners.When(LocalDate.Max(until, NotBefore(it, taken, context)), context.Now);
        return new NextStep(LadderStep.ComeBack, it.Round, at, until)
        {
            ReportOn = taken.Any(step => step.Round == it.Round && step.Step == LadderStep.FirstAccount && IsHeard(step))
                ? ReportOn(it, taken, context with { Now = Instant.Max(at, context.Now) })
                : null,
        };
    }

    // The forum's day on which the report follows a first account that is given now and to which the owner says nothing.
    private static LocalDate? ReportOn(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var shown = new StepTaken(LadderStep.FirstAccount, it.Round, StepOutcome.Accepted, context.Now, context.Now);
        return Report(it, [.. taken.Where(step => step.Round == it.Round), shown], context)?.PlannedFor;
    }

    // Snoozed until then, or a day after the owner last heard of this commitment.
    private static LocalDate NotBefore(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context) => taken
        .Where(step => IsPrivate(step.Step) && IsHeard(step))
        .Select(step => context.Owners.DateOf(step.At).PlusDays(1))
        .Append(it.SnoozedUntil ?? LocalDate.MinIsoValue)
        .Max();

    private static bool IsPrivate(LadderStep step) => step is <= LadderStep.FirstAccount or LadderStep.ComeBack;

    private static bool IsHeard(StepTaken step) => step.Outcome is StepOutcome.Accepted or StepOutcome.NotConfirmed;

    // The private steps of this round after the last one given or tried, in order, with the days they are meant for.
    private static List<(LadderStep Step, LocalDate Day)> Left(Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var last = taken
            .Where(step => step.Round == it.Round && step.Step <= LadderStep.Report && step.Outcome != StepOutcome.Overtaken)
            .Select(step => (LadderStep?)step.Step)
            .Max();
        return [.. Private(it, taken, context).Where(step => last is null || step.Step > last)];
    }

    private static IEnumerable<(LadderStep Step, LocalDate Day)> Private(
        Commitment it, IReadOnlyList<StepTaken> taken, LadderContext context)
    {
        var (owner, policy) = (context.Owners, context.Policy);
        var from = From(it, context);
        var due = owner.OnOrAfter(it.Due);

        // Who has just promised, or has said that it is at risk, needs no heads-up.
        if (policy.HeadsUpBefore is { } before && it.AtRisk is null
            && owner.OnOrAfter(context.Calendar.Plus(it.Due, -before)) is var headsUp && headsUp > owner.DateOf(from) && headsUp < due)
        {
            yield return (LadderStep.HeadsUp, headsUp);
        }

        if (owner.At(due) > from)
        {
            yield return (LadderStep.Due, due);
        }

        var ask = AskDay(it, context);
        yield return (LadderStep.AskAccount, ask);
        var asked = Asked(it, taken, context) ?? owner.DateOf(owner.When(ask, context.Now));
        if (policy.SecondAskAfter is { } second)
        {
            yield return (LadderStep.SecondAsk, owner.Plus(asked, second - Policy.AskAfter));
        }

        yield return (LadderStep.FirstAccount, owner.Plus(asked, policy.FirstAccountAfter - Policy.AskAfter));
    }

    private static LocalDate AskDay(Commitment it, LadderContext context) => context.Owners.Plus(Start(it, context), Policy.AskAfter);

    // The day from which what follows the ask is counted: when something was first said, or tried to be, after the date; null before.
    private static LocalDate? Asked(Commitment it, IEnumerable<StepTaken> taken, LadderContext context)
    {
        var tried = taken
            .Where(step => step.Round == it.Round && step.Step is >= LadderStep.AskAccount and <= LadderStep.FirstAccount
                && step.Outcome is not StepOutcome.Overtaken)
            .Select(step => (LocalDate?)context.Owners.DateOf(step.SettledAt ?? step.At))
            .Min();
        return tried is { } day ? LocalDate.Max(day, AskDay(it, context)) : null;
    }

    private static NextStep? Report(Commitment it, List<StepTaken> round, LadderContext context)
    {
        if (round.Any(step => step.Step == LadderStep.Report))
        {
            return null;
        }

        var (owner, forum) = (context.Owners, context.Forums);
        var asked = Asked(it, round, context) ?? AskDay(it, context);
        var day = owner.Plus(asked, context.Policy.ReportAfter - Policy.AskAfter);
        if (it.Account is null)
        {
            // Never without the right of first account: whom no route reached is for the chair's digest, not for a report.
            if (!round.Exists(step => step.Step == LadderStep.FirstAccount && IsHeard(step)))
            {
                return null;
            }

            // Shown again where they had put it off.
            var shown = round.Where(step => step.Step is LadderStep.FirstAccount or LadderStep.ComeBack && IsHeard(step))
                .Max(step => step.SettledAt ?? step.At);
            day = LocalDate.Max(day, LocalDate.Max(owner.Plus(owner.DateOf(shown), 1), forum.Plus(forum.DateOf(shown), 1)));
        }

        day = forum.OnOrAfter(day);
        return new NextStep(LadderStep.Report, it.Round, forum.When(day, context.Now), day);
    }

    // The day from which the steps after the agreed date are counted.
    private static LocalDate Start(Commitment it, LadderContext context) =>
        context.Owners.OnOrAfter(LocalDate.Max(it.Due, context.Owners.DateOf(From(it, context))));

    // Since when the ladder runs.
    private static Instant From(Commitment it, LadderContext context)
    {
        var owner = context.Owners;
        var from = it.RoundSince ?? it.AcceptedAt ?? it.CreatedAt;
        if (it.RefusedMove is { } refused && owner.DateOf(refused.AskedAt) <= it.Due)
        {
            from = Instant.Max(from, refused.RefusedAt);
        }

        if (it.Pending is not null && it.PendingSince is { } asked && owner.DateOf(asked) <= it.Due)
        {
            var waited = context.Calendar.Plus(owner.DateOf(asked), context.Policy.SelfDeclaredAfter);
            from = Instant.Max(from, owner.Zone.AtStartOfDay(waited).ToInstant());
        }

        return from;
    }

    private static NextStep? Lapse(Commitment it, List<StepTaken> round, LadderContext context)
    {
        var since = context.Owners.DateOf(it.PendingSince ?? it.CreatedAt);
        return ByTheClock(LadderStep.Lapse, context.Owners.Plus(since, context.Policy.ProposalLapsesAfter), context.Owners, it, round, context);
    }

    private static NextStep? SelfDeclare(Commitment it, List<StepTaken> round, LadderContext context)
    {
        var since = context.Forums.DateOf(it.ReportedAt ?? it.ChangedAt);
        return ByTheClock(LadderStep.SelfDeclare, context.Forums.Plus(since, context.Policy.SelfDeclaredAfter), context.Forums, it, round, context);
    }

    private static NextStep? ByTheClock(
        LadderStep step, LocalDate day, Mornings mornings, Commitment it, List<StepTaken> round, LadderContext context) =>
        round.Any(taken => taken.Step == step) ? null : new NextStep(step, it.Round, mornings.When(day, context.Now), day);
}
