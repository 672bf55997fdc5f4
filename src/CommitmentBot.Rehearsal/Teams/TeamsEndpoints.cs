using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>The Connector's and the sign-in's addresses, under <see cref="StandInSettings.TeamsPrefix"/>.</summary>
public static class TeamsEndpoints
{
    /// <summary>Maps the Connector, the token endpoint and the OpenID documents of the stand-in Teams.</summary>
    public static IEndpointRouteBuilder MapStandInTeams(this IEndpointRouteBuilder endpoints)
    {
        var teams = endpoints.ServiceProvider.GetRequiredService<StandInTeams>();
        var faults = endpoints.ServiceProvider.GetRequiredService<Faults>();
        var routes = endpoints.MapGroup(StandInSettings.TeamsPrefix);
        routes.MapGet("/v1/.well-known/openidconfiguration", () => Wire.Json(teams.SignIn.Metadata()));
        routes.MapGet("/v1/.well-known/keys", () => Wire.Json(teams.SignIn.Keys()));
        routes.MapPost("/login/{tenant}/oauth2/v2.0/token", (HttpContext http, string tenant) =>
            faults.Answer(http, PlatformName.Teams, "token", "", () => Token(http, tenant, teams)));

        var connector = routes.MapGroup("/connector/v3");
        connector.MapPost("/conversations", (HttpContext http) =>
            Guarded(http, teams, faults, TeamsConnector.Creates, teams.Connector.Create));
        connector.MapPost("/conversations/{conversation}/activities", (HttpContext http, string conversation) =>
            Guarded(http, teams, faults, "activities.post", body => teams.Connector.Post(conversation, body)));
        connector.MapPost("/conversations/{conversation}/activities/{id}", (HttpContext http, string conversation, string id) =>
            Guarded(http, teams, faults, "activities.post", body => teams.Connector.Post(conversation, body)));
        connector.MapPut("/conversations/{conversation}/activities/{id}", (HttpContext http, string conversation, string id) =>
            Guarded(http, teams, faults, "activities.put", body => teams.Connector.Put(conversation, id, body)));
        connector.MapDelete("/conversations/{conversation}/activities/{id}", (HttpContext http, string conversation, string id) =>
            Guarded(http, teams, faults, "activities.delete", _ => teams.Connector.Delete(conversation, id)));
        connector.MapGet("/conversations/{conversation}/members", (HttpContext http, string conversation) =>
            Guarded(http, teams, faults, "members.get", _ => teams.Connector.Members(conversation)));
        connector.MapGet("/conversations/{conversation}/pagedmembers", (HttpContext http, string conversation) =>
            Guarded(http, teams, faults, "members.get", _ => teams.Connector.PagedMembers(conversation)));
        connector.MapGet("/conversations/{conversation}/members/{id}", (HttpContext http, string conversation, string id) =>
            Guarded(http, teams, faults, "members.get", _ => teams.Connector.Member(conversation, id)));
        connector.MapGet("/teams/{team}", (HttpContext http, string team) =>
            Guarded(http, teams, faults, "teams.get", _ => TeamsConnector.Team(team)));
        connector.MapGet("/teams/{team}/conversations", (HttpContext http, string team) =>
            Guarded(http, teams, faults, "teams.get", _ => TeamsConnector.Channels(team)));
        return endpoints;
    }

    private static async Task<IResult> Token(HttpContext http, string tenant, StandInTeams teams)
    {
        if (tenant != World.TeamsTenant || !http.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (answer, granted) = teams.SignIn.Grant(form["grant_type"], form["client_id"], form["client_secret"], form["scope"]);
        return Wire.Json(answer, granted ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private static Task Guarded(HttpContext http, StandInTeams teams, Faults faults, string method, Func<JsonObject, IResult> work) =>
        Guarded(http, teams, faults, _ => method, work);

    private static async Task Guarded(HttpContext http, StandInTeams teams, Faults faults, Func<JsonObject, string> method, Func<JsonObject, IResult> work)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var arguments = body.Length == 0 ? [] : Wire.Parse(body);
        var called = method(arguments ?? []);
        await faults.Answer(http, PlatformName.Teams, called, body, async () =>
        {
            if (!await teams.SignIn.Admits(http.Request.Headers.Authorization.ToString()))
            {
                return Wire.Json(new JsonObject { ["message"] = "Authorization has been denied for this request." }, StatusCodes.Status401Unauthorized);
            }

            if (arguments is null)
            {
                return Faults.Error(PlatformName.Teams, "BadSyntax", StatusCodes.Status400BadRequest);
            }

            teams.Connector.Transcript.Received(new ReceivedCall(PlatformName.Teams, called, arguments.DeepClone()));
            return work(arguments);
        });
    }
}
