using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>A private step that is due, on one of a person's commitments in whichever forum.</summary>
public sealed record Nudge(CommitmentId Commitment, NextStep Step);

/// <summary>What a person hears at once, all in one message, and what joins the message of their next morning.</summary>
public sealed record Morning(IReadOnlyList<Nudge> AtOnce, IReadOnlyList<Nudge> NextMorning);

/// <summary>
/// How much of somebody's attention the bot may take: one message a day however much is due, and above the forum's prompts a week what
/// can wait a morning does. A prompt is a message; what joins one that has to go anyway costs nothing.
/// </summary>
public static class AttentionBudget
{
    /// <summary>
    /// Shares out what is due on <paramref name="today"/>. <paramref name="prompted"/> are the days, in the person's calendar, on which a prompt reached them;
    /// <paramref name="promptsPerWeek"/> is the least that the forums concerned allow.
    /// </summary>
    public static Morning Share(IReadOnlyList<Nudge> due, IReadOnlyCollection<LocalDate> prompted, int promptsPerWeek, LocalDate today)
    {
        var week = WeekOf(today);
        var spent = prompted.Where(week.Contains).Distinct().Count() >= promptsPerWeek;
        var waits = prompted.Contains(today) || (spent && due.All(nudge => CanWait(nudge.Step, today)));
        return waits ? new Morning([], due) : new Morning(due, []);
    }

    /// <summary>Monday to Sunday of that day's week.</summary>
    public static DateInterval WeekOf(LocalDate day)
    {
        var monday = day.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        return new DateInterval(monday, monday.PlusDays(6));
    }

    // The day itself and the day before a report come once; and nothing waits a second morning.
    private static bool CanWait(NextStep step, LocalDate today) =>
        step.Step is not (LadderStep.Due or LadderStep.FirstAccount) && step.PlannedFor >= today;
}
