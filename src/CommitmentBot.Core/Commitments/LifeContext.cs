using CommitmentBot.Core.Chasing;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>What a decision depends on beside the commitment and the actor.</summary>
/// <param name="Now">The moment of the move.</param>
/// <param name="OwnerZone">The owner's time zone: it says when their day is over.</param>
/// <param name="Calendar">Working days.</param>
/// <param name="Policy">The forum's rules.</param>
public sealed record LifeContext(Instant Now, DateTimeZone OwnerZone, WorkingCalendar Calendar, Policy Policy)
{
    /// <summary>The owner's today.</summary>
    public LocalDate Today => DayOf(Now);

    /// <summary>The owner's day at a moment.</summary>
    public LocalDate DayOf(Instant at) => at.InZone(OwnerZone).Date;
}
