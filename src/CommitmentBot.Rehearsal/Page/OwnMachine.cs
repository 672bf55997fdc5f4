using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommitmentBot.Rehearsal.Page;

/// <summary>Keeps the rehearsal to the machine it runs on, and to its own page.</summary>
internal static class OwnMachine
{
    /// <summary>
    /// 403 for everybody else: the connection must come from loopback, not through a proxy, under a name of this machine (another name that
    /// leads here is DNS rebinding), and from no other site's page.
    /// </summary>
    public static RouteGroupBuilder OnThisMachineOnly(this RouteGroupBuilder routes) => routes.AddEndpointFilter(async (context, next) =>
        IsOurs(context.HttpContext) ? await next(context) : Results.StatusCode(StatusCodes.Status403Forbidden));

    internal static bool IsOurs(HttpContext http)
    {
        var headers = http.Request.Headers;
        var host = http.Request.Host;
        var local = http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("Forwarded")
            && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named)));
        if (!local)
        {
            return false;
        }

        var origin = headers.Origin.ToString();
        var site = headers["Sec-Fetch-Site"].ToString();
        return (origin.Length == 0 || origin == $"{http.Request.Scheme}://{host.Value}") && site is "" or "same-origin" or "none";
    }
}
