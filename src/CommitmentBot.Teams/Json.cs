using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommitmentBot.Teams;

/// <summary>An activity of the Bot Framework protocol, as far as the bot reads it.</summary>
internal sealed record Activity(
    string? Type, string? Id, string? Name, string? Action, string? ChannelId, string? ServiceUrl, string? Text, string? TextFormat,
    string? ReplyToId, string? LocalTimezone, DateTimeOffset? Timestamp, Account? From, Account? Recipient, Chat? Conversation,
    IReadOnlyList<Entity>? Entities, IReadOnlyList<Account>? MembersAdded, IReadOnlyList<Account>? MembersRemoved,
    ChannelData? ChannelData, JsonElement Value);

/// <summary>Somebody: a person (<c>29:…</c>) or a bot (<c>28:…</c>).</summary>
internal sealed record Account(string? Id, string? Name, string? AadObjectId, string? TenantId);

/// <summary>Where an activity happened.</summary>
internal sealed record Chat(string? Id, string? ConversationType, bool? IsGroup, string? TenantId, string? Name);

/// <summary>Something marked in the text; the bot reads those of type <c>mention</c>.</summary>
internal sealed record Entity(string? Type, string? Text, Account? Mentioned);

/// <summary>What only Teams adds.</summary>
internal sealed record ChannelData(
    Named? Tenant, Named? Team, Named? Channel, string? EventType, ChannelSettings? Settings, IReadOnlyList<PartnerTeam>? UnsharedFromTeams);

/// <summary>What somebody chose when they installed the app in a team.</summary>
internal sealed record ChannelSettings(Named? SelectedChannel);

/// <summary>A team that a channel is shared with.</summary>
internal sealed record PartnerTeam(string? Id, string? TenantId);

/// <summary>A thing with an id and perhaps a name.</summary>
internal sealed record Named(string? Id, string? Name);

/// <summary>The value of an <c>adaptiveCard/action</c>.</summary>
internal sealed record CardAction(CardPress? Action, string? Trigger);

/// <summary>The button that was pressed.</summary>
internal sealed record CardPress(string? Verb, JsonElement Data);

/// <summary>The value of a message extension's <c>fetchTask</c> and <c>submitAction</c>.</summary>
internal sealed record Extension(string? CommandId, JsonElement Data, Payload? MessagePayload);

/// <summary>The value of a message extension's <c>query</c>.</summary>
internal sealed record SearchQuery(IReadOnlyList<SearchParameter>? Parameters, SearchOptions? QueryOptions);

/// <summary>What was typed, by the name the manifest gives it.</summary>
internal sealed record SearchParameter(string? Name, JsonElement Value);

/// <summary>Which page of the finds is asked for.</summary>
internal sealed record SearchOptions(int? Skip, int? Count);

/// <summary>The message an extension was used on, in the words of Microsoft Graph.</summary>
internal sealed record Payload(
    string? Id, DateTimeOffset? CreatedDateTime, Author? From, Body? Body, IReadOnlyList<PayloadMention>? Mentions, string? LinkToMessage);

/// <summary>Who wrote it; <c>Id</c> is their directory object id, not their id for this bot.</summary>
internal sealed record Author(GraphIdentity? User, GraphIdentity? Application);

/// <summary>A person or an application in Graph's words.</summary>
internal sealed record GraphIdentity(string? Id, string? DisplayName);

/// <summary>What was written; HTML as a rule.</summary>
internal sealed record Body(string? ContentType, string? Content);

/// <summary>The person behind <c>&lt;at id="…"&gt;</c>.</summary>
internal sealed record PayloadMention(int? Id, string? MentionText, Author? Mentioned);

/// <summary>The OpenID document that says where the keys are.</summary>
internal sealed record Metadata([property: JsonPropertyName("jwks_uri")] string? JwksUri);

/// <summary>The keys.</summary>
internal sealed record KeySet(IReadOnlyList<Jwk>? Keys);

/// <summary>One key; <c>Endorsements</c> are the channels it may sign for, where it lists any.</summary>
internal sealed record Jwk(string? Kty, string? Kid, string? Use, string? N, string? E, IReadOnlyList<string>? Endorsements);

/// <summary>What the sign-in answers.</summary>
internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] int? ExpiresIn, // Managed identities say it as text.
    string? Error);

/// <summary>What the Connector answers to a post or to a new conversation.</summary>
internal sealed record Created(string? Id, string? ActivityId);

/// <summary>What the Connector answers when it refuses.</summary>
internal sealed record Refusal(RefusalDetail? Error);

/// <summary>The code of a refusal.</summary>
internal sealed record RefusalDetail(string? Code);

/// <summary>Somebody in a conversation's roster.</summary>
internal sealed record Member(string? Id, string? Name, string? Email, string? UserPrincipalName, string? TenantId, string? UserRole);

/// <summary>A page of a conversation's roster.</summary>
internal sealed record MembersPage(IReadOnlyList<Member?>? Members, string? ContinuationToken);

/// <summary>A team's channels.</summary>
internal sealed record TeamChannels(IReadOnlyList<Named>? Conversations);

/// <summary>
/// The wire's names. A key that stands twice in one object is refused, so that nobody can show the token check one service
/// address and the answer another.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(CardAction))]
[JsonSerializable(typeof(Extension))]
[JsonSerializable(typeof(SearchQuery))]
[JsonSerializable(typeof(Metadata))]
[JsonSerializable(typeof(KeySet))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(Created))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(TeamChannels))]
internal sealed partial class Json : JsonSerializerContext;
