using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>What an Events API request holds, whatever the event.</summary>
/// <remarks>https://docs.slack.dev/apis/events-api/#callback-field</remarks>
internal sealed record Envelope(
    string? Type, string? Challenge, string? EventId, string? TeamId, string? EnterpriseId, JsonElement Event, IReadOnlyList<Authorization>? Authorizations);

/// <summary>The installation an event is for; Slack lists one at most.</summary>
internal sealed record Authorization(string? TeamId, string? EnterpriseId, string? UserId);

/// <summary>What says how the rest of an event is to be read. The same field has different types in different events.</summary>
internal sealed record EventHead(string? Type, string? Subtype);

/// <summary>A <c>message</c> or an <c>app_mention</c>.</summary>
internal sealed record MessageEvent(
    string? Type, string? Subtype, string? Text, string? User, string? BotId, string? Team, string? UserTeam, string? SourceTeam,
    string? Channel, string? ChannelType, string? Ts, string? ThreadTs, string? ParentUserId, bool? Hidden);

/// <summary>A <c>message</c> that tells of another one: changed, or deleted (<c>DeletedTs</c>).</summary>
internal sealed record ChangeEvent(string? Channel, string? ChannelType, SourceMessage? Message, SourceMessage? PreviousMessage, string? DeletedTs);

/// <summary><c>channel_rename</c>, <c>group_rename</c>.</summary>
internal sealed record RenameEvent(ConversationInfo? Channel);

/// <summary><c>channel_id_changed</c>.</summary>
internal sealed record MoveEvent(string? OldChannelId, string? NewChannelId);

/// <summary><c>channel_unshared</c>.</summary>
internal sealed record UnsharedEvent(string? Channel, string? PreviouslyConnectedTeamId);

/// <summary><c>user_change</c>, <c>team_join</c>.</summary>
internal sealed record UserEvent(UserInfo? User);

/// <summary><c>tokens_revoked</c>: whose tokens, by user id.</summary>
internal sealed record RevokedEvent(RevokedTokens? Tokens);

/// <summary>Tokens that people gave, and the bot's own.</summary>
internal sealed record RevokedTokens(IReadOnlyList<string>? Oauth, IReadOnlyList<string>? Bot);

/// <summary><c>app_home_opened</c>; <c>View</c> is what is shown there already.</summary>
internal sealed record HomeEvent(string? User, string? Channel, string? Tab, View? View);

/// <summary><c>member_joined_channel</c>, <c>member_left_channel</c>, <c>channel_left</c>, <c>group_left</c>.</summary>
internal sealed record MembershipEvent(string? User, string? Channel, string? Team, string? Inviter, string? ActorId);

/// <summary>A click, a shortcut or a submitted modal.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads</remarks>
internal sealed record Interaction(
    string? Type, Named? Team, Named? Enterprise, bool? IsEnterpriseInstall, Person? User, Named? Channel, Container? Container, string? CallbackId,
    string? ActionTs, string? TriggerId, string? ResponseUrl, SourceMessage? Message, IReadOnlyList<ActionTaken>? Actions, View? View, string? Value);

/// <summary>Something with an id.</summary>
internal sealed record Named(string? Id);

/// <summary>Who acted; <c>TeamId</c> is their own workspace.</summary>
internal sealed record Person(string? Id, string? TeamId);

/// <summary>Where a click happened.</summary>
internal sealed record Container(string? Type, string? MessageTs, string? ChannelId, string? ThreadTs, string? ViewId, bool? IsEphemeral);

/// <summary>The message a click or a shortcut belongs to.</summary>
internal sealed record SourceMessage(string? Ts, string? ThreadTs, string? User, string? BotId, string? Subtype, string? Text, string? Team);

/// <summary>What was clicked.</summary>
internal sealed record ActionTaken(string? ActionId, string? Value, string? ActionTs, string? Type, string? BlockId);

/// <summary>A modal, or a Home tab, as it comes back.</summary>
internal sealed record View(
    string? Id, string? Type, string? Hash, string? CallbackId, string? PrivateMetadata, string? AppInstalledTeamId, ViewTitle? Title, ViewState? State);

/// <summary>A modal's title.</summary>
internal sealed record ViewTitle(string? Text);

/// <summary>What was filled in, by block and action.</summary>
internal sealed record ViewState(Dictionary<string, Dictionary<string, InputValue?>?>? Values);

/// <summary>The value of one input; which of the three depends on the kind of input.</summary>
internal sealed record InputValue(string? Value, string? SelectedDate, SelectedOption? SelectedOption);

/// <summary>The answer chosen.</summary>
internal sealed record SelectedOption(string? Value);

/// <summary>What the bot hides in a modal, so that its submission finds back to the card and the conversation it was opened from.</summary>
internal sealed record ViewOrigin(string Argument, string? Channel, ConversationKind Kind, string? Thread, string? Card, bool? Home = null)
{
    /// <summary>For what is opened in a conversation, from a card of ours or without one.</summary>
    public static ViewOrigin Of(ConversationRef conversation, string? card) =>
        new("", conversation.Channel, conversation.Kind, conversation.Thread, card);
}

/// <summary>What every answer of the Web API says.</summary>
internal sealed record ApiHead(bool Ok, string? Error, string? Warning, ApiMetadata? ResponseMetadata);

/// <summary>Further words on an answer.</summary>
internal sealed record ApiMetadata(IReadOnlyList<string>? Messages, string? NextCursor);

/// <summary>The answer of <c>auth.test</c>.</summary>
internal sealed record AuthTest(string? Url, string? UserId, string? TeamId, string? EnterpriseId, bool? IsEnterpriseInstall);

/// <summary>The answer of <c>oauth.v2.access</c>.</summary>
internal sealed record Granted(
    string? AccessToken, string? RefreshToken, long? ExpiresIn, string? BotUserId, Named? Team, Named? Enterprise, bool? IsEnterpriseInstall);

/// <summary>The answer of <c>views.open</c>.</summary>
internal sealed record ViewAnswer(View? View);

/// <summary>The answer of <c>files.getUploadURLExternal</c>.</summary>
internal sealed record UploadAnswer(string? UploadUrl, string? FileId);

/// <summary>The answer of <c>apps.connections.open</c>.</summary>
internal sealed record SocketAnswer(string? Url);

/// <summary>One frame of Socket Mode.</summary>
/// <remarks>https://docs.slack.dev/apis/events-api/using-socket-mode</remarks>
internal sealed record SocketFrame(string? Type, string? EnvelopeId, JsonElement Payload, bool? AcceptsResponsePayload, string? Reason);

/// <summary>The answer of <c>users.info</c>.</summary>
internal sealed record UserAnswer(UserInfo? User);

/// <summary>A user; guests are "restricted", those of one channel "ultra restricted".</summary>
internal sealed record UserInfo(
    string? Id, string? TeamId, string? Name, string? RealName, string? Tz, bool? Deleted, UserProfile? Profile,
    bool? IsRestricted = null, bool? IsUltraRestricted = null, bool? IsBot = null);

/// <summary>A user's profile.</summary>
internal sealed record UserProfile(string? RealName, string? DisplayName, string? Email);

/// <summary>The answer of <c>chat.postMessage</c> and <c>chat.update</c>.</summary>
internal sealed record Posted(string? Channel, string? Ts);

/// <summary>The answer of <c>conversations.open</c> and <c>conversations.info</c>.</summary>
internal sealed record ConversationAnswer(ConversationInfo? Channel);

/// <summary>A conversation; <c>User</c> is the other side of a personal chat.</summary>
internal sealed record ConversationInfo(string? Id, string? Name, string? User);

/// <summary>The answer of <c>conversations.history</c> and <c>conversations.replies</c>.</summary>
internal sealed record History(IReadOnlyList<HistoryMessage>? Messages, bool? HasMore, ApiMetadata? ResponseMetadata);

/// <summary>One message of it.</summary>
internal sealed record HistoryMessage(string? Ts, MessageMetadata? Metadata);

/// <summary>A page of the answer of <c>conversations.members</c>.</summary>
internal sealed record MembersAnswer(IReadOnlyList<string?>? Members, ApiMetadata? ResponseMetadata);

/// <summary>What the bot hid in a message.</summary>
internal sealed record MessageMetadata(string? EventType, JsonElement EventPayload);

/// <summary>How Slack's JSON is read: snake_case, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(EventHead))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(MembershipEvent))]
[JsonSerializable(typeof(ChangeEvent))]
[JsonSerializable(typeof(RenameEvent))]
[JsonSerializable(typeof(MoveEvent))]
[JsonSerializable(typeof(UnsharedEvent))]
[JsonSerializable(typeof(UserEvent))]
[JsonSerializable(typeof(RevokedEvent))]
[JsonSerializable(typeof(HomeEvent))]
[JsonSerializable(typeof(Granted))]
[JsonSerializable(typeof(ViewAnswer))]
[JsonSerializable(typeof(UploadAnswer))]
[JsonSerializable(typeof(SocketAnswer))]
[JsonSerializable(typeof(SocketFrame))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(ViewOrigin))]
[JsonSerializable(typeof(ApiHead))]
[JsonSerializable(typeof(AuthTest))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(ConversationAnswer))]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(MembersAnswer))]
internal sealed partial class Json : JsonSerializerContext;
