using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.SayDo;

/// <summary>
/// The say-do gap of one commitment: working days past the agreed date, how often that date was moved, and working days from the date
/// first agreed until it was done, or until now.
/// </summary>
public readonly record struct SayDoGap(int PastAgreed, int Moves, int TotalSlip)
{
    /// <summary>
    /// The gap as it stands on <paramref name="today"/>. A date agreed but still ahead counts as slip already; what was let off, or never
    /// agreed, has no days past its date.
    /// </summary>
    public static SayDoGap Of(Commitment it, LocalDate today, WorkingCalendar calendar)
    {
        var end = it.State switch
        {
            CommitmentState.Kept or CommitmentState.Reported => it.DoneOn ?? it.Due,
            CommitmentState.Active => LocalDate.Max(it.Due, today),
            CommitmentState.Broken => today,
            _ => it.Due,
        };
        return new SayDoGap(calendar.Between(it.Due, end), it.Moves.Count, calendar.Between(it.FirstDue, end));
    }
}
