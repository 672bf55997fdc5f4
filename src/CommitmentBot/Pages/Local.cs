using System.Net;

namespace CommitmentBot.Pages;

/// <summary>Tells requests from the machine itself from those that a proxy on it passes on.</summary>
internal static class Local
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Whether somebody on this very machine asks.</summary>
    public static bool IsFromThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !Forwarding.Any(context.Request.Headers.ContainsKey);
}
