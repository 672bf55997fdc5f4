using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommitmentBot.Teams;

/// <summary>What the check of a bearer token came to.</summary>
internal enum TokenVerdict
{
    /// <summary>The channel sent it, for this bot, about this service address.</summary>
    Valid,

    /// <summary>No header, or not one bearer token.</summary>
    Missing,

    /// <summary>Not a token, a signature algorithm other than RS256, or a key or signature that does not hold.</summary>
    BadSignature,

    /// <summary>Signed, but for another bot, by another issuer, at another time, for another channel or another service address.</summary>
    BadClaims,

    /// <summary>All is well with the token, but the body it came with is no JSON, so that it cannot be bound to it.</summary>
    Unreadable,

    /// <summary>The channel's keys cannot be had now.</summary>
    KeysUnavailable,
}

/// <summary>Checks the token that comes with each activity.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication</remarks>
internal sealed class Token(SigningKeys channelKeys, SigningKeys tenantKeys, TeamsOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The one channel this adapter speaks for.</summary>
    public const string Channel = "msteams";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Limits.TokenCharacters };

    /// <summary>
    /// Verdict on the <c>Authorization</c> header of an activity that names <paramref name="serviceUrl"/> as its address;
    /// <paramref name="readable"/> is false for a body that is no JSON and so names none.
    /// </summary>
    public async ValueTask<TokenVerdict> Check(
        string? authorization, bool readable, string? serviceUrl, CancellationToken cancellationToken)
    {
        if (authorization is not { Length: <= Limits.TokenCharacters }
            || authorization.Split(' ') is not [var scheme, { Length: > 0 } bearer]
            || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return TokenVerdict.Missing;
        }

        if (Read(bearer) is not { Alg: SecurityAlgorithms.RsaSha256, Kid.Length: > 0 } token)
        {
            return TokenVerdict.BadSignature;
        }

        var isOwn = options.AllowOwnTenantTokens && IsOwnIssuer(token);
        switch (await (isOwn ? tenantKeys : channelKeys).Find(token.Kid, cancellationToken))
        {
            case KeyAnswer.Found(var found):
                return await Check(token, found, isOwn, readable, serviceUrl);
            case KeyAnswer.Unavailable:
                return TokenVerdict.KeysUnavailable;
            default:
                return TokenVerdict.BadSignature;
        }
    }

    public void Dispose()
    {
        channelKeys.Dispose();
        tenantKeys.Dispose();
    }

    private async Task<TokenVerdict> Check(JsonWebToken token, SigningKey key, bool isOwn, bool readable, string? serviceUrl)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            IssuerSigningKey = key.Key,
            ValidIssuer = isOwn ? token.Issuer : options.EffectiveIssuer,
            AudienceValidator = (audiences, _, _) => audiences.ToList() is [var only] && only == options.AppId,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });
        if (!result.IsValid)
        {
            return result.Exception is SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException
                ? TokenVerdict.BadSignature
                : TokenVerdict.BadClaims;
        }

        if (!readable)
        {
            return TokenVerdict.Unreadable;
        }

        if (isOwn)
        {
            return TokenVerdict.Valid;
        }

        // Without this a valid token could lead the bot's own token to another host. Some clients add a last slash.
        return Claim(token, "serviceurl") is { } claimed
            && serviceUrl is { Length: > 0 }
            && claimed.TrimEnd('/') == serviceUrl.TrimEnd('/')
            && (key.Endorsements.Count == 0 || key.Endorsements.Contains(Channel))
                ? TokenVerdict.Valid
                : TokenVerdict.BadClaims;
    }

    /// <summary>Whether it says that the bot's own tenant issued it to the bot itself, in the form of its version.</summary>
    private bool IsOwnIssuer(JsonWebToken token) => Claim(token, "tid") == options.TenantId && Claim(token, "ver") switch
    {
        "1.0" => token.Issuer == $"https://sts.windows.net/{options.TenantId}/" && Claim(token, "appid") == options.AppId,
        "2.0" => token.Issuer == $"https://{Cloud.Of(options.Cloud).LoginHost}/{options.TenantId}/v2.0" && Claim(token, "azp") == options.AppId,
        _ => false,
    };

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || now > start - Skew);
    }

    private JsonWebToken? Read(string bearer)
    {
        try
        {
            return _handler.ReadJsonWebToken(bearer);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null; // Whatever it is, it is no token.
        }
    }
}
