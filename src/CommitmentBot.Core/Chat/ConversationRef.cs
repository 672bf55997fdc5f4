using System.Text.Json.Serialization;

namespace CommitmentBot.Core.Chat;

/// <summary>The platforms' names, as they stand in references, inbox keys and the register.</summary>
public static class PlatformName
{
    /// <summary>Slack.</summary>
    public const string Slack = "slack";

    /// <summary>Microsoft Teams.</summary>
    public const string Teams = "teams";
}

/// <summary>What sort of place a conversation is; a reference of the wrong kind must never be used to reach a person.</summary>
public enum ConversationKind
{
    /// <summary>One person and the bot.</summary>
    Personal,

    /// <summary>Several people, no threads.</summary>
    GroupChat,

    /// <summary>A channel, in which messages have threads.</summary>
    Channel,
}

/// <summary>
/// Somebody's account on a platform. Slack's user ids, and Teams' ids of a user for one bot, are unique across workspaces
/// and tenants, and a mention carries nothing else; so the home workspace is a fact about an identity and no part of its key.
/// </summary>
public sealed record UserRef(string Platform, string Id);

/// <summary>
/// A place that messages go to. <c>Tenant</c> is the Slack workspace the bot is installed in, or the Teams tenant that hosts
/// the conversation; <c>Thread</c> the root message (Slack's <c>thread_ts</c>, Teams' <c>;messageid=</c>); <c>ServiceUrl</c>
/// where a verified Teams activity said to answer, null on Slack.
/// </summary>
public sealed record ConversationRef(
    string Platform, string Tenant, string Channel, ConversationKind Kind, string? Thread = null, string? ServiceUrl = null)
{
    /// <summary>For what happens to an installation and in no conversation of it.</summary>
    public static ConversationRef Nowhere(string platform, string tenant) => new(platform, tenant, "", ConversationKind.Channel);

    /// <summary>The key of the delivery lane: messages of one lane leave one at a time and in order.</summary>
    [JsonIgnore]
    public string Lane => $"{Platform}|{Tenant}|{Channel}";

    /// <summary>The same place outside any thread.</summary>
    [JsonIgnore]
    public ConversationRef Root => this with { Thread = null };

    /// <summary>The lane and the thread. Written out, because the text a record makes of itself would contain its root's, and so on for ever.</summary>
    public override string ToString() => Thread is null ? Lane : $"{Lane}|{Thread}";
}

/// <summary>A message somewhere: Slack's channel and <c>ts</c>, Teams' conversation and activity id.</summary>
public sealed record MessageRef(ConversationRef Conversation, string Id);
