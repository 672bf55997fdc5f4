using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// One call of a method of the Web API, and what came of it. Never tries again by itself, and calls nothing before the time that Slack asked
/// to wait is over.
/// </summary>
internal sealed partial class WebApi(
    IHttpMessageHandlerFactory handlers, IOptionsMonitor<SlackOptions> options, IPauses pauses, TimeProvider time, ILogger<WebApi> logger)
{
    /// <summary>The name of the HTTP client in the factory.</summary>
    public const string HttpClientName = "slack";

    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Base, string Method), Uri> _addresses = new();

    /// <summary>The answer as <typeparamref name="T"/>; null when it is no "done" or reads otherwise.</summary>
    public static T? As<T>(ApiAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return answer is ApiAnswer.Done done ? JsonSerializer.Deserialize(done.Body, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Calls <paramref name="method"/>; <paramref name="scope"/> is what Slack limits together with it.</summary>
    public async Task<ApiAnswer> Call(
        string method, string scope, HttpContent content, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
    {
        if (pauses.Left(scope) is { } left)
        {
            content.Dispose();
            return new ApiAnswer.NotNow("ratelimited", left);
        }

        var address = _addresses.GetOrAdd((options.CurrentValue.ApiBaseUrl, method), static it => new Uri(new Uri(it.Base), it.Method));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Authorization = authorization;
        using var stop = new CancellationTokenSource(CallTimeout, time);
        using var stopped = cancellationToken.UnsafeRegister(static it => ((CancellationTokenSource)it!).Cancel(), stop);
        ApiAnswer answer;
        try
        {
            // An HttpClient would add a time-out and a list of what is under way, which are kept here.
            using var line = new HttpMessageInvoker(handlers.CreateHandler(HttpClientName), disposeHandler: false);
            using var response = await line.SendAsync(request, stop.Token);
            answer = await Sort(response, scope, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            answer = new ApiAnswer.Unclear("no answer in time");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            // There was no connection yet, so nothing was sent.
            answer = new ApiAnswer.NotNow(e.HttpRequestError.ToString(), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            answer = new ApiAnswer.Unclear("the connection was cut");
        }

        switch (answer)
        {
            case ApiAnswer.Failed failed:
                Log.Refused(logger, method, failed.Error, failed.Detail);
                break;
            case ApiAnswer.NotNow later:
                Log.NotNow(logger, method, later.Reason);
                break;
            case ApiAnswer.Unclear unclear:
                Log.Unclear(logger, method, unclear.Reason);
                break;
        }

        return answer;
    }

    private async Task<ApiAnswer> Sort(HttpResponseMessage response, string scope, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var wait = Duration.FromTimeSpan(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(30));
            await pauses.Pause(scope, wait);
            return new ApiAnswer.NotNow("ratelimited", wait);
        }

        if (status is >= 500 or 408 or < 200 or (>= 300 and < 400))
        {
            return new ApiAnswer.Unclear($"HTTP {status}");
        }

        if (status >= 400)
        {
            return new ApiAnswer.Failed($"http_{status}", "");
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, Json.Default.ApiHead) switch
            {
                { Ok: true } => new ApiAnswer.Done(body),
                { } head => Refusals.Sort(head.Error ?? "unknown_error", string.Join("; ", head.ResponseMetadata?.Messages ?? [])),
                null => new ApiAnswer.Unclear("not Slack's JSON"),
            };
        }
        catch (JsonException)
        {
            return new ApiAnswer.Unclear("not Slack's JSON");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Slack refused {Method}: {Error} {Detail}")]
        public static partial void Refused(ILogger logger, string method, string error, string detail);

        [LoggerMessage(2, LogLevel.Warning, "Slack did not take {Method} now: {Reason}")]
        public static partial void NotNow(ILogger logger, string method, string reason);

        [LoggerMessage(3, LogLevel.Warning, "It is not known whether Slack did {Method}: {Reason}")]
        public static partial void Unclear(ILogger logger, string method, string reason);
    }
}
