using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CommitmentBot.Data;

/// <summary>How <c>dotnet ef</c> makes the contexts when it writes a migration; no database is opened.</summary>
internal static class DesignTime
{
    public sealed class Postgres : IDesignTimeDbContextFactory<PostgresRegister>
    {
        public PostgresRegister CreateDbContext(string[] args) =>
            new(PostgresFactory.Configure(new DbContextOptionsBuilder<PostgresRegister>(), "Host=localhost;Database=commitmentbot").Options);
    }

    public sealed class Sqlite : IDesignTimeDbContextFactory<SqliteRegister>
    {
        public SqliteRegister CreateDbContext(string[] args) =>
            new(SqliteFactory.Configure(new DbContextOptionsBuilder<SqliteRegister>(), "Data Source=commitmentbot.db").Options);
    }
}
