using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>A call the Connector received.</summary>
public sealed record ConnectorCall(string Method, string Path, string? Authorization, JsonObject? Body);

/// <summary>
/// Microsoft's side on loopback: OpenID document, keys, sign-in and Connector. Calls that no test told it to expect answer 418 and
/// fail the test when it ends.
/// </summary>
public sealed class FakeMicrosoft : IAsyncDisposable
{
    public const string Issuer = "https://api.botframework.com";

    // Making a key takes longer than a test.
    private static readonly ConcurrentDictionary<string, RSA> Made = new();

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _expected = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly Dictionary<string, (RSA Key, string[]? Endorsements)> _keys = [];
    private readonly Dictionary<string, (RSA Key, string[]? Endorsements)> _tenantKeys = [];
    private int _tokens;

    private FakeMicrosoft(WebApplication app) => _app = app;

    public ConcurrentQueue<ConnectorCall> Calls { get; } = new();

    public int KeyReads { get; private set; }

    public int TokenRequests => _tokens;

    public bool KeysDown { get; set; }

    /// <summary>Calls that nobody expected are answered with 404 and are no fault.</summary>
    public bool IsPatient { get; set; }

    public Func<HttpContext, Task>? SignIn { get; set; }

    public string LastTokenForm { get; private set; } = "";

    public int TokenLifetimeSeconds { get; set; } = 3600;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string ServiceUrl => $"{Address}connector";

    public static async Task<FakeMicrosoft> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var microsoft = new FakeMicrosoft(builder.Build());
        microsoft.AddKey("channel", ["msteams", "webchat"]);
        microsoft._app.Run(microsoft.Serve);
        await microsoft._app.StartAsync();
        microsoft.Address = new Uri(microsoft._app.Urls.Single());
        return microsoft;
    }

    public void AddKey(string kid, string[]? endorsements, int bits = 2048) => _keys[kid] = (Made.GetOrAdd(kid, _ => RSA.Create(bits)), endorsements);

    /// <summary>A key that the tenant signs with, and the channel does not.</summary>
    public void AddTenantKey(string kid) => _tenantKeys[kid] = (Made.GetOrAdd(kid, _ => RSA.Create(2048)), null);

    public void RemoveKey(string kid) => _keys.Remove(kid);

    /// <summary>The next call of this method and path (below the service address) gets this answer.</summary>
    public void Expect(string method, string path, int status, string body = "", params (string Name, string Value)[] headers) =>
        Expect(method, path, async http =>
        {
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                http.Response.Headers[name] = value;
            }

            await http.Response.WriteAsync(body);
        });

    public void Expect(string method, string path, Func<HttpContext, Task> answer) =>
        _expected.GetOrAdd($"{method} {path}", _ => new()).Enqueue(answer);

    /// <summary>A token as the channel makes them; a claim set to null is left out.</summary>
    public string Token(
        DateTimeOffset now, Action<JsonObject>? claims = null, string kid = "channel", string? signWith = null, string alg = "RS256", Action<JsonObject>? header = null)
    {
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = TeamsBot.AppId,
            ["serviceurl"] = ServiceUrl,
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        claims?.Invoke(payload);
        var head = new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = kid };
        header?.Invoke(head);
        var signed = $"{Encode(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var key = _keys.TryGetValue(signWith ?? kid, out var known) || _tenantKeys.TryGetValue(signWith ?? kid, out known) ? known.Key : Made.GetOrAdd("rogue", _ => RSA.Create(2048));
        var signature = alg switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Encode(key.ExportParameters(false).Modulus!)), bytes),
            "RS512" => key.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Encode(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (!_unexpected.IsEmpty)
        {
            throw new InvalidOperationException("Calls nobody expected: " + string.Join(", ", _unexpected));
        }
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task Serve(HttpContext http)
    {
        // The raw target: what was escaped must be seen as it was sent.
        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        switch (target)
        {
            case "/openid":
                await http.Response.WriteAsync(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{Address}keys" }.ToJsonString());
                return;
            case "/keys":
                KeyReads++;
                http.Response.StatusCode = KeysDown ? 503 : 200;
                await http.Response.WriteAsync(KeysDown ? "" : Keys(_keys).ToJsonString());
                return;
            case $"/{TeamsBot.Tenant}/v2.0/.well-known/openid-configuration":
                await http.Response.WriteAsync(new JsonObject { ["jwks_uri"] = $"{Address}tenant-keys" }.ToJsonString());
                return;
            case "/tenant-keys":
                await http.Response.WriteAsync(Keys(_tenantKeys).ToJsonString());
                return;
            case $"/{TeamsBot.Tenant}/oauth2/v2.0/token":
                using (var reader = new StreamReader(http.Request.Body))
                {
                    LastTokenForm = await reader.ReadToEndAsync();
                }

                var count = Interlocked.Increment(ref _tokens);
                await (SignIn is { } other
                    ? other(http)
                    : http.Response.WriteAsync(new JsonObject
                    {
                        ["token_type"] = "Bearer",
                        ["expires_in"] = TokenLifetimeSeconds,
                        ["access_token"] = string.Create(CultureInfo.InvariantCulture, $"token-{count}"),
                    }.ToJsonString()));
                return;
            default:
                await Connector(http, target);
                return;
        }
    }

    private async Task Connector(HttpContext http, string target)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = target.Replace("/connector/", "", StringComparison.Ordinal);
        Calls.Enqueue(new ConnectorCall(
            http.Request.Method, path, http.Request.Headers.Authorization, body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject()));
        if (_expected.TryGetValue($"{http.Request.Method} {path}", out var queue) && queue.TryDequeue(out var answer))
        {
            await answer(http);
            return;
        }

        if (IsPatient)
        {
            Calls.Clear();
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _unexpected.Enqueue($"{http.Request.Method} {path}");
        http.Response.StatusCode = StatusCodes.Status418ImATeapot;
    }

    private static JsonObject Keys(Dictionary<string, (RSA Key, string[]? Endorsements)> all)
    {
        var keys = new JsonArray();
        foreach (var (kid, (key, endorsements)) in all)
        {
            var parameters = key.ExportParameters(includePrivateParameters: false);
            var jwk = new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = kid,
                ["x5t"] = kid,
                ["n"] = Encode(parameters.Modulus!),
                ["e"] = Encode(parameters.Exponent!),
            };
            if (endorsements is not null)
            {
                jwk["endorsements"] = new JsonArray([.. endorsements.Select(each => (JsonNode)each)]);
            }

            keys.Add((JsonNode)jwk);
        }

        return new JsonObject { ["keys"] = keys };
    }
}
