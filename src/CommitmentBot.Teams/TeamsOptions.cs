using System.Net;

namespace CommitmentBot.Teams;

/// <summary>The section <c>Teams</c> of the settings. The sign-in addresses are settings for sovereign clouds and for stand-ins.</summary>
public sealed class TeamsOptions
{
    /// <summary>The bot's Microsoft Entra application (client) id.</summary>
    public string? AppId { get; set; }

    /// <summary>The application's client secret.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The tenant of a single-tenant bot registration; empty for a multi-tenant one.</summary>
    public string? TenantId { get; set; }

    /// <summary>Where the keys of the channel's tokens are announced.</summary>
    public Uri OpenIdMetadata { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Where the bot signs in, with the tenant in it; null for Microsoft's public cloud and <see cref="TenantId"/>.</summary>
    public Uri? Authority { get; set; }

    /// <summary>Who issues the channel's tokens.</summary>
    public string Issuer { get; set; } = "https://api.botframework.com";

    /// <summary>What the bot's own token is for.</summary>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>Where answers may be sent: hosts, <c>.suffixes</c> or address prefixes (<see cref="ServiceUrls"/>); empty for Microsoft's public cloud.</summary>
    public IReadOnlyList<string> AllowedServiceUrls { get; set; } = [];

    /// <summary>Lets requests without a token in: in the Development environment only, and only from this very machine.</summary>
    public bool DangerouslyAllowAnonymous { get; set; }

    /// <summary>How long one call to Teams may take. Shorter than delivery's lease on a message.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    internal Uri TokenEndpoint
    {
        get
        {
            // Multi-tenant registrations sign in at the Bot Framework's own tenant.
            var authority = Authority?.AbsoluteUri
                ?? $"https://login.microsoftonline.com/{(string.IsNullOrEmpty(TenantId) ? "botframework.com" : TenantId)}";
            return new Uri(authority.TrimEnd('/') + "/oauth2/v2.0/token");
        }
    }

    /// <summary>The bot's id as the channel writes it; null for an anonymous bot, which is whoever the activity is for.</summary>
    internal string? BotId => string.IsNullOrEmpty(AppId) ? null : $"28:{AppId}";

    internal bool IsAbsent =>
        string.IsNullOrEmpty(AppId) && string.IsNullOrEmpty(AppSecret) && string.IsNullOrEmpty(TenantId) && !DangerouslyAllowAnonymous;

    /// <summary>What is wrong with the settings, in sentences an administrator can act on.</summary>
    internal IEnumerable<string> Faults(bool isDevelopment)
    {
        if (DangerouslyAllowAnonymous && !isDevelopment)
        {
            yield return "Teams:DangerouslyAllowAnonymous works in the Development environment only; remove it.";
        }

        var anonymous = DangerouslyAllowAnonymous && string.IsNullOrEmpty(AppId) && string.IsNullOrEmpty(AppSecret);
        if (!anonymous && string.IsNullOrEmpty(AppId))
        {
            yield return "Teams:AppId is missing; it is the application (client) id of the bot's registration.";
        }

        if (!anonymous && string.IsNullOrEmpty(AppSecret))
        {
            yield return "Teams:AppSecret is missing; it is a client secret of the bot's registration.";
        }

        if (!IsSafe(OpenIdMetadata))
        {
            yield return "Teams:OpenIdMetadata must be an https address.";
        }

        if (Authority is not null && !IsSafe(Authority))
        {
            yield return "Teams:Authority must be an https address.";
        }

        if (CallTimeout < TimeSpan.FromMilliseconds(50) || CallTimeout > TimeSpan.FromMinutes(1))
        {
            yield return "Teams:CallTimeout must lie between 50 milliseconds and a minute.";
        }

        foreach (var entry in AllowedServiceUrls.Where(entry => !ServiceUrls.IsEntry(entry)))
        {
            yield return $"Teams:AllowedServiceUrls holds \"{entry}\", which is neither a host, a .suffix nor an https address.";
        }
    }

    /// <summary>https anywhere, plain http on this machine only.</summary>
    internal static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url.Host)));

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
