using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Jobs;
using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What keeps the schedule going when Hangfire does not.</summary>
public sealed class WatchdogTests(Databases databases)
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_Hangfire_that_will_not_hear_the_schedule_is_told_again_and_meanwhile_the_watchdog_looks_itself(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var app = Web.Build([.. database.Settings.Select(it => $"--{it.Key}={it.Value}"), "--Logging:LogLevel:Default=None"]);
        await Web.Prepare(app, Stop);
        var register = app.Services.GetRequiredService<RegisterFactory>();
        var (jobs, wall) = (new Jobs(), new FakeTimeProvider(Start));
        var schedule = ActivatorUtilities.CreateInstance<Schedule>(app.Services, wall);
        using var watchdog = new Watchdog(
            register, schedule, jobs, app.Services.GetRequiredService<JobsDatabase>(), wall, NullLogger<Watchdog>.Instance);

        await watchdog.StartAsync(Stop);
        await jobs.Refused.Task.WaitAsync(Stop);
        (await LastLook(register)).ShouldBe(Instant.FromDateTimeOffset(Start));

        while (!jobs.Heard.Task.IsCompleted)
        {
            wall.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(jobs.Heard.Task, Task.Delay(10, Stop));
        }

        await watchdog.StopAsync(Stop);
        jobs.Names.ShouldBe(["chase-and-report", "tidy-up"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task While_Hangfires_database_is_lost_the_watchdog_looks_each_minute_and_does_the_nightly_work(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var app = Web.Build([.. database.Settings.Select(it => $"--{it.Key}={it.Value}"), "--Logging:LogLevel:Default=None"]);
        await Web.Prepare(app, Stop);
        var register = app.Services.GetRequiredService<RegisterFactory>();
        var (jobs, wall) = (new Jobs(), new FakeTimeProvider(Start));
        var schedule = ActivatorUtilities.CreateInstance<Schedule>(app.Services, wall);
        var lost = new JobsDatabase("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2", wall, NullLogger<JobsDatabase>.Instance);
        using var watchdog = new Watchdog(register, schedule, jobs, lost, wall, NullLogger<Watchdog>.Instance);

        await watchdog.StartAsync(Stop);
        await Until(Schedule.LastLook, TimeSpan.Zero);
        await Until(Schedule.LastNight, TimeSpan.Zero);
        wall.Advance(TimeSpan.FromSeconds(30));
        wall.Advance(TimeSpan.FromSeconds(30));
        await Until(Schedule.LastLook, TimeSpan.FromMinutes(1));
        wall.Advance(TimeSpan.FromHours(27));
        await Until(Schedule.LastNight, TimeSpan.FromHours(27) + TimeSpan.FromMinutes(1));

        await watchdog.StopAsync(Stop);
        jobs.Names.ShouldBeEmpty();

        async Task Until(string fact, TimeSpan after)
        {
            while (await Kept(register, fact) is not { } at || at < Instant.FromDateTimeOffset(Start + after))
            {
                await Task.Delay(10, Stop);
            }
        }
    }

    private static Task<Instant?> LastLook(RegisterFactory register) => Kept(register, Schedule.LastLook);

    private static async Task<Instant?> Kept(RegisterFactory register, string fact)
    {
        await using var db = register.Open();
        return await Facts.Read(db, fact, Stop);
    }

    // Refuses once, as Hangfire does where a lock is not to be had, and then hears.
    private sealed class Jobs : IRecurringJobManager
    {
        public TaskCompletionSource Refused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Names { get; } = [];

        public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options)
        {
            if (Refused.TrySetResult())
            {
                throw new TimeoutException("No lock to be had.");
            }

            Names.Add(recurringJobId);
            if (Names.Count == 2)
            {
                Heard.SetResult();
            }
        }

        public void Trigger(string recurringJobId) => throw new NotSupportedException();

        public void RemoveIfExists(string recurringJobId) => throw new NotSupportedException();
    }
}
