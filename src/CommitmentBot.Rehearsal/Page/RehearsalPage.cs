using System.Reflection;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.Slack;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Story;
using CommitmentBot.Rehearsal.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace CommitmentBot.Rehearsal.Page;

/// <summary>The rehearsal in the program: services, and everything under <c>/rehearsal</c>.</summary>
public static class RehearsalPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Adds the stand-ins, the set-up and the story. The host registers <see cref="RehearsalHost"/> and its clock.</summary>
    public static IServiceCollection AddRehearsal(this IServiceCollection services, StandInSettings settings)
    {
        services.AddStandIns(settings).AddRehearsalClock();
        services.AddSingleton<Stage>();
        services.AddSingleton<Storyteller>();
        services.AddSingleton<SetUp>();
        services.AddHostedService(provider => provider.GetRequiredService<SetUp>());
        services.AddSingleton<RehearsalApi>();
        return services;
    }

    /// <summary>Adds what <see cref="ClockEndpoint.MapRehearsalClock"/> needs, where no stand-ins run. The host registers <see cref="RehearsalHost"/>.</summary>
    public static IServiceCollection AddRehearsalClock(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new Timekeeper(
            provider.GetRequiredService<RehearsalHost>(), provider.GetRequiredService<IClock>(), provider.GetService<Transcript>()));
        return services;
    }

    /// <summary>Maps the stand-ins, the page and its API (the root leads to it), and the clock.</summary>
    public static IEndpointRouteBuilder MapRehearsal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStandInSlack().MapStandInTeams().MapRehearsalClock();
        var page = endpoints.MapGroup("/rehearsal").OnThisMachineOnly();
        endpoints.MapGet("/", () => Results.Redirect("/rehearsal"));
        page.MapGet("", (HttpContext http) => File(http, "index.html"));
        page.MapGet("/assets/{name}", (HttpContext http, string name) => File(http, name));
        RehearsalApi.Map(page.MapGroup("/api"));
        return endpoints;
    }

    private static IResult File(HttpContext http, string name)
    {
        if (!Types.TryGetValue(Path.GetExtension(name), out var type)
            || Assembly.GetExecutingAssembly().GetManifestResourceStream("rehearsal/" + name) is not { } file)
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return Results.Stream(file, type);
    }
}
