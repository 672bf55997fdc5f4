using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>Slack's addresses, under <see cref="StandInSettings.SlackPrefix"/>.</summary>
public static class SlackEndpoints
{
    /// <summary>Maps the Web API, the response addresses and the permalinks of the stand-in Slack.</summary>
    public static IEndpointRouteBuilder MapStandInSlack(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var slack = services.GetRequiredService<StandInSlack>();
        var faults = services.GetRequiredService<Faults>();
        var settings = services.GetRequiredService<StandInSettings>();
        var slackRoutes = endpoints.MapGroup(StandInSettings.SlackPrefix);
        slackRoutes.MapMethods("/api/{method}", ["GET", "POST"], async (HttpContext http, string method) =>
            await faults.Answer(http, PlatformName.Slack, method, await Body(http), () => Call(http, method, slack, settings)));
        slackRoutes.MapPost("/answer/{id}", async (HttpContext http, string id) =>
            await faults.Answer(http, PlatformName.Slack, "response_url", await Body(http), () => Answer(http, id, slack)));
        slackRoutes.MapGet("/archives/{channel}/{message}", () => Results.Redirect("/rehearsal"));
        return endpoints;
    }

    // To be read once more by whoever answers.
    private static async Task<string> Body(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        http.Request.Body.Position = 0;
        return body;
    }

    private static async Task<IResult> Call(HttpContext http, string method, StandInSlack slack, StandInSettings settings)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Wire.Json(SlackWebApi.Error("not_authed"));
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header["Bearer ".Length..]), Encoding.UTF8.GetBytes(settings.SlackBotToken)))
        {
            return Wire.Json(SlackWebApi.Error("invalid_auth"));
        }

        if (await Arguments(http, method) is not { } arguments)
        {
            return Wire.Json(SlackWebApi.Error("invalid_json"));
        }

        slack.Workspace.Transcript.Received(new ReceivedCall(PlatformName.Slack, method, arguments.DeepClone()));
        return Wire.Json(slack.Api.Call(method, arguments));
    }

    private static async Task<JsonObject?> Arguments(HttpContext http, string method)
    {
        var arguments = http.Request.Query.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value.ToString()));
        try
        {
            if (http.Request.HasFormContentType)
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                arguments = arguments.Concat(form.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value.ToString())));
            }
            else if (http.Request.HasJsonContentType() && SlackWebApi.ReadsJson(method))
            {
                return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
            }

            return SlackWebApi.FromForm(arguments);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IResult> Answer(HttpContext http, string id, StandInSlack slack)
    {
        using var reader = new StreamReader(http.Request.Body);
        if (Wire.Parse(await reader.ReadToEndAsync(http.RequestAborted)) is not { } answer)
        {
            return Wire.Json(SlackWebApi.Error("invalid_payload"), StatusCodes.Status400BadRequest);
        }

        slack.Workspace.Transcript.Received(new ReceivedCall(PlatformName.Slack, "response_url", answer.DeepClone()));
        return slack.Workspace.UseAnswerAddress(id) is { } address
            ? Wire.Json(slack.Api.Answer(address.Person, address.Channel, address.Message, answer))
            : Wire.Json(SlackWebApi.Error("used_url"), StatusCodes.Status404NotFound);
    }
}
