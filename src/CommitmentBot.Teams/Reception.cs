using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>One request from Teams, top to bottom: read, check, parse, hand over, answer.</summary>
internal sealed partial class Reception(
    Token token, ServiceUrls serviceUrls, Client client, KnownChannels channels, TeamsOptions options, IClock clock, ILogger<Reception> logger)
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>
    /// 413 too large · 401 not from Teams · 403 an address the bot may not answer to · 400 not an activity · 503 the keys cannot be
    /// had · 200 otherwise, with a body for an invoke.
    /// </summary>
    public async Task Receive(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        if (await ReadBody(http.Request, cancellationToken) is not { } body)
        {
            Refuse(http, StatusCodes.Status413PayloadTooLarge, "too large");
            return;
        }

        // Before the token is checked two strings are read and nothing else.
        var (readable, serviceUrl, channelId) = Head(body);
        if (!MayBeAnonymous(http))
        {
            var verdict = await token.Check(http.Request.Headers.Authorization.ToString(), readable, serviceUrl, cancellationToken);
            if (verdict == TokenVerdict.KeysUnavailable)
            {
                Refuse(http, StatusCodes.Status503ServiceUnavailable, nameof(TokenVerdict.KeysUnavailable));
                return;
            }

            if (verdict != TokenVerdict.Valid)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
                Refuse(http, verdict == TokenVerdict.Unreadable ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized, verdict.ToString());
                return;
            }
        }

        if (!readable || Parse(body) is not { } activity)
        {
            Refuse(http, StatusCodes.Status400BadRequest, "not an activity");
            return;
        }

        if (channelId is not (null or Token.Channel) || !serviceUrls.Allows(serviceUrl))
        {
            Refuse(http, StatusCodes.Status403Forbidden, "another channel or service address");
            return;
        }

        channels.Learn(activity);
        await Handle(http, activity, cancellationToken);
    }

    private async Task Handle(HttpContext http, Activity activity, CancellationToken cancellationToken)
    {
        var botId = options.BotId ?? activity.Recipient?.Id;
        var ofTeam = Updates.ConcernsTeam(activity, botId) ? await client.ChannelsOf(activity, cancellationToken) : [];
        var turns = await client.Check(Inbound.Parse(activity, botId, ofTeam, clock.GetCurrentInstant()), cancellationToken);
        Log.Received(logger, activity.Type is "message" or "invoke" or "installationUpdate" or "conversationUpdate" ? activity.Type : "other", turns.Count);

        // A turn that was begun is not given up because Teams stopped waiting: it does not send a message twice.
        var handler = http.RequestServices.GetRequiredService<TurnHandler>();
        Reply? reply = null;
        foreach (var turn in turns)
        {
            reply = await handler(turn, CancellationToken.None);
        }

        var answer = activity switch
        {
            { Type: not "invoke" } => null,
            { Name: Inbound.CardAction } when Inbound.IsAutomatic(activity) => Answers.ToLook(reply),
            { Name: Inbound.CardAction } => Answers.ToPress(reply),
            { Name: Inbound.FetchTask } when turns.Count == 0 => Answers.NoMessage(),
            { Name: Inbound.FetchTask or Inbound.SubmitAction or Inbound.OpenDialog or Inbound.SubmitDialog } => Answers.ToDialog(reply),
            { Name: Inbound.Query } => Answers.ToSearch(reply, Inbound.IsFurtherPage(activity)),
            _ => (JsonObject?)null,
        };
        http.Response.StatusCode = StatusCodes.Status200OK;
        if (answer is not null)
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(answer.ToJsonString(), cancellationToken);
        }
    }

    /// <summary>
    /// Anonymous requests pass only where the settings allow it (which start only in Development), only without a header to
    /// check, and only from this machine itself: not through a tunnel or proxy on it.
    /// </summary>
    private bool MayBeAnonymous(HttpContext http) =>
        options.DangerouslyAllowAnonymous
        && http.Request.Headers.Authorization.Count == 0
        && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && TeamsOptions.IsLoopback(http.Request.Host.Host.Trim('[', ']'))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("Forwarded")
        && !http.Request.Headers.ContainsKey(HeaderNames.Origin);

    private static async Task<byte[]?> ReadBody(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limits.ActivityBytes)
        {
            return null;
        }

        // What it says of its length is believed for little only: no token has been checked yet.
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, BufferBytes));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (body.Length + read > Limits.ActivityBytes)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (bool Readable, string? ServiceUrl, string? ChannelId) Head(byte[] body)
    {
        string? serviceUrl = null, channelId = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return (false, null, null);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isUrl, isChannel) = (reader.ValueTextEquals("serviceUrl"u8), reader.ValueTextEquals("channelId"u8));
                reader.Read();
                if ((isUrl || isChannel) && reader.TokenType == JsonTokenType.String)
                {
                    (serviceUrl, channelId) = isUrl ? (reader.GetString(), channelId) : (serviceUrl, reader.GetString());
                }

                reader.Skip();
            }

            return (true, serviceUrl, channelId);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (false, null, null); // InvalidOperationException: a string that is not UTF-8.
        }
    }

    private static Activity? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, Json.Default.Activity);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Refuse(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        Log.Refused(logger, status, why);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A request to the Teams endpoint was refused with {Status}: {Why}")]
        public static partial void Refused(ILogger logger, int status, string why);

        [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Teams activity of type {Type}: {Turns} turns")]
        public static partial void Received(ILogger logger, string type, int turns);
    }
}
