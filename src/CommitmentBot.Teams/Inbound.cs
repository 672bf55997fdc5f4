using System.Globalization;
using System.Text.Json;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>A verified activity as a turn; null where it is none of the bot's business.</summary>
internal static class Inbound
{
    /// <summary>Invokes that want an answer in the same response.</summary>
    public const string
        CardAction = "adaptiveCard/action",
        FetchTask = "composeExtension/fetchTask", SubmitAction = "composeExtension/submitAction", Query = "composeExtension/query",
        OpenDialog = "task/fetch", SubmitDialog = "task/submit";

    // Both install events arrive within milliseconds of each other, in either order.
    private const int InstallWindowSeconds = 5;

    private const string RootMarker = ";messageid=";

    /// <summary>
    /// The turns of one activity. <paramref name="botId"/> is the bot's id as the channel writes it, or null for an anonymous one, which
    /// takes the recipient's; <paramref name="channels"/> are the channels of the team, for what happens to a whole team.
    /// </summary>
    public static IReadOnlyList<Turn> Parse(Activity activity, string? botId, IReadOnlyList<string> channels, Instant now)
    {
        if (activity is not { Conversation.Id.Length: > 0, From.Id.Length: > 0, Id.Length: > 0, ServiceUrl: not null } || Place(activity) is not { } place)
        {
            return [];
        }

        List<(TurnContent Content, ConversationRef Place)> contents = activity.Type is "conversationUpdate" or "installationUpdate"
            ? [.. Updates.Read(activity, place, botId ?? activity.Recipient?.Id, channels)]
            : Content(activity, place, botId ?? activity.Recipient?.Id, now) is { } content ? [(content, place)] : [];
        return [.. contents.Select((it, i) => new Turn
        {
            Keys = Keys(activity, it.Content, i, now),
            From = Speaker(activity, place),
            Conversation = it.Place,
            ReplyTo = it.Place,
            At = now,
            Content = it.Content,
        })];
    }

    /// <summary>Where an activity happened, with the thread taken out of the conversation's id; null where it says no tenant.</summary>
    public static ConversationRef? Place(Activity activity)
    {
        var (chat, id) = (activity.Conversation, activity.Conversation?.Id ?? "");
        if ((chat?.TenantId ?? activity.ChannelData?.Tenant?.Id) is not { Length: > 0 } tenant)
        {
            return null;
        }

        var kind = chat?.ConversationType switch
        {
            "personal" => ConversationKind.Personal,
            "groupChat" => ConversationKind.GroupChat,
            "channel" => ConversationKind.Channel,
            _ when activity.ChannelData?.Channel?.Id is not null || activity.ChannelData?.Team?.Id is not null => ConversationKind.Channel,
            _ => chat?.IsGroup == true ? ConversationKind.GroupChat : ConversationKind.Personal,
        };
        var (channel, thread) = id.Split(RootMarker, 2) is [var head, var root] && root.Length > 0 ? (head, root) : (id, null);
        return new ConversationRef(PlatformName.Teams, tenant, channel, kind, thread, activity.ServiceUrl?.TrimEnd('/'));
    }

    /// <summary>The conversation's id on the wire, in a channel with its thread.</summary>
    public static string WireId(ConversationRef place) =>
        place.Thread is { } root && place.Kind == ConversationKind.Channel ? place.Channel + RootMarker + root : place.Channel;

    private static Speaker Speaker(Activity activity, ConversationRef place) => new(
        new UserRef(PlatformName.Teams, activity.From!.Id!),
        activity.From.Name,
        activity.From.TenantId ?? activity.ChannelData?.Tenant?.Id ?? place.Tenant,
        TimeZone: activity.LocalTimezone,
        Listed: activity.From.AadObjectId is not null);

    private static List<string> Keys(Activity activity, TurnContent content, int index, Instant now)
    {
        var conversation = activity.Conversation!.Id;

        // An edit has the id of the message it changes.
        var key = content is TurnContent.SourceChanged
            ? $"teams:{conversation}:{activity.Id}:{activity.ChannelData?.EventType}:{(activity.Timestamp ?? now.ToDateTimeOffset()).ToUnixTimeMilliseconds()}"
            : $"teams:{conversation}:{activity.Id}";
        if ((content is TurnContent.BotAdded ? "added" : content is TurnContent.BotRemoved ? "removed" : null) is not { } what)
        {
            return [index == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:{index}")];
        }

        // Two neighbouring windows each, so that a pair of events on either side of a border still shares one.
        var seconds = activity.Timestamp?.ToUnixTimeSeconds() ?? now.ToUnixTimeSeconds();
        var window = seconds / InstallWindowSeconds;
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{key}:{index}"),
            string.Create(CultureInfo.InvariantCulture, $"teams:{conversation}:{what}:{index}:{window}"),
            string.Create(CultureInfo.InvariantCulture, $"teams:{conversation}:{what}:{index}:{window - 1}"),
        ];
    }

    private static TurnContent? Content(Activity activity, ConversationRef place, string? botId, Instant now)
    {
        switch (activity)
        {
            case { Type: "message" } when activity.From!.Id!.StartsWith("28:", StringComparison.Ordinal):
                return null; // Two bots never talk to each other.
            case { Type: "message", Value.ValueKind: JsonValueKind.Object }:
                return Pressed(null, activity.Value, Card(activity, place));
            case { Type: "message", Text: { } text }:
                var source = new MessageRef(place, activity.Id!);
                return new TurnContent.Said(
                    MarkedText.Read(text, activity.TextFormat, activity.Entities ?? [], botId), source, Links.To(source),
                    ToBot: place.Kind == ConversationKind.Personal || activity.Entities?.Any(entity => entity?.Mentioned?.Id == botId) == true);
            case { Type: "invoke", Name: CardAction }:
                return Read(activity.Value, Json.Default.CardAction)?.Action is { } press
                    ? Pressed(press.Verb, press.Data, Card(activity, place))
                    : null;
            case { Type: "invoke", Name: SubmitAction or OpenDialog or SubmitDialog }:
                return Read(activity.Value, Json.Default.Extension) is { Data.ValueKind: JsonValueKind.Object } submitted
                    ? Pressed(null, submitted.Data, Card(activity, place))
                    : null;
            case { Type: "invoke", Name: FetchTask }:
                return Read(activity.Value, Json.Default.Extension)?.MessagePayload is { } payload
                    ? Captured.Read(payload, activity, place, botId, now)
                    : null;
            case { Type: "invoke", Name: Query }:
                return Read(activity.Value, Json.Default.SearchQuery) is { } query ? new TurnContent.SearchAsked(Words(query)) : null;
            case { Type: "messageUpdate", ChannelData.EventType: "editMessage" or "undeleteMessage", Text: { } text }:
                return new TurnContent.SourceChanged(
                    new MessageRef(place, activity.Id!), MarkedText.Read(text, activity.TextFormat, activity.Entities ?? [], botId));
            case { Type: "messageDelete" }:
                return new TurnContent.SourceChanged(new MessageRef(place, activity.Id!), null);
            default:
                return null; // Reactions, typing, and whatever Teams will think of.
        }
    }

    /// <summary>Whether a client, not a person, pressed the button.</summary>
    public static bool IsAutomatic(Activity activity) => Read(activity.Value, Json.Default.CardAction)?.Trigger == "automatic";

    /// <summary>Whether a search asks for what follows the finds it was given.</summary>
    public static bool IsFurtherPage(Activity activity) => Read(activity.Value, Json.Default.SearchQuery)?.QueryOptions?.Skip > 0;

    // A client asks once before anything is typed, with a parameter of its own.
    private static string Words(SearchQuery query) => string.Join(' ', (query.Parameters ?? [])
        .Where(it => it is { Name: not "initialRun", Value.ValueKind: JsonValueKind.String }).Select(it => it.Value.GetString()!.Trim()));

    private static MessageRef? Card(Activity activity, ConversationRef place) =>
        activity.ReplyToId is { Length: > 0 } id ? new MessageRef(place, id) : null;

    private static TurnContent? Pressed(string? verb, JsonElement data, MessageRef? card)
    {
        var argument = Text(data, Forms.Argument) ?? "";
        if (Text(data, Forms.FormName) is { } form)
        {
            var prefix = Text(data, Forms.Prefix) + ".";
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var input in data.EnumerateObject().Where(input => input.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var value = input.Value.ValueKind == JsonValueKind.String ? input.Value.GetString() : input.Value.GetRawText();
                if (!string.IsNullOrWhiteSpace(value) && input.Value.ValueKind != JsonValueKind.Null)
                {
                    values[input.Name[prefix.Length..]] = value.Trim();
                }
            }

            return new TurnContent.Submitted(form, argument, values, card);
        }

        return (Text(data, Forms.Action) ?? verb) is { Length: > 0 } action ? new TurnContent.Clicked(action, argument, card) : null;
    }

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static T? Read<T>(JsonElement value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object ? value.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null; // Not what this invoke carries.
        }
    }
}
