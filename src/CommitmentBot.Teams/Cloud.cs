namespace CommitmentBot.Teams;

/// <summary>Which of Microsoft's clouds the bot is registered in.</summary>
public enum TeamsCloud
{
    /// <summary>The public one.</summary>
    Public,

    /// <summary>US Government (GCC High and DoD; GCC is in the public one).</summary>
    UsGov,

    /// <summary>China, run by 21Vianet.</summary>
    China,
}

/// <summary>The addresses of one cloud; each of them can be set by itself.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high</remarks>
internal sealed record Cloud(
    Uri OpenIdMetadata, string Issuer, string LoginHost, string MultiTenant, string Scope, IReadOnlyList<string> ServiceUrls)
{
    private static readonly Cloud Public = new(
        new("https://login.botframework.com/v1/.well-known/openidconfiguration"), "https://api.botframework.com",
        "login.microsoftonline.com", "botframework.com", "https://api.botframework.com/.default",
        ["smba.trafficmanager.net", ".botframework.com", ".teams.microsoft.com"]); // Not .trafficmanager.net: anybody can have a name under it.

    private static readonly Cloud UsGov = new(
        new("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"), "https://api.botframework.us",
        "login.microsoftonline.us", "MicrosoftServices.onmicrosoft.us", "https://api.botframework.us/.default",
        [".teams.microsoft.us", ".botframework.azure.us"]);

    private static readonly Cloud China = new(
        new("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration"), "https://api.botframework.azure.cn",
        "login.partner.microsoftonline.cn", "microsoftservices.partner.onmschina.cn", "https://api.botframework.azure.cn/.default",
        [".botframework.azure.cn", ".teams.microsoftonline.cn"]);

    public static Cloud Of(TeamsCloud cloud) => cloud switch
    {
        TeamsCloud.Public => Public,
        TeamsCloud.UsGov => UsGov,
        TeamsCloud.China => China,
        _ => throw new ArgumentOutOfRangeException(nameof(cloud)),
    };
}
