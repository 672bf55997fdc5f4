using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(Databases))]

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>
/// Databases for tests that must hold on both. One migrated template a run and kind; each test gets a copy (0.1 to 0.25 s).
/// PostgreSQL is the server that <c>TEST_PG</c> names, else a cluster of our own.
/// </summary>
/// <example>
/// <code>
/// [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
/// public async Task A_thing_holds(DatabaseKind kind)
/// {
///     await using var database = await databases.New(kind);
/// </code>
/// </example>
public sealed class Databases : IAsyncLifetime
{
    private readonly string run = $"commitmentbot_{Guid.NewGuid():N}"[..24];
    private readonly string folder = Directory.CreateTempSubdirectory("commitmentbot-tests.").FullName;
    private readonly Lazy<Task<string>> sqliteTemplate;
    private readonly Lazy<Task<string>> server;
    private readonly Lazy<Task<string>> postgresTemplate;
    private PostgresCluster? cluster;
    private int made;

    /// <summary>Starts nothing yet: what no test asks for costs nothing.</summary>
    public Databases()
    {
        sqliteTemplate = new(MakeSqliteTemplate);
        server = new(FindServer);
        postgresTemplate = new(MakePostgresTemplate);
    }

    /// <summary>Theory data: every kind.</summary>
    public static TheoryData<DatabaseKind> All { get; } = [.. Enum.GetValues<DatabaseKind>()];

    /// <summary>A database of one's own. Ends the running test when the machine has no PostgreSQL and that is what is asked for.</summary>
    public Task<TestDatabase> New(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => NewSqlite(),
        DatabaseKind.PostgreSql => NewPostgres(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A database of one's own in which nothing is yet, to be migrated step by step.</summary>
    public async Task<TestDatabase> Empty(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            return Sqlite($"{Interlocked.Increment(ref made)}.db");
        }

        var name = $"{run}_{Interlocked.Increment(ref made)}";
        await Execute($"create database {name}");
        return new(DatabaseKind.PostgreSql, await Named(name), () => Drop(name));
    }

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await cluster.DisposeAsync();
        }
        else if (postgresTemplate is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await Drop(run);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<TestDatabase> NewSqlite()
    {
        var template = await sqliteTemplate.Value;
        var name = $"{Interlocked.Increment(ref made)}.db";
        File.Copy(template, Path.Combine(folder, name));
        return Sqlite(name);
    }

    private TestDatabase Sqlite(string name)
    {
        var file = Path.Combine(folder, name);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;
        return new(DatabaseKind.Sqlite, connectionString, () =>
        {
            using var pool = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(pool);
            foreach (var part in Directory.GetFiles(folder, Path.GetFileName(file) + "*"))
            {
                File.Delete(part);
            }

            return Task.CompletedTask;
        });
    }

    private async Task<string> MakeSqliteTemplate()
    {
        var file = Path.Combine(folder, "template.db");
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString;
        await Registration.Make("Sqlite", connectionString).Migrate(CancellationToken.None);
        return file;
    }

    private async Task<TestDatabase> NewPostgres()
    {
        var template = await postgresTemplate.Value;
        var name = $"{run}_{Interlocked.Increment(ref made)}";
        await Execute($"create database {name} template {template}");
        return new(DatabaseKind.PostgreSql, await Named(name), () => Drop(name));
    }

    private async Task<string> MakePostgresTemplate()
    {
        await Execute($"create database {run}");

        // Without a pool, as nobody may be connected to a template while it is copied.
        await Registration.Make("PostgreSql", await Named(run) + ";Pooling=false").Migrate(CancellationToken.None);
        return run;
    }

    private async Task<string> FindServer()
    {
        if (Environment.GetEnvironmentVariable("TEST_PG") is { Length: > 0 } given)
        {
            return given;
        }

        cluster = await PostgresCluster.Start(durable: false);
        return cluster.ConnectionString;
    }

    private async Task<string> Named(string database) =>
        new NpgsqlConnectionStringBuilder(await server.Value) { Database = database }.ConnectionString;

    private Task Drop(string database) => Execute($"drop database if exists {database} with (force)");

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(await server.Value);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
