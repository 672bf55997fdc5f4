using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What the bot counts of its own work, and where the figures go.</summary>
public sealed class MetricsTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_reminder_is_counted_as_due_as_planned_as_sent_and_where_it_came_late_as_late(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
        var place = forum.Channel("C1", chair, max);
        await forum.Say(chair, place, "forum name Place Forum");
        await forum.Promise(max, place, "I'll send the winter plan by Friday");
        await forum.Work();
        using var heard = new Heard(forum.Metrics);

        // Each day half an hour after the hour: the heads-up, the day itself, and the chair's digest.
        await forum.Pass(4);

        heard["commitmentbot.steps.due"].ShouldBeGreaterThan(0);
        heard["commitmentbot.steps.planned"].ShouldBe(2);
        heard["commitmentbot.steps.late step=Due"].ShouldBe(1);
        heard["commitmentbot.messages.sent kind=Private platform=slack"].ShouldBe(3);
        heard.All.ShouldNotContain(it => it.Contains("Max") || it.Contains("plan by"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_refusal_is_counted_by_what_it_concerns(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var chair = forum.Person("Cara Cole", "cara@nht.example");
        var place = forum.Channel("C1", chair);
        await forum.Say(chair, place, "forum name Place Forum");
        using var heard = new Heard(forum.Metrics);

        forum.Slack.Refused.Add(chair.User);
        await forum.Whisper(chair, "help");

        heard["commitmentbot.messages.refused platform=slack reason=Person"].ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_click_that_fails_is_counted(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var stranger = new TestPerson(new UserRef("telegraph", "U1"), "Sam Morse", "T1");
        using var heard = new Heard(forum.Metrics);

        TestForum.All(await forum.Click(stranger, "yes", "x")).ShouldContain("I could not save that");

        heard["commitmentbot.turns.unanswered platform=telegraph turn=Clicked"].ShouldBe(1);
    }

    [Fact]
    public async Task The_figures_go_to_the_collector_that_is_named_and_nowhere_else()
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = ProgramUnderTest.FreeAddress();
        var builder = WebApplication.CreateBuilder(["--urls", address.ToString().TrimEnd('/')]);
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.TrySetResult(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(Registers.Stop);

        await using var database = await databases.New(DatabaseKind.Sqlite);
        string[] settings = [.. database.Settings.Select(it => $"--{it.Key}={it.Value}"), "--Logging:LogLevel:Default=None"];
        await using var silent = Web.Build(settings);
        silent.Services.GetService<MeterProvider>().ShouldBeNull();

        await using var app = Web.Build(
            [.. settings, $"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]);
        var provider = app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetRequiredService<BotMetrics>().Looked(3, 2);
        provider.ForceFlush(10_000).ShouldBeTrue();

        (await received.Task.WaitAsync(TimeSpan.FromSeconds(10), Registers.Stop)).ShouldContain("commitmentbot.steps.due");
    }

    private sealed class Heard : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentDictionary<string, long> counted = new();

        public Heard(BotMetrics metrics)
        {
            listener.InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter == metrics.Meter)
                {
                    it.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                var labels = tags.ToArray().OrderBy(it => it.Key).Select(it => $" {it.Key}={it.Value}");
                counted.AddOrUpdate(instrument.Name + string.Concat(labels), value, (_, before) => before + value);
            });
            listener.Start();
        }

        public IEnumerable<string> All => counted.Keys;

        public long this[string name] => counted.GetValueOrDefault(name);

        public void Dispose() => listener.Dispose();
    }
}
