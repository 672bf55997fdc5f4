using System.Collections.Frozen;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>
/// What Slack's error codes concern, and so what is to be done next: one table. A code that is not in it concerns the one message, so that
/// nothing unknown marks a place or a person as gone.
/// </summary>
/// <remarks>
/// https://docs.slack.dev/reference/methods/chat.postMessage#errors, the same part of the pages of chat.postEphemeral, chat.update and
/// conversations.open, and for codes of any method https://docs.slack.dev/apis/web-api/#errors.
/// </remarks>
internal static class Refusals
{
    /// <summary>"Some aspect of the operation may have succeeded": neither a yes nor a no.</summary>
    private static readonly FrozenSet<string> Unclear = FrozenSet.Create("internal_error", "fatal_error");

    private static readonly FrozenDictionary<string, RefusalKind> Table = new Dictionary<string, RefusalKind>
    {
        ["ratelimited"] = RefusalKind.Later,
        ["rate_limited"] = RefusalKind.Later,
        ["message_limit_exceeded"] = RefusalKind.Later,
        ["service_unavailable"] = RefusalKind.Later,
        ["request_timeout"] = RefusalKind.Later,
        ["team_added_to_org"] = RefusalKind.Later,

        ["thread_not_found"] = RefusalKind.Thread,
        ["message_not_found"] = RefusalKind.Thread,
        ["cannot_reply_to_message"] = RefusalKind.Thread,
        ["restricted_action_thread_locked"] = RefusalKind.Thread,
        ["restricted_action_non_threadable_channel"] = RefusalKind.Thread,

        // In a private chat these three speak of the chat: see Of.
        ["channel_not_found"] = RefusalKind.Channel,
        ["not_in_channel"] = RefusalKind.Channel,
        ["is_archived"] = RefusalKind.Channel,

        // The channel is there and so is the bot; it may not say this here, or nobody may now.
        ["restricted_action"] = RefusalKind.Message,
        ["restricted_action_read_only_channel"] = RefusalKind.Message,
        ["restricted_action_thread_only_channel"] = RefusalKind.Message,
        ["ekm_access_denied"] = RefusalKind.Message,

        // An administrator switched off the bot's private chats, everybody's at once: it says nothing of the person.
        ["messages_tab_disabled"] = RefusalKind.Chat,

        ["user_not_found"] = RefusalKind.Person,
        ["users_not_found"] = RefusalKind.Person,
        ["user_disabled"] = RefusalKind.Person,
        ["user_not_visible"] = RefusalKind.Person,
        ["user_not_in_channel"] = RefusalKind.Person,
        ["cannot_dm_bot"] = RefusalKind.Person,
        ["cannot_dm_self"] = RefusalKind.Person,
        ["invalid_user_combination"] = RefusalKind.Person,
        ["channel_type_not_supported"] = RefusalKind.Person,

        // "account_inactive" speaks of the token's account, which is the bot's.
        ["not_installed"] = RefusalKind.Installation,
        ["invalid_auth"] = RefusalKind.Installation,
        ["account_inactive"] = RefusalKind.Installation,
        ["token_revoked"] = RefusalKind.Installation,
        ["token_expired"] = RefusalKind.Installation,
        ["not_authed"] = RefusalKind.Installation,
        ["missing_scope"] = RefusalKind.Installation,
        ["no_permission"] = RefusalKind.Installation,
        ["org_login_required"] = RefusalKind.Installation,
        ["access_denied"] = RefusalKind.Installation,
        ["team_access_not_granted"] = RefusalKind.Installation,
        ["not_allowed_token_type"] = RefusalKind.Installation,
        ["two_factor_setup_required"] = RefusalKind.Installation,
        ["accesslimited"] = RefusalKind.Installation,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Sorts a code of <c>ok: false</c>.</summary>
    public static ApiAnswer Sort(string error, string detail) =>
        Unclear.Contains(error) ? new ApiAnswer.Unclear(error)
        : Of(error) == RefusalKind.Later ? new ApiAnswer.NotNow(error, null)
        : new ApiAnswer.Failed(error, detail);

    /// <summary>What a code concerns by itself.</summary>
    public static RefusalKind Of(string error) => Table.GetValueOrDefault(error, RefusalKind.Message);

    /// <summary>
    /// What a certain no concerns in this place. A private chat is nobody's channel, and what is in no thread has none that could be left.
    /// </summary>
    public static RefusalKind Of(string error, ConversationRef where) => Of(error) switch
    {
        RefusalKind.Channel or RefusalKind.Thread when where.Kind == ConversationKind.Personal => RefusalKind.Chat,
        RefusalKind.Chat when where.Kind != ConversationKind.Personal => RefusalKind.Message,
        RefusalKind.Thread when where.Thread is null => RefusalKind.Message,
        var kind => kind,
    };
}
