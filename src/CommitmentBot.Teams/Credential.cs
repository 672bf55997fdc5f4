using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommitmentBot.Teams;

/// <summary>How the bot proves who it is when it asks for its own token: a managed identity, a certificate or a client secret.</summary>
internal static class Credential
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The request for a token. Throws <see cref="CryptographicException"/> or <see cref="IOException"/> where the certificate cannot be read.</summary>
    public static HttpRequestMessage Request(TeamsOptions options, DateTimeOffset now)
    {
        if (options.ManagedIdentity)
        {
            return OfManagedIdentity(options);
        }

        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.AppId!,
            ["scope"] = options.EffectiveScope,
        };
        if (options.CertificatePath is { Length: > 0 } path)
        {
            form["client_assertion_type"] = AssertionType;
            form["client_assertion"] = Assertion(options, path, now);
        }
        else
        {
            form["client_secret"] = options.AppSecret!;
        }

        return new HttpRequestMessage(HttpMethod.Post, options.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
    }

    // App Service and Container Apps say where in the environment; a virtual machine has its metadata service.
    // https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
    private static HttpRequestMessage OfManagedIdentity(TeamsOptions options)
    {
        var resource = options.EffectiveScope.Replace("/.default", "", StringComparison.Ordinal);
        var query = $"resource={Uri.EscapeDataString(resource)}&client_id={Uri.EscapeDataString(options.AppId!)}";
        if (options.ManagedIdentityHeader is { Length: > 0 } header)
        {
            var asked = new HttpRequestMessage(HttpMethod.Get, $"{options.ManagedIdentityAddress}?api-version=2019-08-01&{query}");
            asked.Headers.Add("X-IDENTITY-HEADER", header);
            return asked;
        }

        var request = new HttpRequestMessage(HttpMethod.Get, $"{options.ManagedIdentityAddress}?api-version=2018-02-01&{query}");
        request.Headers.Add("Metadata", "true");
        return request;
    }

    /// <summary>Read anew for each token, so that a renewed certificate is taken up without a restart.</summary>
    /// <remarks>https://learn.microsoft.com/entra/identity-platform/certificate-credentials</remarks>
    private static string Assertion(TeamsOptions options, string path, DateTimeOffset now)
    {
        using var certificate = Load(path, options.CertificatePassword);
        using var key = certificate.GetRSAPrivateKey() ?? throw new CryptographicException("The certificate has no RSA private key.");
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.AppId,
            Audience = options.TokenEndpoint.AbsoluteUri,
            NotBefore = now.UtcDateTime,
            Expires = (now + AssertionLifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = options.AppId!,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
            AdditionalHeaderClaims = new Dictionary<string, object>
            {
                ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(certificate.RawData)),
            },
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(key) { CryptoProviderFactory = { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSsaPssSha256),
        });
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        if (!path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase))
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }

        return string.IsNullOrEmpty(password)
            ? X509Certificate2.CreateFromPemFile(path)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password);
    }
}
