using NodaTime;

namespace CommitmentBot.Core.People;

/// <summary>An organisation. A workspace or a tenant is none: people say which one they speak for.</summary>
public sealed record Organisation(OrganisationId Id, string ShortName, string Name, IReadOnlyList<string> EmailDomains);

/// <summary>
/// A person as the rules see them. <c>Organisation</c> is null until they have said, or their e-mail domain has shown, whom they speak
/// for; <c>Hour</c> is when they wish to hear from the bot, in their own <c>Zone</c>; <c>Leave</c> are days on which they do not.
/// </summary>
public sealed record Person(
    PersonId Id, string Name, OrganisationId? Organisation, DateTimeZone Zone, LocalTime Hour, IReadOnlyList<DateInterval> Leave)
{
    /// <summary>When people hear from the bot if they have not said.</summary>
    public static readonly LocalTime UsualHour = new(9, 0);
}

/// <summary>Who acts, with what standing in the forum; a null person is the clock.</summary>
public sealed record Actor(PersonId? Person, OrganisationId? Organisation, bool IsMember, bool IsChair, bool IsFacilitator)
{
    /// <summary>The passing of time, which lapses proposals and closes what nobody answered.</summary>
    public static readonly Actor Clock = new(null, null, false, false, false);
}
