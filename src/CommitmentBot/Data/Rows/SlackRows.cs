using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>An installation of the bot in a Slack workspace, or in an organisation of workspaces.</summary>
public sealed class InstallationRow
{
    /// <summary>The workspace's id, or the organisation's.</summary>
    public required string Tenant { get; init; }

    /// <summary>The tokens, encrypted for this tenant alone.</summary>
    public required string Sealed { get; set; }

    public required string? BotUser { get; set; }

    /// <summary>When the token runs out; null where it does not.</summary>
    public Instant? Expires { get; set; }

    /// <summary>Until when, by the database's clock, one instance is getting new tokens.</summary>
    public Instant? RenewingUntil { get; set; }

    public required Instant SavedAt { get; set; }
}

/// <summary>A key with which the tokens are encrypted, as ASP.NET Core's data protection writes it.</summary>
public sealed class KeyRow
{
    public required Guid Id { get; init; }

    public required string Xml { get; init; }
}
