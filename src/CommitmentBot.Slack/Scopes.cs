namespace CommitmentBot.Slack;

/// <summary>What the bot asks a workspace to be allowed, and what for. The manifest, the install page and the guide have the same.</summary>
internal static class Scopes
{
    /// <summary>Each scope with what needs it.</summary>
    public static readonly IReadOnlyList<(string Scope, string Reason)> All =
    [
        ("app_mentions:read", "hear it when somebody mentions the bot"),
        ("channels:history", "read replies in a commitment's thread, notice when a message that a promise was read from is edited or deleted, and find its own posts again after a cut connection"),
        ("channels:read", "know a channel's name, who is in it, comes and goes, and that it is archived, renamed or no longer shared"),
        ("chat:write", "post and update cards"),
        ("commands", "/commit and the three shortcuts"),
        ("files:write", "attach an export or a calendar entry, and pictures where the bot has no public address"),
        ("groups:history", "the same as channels:history, in private channels it was invited to"),
        ("groups:read", "the same as channels:read, in private channels it was invited to"),
        ("im:history", "read what people write to the bot in private"),
        ("im:read", "tell a private chat with the bot from one between two other people"),
        ("im:write", "open the private chat in which somebody is reminded"),
        ("users:read", "names and time zones, and who has left"),
        ("users:read.email", "the domain of the address, which tells which organisation somebody speaks for"),
    ];
}
