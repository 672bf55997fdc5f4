using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>A forum and the head of its register's hash chain.</summary>
public sealed class ForumRow
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The system it belongs to, whose forums share organisations; a forum starts as its own, with its own id.</summary>
    public required Guid SystemId { get; set; }

    /// <summary>IANA name.</summary>
    public required string ZoneId { get; set; }

    /// <summary>Name of one of the policy profiles.</summary>
    public required string PolicyProfile { get; set; }

    /// <summary>The weekday of the digest; null for the profile's.</summary>
    public IsoDayOfWeek? DigestDay { get; set; }

    /// <summary>The hour after which nobody is written to that day, in their own zone; null for some hours after their own.</summary>
    public LocalTime? LatestHour { get; set; }

    /// <summary>Whether the bot asks people about promises they made in the channels without telling it.</summary>
    public bool Suggestions { get; set; }

    /// <summary>The first meeting of the calendar; null where there is none.</summary>
    public LocalDate? MeetsFirst { get; set; }

    public int MeetsEveryWeeks { get; set; }

    public LocalTime? MeetsAt { get; set; }

    /// <summary>The code that lets another channel link itself; null when none is out.</summary>
    public string? LinkCode { get; set; }

    public Instant? LinkCodeExpiresAt { get; set; }

    /// <summary>The code with which another forum's chair joins its system to this one's; null when none is out.</summary>
    public string? JoinCode { get; set; }

    public Instant? JoinCodeExpiresAt { get; set; }

    /// <summary>The number that the next commitment gets.</summary>
    public int NextNumber { get; set; } = 1;

    /// <summary>The sequence number of the last event in the register; 0 when empty.</summary>
    public long LastSequence { get; set; }

    /// <summary>The hash of the last event; empty when there is none.</summary>
    public byte[] LastHash { get; set; } = [];

    /// <summary>When the next digest goes out; null when the forum has nobody to send it to.</summary>
    public Instant? NextDigestAt { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Goes up with every change: two appends at once cannot both win.</summary>
    public int Version { get; set; }
}

/// <summary>A channel linked to a forum.</summary>
public sealed class ForumChannelRow
{
    public required Guid Id { get; init; }

    public required Guid ForumId { get; init; }

    /// <summary>Where it is, without a thread.</summary>
    public required Place Place { get; set; }

    public string? Name { get; set; }

    public required Instant LinkedAt { get; init; }

    /// <summary>
    /// The platform says that the bot cannot post there: it was removed, or the channel is gone. The channel is the forum's all the same.
    /// </summary>
    public bool Gone { get; set; }

    /// <summary>When the platform's roster of it was last read, by the program's clock; null when it never was.</summary>
    public Instant? RosterAt { get; set; }
}

/// <summary>Somebody's seat in a forum.</summary>
public sealed class ForumRoleRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required ForumSeat Role { get; init; }
}

/// <summary>An account that is in a linked channel, as the platform's roster, a join or a message from there says.</summary>
public sealed class ChannelMemberRow
{
    public required Guid ChannelId { get; init; }

    public required string Platform { get; init; }

    public required string UserId { get; init; }

    public required Instant Since { get; init; }
}

/// <summary>Who brought the bot into a channel, linked or not: they may start a forum there.</summary>
public sealed class InviterRow
{
    public required string Platform { get; init; }

    public required string Channel { get; init; }

    public required Guid PersonId { get; set; }

    public required Instant At { get; set; }
}

/// <summary>A chair proposed where none is left; at most one a forum.</summary>
public sealed class ChairProposalRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid ProposedById { get; init; }

    /// <summary>When it stands without an objection.</summary>
    public required Instant StandsAt { get; init; }

    /// <summary>Those who agreed, beside whoever proposed.</summary>
    public List<Guid> AgreedBy { get; set; } = [];
}

/// <summary>Somebody who is in none of a forum's channels any more, or cannot be reached; gone when they are back.</summary>
public sealed class DepartureRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required Instant At { get; init; }

    public required DepartureReason Reason { get; set; }
}

/// <summary>Who answers for a member of a forum, until a day is over; at most one for each.</summary>
public sealed class DeputyRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid DeputyId { get; set; }

    /// <summary>The last day, in the person's own calendar.</summary>
    public required LocalDate Until { get; set; }

    /// <summary>When that day is over.</summary>
    public required Instant EndsAt { get; set; }
}
