using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal;

/// <summary>The configuration with which the real adapters talk to the stand-ins.</summary>
public static class RehearsalSettings
{
    /// <summary>Every setting both platforms need, by its usual name.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> For(StandInSettings standIns) =>
    [
        new("Slack:SigningSecret", standIns.SlackSigningSecret),
        new("Slack:BotToken", standIns.SlackBotToken),
        new("Slack:ApiBaseUrl", standIns.SlackApi.ToString()),
        new("Teams:AppId", World.TeamsApp),
        new("Teams:AppSecret", standIns.TeamsAppSecret),
        new("Teams:TenantId", World.TeamsTenant),
        new("Teams:OpenIdMetadata", standIns.TeamsOpenIdMetadata.ToString()),
        new("Teams:Authority", standIns.TeamsAuthority.ToString()),
        new("Teams:AllowedServiceUrls:0", standIns.TeamsServiceUrl.ToString()),
    ];
}
