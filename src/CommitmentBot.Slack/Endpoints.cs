using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CommitmentBot.Slack;

/// <summary>
/// Where Slack's requests come in. The raw bytes are read up to a limit and their signature is checked before anything in them is looked at; what
/// Slack did not sign is answered 401 and does nothing.
/// </summary>
internal sealed partial class Endpoints(
    Intake intake, IOptionsMonitor<SlackOptions> options, TimeProvider time, ILogger<Endpoints> logger)
{
    private const int MaxBytes = 1024 * 1024;
    private const int BufferBytes = 16 * 1024;
    private const long MaxDiscarded = 64L * 1024 * 1024;

    /// <summary><c>/slack/events</c>: the Events API.</summary>
    public async Task Events(HttpContext context)
    {
        if (await Verified(context, "application/json") is not { } body)
        {
            return;
        }

        if (Parse(body, Json.Default.Envelope) is not { } envelope)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (envelope.Type == "url_verification")
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(envelope.Challenge ?? "", context.RequestAborted);
            return;
        }

        await intake.Event(envelope);
    }

    /// <summary><c>/slack/commands</c>: slash commands, and Slack's look at the certificate.</summary>
    public async Task Commands(HttpContext context)
    {
        if (await Form(context) is not { } form || form.ContainsKey("ssl_check"))
        {
            return;
        }

        await Answer(context, await intake.Command(form));
    }

    /// <summary><c>/slack/interactivity</c>: clicks, shortcuts and forms.</summary>
    public async Task Interactivity(HttpContext context)
    {
        if (await Payload(context) is { } payload)
        {
            await Answer(context, await intake.Interaction(payload));
        }
    }

    /// <summary><c>/slack/options</c>: choices for menus that are filled while typing.</summary>
    public async Task Options(HttpContext context)
    {
        if (await Payload(context) is { } payload)
        {
            await Answer(context, await intake.Interaction(payload) ?? new() { ["options"] = new JsonArray() });
        }
    }

    private async Task<Interaction?> Payload(HttpContext context)
    {
        if (await Form(context) is not { } form)
        {
            return null;
        }

        if (form.TryGetValue("payload", out var values) && values is [{ } json]
            && Parse(Encoding.UTF8.GetBytes(json), Json.Default.Interaction) is { } payload)
        {
            return payload;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    private async Task<Dictionary<string, StringValues>?> Form(HttpContext context) =>
        await Verified(context, "application/x-www-form-urlencoded") is { } body
            ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body))
            : null;

    /// <summary>The body, once it is known to be Slack's; null when the request has been answered already.</summary>
    private async Task<byte[]?> Verified(HttpContext context, string mediaType)
    {
        if (await Body(context) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return null;
        }

        var headers = context.Request.Headers;
        var verdict = Signature.Check(
            body, headers[Signature.TimestampHeader], headers[Signature.Header], options.CurrentValue.Secrets, time.GetUtcNow());
        if (verdict != SignatureVerdict.Valid)
        {
            Log.NotSlack(logger, context.Request.Path, verdict);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return null;
        }

        if (!(context.Request.ContentType ?? "").Split(';')[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        return body;
    }

    /// <summary>The body; null when it is too long. Such a one is read all the same: to hang up in its middle looks like a broken line to the sender.</summary>
    private static async Task<byte[]?> Body(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxDiscarded;
        }

        // What it says of its length is believed for little only: nobody has signed yet.
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, BufferBytes));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var tooLong = false;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                tooLong |= body.Length + read > MaxBytes;
                if (!tooLong)
                {
                    body.Write(buffer, 0, read);
                }
            }

            return tooLong ? null : body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static T? Parse<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task Answer(HttpContext context, JsonObject? answer)
    {
        if (answer is null)
        {
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request to {Path} was not signed by Slack: {Verdict}")]
        public static partial void NotSlack(ILogger logger, string path, SignatureVerdict verdict);
    }
}
