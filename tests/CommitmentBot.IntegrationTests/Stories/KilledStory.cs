using System.Net.Http.Json;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.Page;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// The program in a process of its own, which is killed while people do things; the platforms live on here, as they would. People do again what came
/// to nothing, as they would.
/// </summary>
internal sealed class KilledStory : IAsyncDisposable
{
    private readonly WebApplication platforms;
    private readonly ProgramUnderTest program;
    private readonly Random random;

    private KilledStory(WebApplication platforms, ProgramUnderTest program, RegisterFactory register, int seed)
    {
        (this.platforms, this.program, Register, random) = (platforms, program, register, new Random(seed));
        Stage = platforms.Services.GetRequiredService<Stage>();
    }

    public Stage Stage { get; }

    public RegisterFactory Register { get; }

    public Transcript Transcript => Stage.Transcript;

    /// <summary>How often the program was killed so far.</summary>
    public int Kills { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<KilledStory> Start(TestDatabase database, int seed)
    {
        var settings = new StandInSettings
        {
            Bot = new Uri("http://127.0.0.1"),
            Self = ProgramUnderTest.FreeAddress(),
            // Slack's and Teams' retries, hurried: the program is back within seconds.
            RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(500), 120)],
            SlackPatience = TimeSpan.FromSeconds(10),
        };
        var program = await ProgramUnderTest.Start(database.Settings.Concat(RehearsalSettings.For(settings)).Concat(
        [
            new("Rehearsal:Enabled", "true"), new("Delivery:Answer", "00:00:01"), new("Delivery:Lease", "00:00:03"),
            new("Logging:LogLevel:Default", "Error"), new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error"),
        ]));
        settings.Bot = program.Address;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(settings.Self.ToString());
        builder.Services.AddRehearsal(settings);
        builder.Services.AddSingleton(new RehearsalHost(
            (to, stop) => Clock(program, new { to = InstantPattern.ExtendedIso.Format(to) }, stop),
            _ => Task.FromResult<Instant?>(null),
            stop => Clock(program, new { advance = "PT0S" }, stop)));
        var platforms = builder.Build();
        platforms.MapRehearsal();
        await platforms.StartAsync(Stop);
        var setUp = platforms.Services.GetRequiredService<SetUp>();
        for (var tries = 0; !setUp.Ready && tries < 600; tries++)
        {
            await Task.Delay(100, Stop);
        }

        var story = new KilledStory(platforms, program, database.Register(), seed);
        if (setUp is { Ready: true, Problem: null })
        {
            return story;
        }

        await story.DisposeAsync();
        throw new ShouldAssertException($"The forum was not set up: {setUp.Problem}\n{program.Log}");
    }

    /// <summary>
    /// Does something until it has come about, and kills the program meanwhile: <paramref name="kills"/> times, each after a random part of a second,
    /// starting it again each time.
    /// </summary>
    public async Task Until(Func<RegisterDb, Task<bool>> done, Func<Task> deed, int kills)
    {
        for (var tries = 0; ; tries++)
        {
            var doing = tries > 0 && await CameAbout(done) ? Task.CompletedTask : Try(deed);
            if (tries < kills)
            {
                await Task.Delay(random.Next(10, 900), Stop);
                program.Kill();
                Kills++;
                await program.Restart();
                await doing;
                continue;
            }

            await doing;
            await Try(() => Clock(program, new { advance = "PT0S" }, Stop));
            if (await CameAbout(done))
            {
                return;
            }

            (tries < kills + 10).ShouldBeTrue($"It does not come about.\n{await Standing()}\nThe program says:\n{program.Log}");
        }
    }

    /// <summary>Moves the program's clock to a day, ten in the morning in London, through everything on the way.</summary>
    public Task MoveTo(LocalDate day) =>
        Clock(program, new { to = InstantPattern.ExtendedIso.Format((day + new LocalTime(10, 0)).InZoneLeniently(Timekeeper.Zone).ToInstant()) }, Stop);

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await platforms.StopAsync(CancellationToken.None);
        await platforms.DisposeAsync();
    }

    private async Task<bool> CameAbout(Func<RegisterDb, Task<bool>> done)
    {
        await using var db = Register.Open();
        return await done(db);
    }

    private async Task<string> Standing()
    {
        await using var db = Register.Open();
        var steps = await db.Steps.OrderBy(it => it.PlannedAt).Select(it => $"{it.Step} {it.Outcome} {it.SettledAt}").ToListAsync(Stop);
        var rows = await db.Outbox.OrderBy(it => it.Sequence).Select(it => $"{it.Key} {it.State} {it.Attempts} {it.Reason}").ToListAsync(Stop);
        var next = await db.Commitments.Select(it => $"{it.State} {it.NextStepAt}").ToListAsync(Stop);
        return string.Join('\n', [.. steps, .. rows, .. next, .. Transcript.Messages.TakeLast(4).Select(it => it.Visible)]);
    }

    // What a person does may come to nothing because the program was just killed: they see that, and do it again.
    private static async Task<bool> Try(Func<Task> deed)
    {
        try
        {
            await deed();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<Instant> Clock(ProgramUnderTest program, object move, CancellationToken stop)
    {
        using var answer = await program.Http.PostAsJsonAsync("/rehearsal/clock", move, stop);
        answer.EnsureSuccessStatusCode();
        var now = await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(stop);
        return InstantPattern.ExtendedIso.Parse(now!["now"]).Value;
    }
}
