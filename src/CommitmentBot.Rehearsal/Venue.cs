using CommitmentBot.Core.Chat;

namespace CommitmentBot.Rehearsal;

/// <summary>A forum that is rehearsed: its channel on each platform, with the team of the one in Teams, and its people.</summary>
public sealed record Venue(
    string Key, string ForumName, string SlackChannel, string SlackChannelName, string TeamsTeam, string TeamsTeamName, string TeamsChannel,
    string TeamsChannelName, IReadOnlyList<Persona> People)
{
    /// <summary>Whether people of other workspaces are in its Slack channel.</summary>
    public bool IsShared => People.Any(person => person.OtherTeam is not null);

    /// <summary>Its channel on a platform.</summary>
    public string Channel(string platform) => platform == PlatformName.Slack ? SlackChannel : TeamsChannel;

    /// <summary>The people in its channel on a platform.</summary>
    public IEnumerable<Persona> Members(string platform) => People.Where(person => person.IsOn(platform) && !person.Outside);
}
