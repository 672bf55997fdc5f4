using CommitmentBot.Core.Chat;

namespace CommitmentBot.Rehearsal;

/// <summary>The rehearsed Place Forum: five people of four organisations and a chair, one Slack channel, one Teams channel.</summary>
public static class World
{
    /// <summary>What the bot is called on both platforms.</summary>
    public const string BotName = "CommitmentBot";

    /// <summary>The forum's name.</summary>
    public const string ForumName = "Eastborough Place Forum";

    /// <summary>The Slack workspace.</summary>
    public const string SlackTeam = "T0EASTBORO";

    /// <summary>The Slack channel <c>#place-forum</c>.</summary>
    public const string SlackChannel = "C0PLACEFOR";

    /// <summary>Its name, without the <c>#</c>.</summary>
    public const string SlackChannelName = "place-forum";

    /// <summary>The bot's Slack user.</summary>
    public const string SlackBotUser = "U0COMMITBT";

    /// <summary>The bot's Slack bot id.</summary>
    public const string SlackBot = "B0COMMITBT";

    /// <summary>The bot's Slack app.</summary>
    public const string SlackApp = "A0COMMITBT";

    /// <summary>The Teams tenant.</summary>
    public const string TeamsTenant = "5a1c7e2e-0b0f-4d37-9a53-4c8f0e6f7d10";

    /// <summary>The bot's app id on Teams.</summary>
    public const string TeamsApp = "c0381b07-2d5e-4f0a-8a8e-6b9d3e1f2a44";

    /// <summary>The bot's account on Teams.</summary>
    public const string TeamsBot = "28:" + TeamsApp;

    /// <summary>The Teams team.</summary>
    public const string TeamsTeam = "19:eastborough@thread.tacv2";

    /// <summary>The Teams channel "Place Forum".</summary>
    public const string TeamsChannel = "19:place-forum@thread.tacv2";

    /// <summary>Its name.</summary>
    public const string TeamsChannelName = "Place Forum";

    /// <summary>Chief executive, on Slack.</summary>
    public static readonly Persona Sarah = new(
        "sarah", "Sarah Ali", "Chief executive", "NHT", "Northmere Hospitals NHS Trust", "sarah.ali@northmere.nhs.example", "U0SARAHALI", null);

    /// <summary>Director, on Teams.</summary>
    public static readonly Persona Tom = new(
        "tom", "Tom Whitfield", "Director", "EBC", "Eastborough Council", "tom.whitfield@eastborough.gov.example", null, "29:tom-whitfield");

    /// <summary>Clinical director, on Slack.</summary>
    public static readonly Persona Priya = new(
        "priya", "Dr Priya Nair", "Clinical director", "RPCN", "Riverside Primary Care Network", "priya.nair@riverside-pcn.nhs.example", "U0PRIYANAI", null);

    /// <summary>Chief executive, on Teams.</summary>
    public static readonly Persona Grace = new(
        "grace", "Grace Okafor", "Chief executive", "HVA", "Harbour Voluntary Action", "grace.okafor@harbour-va.example", null, "29:grace-okafor");

    /// <summary>Independent chair, on both platforms.</summary>
    public static readonly Persona Margaret = new(
        "margaret", "Margaret Hale", "Independent chair", null, ForumName, "margaret.hale@eastborough-place.example", "U0MARGHALE", "29:margaret-hale");

    /// <summary>All five, in the order in which the page shows them.</summary>
    public static readonly IReadOnlyList<Persona> People = [Sarah, Tom, Priya, Grace, Margaret];

    /// <summary>The person of that key; null when there is none.</summary>
    public static Persona? ByKey(string? key) => People.FirstOrDefault(person => person.Key == key);

    /// <summary>The person with that Slack user id; null when there is none.</summary>
    public static Persona? BySlackUser(string? id) => People.FirstOrDefault(person => person.SlackUser is { } user && user == id);

    /// <summary>The person with that Teams user id; null when there is none.</summary>
    public static Persona? ByTeamsUser(string? id) => People.FirstOrDefault(person => person.TeamsUser is { } user && user == id);

    /// <summary>The forum's channel on a platform.</summary>
    public static string Channel(string platform) => platform == PlatformName.Slack ? SlackChannel : TeamsChannel;
}
