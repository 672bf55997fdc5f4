using Npgsql;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>The real program dies and comes back.</summary>
public sealed class KillTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_killed_program_starts_again_on_the_same_port(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var program = await ProgramUnderTest.Start(database.Settings);

        program.Kill();
        program.IsRunning.ShouldBeFalse();
        await Should.ThrowAsync<HttpRequestException>(() => program.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));

        await program.Restart();
        using var answer = await program.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        program.Log.ShouldNotBeEmpty();
    }
    [Fact]
    public async Task A_lock_that_a_kill_left_with_Hangfire_keeps_no_program_from_starting_and_the_schedule_is_told_once_it_is_gone()
    {
        await using var database = await databases.New(DatabaseKind.PostgreSql);
        await using var program = await ProgramUnderTest.Start(database.Settings);
        await using var hangfire = NpgsqlDataSource.Create(database.ConnectionString);
        await Until(Told);
        program.Kill();
        await Run("delete from hangfire.set; delete from hangfire.hash");
        await Run("delete from hangfire.lock; insert into hangfire.lock (resource, acquired) values ('hangfire:lock:recurring-job:chase-and-report', now() + interval '1 day')");

        await program.Restart();

        (await Told()).ShouldBeFalse();
        await Run("delete from hangfire.lock");
        await Until(Told);

        async Task<bool> Told() => await Run("select count(*) from hangfire.set where key = 'recurring-jobs'") is 2L;

        async Task<object?> Run(string sql)
        {
            await using var command = hangfire.CreateCommand(sql);
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }

    // Polled, as another process does it; fails when a minute was not enough: the watchdog tries every half.
    private static async Task Until(Func<Task<bool>> done)
    {
        for (var tries = 0; !await done(); tries++)
        {
            tries.ShouldBeLessThan(600);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
