using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>
/// Stands in for Microsoft's sign-in: a key made at start, tokens for activities, tokens for the bot, and the documents that name the key.
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
/// </summary>
internal sealed class TeamsSignIn : IDisposable
{
    private const string ChannelIssuer = "https://api.botframework.com";
    private const string BotIssuer = $"https://sts.windows.net/{World.TeamsTenant}/";
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RsaSecurityKey key;
    private readonly JsonWebTokenHandler tokens = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly StandInSettings settings;
    private readonly TimeProvider time;

    public TeamsSignIn(StandInSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        key = new RsaSecurityKey(rsa) { KeyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10)) };
    }

    /// <summary>The bearer token of an activity.</summary>
    public string ChannelToken() => Sign(ChannelIssuer, World.TeamsApp, new Claim("serviceurl", settings.TeamsServiceUrl.ToString()));

    /// <summary>Answers the bot's request for a token.</summary>
    public (JsonObject Answer, bool Granted) Grant(string? grantType, string? client, string? secret, string? scope)
    {
        var known = grantType == "client_credentials" && client == World.TeamsApp && secret == settings.TeamsAppSecret
            && scope == ChannelIssuer + "/.default";
        return known
            ? (new JsonObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)Life.TotalSeconds - 1,
                ["ext_expires_in"] = (int)Life.TotalSeconds - 1,
                ["access_token"] = Sign(BotIssuer, ChannelIssuer, new Claim("appid", World.TeamsApp)),
            }, true)
            : (new JsonObject { ["error"] = "invalid_client", ["error_description"] = "AADSTS7000215: Invalid client secret provided." }, false);
    }

    /// <summary>Whether the bot may call the Connector with this <c>Authorization</c> header.</summary>
    public async Task<bool> Admits(string authorization)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return false;
        }

        var result = await tokens.ValidateTokenAsync(authorization["Bearer ".Length..], new TokenValidationParameters
        {
            ValidIssuer = BotIssuer,
            ValidAudience = ChannelIssuer,
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        return result.IsValid;
    }

    public JsonObject Metadata() => new()
    {
        ["issuer"] = ChannelIssuer,
        ["jwks_uri"] = new Uri(settings.Self, StandInSettings.TeamsPrefix + "/v1/.well-known/keys").ToString(),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
    };

    public JsonObject Keys()
    {
        var shown = JsonWebKeyConverter.ConvertFromRSASecurityKey(key);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = key.KeyId,
                ["x5t"] = key.KeyId,
                ["n"] = shown.N,
                ["e"] = shown.E,
                ["endorsements"] = new JsonArray("msteams"),
            }),
        };
    }

    public void Dispose() => rsa.Dispose();

    private string Sign(string issuer, string audience, Claim claim)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = now.AddMinutes(-5),
            Expires = now + Life,
            Subject = new ClaimsIdentity([claim]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
    }
}
