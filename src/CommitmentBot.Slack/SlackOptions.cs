namespace CommitmentBot.Slack;

/// <summary>The settings of the section <c>Slack</c>. With neither secret set, Slack is switched off.</summary>
public sealed class SlackOptions
{
    /// <summary>What Slack signs its requests with ("Signing Secret" on the app's page).</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>The bot's token in the workspace, <c>xoxb-…</c>.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>Where the Web API's methods are; another address for sovereign clouds and for rehearsals. Ends with a slash.</summary>
    public string ApiBaseUrl { get; set; } = "https://slack.com/api/";

    /// <summary>Whether nothing is set that would switch Slack on.</summary>
    internal bool Off => SigningSecret.Length == 0 && BotToken.Length == 0;

    /// <summary>Whether the API's address is absolute, ends with a slash, and is https (plain http on loopback only).</summary>
    internal bool ApiBaseUrlIsSafe =>
        Uri.TryCreate(ApiBaseUrl, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.UserInfo.Length == 0
        && url.AbsolutePath.EndsWith('/');
}
