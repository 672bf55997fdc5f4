using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A program that starts while its register's database is down.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_register_that_is_restarting_is_waited_for()
    {
        await using var cluster = await PostgresCluster.Start(durable: false);
        var register = Registration.Make("PostgreSql", cluster.ConnectionString + ";Pooling=false");
        await cluster.Crash();
        var wall = new FakeTimeProvider();
        var opened = register.MigrateWhenReached(wall, NullLogger.Instance, Registers.Stop);
        await Ticks(wall, 20);
        opened.IsCompleted.ShouldBeFalse();

        await cluster.StartAgain();
        while (!opened.IsCompleted)
        {
            await Ticks(wall, 1);
        }

        await opened;
        await using var db = register.Open();
        (await db.Forums.CountAsync(Registers.Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_register_that_never_answers_ends_the_program_after_two_minutes()
    {
        var register = Registration.Make("PostgreSql", "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x;Timeout=2");
        var wall = new FakeTimeProvider();
        var opened = register.MigrateWhenReached(wall, NullLogger.Instance, Registers.Stop);
        while (!opened.IsCompleted)
        {
            await Ticks(wall, 1);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => opened)).InnerException.ShouldBeOfType<NpgsqlException>();
        (wall.GetUtcNow() - wall.Start).ShouldBeGreaterThanOrEqualTo(FirstContact.Patience);
    }

    [Fact]
    public async Task A_register_that_refuses_the_password_ends_the_program_at_once()
    {
        await using var cluster = await PostgresCluster.Start(durable: false);
        var register = Registration.Make("PostgreSql", cluster.ConnectionString + ";Password=wrong");

        await Should.ThrowAsync<PostgresException>(
            () => register.MigrateWhenReached(new FakeTimeProvider(), NullLogger.Instance, Registers.Stop));
    }

    // The waits are on the fake clock; what is tried in between is real, and takes a moment.
    private static async Task Ticks(FakeTimeProvider wall, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            await Task.Delay(10, Registers.Stop);
            wall.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
