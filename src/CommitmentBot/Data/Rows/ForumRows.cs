using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>A forum and the head of its register's hash chain.</summary>
public sealed class ForumRow
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>IANA name.</summary>
    public required string ZoneId { get; set; }

    /// <summary>Name of one of the policy profiles.</summary>
    public required string PolicyProfile { get; set; }

    /// <summary>Whether the bot asks people about promises they made in the channels without telling it.</summary>
    public bool Suggestions { get; set; }

    /// <summary>The first meeting of the calendar; null where there is none.</summary>
    public LocalDate? MeetsFirst { get; set; }

    public int MeetsEveryWeeks { get; set; }

    public LocalTime? MeetsAt { get; set; }

    /// <summary>The code that lets another channel link itself; null when none is out.</summary>
    public string? LinkCode { get; set; }

    public Instant? LinkCodeExpiresAt { get; set; }

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

    /// <summary>The bot was removed, or the channel is gone.</summary>
    public bool Gone { get; set; }
}

/// <summary>Somebody's standing in a forum.</summary>
public sealed class ForumRoleRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required ForumRole Role { get; init; }
}

/// <summary>The two seats of a forum. The names are stored.</summary>
public enum ForumRole
{
    Chair,
    Facilitator,
}

/// <summary>Somebody who was seen in one of a forum's channels, and may so see its register.</summary>
public sealed class MembershipRow
{
    public required Guid ForumId { get; init; }

    public required Guid PersonId { get; init; }

    public required Instant Since { get; init; }
}
