using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Slack;

/// <summary>
/// The page from which a workspace's administrator installs the bot, and where Slack sends them back. The state that travels along is bound to the
/// browser by a cookie, is good for ten minutes, and works once.
/// </summary>
/// <remarks>https://docs.slack.dev/authentication/installing-with-oauth</remarks>
internal sealed partial class Install(
    OAuth oauth, IInstallations installations, Tokens tokens, IDataProtectionProvider protection, PublicAddress address,
    IOptionsMonitor<SlackOptions> options, ILogger<Install> logger)
{
    private const string Cookie = "commitmentbot-slack-install";

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _states = protection.CreateProtector("Slack.Install.State").ToTimeLimitedDataProtector();

    private Uri Callback => new(address.Url, "/slack/oauth");

    /// <summary><c>GET /slack/install</c>.</summary>
    public IResult Page(HttpContext context)
    {
        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(Cookie, word, new CookieOptions
        {
            HttpOnly = true,
            Secure = Callback.Scheme == Uri.UriSchemeHttps,
            // Lax: it must come along when Slack sends the browser back.
            SameSite = SameSiteMode.Lax,
            MaxAge = GoodFor,
            Path = "/slack",
        });
        var authorize = QueryHelpers.AddQueryString(new Uri(new Uri(options.CurrentValue.ApiBaseUrl), "/oauth/v2/authorize").ToString(), new Dictionary<string, string?>
        {
            ["client_id"] = options.CurrentValue.ClientId,
            ["scope"] = string.Join(',', Scopes.All.Select(it => it.Scope)),
            ["redirect_uri"] = Callback.ToString(),
            ["state"] = _states.Protect(word, GoodFor),
        });
        var asked = string.Concat(Scopes.All.Select(it => $"<li><code>{it.Scope}</code> {HtmlEncoder.Default.Encode(it.Reason)}</li>"));
        return Html(
            StatusCodes.Status200OK,
            "Install CommitmentBot in Slack",
            $"<p>CommitmentBot follows up what leaders of different organisations promise each other. It asks your workspace for these permissions:</p><ul>{asked}</ul>"
            + $"<p><a class=\"button\" href=\"{HtmlEncoder.Default.Encode(authorize)}\">Add to Slack</a></p>");
    }

    /// <summary><c>GET /slack/oauth</c>: back from Slack, with a code or without.</summary>
    public async Task<IResult> Back(HttpContext context)
    {
        var query = context.Request.Query;
        var word = context.Request.Cookies[Cookie];
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/slack" });
        if (query["error"].ToString() is { Length: > 0 })
        {
            return Refused("Slack says that it was not allowed. Nothing was installed.");
        }

        // One sentence for all of these: who tries to forge a state learns nothing from it.
        if (word is not { Length: 64 } || !IsOurs(query["state"].ToString(), word) || !await installations.TakeOnce($"slack:install:{word}", context.RequestAborted))
        {
            return Refused("This installation was not begun in this browser, or it took longer than ten minutes. Please begin again.");
        }

        var (installation, error) = await oauth.Exchange(query["code"].ToString(), Callback.ToString(), context.RequestAborted);
        if (installation is null)
        {
            Log.NotInstalled(logger, error!);
            return Refused("Slack did not confirm the installation. Please begin again.");
        }

        await installations.Save(installation, CancellationToken.None);
        tokens.Forget(installation.Tenant);
        Log.Installed(logger, installation.Tenant);
        return Html(
            StatusCodes.Status200OK,
            "CommitmentBot is installed",
            "<p>Go to the channel where your forum meets, type <code>/invite @CommitmentBot</code>, and then <code>@CommitmentBot help</code>.</p>");
    }

    private bool IsOurs(string state, string word)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(_states.Unprotect(state)), Encoding.ASCII.GetBytes(word));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static IResult Refused(string sentence) => Html(
        StatusCodes.Status400BadRequest, "CommitmentBot was not installed", $"<p>{sentence}</p><p><a href=\"/slack/install\">Begin again</a></p>");

    private static IResult Html(int status, string title, string body) => Results.Content(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
        <title>{{title}}</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #1d1c1d; background: #fff }
        .button { display: inline-block; padding: .7rem 1.2rem; border-radius: .3rem; background: #4a154b; color: #fff; text-decoration: none; font-weight: 600 }
        .button:focus { outline: 3px solid #1264a3; outline-offset: 2px }
        @media (prefers-color-scheme: dark) { body { background: #1a1d21; color: #e8e8e8 } a { color: #78b4e6 } .button { color: #fff } }
        </style>
        </head>
        <body><main><h1>{{title}}</h1>{{body}}</main></body>
        </html>
        """,
        "text/html; charset=utf-8", Encoding.UTF8, status);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Installed in {Tenant}")]
        public static partial void Installed(ILogger logger, string tenant);

        [LoggerMessage(2, LogLevel.Warning, "An installation was not completed: {Error}")]
        public static partial void NotInstalled(ILogger logger, string error);
    }
}
