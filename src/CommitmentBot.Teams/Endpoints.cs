using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommitmentBot.Teams;

/// <summary>Where Teams comes in.</summary>
public static class Endpoints
{
    /// <summary>The one path that the bot's registration names as its messaging endpoint.</summary>
    public const string Path = "/api/messages";

    /// <summary>Maps <see cref="Path"/>; nothing when Teams is off.</summary>
    public static void MapTeams(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<Reception>() is { } reception)
        {
            endpoints.MapPost(Path, reception.Receive);
        }
    }
}
