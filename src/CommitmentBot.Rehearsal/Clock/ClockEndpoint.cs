using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Rehearsal.Page;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Rehearsal.Clock;

/// <summary><c>POST /rehearsal/clock</c>, for anybody on this machine who tells a story that lasts weeks.</summary>
public static class ClockEndpoint
{
    /// <summary>
    /// Maps it. <c>{"advance":"PT72H"}</c> or <c>{"to":"2026-12-01T09:00:00Z"}</c> → 200 <c>{"now":"…"}</c>; anything else, the past,
    /// or more than a year ahead: 400; a caller from elsewhere: 403. Needs a <see cref="Timekeeper"/>.
    /// </summary>
    public static IEndpointRouteBuilder MapRehearsalClock(this IEndpointRouteBuilder endpoints)
    {
        var timekeeper = endpoints.ServiceProvider.GetRequiredService<Timekeeper>();
        endpoints.MapGroup("/rehearsal/clock").OnThisMachineOnly().MapPost("", async (HttpContext http, CancellationToken cancellationToken) =>
        {
            JsonObject? body;
            try
            {
                body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: cancellationToken) as JsonObject;
            }
            catch (JsonException)
            {
                body = null;
            }

            var now = (Advance(body.Text("advance")), To(body.Text("to"))) switch
            {
                ({ } by, null) when body!.Count == 1 => await timekeeper.Advance(by, cancellationToken),
                (null, { } to) when body!.Count == 1 => await timekeeper.MoveTo(to, cancellationToken),
                _ => null,
            };
            return now is { } then
                ? Wire.Json(new JsonObject { ["now"] = InstantPattern.ExtendedIso.Format(then) })
                : Wire.Json(
                    new JsonObject { ["error"] = "Give {\"advance\":\"PT72H\"} or {\"to\":\"2026-12-01T09:00:00Z\"}, forward and at most a year." },
                    StatusCodes.Status400BadRequest);
        });
        return endpoints;
    }

    private static Duration? Advance(string? text)
    {
        if (text is null || PeriodPattern.Roundtrip.Parse(text) is not { Success: true, Value: { Years: 0, Months: 0 } period })
        {
            return null;
        }

        // A number too large for a duration is as wrong as one that is none.
        var days = (period.Weeks * 7.0) + period.Days + (period.Hours / 24.0) + (period.Minutes / 1440.0) + (period.Seconds / 86400.0);
        return Math.Abs(days) > Timekeeper.Furthest.TotalDays + 1 ? null : period.ToDuration();
    }

    private static Instant? To(string? text) =>
        text is not null && InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var at } ? at : null;
}
