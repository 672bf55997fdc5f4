using System.Globalization;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>The fault switch: tests put faults in, the stand-ins' calls use them up in order.</summary>
public sealed class Faults(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<Fault> waiting = [];

    /// <summary>Adds a fault to those waiting.</summary>
    public void Add(Fault fault)
    {
        lock (gate)
        {
            waiting.Add(fault);
        }
    }

    /// <summary>Forgets all that wait.</summary>
    public void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
        }
    }

    /// <summary>Answers one call: by <paramref name="work"/>, or as the next fault for the method and this call of it says.</summary>
    internal async Task Answer(HttpContext http, string platform, string method, string body, Func<Task<IResult>> work)
    {
        switch (Take(method, $"{Uri.UnescapeDataString(http.Request.Path)} {body}"))
        {
            case Fault.TooMany fault:
                http.Response.Headers.RetryAfter = Math.Ceiling(fault.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await Error(platform, "ratelimited", StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
                return;
            case Fault.ServerError fault:
                await (fault.AfterWork ? work() : Task.CompletedTask);
                await Error(platform, "internal_error", StatusCodes.Status500InternalServerError).ExecuteAsync(http);
                return;
            case Fault.Cut fault:
                await (fault.AfterWork ? work() : Task.CompletedTask);
                http.Abort();
                return;
            case Fault.Refuse fault:
                await Error(platform, fault.Error, platform == PlatformName.Slack ? StatusCodes.Status200OK : fault.Status).ExecuteAsync(http);
                return;
            case Fault.Late fault:
                await Task.Delay(fault.By, time, http.RequestAborted);
                break;
        }

        await (await work()).ExecuteAsync(http);
    }

    /// <summary>An error in the platform's own shape.</summary>
    internal static IResult Error(string platform, string code, int status) => platform == PlatformName.Slack
        ? Wire.Json(new JsonObject { ["ok"] = false, ["error"] = code }, status)
        : Wire.Json(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = code } }, status);

    private Fault? Take(string method, string call)
    {
        lock (gate)
        {
            var index = waiting.FindIndex(fault => fault.Method == method && call.Contains(fault.In ?? "", StringComparison.Ordinal));
            if (index < 0)
            {
                return null;
            }

            var fault = waiting[index];
            if (fault.Times > 1)
            {
                waiting[index] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                waiting.RemoveAt(index);
            }

            return fault;
        }
    }
}
