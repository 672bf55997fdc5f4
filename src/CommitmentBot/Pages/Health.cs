using CommitmentBot.Data;
using CommitmentBot.Jobs;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Pages;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the register does too, and somebody looks for what is due.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", Ready);
    }

    private static async Task<IResult> Ready(RegisterFactory register, TimeProvider wall, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(wall.GetUtcNow());
        await using var db = register.Open();

        // A real query: a database that answers only "select 1" has been seen.
        var waiting = await db.Outbox.CountAsync(it => it.SettledAt == null, cancellationToken);
        var silent = Watchdog.IsSilent(await Facts.Read(db, Schedule.LastLook, cancellationToken), now);
        return Results.Json(
            new HealthReport(silent ? "nobody has looked for what is due in two minutes" : "ready", waiting),
            HealthJson.Default.HealthReport, statusCode: silent ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}

/// <summary>What <c>/health/ready</c> says; <c>Waiting</c> counts messages not yet settled.</summary>
internal sealed record HealthReport(string Status, int Waiting);

[System.Text.Json.Serialization.JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : System.Text.Json.Serialization.JsonSerializerContext;
