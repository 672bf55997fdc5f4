using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>What the other tests stand on does what it says.</summary>
public sealed class HarnessTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_test_has_a_database_of_its_own(DatabaseKind kind)
    {
        await using var mine = await databases.New(kind);
        await using var yours = await databases.New(kind);

        await Run(mine, "create table harness (n integer)");
        await Run(yours, "create table harness (n integer)");
        await Run(mine, "insert into harness values (1)");

        (await Run(mine, "select count(*) from harness")).ShouldBe(1L);
        (await Run(yours, "select count(*) from harness")).ShouldBe(0L);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_new_database_is_a_migrated_empty_register(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var register = database.Register().Open();

        (await register.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await register.Outbox.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task The_server_lives_thirteen_hours_east_of_utc()
    {
        await using var database = await databases.New(DatabaseKind.PostgreSql);

        (await Run(database, "select extract(hour from utc_offset)::int from pg_timezone_names where name = current_setting('TimeZone')")).ShouldBe(13);
    }

    [Fact]
    public async Task A_crashed_durable_cluster_comes_back_with_what_was_committed()
    {
        await using var cluster = await PostgresCluster.Start(durable: true);
        await using var server = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var write = server.CreateCommand("create table kept (n integer); insert into kept values (42)");
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await cluster.Crash();
        await cluster.StartAgain();

        server.Clear();
        await using var read = server.CreateCommand("select n from kept");
        (await read.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(42);
    }

    private static async Task<object?> Run(TestDatabase database, string sql)
    {
        await using DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
