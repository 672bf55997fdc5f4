using CommitmentBot.Core.Chat;

namespace CommitmentBot.Rehearsal;

/// <summary>
/// Two rehearsed forums on one Slack workspace and one Teams tenant. The Place Forum: four people of four organisations and a chair. The
/// Health and Care Board: a chair and a director of two trusts, the council, a charity by Slack Connect, a guest from another tenant, and
/// somebody in no channel.
/// </summary>
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

    /// <summary>All five of the Place Forum, in the order in which the page shows them.</summary>
    public static readonly IReadOnlyList<Persona> People = [Sarah, Tom, Priya, Grace, Margaret];

    /// <summary>Chief executive of a trust and the board's chair, on both platforms.</summary>
    public static readonly Persona Helen = new(
        "helen", "Helen Marsh", "Chair", "NHT", "Northmere Hospitals NHS Trust",
        "helen.marsh@northmere.nhs.example", "U0HELENMAR", "29:helen-marsh");

    /// <summary>Director of the other trust, on Teams, with an address that both trusts have.</summary>
    public static readonly Persona Anil = new(
        "anil", "Anil Rao", "Director", "SMH", "Southmere Mental Health NHS Trust", "anil.rao@nhs.example", null, "29:anil-rao");

    /// <summary>Director of the council, on its Slack.</summary>
    public static readonly Persona Callum = new(
        "callum", "Callum Reid", "Director", "EBC", "Eastborough Council", "callum.reid@eastborough.gov.example", "U0CALLUMRE", null);

    /// <summary>Director of the charity, in the council's Slack channel from the charity's own workspace.</summary>
    public static readonly Persona Dilys = new(
        "dilys", "Dilys Owen", "By Connect", "HVA", "Harbour Voluntary Action", "dilys.owen@harbour-va.example", "U0DILYSOWE", null)
    {
        OtherTeam = "T0HARBOURV",
    };

    /// <summary>Adviser from another tenant, a guest in the team.</summary>
    public static readonly Persona Frank = new(
        "frank", "Frank Lund", "Guest", "WXA", "Wexcombe Advisers", "frank.lund@wexcombe.example", null, "29:frank-lund")
    {
        OtherTenant = "77d2b8f0-5f0e-4f0f-8a3c-2b9f4f5f6a01",
    };

    /// <summary>Somebody of the first trust who is in neither channel.</summary>
    public static readonly Persona Edith = new(
        "edith", "Edith Stone", "No channel", "NHT", "Northmere Hospitals NHS Trust",
        "edith.stone@northmere.nhs.example", null, "29:edith-stone")
    {
        Outside = true,
    };

    /// <summary>The forum of the first story, which stands when the program has started.</summary>
    public static readonly Venue PlaceForum = new(
        "place", ForumName, SlackChannel, SlackChannelName, TeamsTeam, "Eastborough", TeamsChannel, TeamsChannelName, People);

    /// <summary>The forum of the second story, which sets it up as it goes.</summary>
    public static readonly Venue Board = new(
        "board", "Northmere Health and Care Board", "C0CAREBORD", "care-board", "19:northmere@thread.tacv2", "Northmere",
        "19:care-board@thread.tacv2", "Care Board", [Helen, Anil, Callum, Dilys, Frank, Edith]);

    /// <summary>Both, in the order in which the page offers their stories.</summary>
    public static readonly IReadOnlyList<Venue> Venues = [PlaceForum, Board];

    /// <summary>The people of both.</summary>
    public static readonly IReadOnlyList<Persona> Everybody = [.. Venues.SelectMany(venue => venue.People)];

    /// <summary>The person of that key; null when there is none.</summary>
    public static Persona? ByKey(string? key) => Everybody.FirstOrDefault(person => person.Key == key);

    /// <summary>The person with that Slack user id; null when there is none.</summary>
    public static Persona? BySlackUser(string? id) => Everybody.FirstOrDefault(person => person.SlackUser is { } user && user == id);

    /// <summary>The person with that Teams user id; null when there is none.</summary>
    public static Persona? ByTeamsUser(string? id) => Everybody.FirstOrDefault(person => person.TeamsUser is { } user && user == id);

    /// <summary>The forum that somebody's story is about.</summary>
    public static Venue Of(Persona person) => Venues.First(venue => venue.People.Contains(person));

    /// <summary>The forum whose channel that is on a platform; null when it is none's.</summary>
    public static Venue? At(string platform, string? channel) => Venues.FirstOrDefault(venue => venue.Channel(platform) == channel);

    /// <summary>The Place Forum's channel on a platform.</summary>
    public static string Channel(string platform) => platform == PlatformName.Slack ? SlackChannel : TeamsChannel;
}
