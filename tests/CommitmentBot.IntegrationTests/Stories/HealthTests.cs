using System.Net;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Jobs;
using CommitmentBot.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Health says in words what does not work as it should, and a lost database of Hangfire's stops nothing.</summary>
public sealed class HealthTests(Databases databases)
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x;Timeout=2";

    private static readonly DateTimeOffset Start = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Steps_that_are_more_than_five_minutes_late_make_an_instance_not_ready_until_they_are_taken(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
        var place = forum.Channel("C1", chair, max);
        await forum.Say(chair, place, "forum name Place Forum");
        await forum.Promise(max, place, "I'll send the winter plan by Friday");
        await forum.Work();
        var headsUp = Registers.Monday + Duration.FromDays(1);
        var wall = new FakeTimeProvider(Start);
        await Looked(forum.Register);
        var health = new Health(
            forum.Register, Jobs(null, wall), forum.Clock, wall, Options.Create(new HealthOptions()), NullLogger<Health>.Instance);

        forum.Clock.Reset(headsUp + Duration.FromMinutes(5));
        (await Ask(health)).ShouldBe((200, "ready", ""));
        forum.Clock.Reset(headsUp + Duration.FromMinutes(6));
        (await Ask(health)).ShouldBe(
            (503, "not ready", "1 step is more than five minutes late, the first since 2026-11-24 09:00 UTC"));

        await forum.Work();
        (await Ask(health)).ShouldBe((200, "ready", ""));
    }

    [Fact]
    public async Task A_register_that_does_not_answer_makes_an_instance_not_ready()
    {
        var wall = new FakeTimeProvider(Start);
        var health = new Health(
            Registration.Make("PostgreSql", Nowhere), Jobs(null, wall), new FakeClock(Registers.Monday), wall,
            Options.Create(new HealthOptions()), NullLogger<Health>.Instance);

        (await Ask(health)).ShouldBe(
            (503, "not ready", "the database of the register (ConnectionStrings:Register) does not answer"));
    }

    [Fact]
    public async Task A_program_whose_jobs_database_is_out_of_reach_starts_serves_and_says_so()
    {
        await using var database = await databases.New(DatabaseKind.PostgreSql);
        await using var forum = await Rehearsed.Start(database, $"--ConnectionStrings:Jobs={Nowhere}");
        using var http = new HttpClient { BaseAddress = forum.Address };

        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Registers.Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = await answer.Content.ReadAsStringAsync(Registers.Stop);
        said.ShouldContain("degraded");
        said.ShouldContain("ConnectionStrings:Jobs");
    }

    [Fact]
    public async Task Jobs_that_are_lost_and_come_back_are_noticed_and_find_their_tables_made()
    {
        await using var database = await databases.New(DatabaseKind.PostgreSql);
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        await using var server = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres" }.ConnectionString);
        var jobs = Jobs(database.ConnectionString, new FakeTimeProvider(Start));
        (await jobs.IsThere(Registers.Stop)).ShouldBeTrue();

        await Run($"alter database {name} with allow_connections false");
        (await jobs.IsThere(Registers.Stop)).ShouldBeFalse();
        jobs.LostAt.ShouldBe(Instant.FromDateTimeOffset(Start));

        await Run($"alter database {name} with allow_connections true");
        (await jobs.IsThere(Registers.Stop)).ShouldBeTrue();
        jobs.LostAt.ShouldBeNull();
        (await database.Everything(Registers.Stop)).ShouldContain("hangfire.jobqueue");

        async Task Run(string sql)
        {
            await using var command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Registers.Stop);
        }
    }

    private static JobsDatabase Jobs(string? connection, TimeProvider wall) => new(connection, wall, NullLogger<JobsDatabase>.Instance);

    private static Task Looked(RegisterFactory register) => register.InTransaction(
        (db, stop) => Facts.Keep(db, Schedule.LastLook, Instant.FromDateTimeOffset(Start), stop), Registers.Stop);

    private static async Task<(int? Status, string Word, string Reasons)> Ask(Health health)
    {
        var answer = (await health.Ready(Registers.Stop)).ShouldBeOfType<JsonHttpResult<HealthReport>>();
        return (answer.StatusCode, answer.Value!.Status, string.Join('\n', answer.Value.Reasons));
    }
}
