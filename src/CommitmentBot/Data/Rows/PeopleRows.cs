using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>An organisation that leaders speak for.</summary>
public sealed class OrganisationRow
{
    public required Guid Id { get; init; }

    /// <summary>Unique, whatever the case of its letters: <c>UHCW</c>.</summary>
    public required string ShortName { get; set; }

    public required string Name { get; set; }

    public List<string> EmailDomains { get; set; } = [];
}

/// <summary>A person.</summary>
public sealed class PersonRow
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public Guid? OrganisationId { get; set; }

    /// <summary>False while the organisation is only a guess from an e-mail domain.</summary>
    public bool OrganisationConfirmed { get; set; }

    /// <summary>IANA name.</summary>
    public required string ZoneId { get; set; }

    public required LocalTime Hour { get; set; }

    /// <summary>Whether they wish never to be asked about promises they did not tell the bot.</summary>
    public bool NeverAsk { get; set; }

    /// <summary>Days of leave, as ISO 8601 intervals of dates (<c>2026-08-03/2026-08-14</c>).</summary>
    public List<string> Leave { get; set; } = [];

    /// <summary>Another one with the same in it.</summary>
    internal PersonRow Copy()
    {
        var copy = (PersonRow)MemberwiseClone();
        copy.Leave = [.. Leave];
        return copy;
    }
}

/// <summary>One chat account of a person.</summary>
public sealed class IdentityRow
{
    public required string Platform { get; init; }

    public required string UserId { get; init; }

    public required Guid PersonId { get; set; }

    public string? HomeTenant { get; set; }

    public string? Email { get; set; }

    /// <summary>Where the person was last seen; a private chat is opened from there.</summary>
    public required Place SeenIn { get; set; }

    public required Instant SeenAt { get; set; }

    /// <summary>The private chat, once opened or written in.</summary>
    public Place? Private { get; set; }

    public ReachableBy Reachable { get; set; }

    /// <summary>
    /// The day, in the person's zone, of the first private message that was refused without a word on the person; null again with any that
    /// arrives, and with anything they say in private.
    /// </summary>
    public LocalDate? RefusedOn { get; set; }

    /// <summary>Another one with the same in it; places do not change.</summary>
    internal IdentityRow Copy() => (IdentityRow)MemberwiseClone();
}

/// <summary>How an account can be reached. The names are stored.</summary>
public enum ReachableBy
{
    /// <summary>Not tried yet.</summary>
    NotKnown,

    /// <summary>A private message arrived.</summary>
    PrivateMessage,

    /// <summary>The platform said that no private message reaches them, or refused some on two days: in the channel only.</summary>
    ChannelOnly,

    /// <summary>They removed the app; nothing is sent until they write again.</summary>
    RemovedApp,

    /// <summary>The account is gone.</summary>
    Nothing,
}
