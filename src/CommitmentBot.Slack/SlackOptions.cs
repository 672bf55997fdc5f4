namespace CommitmentBot.Slack;

/// <summary>
/// The settings of the section <c>Slack</c>. Either <see cref="BotToken"/>, for one workspace, or <see cref="ClientId"/> and
/// <see cref="ClientSecret"/>, for as many as install it; with none of them Slack is switched off.
/// </summary>
public sealed class SlackOptions
{
    /// <summary>What Slack signs its requests with ("Signing Secret" on the app's page). Not needed in Socket Mode.</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>Further signing secrets that are taken as well, while one is being replaced by another.</summary>
    public IReadOnlyList<string> SigningSecrets { get; set; } = [];

    /// <summary>The bot's token in the one workspace, <c>xoxb-…</c>.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>"Client ID" on the app's page.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>"Client Secret" on the app's page.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The app's own token, <c>xapp-…</c>: switches Socket Mode on, in which the bot calls Slack and needs no public address.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>Where the Web API's methods are; another address for sovereign clouds and for rehearsals. Ends with a slash.</summary>
    public string ApiBaseUrl { get; set; } = "https://slack.com/api/";

    /// <summary>Whether nothing is set that would switch Slack on.</summary>
    internal bool Off =>
        SigningSecret.Length == 0 && SigningSecrets.Count == 0 && BotToken.Length == 0 && ClientId.Length == 0 && ClientSecret.Length == 0
        && AppToken.Length == 0;

    /// <summary>Every signing secret that is taken.</summary>
    internal IReadOnlyList<string> Secrets => [.. SigningSecrets.Prepend(SigningSecret).Where(secret => secret.Length > 0)];

    /// <summary>Whether workspaces install the bot themselves.</summary>
    internal bool ManyWorkspaces => BotToken.Length == 0 && ClientId.Length > 0;

    /// <summary>Whether the API's address is absolute, ends with a slash, and is https (plain http on loopback only).</summary>
    internal bool ApiBaseUrlIsSafe =>
        Uri.TryCreate(ApiBaseUrl, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.UserInfo.Length == 0
        && url.AbsolutePath.EndsWith('/');
}
