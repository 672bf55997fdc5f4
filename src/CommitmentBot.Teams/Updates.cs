using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>What happens to installations, channels and teams, and who comes and goes; each with the place it happens to.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events</remarks>
internal static class Updates
{
    // A team of thousands arrives as one event; the people of a forum are met when they speak.
    private const int MostPeople = 100;

    /// <summary>Whether it happens to a team with all its channels, and so needs to know them.</summary>
    public static bool ConcernsTeam(Activity activity, string? botId) => activity is { ChannelData.Team.Id: { Length: > 0 } } && activity switch
    {
        { Type: "installationUpdate", Action: "remove" or "remove-upgrade" } => true,
        { Type: "conversationUpdate", ChannelData.EventType: "teamMemberRemoved" } => true,
        { Type: "conversationUpdate", ChannelData.EventType: "teamMemberAdded", MembersAdded: { } added } => !Holds(added, botId),
        { Type: "conversationUpdate", ChannelData.EventType: { } what } => IsGone(what) || IsBack(what),
        _ => false,
    };

    /// <summary>The contents of an update; <paramref name="channels"/> are those of the team where <see cref="ConcernsTeam"/>.</summary>
    public static IEnumerable<(TurnContent, ConversationRef)> Read(
        Activity activity, ConversationRef place, string? botId, IReadOnlyList<string> channels)
    {
        var here = Channel(activity, place);
        List<ConversationRef> everywhere = ConcernsTeam(activity, botId)
            ? [.. channels.Prepend(here.Channel).Distinct(StringComparer.Ordinal).Select(id => here with { Channel = id })]
            : [here];
        return activity switch
        {
            { Type: "installationUpdate", Action: "add" or "add-upgrade" } => [(new TurnContent.BotAdded(), Selected(activity, here))],
            { Type: "installationUpdate", Action: "remove" or "remove-upgrade" } => Each(everywhere, new TurnContent.BotRemoved()),
            { Type: "installationUpdate" } => [],
            { MembersAdded: { Count: > 0 } added } when Holds(added, botId) => [(new TurnContent.BotAdded(), here)],
            { MembersRemoved: { Count: > 0 } removed } when Holds(removed, botId) => Each(everywhere, new TurnContent.BotRemoved()),
            _ when place.Kind == ConversationKind.Personal => [],
            { MembersAdded: { Count: > 0 } added } => People(added).SelectMany(who => Each(everywhere, new TurnContent.MemberJoined(Speaker(who, place)))),
            { MembersRemoved: { Count: > 0 } removed } =>
                People(removed).SelectMany(who => Each(everywhere, new TurnContent.MemberLeft(new UserRef(PlatformName.Teams, who.Id!)))),
            { ChannelData: { EventType: "channelRenamed", Channel.Name: { Length: > 0 } name } } => [(new TurnContent.PlaceRenamed(name), here)],
            { ChannelData.EventType: "channelDeleted" } => [(new TurnContent.BotRemoved(), here)],
            { ChannelData.EventType: "channelRestored" } => [(new TurnContent.PlaceReturned(), here)],
            { ChannelData: { EventType: "channelUnshared", UnsharedFromTeams: { } teams } } => teams
                .Where(team => team?.TenantId is { Length: > 0 } tenant && tenant != place.Tenant)
                .Select(team => ((TurnContent)new TurnContent.TenantLeft(team.TenantId!), here)),
            { ChannelData.EventType: { } what } when IsGone(what) => Each(everywhere, new TurnContent.BotRemoved()),
            { ChannelData.EventType: { } what } when IsBack(what) => Each(everywhere, new TurnContent.PlaceReturned()),
            _ => [],
        };
    }

    private static bool IsGone(string what) => what is "teamDeleted" or "teamHardDeleted" or "teamArchived";

    private static bool IsBack(string what) => what is "teamRestored" or "teamUnarchived";

    private static IEnumerable<(TurnContent, ConversationRef)> Each(List<ConversationRef> places, TurnContent content) =>
        places.Select(place => (content, place));

    // Events about a channel come in the conversation of its team.
    private static ConversationRef Channel(Activity activity, ConversationRef place) =>
        place.Kind == ConversationKind.Channel && activity.ChannelData?.Channel?.Id is { Length: > 0 } id ? place with { Channel = id } : place;

    private static ConversationRef Selected(Activity activity, ConversationRef place) =>
        place.Kind == ConversationKind.Channel && activity.ChannelData?.Settings?.SelectedChannel?.Id is { Length: > 0 } id ? place with { Channel = id } : place;

    private static IEnumerable<Account> People(IReadOnlyList<Account> members) =>
        members.Where(it => it?.Id is { Length: > 0 } id && !id.StartsWith("28:", StringComparison.Ordinal)).Take(MostPeople);

    private static Speaker Speaker(Account who, ConversationRef place) =>
        new(new UserRef(PlatformName.Teams, who.Id!), who.Name, who.TenantId ?? place.Tenant);

    private static bool Holds(IReadOnlyList<Account> members, string? botId) => botId is not null && members.Any(it => it?.Id == botId);
}
