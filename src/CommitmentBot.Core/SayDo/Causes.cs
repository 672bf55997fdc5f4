using CommitmentBot.Core.Commitments;

namespace CommitmentBot.Core.SayDo;

/// <summary>The causes of a gap as people read them.</summary>
public static class Causes
{
    /// <summary><c>Waiting on another commitment</c>; for null <c>Cause not given</c>.</summary>
    public static string InWords(Cause? cause) => cause switch
    {
        Cause.ChanceEvent => "Chance event",
        Cause.WaitingOnAnother => "Waiting on another commitment",
        Cause.Capacity => "Capacity",
        Cause.PrioritiesChanged => "Priorities changed",
        Cause.OverPromised => "Over-promised",
        Cause.NotAgreedAfterAll => "Not agreed after all",
        Cause.Other => "Another cause",
        _ => "Cause not given",
    };
}
