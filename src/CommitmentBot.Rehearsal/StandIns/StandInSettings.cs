using System.Security.Cryptography;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>
/// Where the bot and the stand-ins are, and the secrets they share. Secrets are made anew unless given: give them where the bot is
/// restarted and the stand-ins are not. The addresses may be set until the first request.
/// </summary>
public sealed class StandInSettings
{
    /// <summary>The path under which the stand-in Slack is mapped.</summary>
    public const string SlackPrefix = "/rehearsal/slack";

    /// <summary>The path under which the stand-in Teams is mapped.</summary>
    public const string TeamsPrefix = "/rehearsal/teams";

    /// <summary>The bot's base address.</summary>
    public required Uri Bot { get; set; }

    /// <summary>The base address at which the stand-ins themselves answer.</summary>
    public required Uri Self { get; set; }

    /// <summary>What Slack signs its requests with.</summary>
    public string SlackSigningSecret { get; init; } = Secret();

    /// <summary>The token the bot shows to Slack.</summary>
    public string SlackBotToken { get; init; } = "xoxb-rehearsal-" + Secret();

    /// <summary>The secret the bot signs in to the Teams stand-in with.</summary>
    public string TeamsAppSecret { get; init; } = Secret();

    /// <summary>The waits before a failed event is sent again; Slack's are none, one minute, five minutes.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>How long Slack waits for an answer.</summary>
    public TimeSpan SlackPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long Teams waits for an answer.</summary>
    public TimeSpan TeamsPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The base address of Slack's methods, ending in a slash.</summary>
    public Uri SlackApi => new(Self, SlackPrefix + "/api/");

    /// <summary>The service address that activities name; the Connector is there.</summary>
    public Uri TeamsServiceUrl => new(Self, TeamsPrefix + "/connector/");

    /// <summary>Where the stand-in's OpenID metadata is.</summary>
    public Uri TeamsOpenIdMetadata => new(Self, TeamsPrefix + "/v1/.well-known/openidconfiguration");

    /// <summary>The sign-in authority, with the tenant in it.</summary>
    public Uri TeamsAuthority => new(Self, $"{TeamsPrefix}/login/{World.TeamsTenant}");

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
