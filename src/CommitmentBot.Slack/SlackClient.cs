using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Slack;

/// <summary>
/// Acts in an installation with its token: JSON for what writes, a form for what reads, because the reading methods ignore JSON.
/// </summary>
internal sealed partial class SlackClient(
    WebApi api, Tokens tokens, IHttpClientFactory http, IOptionsMonitor<SlackOptions> options, TimeProvider time, ILogger<SlackClient> logger)
{
    private const int UsualBytes = 1024;

    /// <summary>
    /// A method that says something in a conversation. Slack limits posts for each channel, and all else for the method in the workspace.
    /// </summary>
    public Task<ApiAnswer> Say(string tenant, string method, ChatArguments arguments, CancellationToken cancellationToken) =>
        Call(
            tenant,
            method,
            method switch
            {
                "chat.postMessage" => new ConversationRef(PlatformName.Slack, tenant, arguments.Channel, ConversationKind.Channel).Lane,
                "chat.update" => Scope(tenant, PauseScope.Updates),
                _ => Scope(tenant, method),
            },
            Body(arguments.Write),
            cancellationToken);

    /// <summary>Any other method that writes.</summary>
    public Task<ApiAnswer> Write(string tenant, string method, JsonObject arguments, CancellationToken cancellationToken) =>
        Call(tenant, method, Scope(tenant, method), Body(arguments), cancellationToken);

    /// <summary>A method that reads.</summary>
    public Task<ApiAnswer> Read(
        string tenant, string method, IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken cancellationToken) =>
        Call(tenant, method, Scope(tenant, method), new FormUrlEncodedContent(arguments), cancellationToken);

    /// <summary>A method that reads, its answer as <typeparamref name="T"/>; null when it could not be had.</summary>
    public async Task<T?> TryRead<T>(
        string tenant, string method, IEnumerable<KeyValuePair<string, string>> arguments, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => WebApi.As(await Read(tenant, method, arguments, cancellationToken), type);

    /// <summary>
    /// Answers through the address Slack gave with an interaction. Says nothing back: there is nobody to tell but the log.
    /// </summary>
    public async Task Respond(string responseUrl, JsonObject message, CancellationToken cancellationToken)
    {
        if (!IsSlacks(responseUrl, out var url))
        {
            Log.ForeignResponseUrl(logger);
            return;
        }

        await Send(url!, Body(message), cancellationToken);
    }

    /// <summary>Sends a file's bytes to the address that Slack gave for them; whether it took them.</summary>
    public Task<bool> Upload(string uploadUrl, byte[] bytes, CancellationToken cancellationToken) =>
        IsSlacks(uploadUrl, out var url) ? Send(url!, new ByteArrayContent(bytes), cancellationToken) : Task.FromResult(false);

    private static string Scope(string tenant, string method) => PauseScope.Method(PlatformName.Slack, tenant, method);

    private static ReadOnlyMemoryContent Body(JsonObject arguments) => Body(json => arguments.WriteTo(json));

    // "charset" matters: without it Slack answers with a warning.
    private static ReadOnlyMemoryContent Body(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(UsualBytes);
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return new(bytes.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
    }

    private async Task<bool> Send(Uri url, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        using var timeout = new CancellationTokenSource(WebApi.CallTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.CreateClient(WebApi.HttpClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (!response.IsSuccessStatusCode)
            {
                Log.NotShown(logger, (int)response.StatusCode);
            }

            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotShown(logger, 0);
            return false;
        }
    }

    /// <summary>
    /// Whether it is one of Slack's own addresses: <c>hooks.</c> or <c>files.</c> of the public or the configured host by https, or the configured server itself.
    /// Anything else could be made to point into the network the bot runs in.
    /// </summary>
    private bool IsSlacks(string responseUrl, out Uri? url)
    {
        var api = new Uri(options.CurrentValue.ApiBaseUrl);
        return Uri.TryCreate(responseUrl, UriKind.Absolute, out url)
            && url.UserInfo.Length == 0
            && ((url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && (url.Host is "hooks.slack.com" or "files.slack.com" || url.Host == "hooks." + api.Host || url.Host == "files." + api.Host))
                || (url.Scheme == api.Scheme && url.Authority == api.Authority));
    }

    private async Task<ApiAnswer> Call(string tenant, string method, string scope, HttpContent content, CancellationToken cancellationToken)
    {
        if (await tokens.For(tenant, cancellationToken) is not { } installed)
        {
            content.Dispose();
            return new ApiAnswer.Failed("not_installed", "");
        }

        var answer = await api.Call(
            method, scope, content, new AuthenticationHeaderValue("Bearer", installed.Token), cancellationToken);
        if (answer is ApiAnswer.Failed { Error: var error } && Refusals.Of(error) == RefusalKind.Installation)
        {
            tokens.Forget(tenant);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Warning, "A response_url that is not Slack's was not called")]
        public static partial void ForeignResponseUrl(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "An answer to an interaction was not shown: HTTP {Status}")]
        public static partial void NotShown(ILogger logger, int status);
    }
}
