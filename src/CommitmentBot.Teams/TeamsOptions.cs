using System.Net;

namespace CommitmentBot.Teams;

/// <summary>The section <c>Teams</c> of the settings. The sign-in addresses are settings for sovereign clouds and for stand-ins.</summary>
public sealed class TeamsOptions
{
    /// <summary>The bot's Microsoft Entra application (client) id.</summary>
    public string? AppId { get; set; }

    /// <summary>The application's client secret; or else <see cref="CertificatePath"/> or <see cref="ManagedIdentity"/>.</summary>
    public string? AppSecret { get; set; }

    /// <summary>A certificate with its private key, in the place of a secret: a PKCS #12 file, or a <c>.pem</c> with both.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The password of the certificate's file, if it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The bot is a user-assigned managed identity of Azure's, with <see cref="AppId"/> as its client id, and needs no secret.</summary>
    public bool ManagedIdentity { get; set; }

    /// <summary>Where a managed identity's tokens are to be had; the host it runs on says so.</summary>
    public Uri? ManagedIdentityAddress { get; set; }

    /// <summary>What that address wants to be shown; the host it runs on says so.</summary>
    public string? ManagedIdentityHeader { get; set; }

    /// <summary>The tenant of a single-tenant bot registration; empty for a multi-tenant one.</summary>
    public string? TenantId { get; set; }

    /// <summary>Which of Microsoft's clouds; what the five settings below are by default.</summary>
    public TeamsCloud Cloud { get; set; }

    /// <summary>Where the keys of the channel's tokens are announced.</summary>
    public Uri? OpenIdMetadata { get; set; }

    /// <summary>Where the bot signs in, with the tenant in it.</summary>
    public Uri? Authority { get; set; }

    /// <summary>Who issues the channel's tokens.</summary>
    public string? Issuer { get; set; }

    /// <summary>What the bot's own token is for.</summary>
    public string? Scope { get; set; }

    /// <summary>Where answers may be sent: hosts, <c>.suffixes</c> or address prefixes (<see cref="ServiceUrls"/>).</summary>
    public IReadOnlyList<string> AllowedServiceUrls { get; set; } = [];

    /// <summary>Lets requests without a token in: in the Development environment only, and only from this very machine.</summary>
    public bool DangerouslyAllowAnonymous { get; set; }

    /// <summary>
    /// Lets in tokens that the bot's own tenant issued to the bot itself, as emulators send them: in the Development environment only.
    /// </summary>
    public bool AllowOwnTenantTokens { get; set; }

    /// <summary>How long one call to Teams may take. Shorter than delivery's lease on a message.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal Uri EffectiveOpenIdMetadata => OpenIdMetadata ?? Addresses.OpenIdMetadata;

    internal string EffectiveIssuer => string.IsNullOrEmpty(Issuer) ? Addresses.Issuer : Issuer;

    internal string EffectiveScope => string.IsNullOrEmpty(Scope) ? Addresses.Scope : Scope;

    internal IReadOnlyList<string> EffectiveServiceUrls => AllowedServiceUrls.Count > 0 ? AllowedServiceUrls : Addresses.ServiceUrls;

    internal Uri TokenEndpoint => Below("/oauth2/v2.0/token");

    /// <summary>Where the own tenant's keys are announced.</summary>
    internal Uri OwnTenantMetadata => Below("/v2.0/.well-known/openid-configuration");

    /// <summary>The bot's id as the channel writes it; null for an anonymous bot, which is whoever the activity is for.</summary>
    internal string? BotId => string.IsNullOrEmpty(AppId) ? null : $"28:{AppId}";

    internal bool IsAbsent => !HasCredential
        && string.IsNullOrEmpty(AppId) && string.IsNullOrEmpty(TenantId) && !DangerouslyAllowAnonymous && !AllowOwnTenantTokens;

    private bool HasCredential => ManagedIdentity || !string.IsNullOrEmpty(AppSecret) || !string.IsNullOrEmpty(CertificatePath);

    private Cloud Addresses => Teams.Cloud.Of(Cloud);

    /// <summary>What is wrong with the settings, in sentences an administrator can act on.</summary>
    internal IEnumerable<string> Faults(bool isDevelopment)
    {
        if (DangerouslyAllowAnonymous && !isDevelopment)
        {
            yield return "Teams:DangerouslyAllowAnonymous works in the Development environment only; remove it.";
        }

        if (AllowOwnTenantTokens && !isDevelopment)
        {
            yield return "Teams:AllowOwnTenantTokens works in the Development environment only; remove it.";
        }

        if (AllowOwnTenantTokens && string.IsNullOrEmpty(TenantId))
        {
            yield return "Teams:AllowOwnTenantTokens needs Teams:TenantId; only that tenant's tokens are let in.";
        }

        var anonymous = DangerouslyAllowAnonymous && string.IsNullOrEmpty(AppId) && !HasCredential;
        if (!anonymous && string.IsNullOrEmpty(AppId))
        {
            yield return "Teams:AppId is missing; it is the application (client) id of the bot's registration.";
        }

        if (!anonymous && !HasCredential)
        {
            yield return "Teams:AppSecret is missing; it is a client secret of the bot's registration. Teams:CertificatePath or Teams:ManagedIdentity do as well.";
        }

        if (CertificatePath is { Length: > 0 } path && !File.Exists(path))
        {
            yield return $"Teams:CertificatePath is \"{path}\", and there is no such file.";
        }

        if (!IsSafe(EffectiveOpenIdMetadata))
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

    // Multi-tenant registrations sign in at the Bot Framework's own tenant.
    private Uri Below(string path) => new(
        (Authority?.AbsoluteUri ?? $"https://{Addresses.LoginHost}/{(string.IsNullOrEmpty(TenantId) ? Addresses.MultiTenant : TenantId)}").TrimEnd('/') + path);

    /// <summary>https anywhere, plain http on this machine only.</summary>
    internal static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url.Host)));

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
