using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>What the ladder needs to know beside the commitment: the forum's rules and zone, working days, and the owner's hours and leave.</summary>
public sealed record LadderContext(Policy Policy, WorkingCalendar Calendar, Person Owner, DateTimeZone ForumZone, Instant Now)
{
    /// <summary>When the owner may be written to.</summary>
    public Mornings Owners => new(Calendar, Owner.Zone, Owner.Hour, Owner.Leave) { Latest = Policy.Latest };

    /// <summary>When the forum's channels may be written to: at nine on working days.</summary>
    public Mornings Forums => new(Calendar, ForumZone, Person.UsualHour, []);
}
