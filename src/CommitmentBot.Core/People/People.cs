using NodaTime;

namespace CommitmentBot.Core.People;

/// <summary>
/// A person as the rules see them. <c>Hour</c> is when they wish to hear from the bot, in their own <c>Zone</c>; <c>Leave</c> are days on
/// which they do not.
/// </summary>
public sealed record Person(
    PersonId Id, string Name, DateTimeZone Zone, LocalTime Hour, IReadOnlyList<DateInterval> Leave)
{
    /// <summary>When people hear from the bot if they have not said.</summary>
    public static readonly LocalTime UsualHour = new(9, 0);
}

/// <summary>
/// Who acts, with what standing in the forum; a null person is the clock. <c>Organisation</c> is the one they are confirmed to speak for,
/// never one they only claim. <c>IsFull</c> is false for guests and for people of another workspace or tenant than the channels' hosts.
/// </summary>
public sealed record Actor(PersonId? Person, OrganisationId? Organisation, bool IsMember, bool IsChair, bool IsFacilitator,
    bool IsFull = true)
{
    /// <summary>Whose deputy they are in this forum; they answer for them, and owe nothing themselves.</summary>
    public IReadOnlyList<PersonId> DeputyOf { get; init; } = [];

    /// <summary>The passing of time, which lapses proposals and closes what nobody answered.</summary>
    public static readonly Actor Clock = new(null, null, false, false, false);
}
