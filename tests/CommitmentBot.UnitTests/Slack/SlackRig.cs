using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;

namespace CommitmentBot.UnitTests.Slack;

/// <summary>The real endpoints and the real client on loopback, between a signed request on one side and <see cref="FakeSlack"/> on the other.</summary>
public sealed class SlackRig : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    public static readonly ConversationRef Channel = new(PlatformName.Slack, "T1", "C1", ConversationKind.Channel);
    public static readonly ConversationRef Chat = new(PlatformName.Slack, "T1", "D1", ConversationKind.Personal);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private SlackRig(WebApplication app, FakeSlack slack, RigTime time, SlackRecorder recorder)
    {
        _app = app;
        Slack = slack;
        Time = time;
        Recorder = recorder;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeSlack Slack { get; }

    public RigTime Time { get; }

    public SlackRecorder Recorder { get; }

    public IChatPlatform Platform => _app.Services.GetRequiredService<IChatPlatform>();

    public PausesInMemory Pauses => (PausesInMemory)_app.Services.GetRequiredService<IPauses>();

    public IEnumerable<Turn> Turns => Recorder.Turns;

    public static async Task<SlackRig> Start(Func<Turn, Reply>? answer = null, bool offline = false, bool socket = false, bool overhears = true)
    {
        var slack = await FakeSlack.Start();
        var time = new RigTime(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));
        var recorder = new SlackRecorder(answer ?? (_ => new Reply.None()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(recorder);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [socket ? "Slack:AppToken" : "Slack:SigningSecret"] = socket ? "xapp-canary" : Secret,
            ["Slack:BotToken"] = "xoxb-canary",
            ["Slack:ApiBaseUrl"] = offline ? "http://127.0.0.1:1/api/" : new Uri(slack.Address, "api/").ToString(),
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IPauses, PausesInMemory>();
        // The program's clock is elsewhere on purpose: signatures must not go by it.
        builder.Services.AddSingleton<IClock>(new FakeClock(Instant.FromUtc(2027, 2, 1, 8, 0)));
        builder.Services.AddSingleton<TurnHandler>(recorder.Handle);
        builder.Services.AddSingleton<Overhearing>((_, _) => Task.FromResult(overhears));
        builder.Services.AddSlack(builder.Configuration.GetSection("Slack"), slack.Address).ShouldBeTrue();
        var app = builder.Build();
        app.MapSlack();
        await app.StartAsync();
        return new SlackRig(app, slack, time, recorder);
    }

    public Task<HttpResponseMessage> Event(string eventJson, string eventId = "Ev1", string? authorizations = """[{"team_id":"T1","user_id":"UBOT","is_bot":true}]""") =>
        Send("/slack/events", $$"""{"type":"event_callback","event_id":"{{eventId}}","team_id":"TWRITER","event":{{eventJson}},"authorizations":{{authorizations ?? "null"}}}""");

    public Task<HttpResponseMessage> Interact(JsonObject payload) =>
        Send("/slack/interactivity", "payload=" + Uri.EscapeDataString(payload.ToJsonString()), "application/x-www-form-urlencoded");

    public Task<HttpResponseMessage> Interact(string payload) => Interact(JsonNode.Parse(payload)!.AsObject());

    public Task<HttpResponseMessage> Command(string text, string channel = "C1") => Send(
        "/slack/commands",
        $"command=%2Fcommit&text={Uri.EscapeDataString(text)}&user_id=UALI&team_id=T1&channel_id={channel}&trigger_id=1.2.abc&response_url={Uri.EscapeDataString(ResponseUrl)}",
        "application/x-www-form-urlencoded");

    public string ResponseUrl => new Uri(Slack.Address, "/respond/secret").ToString();

    public Task<HttpResponseMessage> Send(string path, string body, string mediaType = "application/json", int skewSeconds = 0) =>
        SendAs(path, body, mediaType, Now(skewSeconds), Sign(body, Now(skewSeconds)));

    public string Now(int skewSeconds = 0) => (Time.GetUtcNow().ToUnixTimeSeconds() + skewSeconds).ToString(CultureInfo.InvariantCulture);

    public static string Sign(string body, string timestamp) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));

    public async Task<HttpResponseMessage> SendAs(string path, string body, string mediaType, string? timestamp, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (timestamp is not null)
        {
            request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        }

        return await _http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Slack.DisposeAsync();
        Slack.Unexpected.ShouldBeEmpty();
        Recorder.Lines.ShouldNotContain(line => line.Contains("canary", StringComparison.OrdinalIgnoreCase) || line.Contains("/respond/"));
    }
}

/// <summary>A clock that stands still, and says when somebody waits for it.</summary>
public sealed class RigTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

    /// <summary>Completes once somebody waits for so long.</summary>
    public Task IsAwaited(TimeSpan due) => Wait(due).Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Wait(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Wait(TimeSpan due) =>
        _waits.GetOrAdd(due, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Takes the turns in the host's place, and the log.</summary>
public sealed class SlackRecorder(Func<Turn, Reply> answer) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<Turn> Turns { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public Task<Reply> Handle(Turn turn, CancellationToken cancellationToken)
    {
        Turns.Enqueue(turn);
        return Task.FromResult(answer(turn));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
