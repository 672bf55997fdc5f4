using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A workspace installs the bot from its page, and takes it away again; with the whole program, and a Slack that gives tokens.</summary>
public sealed partial class SlackInstallTests(Databases databases)
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Mention = """{"type":"app_mention","user":"UALI","channel":"C1","ts":"1795476361.000100","text":"<@UBOT> how are you doing?"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_page_is_bound_to_one_browser_and_works_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = await Bot.Start(database);

        var (cookie, state, authorize) = await bot.Page();
        var (other, _, _) = await bot.Page();
        cookie.ShouldNotBe(other);
        QueryHelpers.ParseQuery(authorize.Query)["scope"].ToString().Split(',').ShouldContain("chat:write");
        QueryHelpers.ParseQuery(authorize.Query)["redirect_uri"].ToString().ShouldBe(new Uri(bot.Address, "/slack/oauth").ToString());

        (await bot.Back($"code=good&state={state}", null)).ShouldBe(HttpStatusCode.BadRequest, "another browser, without a cookie");
        (await bot.Back($"code=good&state={state}", other)).ShouldBe(HttpStatusCode.BadRequest, "another browser, with its own");
        (await bot.Back("code=good&state=made-up", cookie)).ShouldBe(HttpStatusCode.BadRequest, "a made-up state");
        (await bot.Back("code=good", cookie)).ShouldBe(HttpStatusCode.BadRequest, "no state");
        (await bot.Back($"error=access_denied&state={state}", cookie)).ShouldBe(HttpStatusCode.BadRequest, "refused at Slack");
        bot.Calls.ShouldNotContain(it => it.Method == "oauth.v2.access", "nothing was asked of Slack");

        (await bot.Back($"code=good&state={state}", cookie)).ShouldBe(HttpStatusCode.OK);
        (await bot.Back($"code=good&state={state}", cookie)).ShouldBe(HttpStatusCode.BadRequest, "a second time");
        bot.Calls.Count(it => it.Method == "oauth.v2.access").ShouldBe(1);

        (cookie, state, _) = await bot.Page();
        (await bot.Back($"code=bad&state={state}", cookie)).ShouldBe(HttpStatusCode.BadRequest, "a code that Slack does not know");
    }

    public static TheoryData<DatabaseKind, string> Orders { get; } =
    [
        .. Enum.GetValues<DatabaseKind>().SelectMany(kind => (IEnumerable<(DatabaseKind, string)>)
            [(kind, "app_uninstalled tokens_revoked"), (kind, "tokens_revoked app_uninstalled"), (kind, "tokens_revoked"), (kind, "app_uninstalled app_uninstalled")]),
    ];

    [Theory, MemberData(nameof(Orders))]
    public async Task Uninstalling_wipes_the_tokens_and_ends_all_sending_in_whatever_order_it_is_told(DatabaseKind kind, string told)
    {
        await using var database = await databases.New(kind);
        await using var bot = await Bot.Start(database);
        await bot.Install();
        await bot.Event("Ev1", Mention);
        bot.Calls.ShouldContain(it => it.IsSaying && it.Authorization == "Bearer xoxb-canary-1");

        // A person's own tokens are not the bot's.
        await bot.Event("Ev2", """{"type":"tokens_revoked","tokens":{"oauth":["UALI"],"bot":[]}}""", installation: false);
        (await bot.Installations()).ShouldBe(1);

        foreach (var (what, nth) in told.Split(' ').Select((what, nth) => (what, nth)))
        {
            await bot.Event($"EvGone{nth}", what == "tokens_revoked" ? """{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UBOT"]}}""" : """{"type":"app_uninstalled"}""", installation: false);
        }

        (await bot.Installations()).ShouldBe(0);
        var calls = bot.Calls.Count;
        await bot.Event("Ev3", Mention.Replace("000100", "000200", StringComparison.Ordinal));
        bot.Calls.Count.ShouldBe(calls, "nothing is sent, nor asked, for a workspace that has uninstalled");

        // To install again is a new beginning.
        await bot.Install();
        await bot.Event("Ev4", Mention.Replace("000100", "000300", StringComparison.Ordinal));
        bot.Calls.Count(it => it.IsSaying && it.Authorization == "Bearer xoxb-canary-2").ShouldBe(1);
    }

    private sealed record Call(string Method, string? Authorization)
    {
        /// <summary>Whether something is said, to all or to one person alone.</summary>
        public bool IsSaying => Method is "chat.postMessage" or "chat.postEphemeral";
    }

    /// <summary>The program set up for many workspaces, with its Slack.</summary>
    private sealed partial class Bot : IAsyncDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        private WebApplication slack = null!;
        private WebApplication app = null!;
        private int given;

        public Uri Address { get; } = ProgramUnderTest.FreeAddress();

        public ConcurrentQueue<Call> Calls { get; } = new();

        public static async Task<Bot> Start(TestDatabase database)
        {
            var bot = new Bot();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            bot.slack = builder.Build();
            bot.slack.MapPost("/api/{method}", bot.Answer);
            await bot.slack.StartAsync(Stop);
            string[] settings = [.. database.Settings.Select(it => $"--{it.Key}={it.Value}")];
            bot.app = Web.Build(
            [
                "--urls", bot.Address.ToString().TrimEnd('/'), "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", "--Logging:LogLevel:Microsoft.AspNetCore=None", $"--Bot:PublicUrl={bot.Address}", $"--Slack:SigningSecret={Secret}",
                "--Slack:ClientId=1.2", "--Slack:ClientSecret=canary", $"--Slack:ApiBaseUrl={bot.slack.Urls.Single()}/api/", "--Rehearsal:Enabled=false", .. settings,
            ]);
            await Web.Prepare(bot.app, Stop);
            await bot.app.StartAsync(Stop);
            return bot;
        }

        /// <summary>What a browser gets of the page: a cookie, and the address at Slack with its state.</summary>
        public async Task<(string Cookie, string State, Uri Authorize)> Page()
        {
            using var page = await http.GetAsync(new Uri(Address, "/slack/install"), Stop);
            var cookie = page.Headers.GetValues("Set-Cookie").Single();
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=lax", Case.Insensitive);
            var authorize = new Uri(WebUtility.HtmlDecode(Link().Match(await page.Content.ReadAsStringAsync(Stop)).Groups[1].Value));
            return (cookie.Split(';')[0], Uri.EscapeDataString(QueryHelpers.ParseQuery(authorize.Query)["state"].ToString()), authorize);
        }

        /// <summary>Slack sends the browser back.</summary>
        public async Task<HttpStatusCode> Back(string query, string? cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, $"/slack/oauth?{query}"));
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }

            using var answer = await http.SendAsync(request, Stop);
            return answer.StatusCode;
        }

        public async Task Install()
        {
            var (cookie, state, _) = await Page();
            (await Back($"code=good&state={state}", cookie)).ShouldBe(HttpStatusCode.OK);
        }

        /// <summary>An event, signed, and all that comes of it.</summary>
        public async Task Event(string id, string inner, bool installation = true)
        {
            var authorizations = installation ? ""","authorizations":[{"team_id":"T1","user_id":"UBOT","is_bot":true}]""" : "";
            var body = $$"""{"type":"event_callback","event_id":"{{id}}","team_id":"T1","event":{{inner}}{{authorizations}}}""";
            var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{stamp}:{body}"));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/slack/events")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Slack-Request-Timestamp", $"{stamp}");
            request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(hash));
            using var answer = await http.SendAsync(request, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            await app.Services.GetRequiredService<DeliveryService>().WhenQuiet(Stop);
        }

        public async Task<int> Installations()
        {
            await using var db = app.Services.GetRequiredService<RegisterFactory>().Open();
            return await db.Installations.CountAsync(Stop);
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            await slack.DisposeAsync();
        }

        private async Task<IResult> Answer(HttpContext context, string method)
        {
            Calls.Enqueue(new Call(method, context.Request.Headers.Authorization));
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(Stop) : null;
            return Results.Content(
                method switch
                {
                    "oauth.v2.access" when form?["code"].ToString() == "good" =>
                        new JsonObject { ["ok"] = true, ["access_token"] = $"xoxb-canary-{Interlocked.Increment(ref given)}", ["bot_user_id"] = "UBOT", ["team"] = new JsonObject { ["id"] = "T1" } }.ToJsonString(),
                    "auth.test" => """{"ok":true,"url":"https://forum.slack.com/","user_id":"UBOT","team_id":"T1"}""",
                    "users.info" => """{"ok":true,"user":{"id":"UALI","team_id":"T1","tz":"Europe/London","profile":{"real_name":"Sarah Ali"}}}""",
                    "chat.postMessage" => """{"ok":true,"channel":"C1","ts":"1795476400.000100"}""",
                    _ => """{"ok":false,"error":"invalid_code"}""",
                },
                "application/json");
        }

        [GeneratedRegex("href=\"([^\"]*oauth[^\"]*)\"")]
        private static partial Regex Link();
    }
}
