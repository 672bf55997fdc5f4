using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.Page;
using CommitmentBot.Rehearsal.Slack;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CommitmentBot.UnitTests.Rehearsal;

/// <summary>The stand-ins on one loopback port and a tiny bot on another, which keeps what it is sent and answers as told.</summary>
internal sealed class Hosted : IAsyncDisposable
{
    private readonly WebApplication standIns;
    private readonly WebApplication bot;

    private Hosted(WebApplication standIns, WebApplication bot, StandInSettings settings, ConcurrentQueue<Received> received, FakeBot answers)
    {
        this.standIns = standIns;
        this.bot = bot;
        Settings = settings;
        Requests = received;
        Bot = answers;
    }

    public StandInSettings Settings { get; }

    public ConcurrentQueue<Received> Requests { get; }

    public FakeBot Bot { get; }

    public HttpClient Http { get; } = new();

    public Stage Stage => standIns.Services.GetRequiredService<Stage>();

    public Faults Faults => standIns.Services.GetRequiredService<Faults>();

    public Transcript Transcript => standIns.Services.GetRequiredService<Transcript>();

    public RehearsalClock Clock => standIns.Services.GetRequiredService<RehearsalClock>();

    public static async Task<Hosted> Start()
    {
        var received = new ConcurrentQueue<Received>();
        var answers = new FakeBot();
        var bot = Loopback(_ => { });
        bot.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var request = new Received(
                http.Request.Path, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync());
            received.Enqueue(request);
            var (status, body) = answers.Answer(request);
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(body);
        });
        await bot.StartAsync();

        var settings = new StandInSettings { Bot = new Uri(bot.Urls.First()), Self = new Uri("http://127.0.0.1"), RetryDelays = [TimeSpan.Zero, TimeSpan.Zero] };
        var standIns = Loopback(services =>
        {
            services.AddStandIns(settings).AddRehearsalClock().AddSingleton<Stage>();
            services.AddSingleton(provider =>
            {
                var clock = provider.GetRequiredService<RehearsalClock>();
                return new RehearsalHost(
                    (to, _) => Task.FromResult(clock.MoveTo(to) ? to : throw new InvalidOperationException("backwards")),
                    _ => Task.FromResult<Instant?>(null),
                    _ => Task.CompletedTask);
            });
        });
        standIns.MapStandInSlack().MapStandInTeams().MapRehearsalClock();
        await standIns.StartAsync();
        settings.Self = new Uri(standIns.Urls.First());
        return new Hosted(standIns, bot, settings, received, answers);
    }

    public Task<Delivered> Say(Persona who, string platform, bool direct, string text) => Stage.Say(who, platform, direct, text);

    public Task<Delivered> Click(Persona who, TranscriptMessage message, string target, Dictionary<string, string>? values = null) =>
        Stage.Click(who, message, target, values);

    public Task<Delivered> Submit(Persona who, Dictionary<string, string> values) => Stage.Submit(who, values);

    public Task<string> Get(Uri address) => Http.GetStringAsync(address);

    /// <summary>Calls a method of Slack as the bot would.</summary>
    public async Task<JsonNode> Slack(string method, object arguments, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Settings.SlackApi, method))
        {
            Content = arguments is Dictionary<string, string> form ? new FormUrlEncodedContent(form) : new StringContent((string)arguments, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token ?? Settings.SlackBotToken);
        using var response = await Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await standIns.DisposeAsync();
        await bot.DisposeAsync();
    }

    private static WebApplication Loopback(Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder.Services);
        return builder.Build();
    }
}

internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

internal sealed class FakeBot
{
    public Func<Received, (int Status, string Body)> Answer { get; set; } = _ => (200, "");
}
