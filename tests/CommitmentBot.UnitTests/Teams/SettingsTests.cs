using System.Net;
using CommitmentBot.Core.Chat;
using CommitmentBot.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>What the section <c>Teams</c> may hold.</summary>
public sealed class SettingsTests
{
    private const string Id = "22222222-2222-2222-2222-222222222222";

    private static async Task<string> FaultOf(string environment, params (string Name, string? Value)[] settings) =>
        (await Should.ThrowAsync<OptionsValidationException>(async () => await (await TeamsBot.Run(environment, settings)).DisposeAsync())).Message;

    [Fact]
    public void An_absent_section_switches_Teams_off()
    {
        var builder = WebApplication.CreateSlimBuilder();

        builder.Services.AddTeams(builder.Configuration.GetSection("Teams"), builder.Environment).ShouldBeFalse();

        builder.Services.ShouldNotContain(service => service.ServiceType == typeof(IChatPlatform));
        builder.Build().MapTeams();
    }

    [Theory]
    [InlineData("Teams:AppId", null, "Teams:AppId is missing; it is the application (client) id of the bot's registration.")]
    [InlineData("Teams:AppSecret", null, "Teams:AppSecret is missing; it is a client secret of the bot's registration. Teams:CertificatePath or Teams:ManagedIdentity do as well.")]
    [InlineData("Teams:CertificatePath", "/nowhere/bot.pfx", "Teams:CertificatePath is \"/nowhere/bot.pfx\", and there is no such file.")]
    [InlineData("Teams:AllowOwnTenantTokens", "true", "Teams:AllowOwnTenantTokens works in the Development environment only; remove it.")]
    [InlineData("Teams:OpenIdMetadata", "http://login.example", "Teams:OpenIdMetadata must be an https address.")]
    [InlineData("Teams:Authority", "http://login.example", "Teams:Authority must be an https address.")]
    [InlineData("Teams:CallTimeout", "1.00:00:00", "Teams:CallTimeout must lie between 50 milliseconds and a minute.")]
    [InlineData("Teams:AllowedServiceUrls", "http://smba.example", "Teams:AllowedServiceUrls holds \"http://smba.example\", which is neither a host, a .suffix nor an https address.")]
    [InlineData("Teams:DangerouslyAllowAnonymous", "true", "Teams:DangerouslyAllowAnonymous works in the Development environment only; remove it.")]
    public async Task Half_filled_or_wrong_settings_stop_the_start_with_a_sentence(string name, string? value, string sentence) =>
        (await FaultOf("Production", (name, value))).ShouldContain(sentence);

    [Fact]
    public async Task The_switch_for_anonymous_requests_does_not_excuse_half_an_identity() =>
        (await FaultOf("Development", ("Teams:DangerouslyAllowAnonymous", "true"), ("Teams:AppSecret", null))).ShouldContain("Teams:AppSecret is missing");

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", true)]
    [InlineData("https://smba.trafficmanager.net/emea/11111111-1111-1111-1111-111111111111/", true)]
    [InlineData("https://webchat.botframework.com/", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/", true)]
    [InlineData("http://smba.trafficmanager.net/emea/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/emea/", false)]
    [InlineData("https://evil.trafficmanager.net/", false)]
    [InlineData("https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("https://evilbotframework.com/", false)]
    [InlineData("https://smba.trafficmanager.net@evil.example/", false)]
    [InlineData("https://user:word@smba.trafficmanager.net/", false)]
    [InlineData("https://smba.trafficmanager.net/?x=1", false)]
    [InlineData("https://smba.trafficmanager.net/#x", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("//smba.trafficmanager.net/", false)]
    public async Task Microsofts_public_addresses_are_allowed_by_default_and_nothing_else(string address, bool allowed) =>
        (await Allows(null, address)).ShouldBe(allowed);

    [Theory]
    [InlineData("localhost", "http://localhost:56150/_connector", true)]
    [InlineData("localhost", "http://127.0.0.1:56150/_connector", false)]
    [InlineData("127.0.0.1 [::1]", "http://[::1]:4000", true)]
    [InlineData("https://connector.example.org/eu", "https://connector.example.org/eu/x", true)]
    [InlineData("https://connector.example.org/eu", "https://connector.example.org/eu", true)]
    [InlineData("https://connector.example.org/eu", "https://connector.example.org/europe", false)]
    [InlineData("https://connector.example.org/eu", "https://connector.example.org/eu/../us", false)]
    [InlineData("https://connector.example.org:8443", "https://connector.example.org:8443/x", true)]
    [InlineData("https://connector.example.org:8443", "https://connector.example.org/x", false)]
    [InlineData(".teams.microsoft.us", "https://smba.infra.gov.teams.microsoft.us/", true)]
    [InlineData(".teams.microsoft.us", "https://smba.trafficmanager.net/", false)]
    public async Task A_list_of_addresses_takes_the_place_of_the_default(string list, string address, bool allowed) =>
        (await Allows(list, address)).ShouldBe(allowed);

    [Fact]
    public async Task An_address_that_a_suffix_covers_but_that_leads_into_this_network_is_not_called()
    {
        await using var bot = await TeamsBot.Run(settings: ("Teams:AllowedServiceUrls", ".0.0.1"));
        var place = bot.Personal with { ServiceUrl = "https://127.0.0.1" };

        (await bot.Platform.Post(place, new Message("x", []), "m", TestContext.Current.CancellationToken))
            .ShouldBe(new SendAnswer.Refused(RefusalKind.Chat, "The service address leads into a private network."));
    }

    [Theory]
    [InlineData("UsGov", "https://smba.infra.gov.teams.microsoft.us/", true)]
    [InlineData("UsGov", "https://smba.trafficmanager.net/emea/", false)]
    [InlineData("China", "https://api.botframework.azure.cn/", true)]
    [InlineData("China", "https://smba.infra.gov.teams.microsoft.us/", false)]
    public async Task Each_cloud_has_addresses_and_an_issuer_of_its_own(string cloud, string address, bool allowed)
    {
        await using var bot = await TeamsBot.Run(settings: [("Teams:Cloud", cloud), ("Teams:AllowedServiceUrls", null)]);
        var issuer = cloud == "UsGov" ? "https://api.botframework.us" : "https://api.botframework.azure.cn";
        var token = bot.Microsoft.Token(bot.Time.GetUtcNow(), claims => (claims["serviceurl"], claims["iss"]) = (address, issuer));
        using var response = await bot.Send(bot.Activity(activity => activity["serviceUrl"] = address).ToJsonString(), $"Bearer {token}");

        response.IsSuccessStatusCode.ShouldBe(allowed);

        var ofPublic = bot.Microsoft.Token(bot.Time.GetUtcNow(), claims => claims["serviceurl"] = address);
        using var refused = await bot.Send(bot.Activity(activity => activity["serviceUrl"] = address).ToJsonString(), $"Bearer {ofPublic}");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("100.128.0.1", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("52.112.0.1", false)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("2603:1063::1", false)]
    public void Private_networks_are_known(string address, bool inside) =>
        ServiceUrls.IsInside(IPAddress.Parse(address)).ShouldBe(inside);

    /// <summary>By the front door: whether an activity that names the address is let in.</summary>
    private static async Task<bool> Allows(string? list, string address)
    {
        await using var bot = await TeamsBot.Run(settings: ("Teams:AllowedServiceUrls", list));
        var token = bot.Microsoft.Token(bot.Time.GetUtcNow(), claims => claims["serviceurl"] = address);
        using var response = await bot.Send(bot.Activity(activity => activity["serviceUrl"] = address).ToJsonString(), $"Bearer {token}");
        ((int)response.StatusCode).ShouldBeOneOf(200, 403);
        return response.IsSuccessStatusCode;
    }
}
