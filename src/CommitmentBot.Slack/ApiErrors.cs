using System.Collections.Frozen;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>What Slack's error codes mean for what is to be done next. One table; a code that is not in it is the bot's own fault.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/chat.postMessage#errors and the same part of each method's page.</remarks>
internal static class ApiErrors
{
    /// <summary>"Some aspect of the operation may have succeeded": neither a yes nor a no.</summary>
    private static readonly FrozenSet<string> Unclear = FrozenSet.Create("internal_error", "fatal_error");

    private static readonly FrozenSet<string> Later = FrozenSet.Create(
        "ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "request_timeout", "team_added_to_org");

    private static readonly FrozenSet<string> Installation = FrozenSet.Create(
        "not_installed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "missing_scope", "no_permission",
        "org_login_required", "access_denied", "team_access_not_granted", "not_allowed_token_type", "two_factor_setup_required", "accesslimited");

    private static readonly FrozenSet<string> Person = FrozenSet.Create(
        "user_not_found", "user_disabled", "user_not_visible", "users_not_found", "cannot_dm_bot", "cannot_dm_self", "messages_tab_disabled",
        "invalid_user_combination", "too_many_users", "user_not_in_channel", "channel_type_not_supported");

    private static readonly FrozenSet<string> Place = FrozenSet.Create(
        "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
        "cannot_reply_to_message", "ekm_access_denied", "thread_not_found");

    /// <summary>Sorts a code of <c>ok: false</c>.</summary>
    public static ApiAnswer Sort(string error, string detail) =>
        Unclear.Contains(error) ? new ApiAnswer.Unclear(error)
        : Later.Contains(error) ? new ApiAnswer.NotNow(error, null)
        : new ApiAnswer.Failed(error, detail);

    /// <summary>What a certain no is about. In a personal chat the place and the person are the same thing.</summary>
    public static RefusalKind Kind(string error, bool personal) =>
        Installation.Contains(error) ? RefusalKind.Installation
        : Person.Contains(error) ? RefusalKind.Person
        : Place.Contains(error) ? personal ? RefusalKind.Person : RefusalKind.Place
        : RefusalKind.Message;
}
