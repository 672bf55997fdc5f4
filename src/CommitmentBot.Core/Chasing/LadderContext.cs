using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>What the ladder needs to know beside the commitment: the forum's rules and zone, working days, and the owner's hours and leave.</summary>
public sealed record LadderContext(Policy Policy, WorkingCalendar Calendar, Person Owner, DateTimeZone ForumZone, Instant Now)
{
    /// <summary>What the owner postponed on this commitment, oldest first. Only the first of a round counts.</summary>
    public IReadOnlyList<Snooze> Snoozes { get; init; } = [];

    /// <summary>When the owner may be written to.</summary>
    public Mornings Owners => new(Calendar, Owner.Zone, Owner.Hour, Owner.Leave);

    /// <summary>When the forum's channels may be written to: at nine on working days.</summary>
    public Mornings Forums => new(Calendar, ForumZone, Person.UsualHour, []);
}

/// <summary>The owner asked not to be reminded before <c>Until</c>, in their own calendar, in that round.</summary>
public sealed record Snooze(int Round, LocalDate Until);
