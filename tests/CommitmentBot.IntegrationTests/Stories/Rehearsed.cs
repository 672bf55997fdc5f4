using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Story;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>The whole program with the stand-in platforms in it, its forum set up, on a database of the test's own.</summary>
public sealed class Rehearsed : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RehearsalHost host;

    private Rehearsed(WebApplication app)
    {
        this.app = app;
        host = app.Services.GetRequiredService<RehearsalHost>();
        Stage = app.Services.GetRequiredService<Stage>();
        Time = app.Services.GetRequiredService<Timekeeper>();
        Faults = app.Services.GetRequiredService<Faults>();
        Secrets = app.Services.GetRequiredService<StandInSettings>();
        Register = app.Services.GetRequiredService<RegisterFactory>();
    }

    public Stage Stage { get; }

    public Timekeeper Time { get; }

    public Faults Faults { get; }

    public RegisterFactory Register { get; }

    public StandInSettings Secrets { get; }

    public Uri Address { get; private init; } = null!;

    public Transcript Transcript => Stage.Transcript;

    public LocalDate Today => Time.Now.InZone(Timekeeper.Zone).Date;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<Rehearsed> Start(TestDatabase database, params string[] more) => Start(database, null, more);

    /// <summary>The same, saying everything it can to a log.</summary>
    public static Task<Rehearsed> Start(TestDatabase database, KeptLog log) => Start(database, log, KeptLog.Settings);

    private static async Task<Rehearsed> Start(TestDatabase database, KeptLog? log, IReadOnlyList<string> more)
    {
        var address = ProgramUnderTest.FreeAddress();
        string[] settings = [.. database.Settings.Select(it => $"--{it.Key}={it.Value}")];
        var app = Web.Build(["--urls", address.ToString().TrimEnd('/'), "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error", .. settings, .. more]);
        if (log is not null)
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        }

        var rehearsed = new Rehearsed(app) { Address = address };
        try
        {
            await Web.Prepare(app, Stop);
            await app.StartAsync(Stop);
            var setUp = app.Services.GetRequiredService<SetUp>();

            // Where a busy machine was late with an answer, the stand-in for Slack asks again after a minute, as Slack does.
            for (var tries = 0; !setUp.Ready && tries < 3000; tries++)
            {
                await Task.Delay(100, Stop);
            }

            setUp.Problem.ShouldBeNull();
            setUp.Ready.ShouldBeTrue(app.Services.GetRequiredService<Storyteller>().Progress.Caption);
            await rehearsed.Quiet();
            return rehearsed;
        }
        catch
        {
            await rehearsed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody writes in their platform's forum channel and mentions the bot; answers once all of it is done.</summary>
    public async Task<Delivered> Say(Persona who, string platform, string text, string? thread = null)
    {
        var delivered = await Stage.Say(who, platform, direct: false, $"@{World.BotName} {text}", thread, Stop);
        await Quiet();
        return delivered;
    }

    /// <summary>Somebody writes to the bot alone.</summary>
    public async Task Whisper(Persona who, string platform, string text)
    {
        await Stage.Say(who, platform, direct: true, text, cancellationToken: Stop);
        await Quiet();
    }

    /// <summary>Somebody presses a button on the latest message that says the words.</summary>
    public async Task<Delivered> Click(Persona who, string platform, string channel, string words, string label, IReadOnlyDictionary<string, string>? values = null)
    {
        var delivered = await Stage.Click(who, Latest(platform, channel, words, label.Split(" › ")), label, values, Stop);
        delivered.Failure.ShouldBeNull();
        await Quiet();
        return delivered;
    }

    /// <summary>Tells a story as fast as the bot answers; fails where a step did not happen.</summary>
    public async Task<StoryState> Tell(IReadOnlyList<StoryStep> steps)
    {
        var storyteller = app.Services.GetRequiredService<Storyteller>();
        (await storyteller.Tell(steps, quickly: true, Stop)).ShouldBeTrue();
        storyteller.Progress.Problem.ShouldBeNull($"step {storyteller.Progress.Step}: {storyteller.Progress.Caption}");
        await Quiet();
        return storyteller.Progress.State;
    }

    /// <summary>Somebody fills in the form they have open.</summary>
    public async Task<Delivered> Submit(Persona who, params (string Name, string Value)[] values)
    {
        var delivered = await Stage.Submit(who, values.ToDictionary(it => it.Name, it => it.Value), Stop);
        await Quiet();
        return delivered;
    }

    /// <summary>The bot's latest message there that says all the words.</summary>
    public TranscriptMessage Latest(string platform, string channel, string words, params string[] more) =>
        Find(platform, channel, words, more) ?? throw new ShouldAssertException(
            $"The bot did not say “{words}” {string.Join(" and ", more)} in {channel}. It said:\n{string.Join("\n---\n", Said(platform, channel).Select(it => it.Visible))}");

    public TranscriptMessage? Find(string platform, string channel, string words, params string[] more) =>
        Said(platform, channel).LastOrDefault(it => it.Says(words) && more.All(it.Says));

    /// <summary>Everything the bot has said there.</summary>
    public IEnumerable<TranscriptMessage> Said(string platform, string channel) =>
        Transcript.Messages.Where(it => it.Platform == platform && it.Channel == channel && it.From is null);

    /// <summary>Everything the bot has said anywhere since a change of the transcript.</summary>
    public IReadOnlyList<TranscriptMessage> Since(long change) =>
        [.. Transcript.Messages.Where(it => it.From is null && it.Change > change)];

    /// <summary>How many rows a table has.</summary>
    public async Task<int> Count<T>(Func<RegisterDb, IQueryable<T>> table)
    {
        await using var db = Register.Open();
        return await table(db).CountAsync(Stop);
    }

    /// <summary>Moves the clock to a day at that hour in London, doing everything on the way.</summary>
    public async Task MoveTo(LocalDate day, int hour = 12) =>
        (await Time.MoveTo((day + new LocalTime(hour, 0)).InZoneLeniently(Timekeeper.Zone).ToInstant(), Stop)).ShouldNotBeNull();

    /// <summary>Sends what Slack might send, signed with a secret (not at all without one) and stamped so many seconds off.</summary>
    public async Task<HttpStatusCode> SlackEvent(string body, string? secret, int skewSeconds = 0)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret is not null)
        {
            var stamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + skewSeconds).ToString(CultureInfo.InvariantCulture);
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{stamp}:{body}"));
            request.Headers.Add("X-Slack-Request-Timestamp", stamp);
            request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(hash));
        }

        using var answer = await http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    /// <summary>Writes every call the bot made to <c>artifacts/calls</c>, for the platforms' own validators.</summary>
    public void KeepCalls(string name)
    {
        var calls = new JsonArray([.. Transcript.Calls.Select(call => new JsonObject
        {
            ["platform"] = call.Platform,
            ["method"] = call.Method,
            ["arguments"] = call.Arguments.DeepClone(),
        })]);
        var file = Repository.At("artifacts", "calls", $"{name}.json");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, calls.ToJsonString());
    }

    public Task Quiet() => host.WhenQuiet(Stop);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
