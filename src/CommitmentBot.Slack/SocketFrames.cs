using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CommitmentBot.Slack;

/// <summary>Reads one socket's frames, hands on what they hold, and acknowledges each when it is done.</summary>
internal sealed partial class SocketFrames(Intake intake, ILogger<SocketFrames> logger)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// Serves the socket until it is closed. <c>Leaving</c> ends when Slack says that the socket will be closed soon, or it has been; it is
    /// true when anything came through the socket at all.
    /// </summary>
    public (Task<bool> Leaving, Task Closed) Serve(ClientWebSocket socket, CancellationToken stop)
    {
        var leaving = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (leaving.Task, Read(socket, leaving, stop));
    }

    private async Task Read(ClientWebSocket socket, TaskCompletionSource<bool> leaving, CancellationToken stop)
    {
        using var __ = socket;
        using var sending = new SemaphoreSlim(1, 1);
        var work = new List<Task>();
        var any = false;
        try
        {
            while (await Next(socket, stop) is { } text)
            {
                if (Parse(text) is not { } frame)
                {
                    continue;
                }

                any = true;
                if (frame.Type == "disconnect")
                {
                    Log.Leaving(logger, frame.Reason ?? "");
                    leaving.TrySetResult(any);
                }
                else if (frame.EnvelopeId is { Length: > 0 })
                {
                    work.RemoveAll(it => it.IsCompleted);
                    work.Add(Handle(socket, sending, frame, stop));
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Slack delivers again what was not acknowledged.
            Log.Cut(logger, error.Message);
        }

        leaving.TrySetResult(any);
        await Task.WhenAll(work);
    }

    private async Task Handle(ClientWebSocket socket, SemaphoreSlim sending, SocketFrame frame, CancellationToken stop)
    {
        try
        {
            var answer = await Take(frame);
            var ack = new JsonObject { ["envelope_id"] = frame.EnvelopeId };
            if (answer is not null && frame.AcceptsResponsePayload == true)
            {
                ack["payload"] = answer;
            }

            await sending.WaitAsync(stop);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(ack.ToJsonString()), WebSocketMessageType.Text, true, stop);
            }
            finally
            {
                sending.Release();
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // What was done is done, and what comes again is known by its keys.
            Log.Cut(logger, error.Message);
        }
        catch (Exception error)
        {
            // Not acknowledged, so that Slack brings it again.
            Log.NotHandled(logger, error);
        }
    }

    private async Task<JsonObject?> Take(SocketFrame frame)
    {
        switch (frame.Type)
        {
            case "events_api" when Read(frame, Json.Default.Envelope) is { } envelope:
                await intake.Event(envelope);
                return null;
            case "slash_commands" when frame.Payload.ValueKind == JsonValueKind.Object:
                return await intake.Command(frame.Payload.EnumerateObject().Where(it => it.Value.ValueKind == JsonValueKind.String)
                    .DistinctBy(it => it.Name).ToDictionary(it => it.Name, it => new StringValues(it.Value.GetString())));
            case "interactive" when Read(frame, Json.Default.Interaction) is { } interaction:
                return await intake.Interaction(interaction);
            default:
                return null;
        }
    }

    private static T? Read<T>(SocketFrame frame, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return frame.Payload.ValueKind == JsonValueKind.Object ? frame.Payload.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SocketFrame? Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.Default.SocketFrame);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The next text; null when the other side closes, or says more than anybody needs to.</summary>
    private static async Task<byte[]?> Next(ClientWebSocket socket, CancellationToken stop)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (got.MessageType == WebSocketMessageType.Close || text.Length + got.Count > MaxBytes)
            {
                return null;
            }

            text.Write(buffer, 0, got.Count);
            if (got.EndOfMessage)
            {
                return text.ToArray();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Slack will close a socket: {Reason}")]
        public static partial void Leaving(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Information, "A socket is gone: {Reason}")]
        public static partial void Cut(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "What came through a socket was not handled")]
        public static partial void NotHandled(ILogger logger, Exception error);
    }
}
