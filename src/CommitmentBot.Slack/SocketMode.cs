using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Slack;

/// <summary>
/// Socket Mode, for where Slack cannot reach the program: two sockets that the program opens, so that while Slack renews one the other goes on.
/// What comes through them is handled as if it had been posted, and acknowledged when it is.
/// </summary>
/// <remarks>https://docs.slack.dev/apis/events-api/using-socket-mode</remarks>
internal sealed partial class SocketMode(
    WebApi api, SocketFrames frames, IOptionsMonitor<SlackOptions> options, TimeProvider time, ILogger<SocketMode> logger) : BackgroundService
{
    private const int Sockets = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.CurrentValue.AppToken.Length == 0
            ? Task.CompletedTask
            : Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => KeepOne(stoppingToken)));

    private async Task KeepOne(CancellationToken stop)
    {
        var pause = FirstPause;
        var old = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await Connect(stop) is not { } socket)
                {
                    await Task.Delay(pause, time, stop);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    continue;
                }

                // Ends when Slack says that this socket will go: the next one is opened while it still delivers.
                var (leaving, closed) = frames.Serve(socket, stop);
                await Task.WhenAny(leaving, closed);
                old = Task.WhenAll(old, closed);
                pause = await leaving ? FirstPause : pause;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        await old;
    }

    private async Task<ClientWebSocket?> Connect(CancellationToken stop)
    {
        var authorization = new AuthenticationHeaderValue("Bearer", options.CurrentValue.AppToken);
        var answer = await api.Call(
            "apps.connections.open", "apps.connections.open", new FormUrlEncodedContent([]), authorization, stop);
        if (WebApi.As(answer, Json.Default.SocketAnswer)?.Url is not { } address || !IsSafe(address, out var url))
        {
            Log.NoSocket(logger);
            return null;
        }

        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(10);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        try
        {
            await socket.ConnectAsync(url!, stop);
            return socket;
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            Log.NoSocket(logger);
            return null;
        }
    }

    // The ticket in it is a secret: only over TLS, or to the configured server itself.
    private bool IsSafe(string address, out Uri? url) =>
        Uri.TryCreate(address, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeWss || (url.Scheme == Uri.UriSchemeWs && url.Authority == new Uri(options.CurrentValue.ApiBaseUrl).Authority));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Slack opened no socket; it is tried again")]
        public static partial void NoSocket(ILogger logger);
    }
}
