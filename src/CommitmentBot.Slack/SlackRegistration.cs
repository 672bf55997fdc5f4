using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommitmentBot.Slack;

/// <summary>Puts Slack into the program: one line for its services and one for its endpoints.</summary>
public static class SlackRegistration
{
    /// <summary>
    /// Adds Slack when <paramref name="section"/> (<see cref="SlackOptions"/>) has anything set, and says whether it did. Settings that are half
    /// filled stop the start with a sentence. Needs a <see cref="TurnHandler"/>, a <see cref="TimeProvider"/> and a <see cref="NodaTime.IClock"/> in the
    /// services, and where workspaces install the bot themselves <see cref="IInstallations"/> and data protection too.
    /// </summary>
    public static bool AddSlack(this IServiceCollection services, IConfiguration section, Uri publicAddress)
    {
        var settings = section.Get<SlackOptions>() ?? new SlackOptions();
        if (settings.Off)
        {
            return false;
        }

        services.AddOptions<SlackOptions>().Bind(section)
            .Validate(
                it => it.Secrets.Count > 0 || it.AppToken.Length > 0,
                "Slack is half set up: Slack:SigningSecret is missing (or Slack:AppToken, for Socket Mode).")
            .Validate(
                it => it.BotToken.Length > 0 || it.ClientId.Length > 0 || it.ClientSecret.Length > 0,
                "Slack is half set up: Slack:BotToken is missing (or Slack:ClientId and Slack:ClientSecret, for many workspaces).")
            .Validate(
                it => it.ClientId.Length > 0 == it.ClientSecret.Length > 0,
                "Slack is half set up: of Slack:ClientId and Slack:ClientSecret one is missing.")
            .Validate(
                it => it.BotToken.Length == 0 || it.ClientId.Length == 0,
                "Slack is set up twice: Slack:BotToken is for one workspace, Slack:ClientId for many. Leave one of them out.")
            .Validate(
                it => it.ApiBaseUrlIsSafe,
                "Slack:ApiBaseUrl must be an https address (http on loopback only) that ends with a slash, such as https://slack.com/api/.")
            .ValidateOnStart();

        // No redirects: an answer must not be able to send the token, or a message, to another host. No logging by the factory: it writes whole
        // addresses, and a response_url is a secret. No traceparent header: how the program traces itself is nothing of Slack's.
        services.AddHttpClient(WebApi.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });
        services.AddSingleton(new PublicAddress(publicAddress));
        services.AddSingleton<WebApi>();
        services.AddSingleton<OAuth>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<SlackClient>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<Workspace>();
        services.AddSingleton<Inbound>();
        services.AddSingleton<Answers>();
        services.AddSingleton<HomeTab>();
        services.AddSingleton<Interactions>();
        services.AddSingleton<Intake>();
        services.AddSingleton<Endpoints>();
        services.AddSingleton<IChatPlatform, SlackPlatform>();
        if (settings.ManyWorkspaces)
        {
            // What it keeps there is the host's: see IInstallations.
            services.AddSingleton<Install>();
        }
        else
        {
            services.AddSingleton<IInstallations, OneWorkspace>();
        }

        if (settings.AppToken.Length > 0)
        {
            services.AddSingleton<SocketFrames>();
            services.AddHostedService<SocketMode>();
        }

        return true;
    }

    /// <summary>Maps the addresses that Slack calls; nothing where <see cref="AddSlack"/> found it switched off.</summary>
    public static void MapSlack(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<Endpoints>() is not { } endpoints)
        {
            return;
        }

        var slack = routes.MapGroup("/slack");
        slack.MapPost("/events", endpoints.Events);
        slack.MapPost("/commands", endpoints.Commands);
        slack.MapPost("/interactivity", endpoints.Interactivity);
        slack.MapPost("/options", endpoints.Options);
        if (routes.ServiceProvider.GetService<Install>() is { } install)
        {
            slack.MapGet("/install", (Delegate)install.Page);
            slack.MapGet("/oauth", (Delegate)install.Back);
        }
    }
}
