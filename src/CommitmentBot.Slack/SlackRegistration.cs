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
    /// filled stop the start with a sentence. Needs a <see cref="TurnHandler"/>, a <see cref="TimeProvider"/> and a <see cref="NodaTime.IClock"/> in the services.
    /// </summary>
    public static bool AddSlack(this IServiceCollection services, IConfiguration section)
    {
        if ((section.Get<SlackOptions>() ?? new SlackOptions()).Off)
        {
            return false;
        }

        services.AddOptions<SlackOptions>().Bind(section)
            .Validate(it => it.SigningSecret.Length > 0, "Slack is half set up: Slack:BotToken is there and Slack:SigningSecret is missing.")
            .Validate(it => it.BotToken.Length > 0, "Slack is half set up: Slack:SigningSecret is there and Slack:BotToken is missing.")
            .Validate(
                it => it.ApiBaseUrlIsSafe,
                "Slack:ApiBaseUrl must be an https address (http on loopback only) that ends with a slash, such as https://slack.com/api/.")
            .ValidateOnStart();

        // No redirects: an answer must not be able to send the token, or a message, to another host. No logging by the factory: it writes whole
        // addresses, and a response_url is a secret.
        services.AddHttpClient(SlackClient.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<SlackClient>();
        services.AddSingleton<Workspace>();
        services.AddSingleton<Inbound>();
        services.AddSingleton<Interactions>();
        services.AddSingleton<Endpoints>();
        services.AddSingleton<IChatPlatform, SlackPlatform>();
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
    }
}
