using System.Text.Json.Serialization;
using NodaTime;

namespace CommitmentBot.Core.People;

/// <summary>What an organisation was called and known by at one moment.</summary>
public sealed record OrganisationFacts(
    OrganisationId Id, string ShortName, string Name, string? Kind, IReadOnlyList<string> Places, IReadOnlyList<string> EmailDomains,
    string? OdsCode);

/// <summary>
/// Something that happened to a forum and to no commitment: its name, channels, seats, organisations and people. It stands in the same
/// chain as the commitments' events and is shown by <c>forum history</c>. The names are stored and never change.
/// </summary>
[JsonDerivedType(typeof(Named), "forum-named")]
[JsonDerivedType(typeof(SettingChanged), "forum-setting-changed")]
[JsonDerivedType(typeof(ChannelLinked), "channel-linked")]
[JsonDerivedType(typeof(ChannelUnlinked), "channel-unlinked")]
[JsonDerivedType(typeof(ChannelMoved), "channel-moved")]
[JsonDerivedType(typeof(ChannelLost), "channel-lost")]
[JsonDerivedType(typeof(ChannelFound), "channel-found")]
[JsonDerivedType(typeof(Seated), "seated")]
[JsonDerivedType(typeof(Unseated), "unseated")]
[JsonDerivedType(typeof(ChairProposed), "chair-proposed")]
[JsonDerivedType(typeof(ChairAgreed), "chair-agreed")]
[JsonDerivedType(typeof(ChairObjected), "chair-objected")]
[JsonDerivedType(typeof(OrganisationSet), "organisation-set")]
[JsonDerivedType(typeof(OrganisationDropped), "organisation-dropped")]
[JsonDerivedType(typeof(OrganisationMerged), "organisation-merged")]
[JsonDerivedType(typeof(OrganisationUnmerged), "organisation-unmerged")]
[JsonDerivedType(typeof(AffiliationClaimed), "affiliation-claimed")]
[JsonDerivedType(typeof(AffiliationSet), "affiliation-set")]
[JsonDerivedType(typeof(Departed), "departed")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(SystemJoined), "system-joined")]
[JsonDerivedType(typeof(AccountsJoined), "accounts-joined")]
[JsonDerivedType(typeof(AccountsSeparated), "accounts-separated")]
[JsonDerivedType(typeof(DeputyNamed), "deputy-named")]
[JsonDerivedType(typeof(DeputyEnded), "deputy-ended")]
public abstract record ForumEvent
{
    private ForumEvent()
    {
    }

    /// <summary>It was started under a name, or renamed.</summary>
    public sealed record Named(string Name) : ForumEvent;

    /// <summary>A setting was changed; what it is now, in words.</summary>
    public sealed record SettingChanged(string Setting, string Value) : ForumEvent;

    /// <summary>A channel now belongs to it.</summary>
    public sealed record ChannelLinked(string Platform, string Channel) : ForumEvent;

    /// <summary>A channel no longer belongs to it.</summary>
    public sealed record ChannelUnlinked(string Platform, string Channel) : ForumEvent;

    /// <summary>A channel has another id now.</summary>
    public sealed record ChannelMoved(string Platform, string Channel, string To) : ForumEvent;

    /// <summary>A channel cannot be reached any more, with the platform's reason.</summary>
    public sealed record ChannelLost(string Platform, string Channel, string Reason) : ForumEvent;

    /// <summary>A channel that could not be reached can be again.</summary>
    public sealed record ChannelFound(string Platform, string Channel) : ForumEvent;

    /// <summary>Somebody took a seat.</summary>
    public sealed record Seated(PersonId Person, ForumSeat Seat) : ForumEvent;

    /// <summary>Somebody lost a seat, and why.</summary>
    public sealed record Unseated(PersonId Person, ForumSeat Seat, string Why) : ForumEvent;

    /// <summary>With no chair left, a member proposed one, who takes the seat at <c>StandsAt</c> unless somebody objects.</summary>
    public sealed record ChairProposed(PersonId Person, Instant StandsAt) : ForumEvent;

    /// <summary>A member agreed to the proposed chair.</summary>
    public sealed record ChairAgreed(PersonId Person) : ForumEvent;

    /// <summary>A member objected to the proposed chair, which ends the proposal.</summary>
    public sealed record ChairObjected(PersonId Person) : ForumEvent;

    /// <summary>An organisation was added (nothing before) or changed.</summary>
    public sealed record OrganisationSet(OrganisationFacts Now, OrganisationFacts? Before) : ForumEvent;

    /// <summary>The adding of an organisation was undone.</summary>
    public sealed record OrganisationDropped(OrganisationFacts Before) : ForumEvent;

    /// <summary>An organisation became part of another.</summary>
    public sealed record OrganisationMerged(OrganisationId Organisation, OrganisationId Into) : ForumEvent;

    /// <summary>A merger was undone.</summary>
    public sealed record OrganisationUnmerged(OrganisationId Organisation, OrganisationId From) : ForumEvent;

    /// <summary>Somebody says whom they speak for, and nothing supports it yet.</summary>
    public sealed record AffiliationClaimed(PersonId Person, OrganisationId Organisation) : ForumEvent;

    /// <summary>For whom somebody speaks was confirmed or corrected; null when it was taken away.</summary>
    public sealed record AffiliationSet(PersonId Person, OrganisationId? Organisation, OrganisationId? Before) : ForumEvent;

    /// <summary>Somebody is in none of its channels any more, or cannot be reached at all.</summary>
    public sealed record Departed(PersonId Person, DepartureReason Reason) : ForumEvent;

    /// <summary>Somebody who had left is back.</summary>
    public sealed record Returned(PersonId Person) : ForumEvent;

    /// <summary>It became part of another forum's system, with which it shares organisations.</summary>
    public sealed record SystemJoined(Guid System) : ForumEvent;

    /// <summary>Two of a member's accounts were joined: what the second person did is the first's too.</summary>
    public sealed record AccountsJoined(PersonId Person, PersonId Other) : ForumEvent;

    /// <summary>They were separated again.</summary>
    public sealed record AccountsSeparated(PersonId Person, PersonId Other) : ForumEvent;

    /// <summary>A member named another as their deputy, up to and with a day in their own calendar.</summary>
    public sealed record DeputyNamed(PersonId Person, PersonId Deputy, LocalDate Until) : ForumEvent;

    /// <summary>Somebody is a member's deputy no longer.</summary>
    public sealed record DeputyEnded(PersonId Person, PersonId Deputy) : ForumEvent;
}

/// <summary>The two seats of a forum. The names are stored.</summary>
public enum ForumSeat
{
    /// <summary>Leads it, and decides its settings.</summary>
    Chair,

    /// <summary>Helps where a commitment has slipped twice; chairs where no chair is left.</summary>
    Facilitator,
}

/// <summary>Why somebody is no longer there. The names are stored.</summary>
public enum DepartureReason
{
    /// <summary>They are in none of the forum's channels.</summary>
    LeftTheChannels,

    /// <summary>The platform says that their account is closed.</summary>
    AccountClosed,

    /// <summary>They removed the app, so that no message reaches them.</summary>
    RemovedTheApp,
}
