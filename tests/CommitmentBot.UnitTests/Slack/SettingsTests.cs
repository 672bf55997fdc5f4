using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class SettingsTests
{
    [Fact]
    public async Task Without_secrets_Slack_is_off_and_has_no_endpoints()
    {
        var (app, on) = Build(new() { ["ApiBaseUrl"] = "https://slack.com/api/" });
        await using var _ = app;

        await app.StartAsync(TestContext.Current.CancellationToken);

        on.ShouldBeFalse();
        app.Services.GetServices<IChatPlatform>().ShouldBeEmpty();
        Endpoints(app).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "xoxb-1", "https://slack.com/api/", "Slack:SigningSecret is missing")]
    [InlineData("secret", "", "https://slack.com/api/", "Slack:BotToken is missing")]
    [InlineData("secret", "xoxb-1", "https://slack.com/api", "must be an https address")]
    [InlineData("secret", "xoxb-1", "http://slack.com/api/", "must be an https address")]
    [InlineData("secret", "xoxb-1", "https://me@slack.com/api/", "must be an https address")]
    [InlineData("secret", "xoxb-1", "slack", "must be an https address")]
    public async Task Half_filled_settings_stop_the_start_with_a_sentence(string secret, string token, string url, string sentence)
    {
        var (app, on) = Build(new() { ["SigningSecret"] = secret, ["BotToken"] = token, ["ApiBaseUrl"] = url });
        await using var _ = app;

        var stopped = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        on.ShouldBeTrue();
        stopped.Message.ShouldContain(sentence);
    }

    [Fact]
    public async Task The_manifest_names_the_endpoints_the_shortcut_and_no_scope_without_a_use()
    {
        var (app, _) = Build(new() { ["SigningSecret"] = "secret", ["BotToken"] = "xoxb-1" });
        await using var __ = app;
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest(), TestContext.Current.CancellationToken))!;
        var settings = manifest["settings"]!;
        string[] urls =
        [
            settings["event_subscriptions"]!["request_url"]!.ToString(),
            settings["interactivity"]!["request_url"]!.ToString(),
            settings["interactivity"]!["message_menu_options_url"]!.ToString(),
            manifest["features"]!["slash_commands"]![0]!["url"]!.ToString(),
        ];

        urls.Select(url => new Uri(url).AbsolutePath).ShouldBe(Endpoints(app), ignoreOrder: true);
        manifest["features"]!["shortcuts"]!.AsArray().Select(it => it!["callback_id"]!.ToString()).ShouldBe([Shortcut.Record, Shortcut.Make, Shortcut.Find]);
        manifest["oauth_config"]!["scopes"]!["bot"]!.AsArray().Select(it => it!.ToString()).ShouldBe(Scopes.All.Select(it => it.Scope), ignoreOrder: true);
        settings["event_subscriptions"]!["bot_events"]!.AsArray().Select(it => it!.ToString()).ShouldBe(Events, ignoreOrder: true);
    }

    private static readonly string[] Events =
    [
        "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted", "channel_id_changed",
        "channel_left", "channel_rename", "channel_unarchive", "channel_unshared", "group_archive", "group_deleted",
        "group_left", "group_rename", "group_unarchive", "member_joined_channel", "member_left_channel", "message.channels",
        "message.groups", "message.im", "team_join", "tokens_revoked", "user_change",
    ];

    private static (WebApplication App, bool On) Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IClock>(new FakeClock(Instant.FromUtc(2026, 11, 23, 9, 30)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IPauses, PausesInMemory>();
        builder.Services.AddSingleton<TurnHandler>((_, _) => Task.FromResult<Reply>(new Reply.None()));
        builder.Services.AddSingleton<Overhearing>((_, _) => Task.FromResult(false));
        var on = builder.Services.AddSlack(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new Uri("http://127.0.0.1"));
        var app = builder.Build();
        app.MapSlack();
        return (app, on);
    }

    private static IEnumerable<string> Endpoints(IEndpointRouteBuilder app) =>
        app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    private static string Manifest([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "manifests", "slack", "manifest.json");
}
