using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>An organisation that leaders of one system speak for.</summary>
public sealed class OrganisationRow
{
    public required Guid Id { get; init; }

    /// <summary>The system it belongs to; no other sees it.</summary>
    public required Guid SystemId { get; set; }

    /// <summary>Unique in its system, whatever the case of its letters: <c>UHCW</c>.</summary>
    public required string ShortName { get; set; }

    public required string Name { get; set; }

    /// <summary>In the chair's own words, such as "acute trust".</summary>
    public string? Kind { get; set; }

    /// <summary>The places it serves.</summary>
    public List<string> Places { get; set; } = [];

    public List<string> EmailDomains { get; set; } = [];

    /// <summary>The NHS Organisation Data Service's code.</summary>
    public string? OdsCode { get; set; }

    /// <summary>The organisation it became part of; what names it means that one.</summary>
    public Guid? MergedIntoId { get; set; }

    /// <summary>Its adding was undone: it is offered to nobody any more, and what names it still reads right.</summary>
    public bool Dropped { get; set; }
}

/// <summary>For whom somebody speaks in one system, where their e-mail domain alone does not say it.</summary>
public sealed class AffiliationRow
{
    public required Guid PersonId { get; init; }

    public required Guid SystemId { get; init; }

    /// <summary>What a chair confirmed, or they chose among those that their e-mail domain allows; null while the domain decides.</summary>
    public Guid? OrganisationId { get; set; }

    /// <summary>What they say, while no chair has confirmed it.</summary>
    public Guid? ClaimedId { get; set; }
}

/// <summary>A person.</summary>
public sealed class PersonRow
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The person whom this one was joined to: what is this one's is theirs.</summary>
    public Guid? JoinedToId { get; set; }

    /// <summary>The platform they wish to be written to on; null for the one they were last seen on.</summary>
    public string? PreferredPlatform { get; set; }

    /// <summary>IANA name.</summary>
    public required string ZoneId { get; set; }

    public required LocalTime Hour { get; set; }

    /// <summary>Whether they wish never to be asked about promises they did not tell the bot.</summary>
    public bool NeverAsk { get; set; }

    /// <summary>Days of leave, as ISO 8601 intervals of dates (<c>2026-08-03/2026-08-14</c>).</summary>
    public List<string> Leave { get; set; } = [];
}

/// <summary>One chat account of a person.</summary>
public sealed class IdentityRow
{
    public required string Platform { get; init; }

    public required string UserId { get; init; }

    /// <summary>Whose it is now.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>
    /// Whose it was when it was first met, to whom it goes back when accounts are separated; null when it was never joined.
    /// </summary>
    public Guid? OwnPersonId { get; set; }

    public string? HomeTenant { get; set; }

    public string? Email { get; set; }

    /// <summary>The platform says that they are a guest, who never takes a chair.</summary>
    public bool Guest { get; set; }

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

    /// <summary>The forum that their private conversation is about, since <see cref="ChosenAt"/>, where they are in several.</summary>
    public Guid? ChosenForumId { get; set; }

    public Instant? ChosenAt { get; set; }

    /// <summary>How many codes for joining accounts were wrong since <see cref="WrongCodesSince"/>.</summary>
    public int WrongCodes { get; set; }

    public Instant? WrongCodesSince { get; set; }
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

/// <summary>A code with which somebody proves on one platform that an account on the other is theirs.</summary>
public sealed class AccountCodeRow
{
    public required string Code { get; init; }

    public required string Platform { get; init; }

    public required string UserId { get; init; }

    public required Instant ExpiresAt { get; init; }
}

/// <summary>What somebody in several forums asked in a place that tells none, until they say which forum they mean.</summary>
public sealed class ForumQuestionRow
{
    public required string Platform { get; init; }

    public required string UserId { get; init; }

    /// <summary>The conversation it was asked in.</summary>
    public required string Channel { get; init; }

    /// <summary>What they said, as JSON.</summary>
    public required string Words { get; set; }

    /// <summary>The forums they were given to choose from, in the order of the letters.</summary>
    public List<Guid> Choices { get; set; } = [];

    public required Instant AskedAt { get; set; }
}
