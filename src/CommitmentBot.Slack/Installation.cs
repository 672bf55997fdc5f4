using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// The bot in one workspace, or in a whole organisation of workspaces. <c>Tenant</c> is the workspace's id, or the organisation's where it is
/// installed there; <c>RefreshToken</c> and <c>Expires</c> are there where Slack rotates the tokens.
/// </summary>
public sealed record Installation(string Tenant, string Token, string? BotUser = null, string? RefreshToken = null, Instant? Expires = null)
{
    /// <summary>Without the tokens: a record would write them out, and this may end in a log.</summary>
    public override string ToString() => $"Installation {{ {Tenant} }}";
}
