using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>Gets tokens from Slack: for the code that an installation ends with, and for a refresh token.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/oauth.v2.access</remarks>
internal sealed class OAuth(WebApi api, IOptionsMonitor<SlackOptions> options, TimeProvider time)
{
    private const string Method = "oauth.v2.access";

    /// <summary>The installation that a code stands for, or Slack's reason why not.</summary>
    public async Task<(Installation? Installation, string? Error)> Exchange(string code, string redirectUri, CancellationToken cancellationToken)
    {
        var answer = await Ask([new("code", code), new("redirect_uri", redirectUri)], cancellationToken);
        return Read(answer) is { } granted ? (granted, null) : (null, answer is ApiAnswer.Failed failed ? failed.Error : "no_answer");
    }

    /// <summary>The installation with new tokens; null when Slack did not give them.</summary>
    public async Task<Installation?> Renew(Installation old)
    {
        var answer = await Ask([new("grant_type", "refresh_token"), new("refresh_token", old.RefreshToken!)], CancellationToken.None);
        return Read(answer) is { } granted ? granted with { Tenant = old.Tenant } : null;
    }

    private Task<ApiAnswer> Ask(IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken cancellationToken)
    {
        var (id, secret) = (options.CurrentValue.ClientId, options.CurrentValue.ClientSecret);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));
        return api.Call(Method, Method, new FormUrlEncodedContent(arguments), new AuthenticationHeaderValue("Basic", basic), cancellationToken);
    }

    // Where an organisation installs the app for all its workspaces, there is no team.
    private Installation? Read(ApiAnswer answer) =>
        WebApi.As(answer, Json.Default.Granted) is { AccessToken: { Length: > 0 } token } it
        && (it.IsEnterpriseInstall == true ? it.Enterprise?.Id : it.Team?.Id) is { } tenant && SlackId.IsValid(tenant)
            ? new Installation(
                tenant, token, it.BotUserId, it.RefreshToken,
                it.ExpiresIn is { } seconds ? Instant.FromDateTimeOffset(time.GetUtcNow()) + Duration.FromSeconds(seconds) : null)
            : null;
}
