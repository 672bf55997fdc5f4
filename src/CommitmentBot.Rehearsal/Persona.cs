using CommitmentBot.Core.Chat;

namespace CommitmentBot.Rehearsal;

/// <summary>
/// One of the people a visitor can be. <c>Organisation</c> is the short name, null for the independent chair; a null account means
/// that they are not on that platform.
/// </summary>
public sealed record Persona(
    string Key, string Name, string Seat, string? Organisation, string OrganisationName, string Email, string? SlackUser, string? TeamsUser)
{
    /// <summary>Their own Slack workspace, where it is not the bot's: they are here by Slack Connect, without an address.</summary>
    public string? OtherTeam { get; init; }

    /// <summary>Their own Teams tenant, where they are a guest in the bot's.</summary>
    public string? OtherTenant { get; init; }

    /// <summary>Whether they are in none of the forum's channels.</summary>
    public bool Outside { get; init; }

    /// <summary>Their direct messages with the bot on Slack.</summary>
    public string SlackDirect => "D0" + Key.ToUpperInvariant();

    /// <summary>Their personal chat with the bot on Teams.</summary>
    public string TeamsDirect => "a:direct-" + Key;

    /// <summary>Their directory id on Teams, the same at every start.</summary>
    public string AadObjectId => $"00000000-0000-4000-8000-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(Key.PadRight(6)[..6]))}";

    /// <summary>Whether they have an account there.</summary>
    public bool IsOn(string platform) => (platform == PlatformName.Slack ? SlackUser : TeamsUser) is not null;

    /// <summary>Their private chat with the bot there.</summary>
    public string Direct(string platform) => platform == PlatformName.Slack ? SlackDirect : TeamsDirect;
}
