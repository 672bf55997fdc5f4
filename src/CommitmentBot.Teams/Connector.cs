using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>What one call to the Connector came to.</summary>
internal abstract record ConnectorAnswer
{
    private ConnectorAnswer()
    {
    }

    /// <summary>2xx; the body is empty where none came, or where it broke off.</summary>
    public sealed record Done(byte[] Body) : ConnectorAnswer;

    /// <summary>Another status, with the Connector's own code where it gave one.</summary>
    public sealed record Refused(int Status, string? Code, Duration? RetryAfter) : ConnectorAnswer
    {
        /// <summary>Status and code as a sentence.</summary>
        public string Reason =>
            Code is { Length: > 0 and < 80 } code ? $"The Connector answered {Status} {code}." : $"The Connector answered {Status}.";
    }

    /// <summary>Nothing left this machine.</summary>
    public sealed record NotSent(RefusalKind Kind, string Reason, Duration? RetryAfter = null) : ConnectorAnswer;

    /// <summary>Nothing left this machine, as it would have gone to an address to which nothing may.</summary>
    public sealed record NotAllowed(string Reason) : ConnectorAnswer;

    /// <summary>It left, and nobody can say what became of it.</summary>
    public sealed record NoAnswer(string Reason) : ConnectorAnswer;
}

/// <summary>
/// The Bot Connector's REST interface: one call, one answer, no retry but one with a new token after a 401. Calls go, and the
/// token with them, only to addresses that <see cref="ServiceUrls"/> covers.
/// </summary>
internal sealed partial class Connector(
    IHttpClientFactory http, OutboundToken token, ServiceUrls serviceUrls, TeamsOptions options, TimeProvider time, ILogger<Connector> logger)
{
    private const int LargestAnswer = 1_048_576;

    /// <summary>Calls <paramref name="path"/> (its parts from <see cref="Part"/>) below a conversation's service address.</summary>
    public async Task<ConnectorAnswer> Call(
        HttpMethod method, string? serviceUrl, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        if (!serviceUrls.Allows(serviceUrl))
        {
            Log.NotAllowed(logger);
            return new ConnectorAnswer.NotAllowed("The conversation's service address is not an allowed one.");
        }

        var address = new Uri($"{serviceUrl!.TrimEnd('/')}/{path}");
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
        while (true)
        {
            switch (await token.Get(cancellationToken))
            {
                case OutboundTokenAnswer.Refused refused:
                    return new ConnectorAnswer.NotSent(refused.Kind, refused.Reason, refused.RetryAfter);
                case OutboundTokenAnswer.Have(var bearer):
                    var answer = await Once(method, address, bytes, bearer, cancellationToken);
                    if (answer is ConnectorAnswer.Refused { Status: 401 } && token.Drop(bearer))
                    {
                        continue;
                    }

                    return answer;
            }
        }
    }

    /// <summary>An id as one part of a path, percent-encoded once; a part that would climb is none.</summary>
    public static string Part(string id) => id is "." or ".." or "" ? "_" : Uri.EscapeDataString(id);

    private async Task<ConnectorAnswer> Once(
        HttpMethod method, Uri address, byte[]? body, string? bearer, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(Registration.ConnectorClient);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        using var limit = new CancellationTokenSource(options.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            Log.Answered(logger, method.Method, (int)response.StatusCode);
            return response.IsSuccessStatusCode
                ? new ConnectorAnswer.Done(await Body(response, either.Token))
                : new ConnectorAnswer.Refused((int)response.StatusCode, Code(await Body(response, either.Token)), RetryAfter.Of(response, time));
        }
        catch (HttpRequestException e) when (e.InnerException is InsideNetworkException inside)
        {
            Log.NotAllowed(logger);
            return new ConnectorAnswer.NotAllowed(inside.Message);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            Log.Failed(logger, method.Method, e.HttpRequestError.ToString());
            return new ConnectorAnswer.NotSent(RefusalKind.Later, "The Connector cannot be reached.");
        }
        catch (HttpRequestException e)
        {
            Log.Failed(logger, method.Method, e.HttpRequestError.ToString());
            return new ConnectorAnswer.NoAnswer("The connection to the Connector broke off.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, method.Method, "timeout");
            return new ConnectorAnswer.NoAnswer("The Connector did not answer in time.");
        }
    }

    /// <summary>The status has said what became of the call; a body that breaks off changes nothing about that.</summary>
    private static async Task<byte[]> Body(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return [];
        }
    }

    private static string? Code(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize(body, Json.Default.Refusal)?.Error?.Code;
        }
        catch (JsonException)
        {
            return null; // Not the Connector's own words, say a proxy's page.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Connector {Method}: {Status}")]
        public static partial void Answered(ILogger logger, string method, int status);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Connector {Method}: no answer, {Kind}")]
        public static partial void Failed(ILogger logger, string method, string kind);

        [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "A call to a service address that is not allowed was not made")]
        public static partial void NotAllowed(ILogger logger);
    }
}
