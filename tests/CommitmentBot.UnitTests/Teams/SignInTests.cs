using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>How the bot signs in where it has no secret, and which tokens of its own tenant it lets in.</summary>
public sealed class SignInTests
{
    private static readonly Message Hello = new("Hello", [new Block.Paragraph("Hello")]);

    private static async Task<SendAnswer> Post(TeamsBot bot)
    {
        bot.Microsoft.Expect("POST", "v3/conversations/a%3Apersonal/activities", 201, """{"id":"1"}""");
        return await bot.Platform.Post(bot.Personal, Hello, "marker", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(".pfx")]
    [InlineData(".pem")]
    public async Task A_certificate_takes_the_place_of_the_secret(string form)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + form);
        await File.WriteAllBytesAsync(
            file,
            form == ".pfx"
                ? certificate.Export(X509ContentType.Pkcs12, "word")
                : System.Text.Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}"),
            TestContext.Current.CancellationToken);
        try
        {
            await using var bot = await TeamsBot.Run(settings:
                [("Teams:AppSecret", null), ("Teams:CertificatePath", file), ("Teams:CertificatePassword", form == ".pfx" ? "word" : null)]);

            (await Post(bot)).ShouldBeOfType<SendAnswer.Accepted>();

            var sent = QueryHelpers.ParseQuery(bot.Microsoft.LastTokenForm);
            sent.ContainsKey("client_secret").ShouldBeFalse();
            sent["client_assertion_type"].ToString().ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(sent["client_assertion"], new TokenValidationParameters
            {
                ValidIssuer = TeamsBot.AppId,
                ValidAudience = $"{bot.Microsoft.Address}{TeamsBot.Tenant}/oauth2/v2.0/token",
                IssuerSigningKey = new X509SecurityKey(certificate),
                ValidAlgorithms = [SecurityAlgorithms.RsaSsaPssSha256],
                LifetimeValidator = (from, until, _, _) => until - from == TimeSpan.FromMinutes(10) && from == bot.Time.GetUtcNow().UtcDateTime,
            });
            checkedToken.IsValid.ShouldBeTrue(checkedToken.Exception?.Message);
            checkedToken.Claims["sub"].ShouldBe(TeamsBot.AppId);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_a_matter_of_the_installation()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var bot = await TeamsBot.Run(settings: [("Teams:AppSecret", null), ("Teams:CertificatePath", file)]);

            (await bot.Platform.Post(bot.Personal, Hello, "marker", TestContext.Current.CancellationToken))
                .ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Installation);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(null, "Metadata", "true", "2018-02-01")]
    [InlineData("shown", "X-IDENTITY-HEADER", "shown", "2019-08-01")]
    public async Task A_managed_identity_needs_no_secret(string? header, string sentHeader, string sentValue, string version)
    {
        await using var identity = await FakeMicrosoft.Start();
        HttpRequest? asked = null;
        identity.Expect(
            "GET", $"/identity?api-version={version}&resource=https%3A%2F%2Fapi.botframework.com&client_id={TeamsBot.AppId}", async http =>
            {
                asked = http.Request;
                asked.Headers[sentHeader].ToString().ShouldBe(sentValue);
                await http.Response.WriteAsync("""{"access_token":"of-the-identity","expires_in":"86399","token_type":"Bearer"}""");
            });
        await using var bot = await TeamsBot.Run(settings:
        [
            ("Teams:AppSecret", null), ("Teams:ManagedIdentity", "true"),
            ("Teams:ManagedIdentityAddress", $"{identity.Address}identity"), ("Teams:ManagedIdentityHeader", header),
        ]);

        (await Post(bot)).ShouldBeOfType<SendAnswer.Accepted>();

        asked.ShouldNotBeNull();
        bot.Microsoft.Calls.Single().Authorization.ShouldBe("Bearer of-the-identity");
    }

    [Theory]
    [InlineData("2.0", null, null, null, true)]
    [InlineData("1.0", null, null, null, true)]
    [InlineData("2.0", "tid", "99999999-9999-9999-9999-999999999999", null, false)]
    [InlineData("2.0", "azp", "99999999-9999-9999-9999-999999999999", null, false)]
    [InlineData("2.0", "aud", "https://api.botframework.com", null, false)]
    [InlineData("2.0", "iss", "https://login.microsoftonline.com/99999999-9999-9999-9999-999999999999/v2.0", null, false)]
    [InlineData("1.0", "ver", null, null, false)]
    [InlineData("1.0", "appid", "99999999-9999-9999-9999-999999999999", null, false)]
    [InlineData("2.0", null, null, "channel", false)]
    public async Task Tokens_of_the_own_tenant_get_in_only_where_that_is_switched_on(string version, string? claim, string? value, string? key, bool expected)
    {
        await using var closed = await TeamsBot.Run();
        (await Send(closed, version, claim, value, key)).ShouldBeFalse();

        await using var open = await TeamsBot.Run("Development", ("Teams:AllowOwnTenantTokens", "true"));
        (await Send(open, version, claim, value, key)).ShouldBe(expected);
    }

    private static async Task<bool> Send(TeamsBot bot, string version, string? claim, string? value, string? key)
    {
        bot.Microsoft.AddTenantKey("entra");
        var token = bot.Microsoft.Token(
            bot.Time.GetUtcNow(),
            claims =>
            {
                claims.Remove("serviceurl");
                claims["tid"] = TeamsBot.Tenant;
                claims["ver"] = version;
                claims["iss"] = version == "1.0" ? $"https://sts.windows.net/{TeamsBot.Tenant}/" : $"https://login.microsoftonline.com/{TeamsBot.Tenant}/v2.0";
                claims[version == "1.0" ? "appid" : "azp"] = TeamsBot.AppId;
                if (claim is not null)
                {
                    claims[claim] = value;
                }
            },
            kid: key ?? "entra");
        using var response = await bot.Send(bot.Activity().ToJsonString(), $"Bearer {token}");
        return response.IsSuccessStatusCode;
    }
}
