using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

public sealed class MigrationTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_database_of_the_first_version_is_brought_up_with_what_is_in_it(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();

        // Written by today's program and taken back to what the first version could hold.
        var (forum, _, id) = await register.Promised();
        await using (var db = register.Open())
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial", Registers.Stop);
        }

        await register.Migrate(Registers.Stop);

        (await register.Read(db => EventLog.Load(db, id, Registers.Stop))).Number.ShouldBe(1);
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(1, 0));
        (await register.Read(db => db.Database.GetPendingMigrationsAsync(Registers.Stop))).ShouldBeEmpty();
        await Should.ThrowAsync<System.Data.Common.DbException>(register.Read(db => db.Events.ExecuteDeleteAsync(Registers.Stop)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Several_first_starts_at_once_make_one_schema(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await Empty(database);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => database.Factory().Migrate(Registers.Stop))));

        await database.Factory().Promised();
        (await database.Factory().Read(db => db.Database.GetPendingMigrationsAsync(Registers.Stop))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_was_killed_while_migrating_does_not_stop_the_next_one()
    {
        await using var database = await databases.New(DatabaseKind.Sqlite);
        var register = database.Factory();
        await register.Read(db => db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23');
            """,
            Registers.Stop));

        await register.Migrate(Registers.Stop).WaitAsync(TimeSpan.FromSeconds(60), Registers.Stop);

        await register.Promised();
    }

    private static async Task Empty(TestDatabase database)
    {
        await using var db = database.Factory().Open();
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            await db.Database.ExecuteSqlRawAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public", Registers.Stop);
        }
        else
        {
            await db.Database.EnsureDeletedAsync(Registers.Stop);
        }
    }
}
