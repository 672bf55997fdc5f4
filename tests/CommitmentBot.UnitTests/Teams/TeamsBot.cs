using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>The Teams adapter in a program of its own on loopback, with <see cref="FakeMicrosoft"/> as its other side.</summary>
public sealed class TeamsBot : IAsyncDisposable
{
    public const string AppId = "22222222-2222-2222-2222-222222222222";
    public const string Tenant = "11111111-1111-1111-1111-111111111111";

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private TeamsBot(WebApplication app, FakeMicrosoft microsoft, FakeTimeProvider time, FakeClock clock, LogLines logs)
    {
        _app = app;
        Microsoft = microsoft;
        Time = time;
        Clock = clock;
        Logs = logs;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeMicrosoft Microsoft { get; }

    public FakeTimeProvider Time { get; }

    public FakeClock Clock { get; }

    /// <summary>What the adapter and the web server under it logged, at every level.</summary>
    public LogLines Logs { get; }

    /// <summary>What reached the conversation.</summary>
    public ConcurrentQueue<Turn> Turns { get; } = new();

    /// <summary>What the conversation answers.</summary>
    public Reply Reply { get; set; } = new Reply.None();

    public IChatPlatform Platform => _app.Services.GetRequiredService<IChatPlatform>();

    public PausesInMemory Pauses => (PausesInMemory)_app.Services.GetRequiredService<IPauses>();

    public ConversationRef Personal => new(PlatformName.Teams, Tenant, "a:personal", ConversationKind.Personal, null, Microsoft.ServiceUrl);

    public ConversationRef Channel => new(PlatformName.Teams, Tenant, "19:general@thread.tacv2", ConversationKind.Channel, null, Microsoft.ServiceUrl);

    public ConversationRef Thread => Channel with { Thread = "1795423230219" };

    public static async Task<TeamsBot> Run(string environment = "Production", params (string Name, string? Value)[] settings)
    {
        var microsoft = await FakeMicrosoft.Start();
        var (time, clock) = (new FakeTimeProvider(Start), new FakeClock(Instant.FromUtc(2027, 3, 1, 12, 0)));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var logs = new LogLines();
        // For this provider in so many words: the settings file beside the tests is the program's, and asks for less.
        builder.Logging.ClearProviders().AddProvider(logs).AddFilter<LogLines>(null, LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Teams:AppId"] = AppId,
            ["Teams:AppSecret"] = "s",
            ["Teams:TenantId"] = Tenant,
            ["Teams:OpenIdMetadata"] = $"{microsoft.Address}openid",
            ["Teams:Authority"] = $"{microsoft.Address}{Tenant}",
            ["Teams:AllowedServiceUrls"] = "127.0.0.1",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(each => each.Name, each => each.Value));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IPauses, PausesInMemory>();
        builder.Services.AddSingleton<IClock>(clock);
        TeamsBot? bot = null;
        builder.Services.AddSingleton<TurnHandler>((turn, _) =>
        {
            bot!.Turns.Enqueue(turn);
            return Task.FromResult(bot.Reply);
        });
        builder.Services.AddTeams(builder.Configuration.GetSection("Teams"), builder.Environment);
        var app = builder.Build();
        app.MapTeams();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            await microsoft.DisposeAsync();
            throw;
        }

        return bot = new TeamsBot(app, microsoft, time, clock, logs);
    }

    /// <summary>An activity as Teams sends them, with what <paramref name="change"/> makes of it.</summary>
    public JsonObject Activity(Action<JsonObject>? change = null)
    {
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["id"] = "1795423230300",
            ["timestamp"] = "2026-11-23T09:00:00.123Z",
            ["localTimezone"] = "Europe/London",
            ["channelId"] = "msteams",
            ["serviceUrl"] = Microsoft.ServiceUrl,
            ["from"] = new JsonObject { ["id"] = "29:sarah", ["name"] = "Sarah Ali", ["aadObjectId"] = "00000000-0000-0000-0000-000000000020" },
            ["recipient"] = new JsonObject { ["id"] = $"28:{AppId}", ["name"] = "CommitmentBot" },
            ["conversation"] = new JsonObject { ["id"] = "a:personal", ["conversationType"] = "personal", ["tenantId"] = Tenant },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
            ["text"] = "my commitments",
            ["textFormat"] = "plain",
        };
        change?.Invoke(activity);
        return activity;
    }

    /// <summary>Sends an activity with the channel's token.</summary>
    public Task<HttpResponseMessage> Send(JsonObject activity) =>
        Send(activity.ToJsonString(), $"Bearer {Microsoft.Token(Time.GetUtcNow())}");

    /// <summary>Sends a body with an <c>Authorization</c> header, or none.</summary>
    public async Task<HttpResponseMessage> Send(string body, string? authorization, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>Sends an activity and gives the turn it became, or null.</summary>
    public async Task<Turn?> TurnOf(Action<JsonObject> change)
    {
        using var response = await Send(Activity(change));
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"Answered {(int)response.StatusCode}.");
        }

        return Turns.TryDequeue(out var turn) ? turn : null;
    }

    /// <summary>Sends an invoke and gives the body of the answer.</summary>
    public async Task<JsonObject> Invoke(Action<JsonObject> change)
    {
        using var response = await Send(Activity(change));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Microsoft.DisposeAsync();
    }
}
