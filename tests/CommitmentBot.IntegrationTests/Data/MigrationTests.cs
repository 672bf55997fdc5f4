using System.Data.Common;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

public sealed class MigrationTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_database_from_before_rosters_were_read_is_brought_up_with_what_is_in_it(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        var register = database.Factory();
        await using (var db = register.Open())
        {
            await db.GetService<IMigrator>().MigrateAsync(EarlierRegister.Version, Registers.Stop);
        }

        var earlier = await EarlierRegister.Write(database);
        (await earlier.Triggers()).ShouldContain(name => name.EndsWith("_stamps", StringComparison.Ordinal));

        await register.Migrate(Registers.Stop);

        (await register.Read(db => db.Database.GetPendingMigrationsAsync(Registers.Stop))).ShouldBeEmpty();
        (await register.Read(db => EventLog.Verify(db, earlier.Forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(2, 0));
        var it = await register.Read(db => EventLog.Load(db, earlier.Commitment, Registers.Stop));
        (it.Number, it.Owner, it.HandoverTo).ShouldBe((1, earlier.Sarah, earlier.Tom));
        (await register.Read(db => db.Commitments.SingleAsync(Registers.Stop))).NextOwnerId.ShouldBe(earlier.Tom.Value);

        // All that one installation knew is one system, and what people said of themselves is a claim.
        var systems = await register.Read(db => db.Forums.Select(forum => forum.SystemId).ToListAsync(Registers.Stop));
        systems.ShouldBe([earlier.Forum.Value, earlier.Forum.Value]);
        (await register.Read(db => db.Organisations.SingleAsync(Registers.Stop))).SystemId.ShouldBe(earlier.Forum.Value);
        (await register.Read(db => db.Affiliations.SingleAsync(Registers.Stop))).ShouldSatisfyAllConditions(
            claim => claim.PersonId.ShouldBe(earlier.Sarah.Value), claim => claim.SystemId.ShouldBe(earlier.Forum.Value),
            claim => claim.ClaimedId.ShouldBe(earlier.Organisation.Value), claim => claim.OrganisationId.ShouldBeNull());

        // A channel has one row, the one that can be posted to, and nobody is in it before the platform says so.
        var channel = await register.Read(db => db.ForumChannels.SingleAsync(Registers.Stop));
        (channel.Id, channel.Gone, channel.RosterAt).ShouldBe((earlier.Channel, false, null));
        await using var people = register.Open();
        new PeopleDirectory(people).Members.ActorIn(earlier.Forum, earlier.Sarah).ShouldSatisfyAllConditions(
            sarah => sarah.IsMember.ShouldBeFalse(), sarah => sarah.IsChair.ShouldBeFalse("a seat counts while its holder is there"));
        (await register.Read(db => db.ForumRoles.SingleAsync(Registers.Stop))).PersonId.ShouldBe(earlier.Sarah.Value);

        (await earlier.Triggers()).ShouldNotContain(name => name.Contains("stamps"));
        await Should.ThrowAsync<DbException>(register.Read(db => db.Events.ExecuteDeleteAsync(Registers.Stop)));
        await Should.ThrowAsync<DbException>(register.Read(db =>
            db.Events.ExecuteUpdateAsync(set => set.SetProperty(row => row.Source, "another"), Registers.Stop)));
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
