using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Sqlite;

/// <summary>
/// The fact <c>people</c> is another one after every change to the people, organisations and accounts that the program kept in memory then, whoever
/// makes it. When and where an account was last seen counts only where its person has another one.
/// </summary>
[DbContext(typeof(SqliteRegister))]
[Migration("20261126040000_PeopleStamp")]
public sealed class PeopleStamp : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("""
            INSERT INTO facts (name, value) VALUES ('people', 'new')
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER people_insert_stamps AFTER INSERT ON people BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER people_update_stamps AFTER UPDATE ON people BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER people_delete_stamps AFTER DELETE ON people BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER organisations_insert_stamps AFTER INSERT ON organisations BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER organisations_update_stamps AFTER UPDATE ON organisations BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER organisations_delete_stamps AFTER DELETE ON organisations BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER identities_insert_stamps AFTER INSERT ON identities BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER identities_delete_stamps AFTER DELETE ON identities BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER identities_update_stamps AFTER UPDATE ON identities
            WHEN (NEW.person_id, NEW.home_tenant, NEW.email, NEW.reachable, NEW.private_tenant, NEW.private_service_url) IS NOT
                 (OLD.person_id, OLD.home_tenant, OLD.email, OLD.reachable, OLD.private_tenant, OLD.private_service_url)
              OR EXISTS (SELECT 1 FROM identities o WHERE o.person_id = NEW.person_id AND (o.platform, o.user_id) IS NOT (NEW.platform, NEW.user_id))
            BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END
            """);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER people_insert_stamps");
        migrationBuilder.Sql("DROP TRIGGER people_update_stamps");
        migrationBuilder.Sql("DROP TRIGGER people_delete_stamps");
        migrationBuilder.Sql("DROP TRIGGER organisations_insert_stamps");
        migrationBuilder.Sql("DROP TRIGGER organisations_update_stamps");
        migrationBuilder.Sql("DROP TRIGGER organisations_delete_stamps");
        migrationBuilder.Sql("DROP TRIGGER identities_insert_stamps");
        migrationBuilder.Sql("DROP TRIGGER identities_delete_stamps");
        migrationBuilder.Sql("DROP TRIGGER identities_update_stamps");
        migrationBuilder.Sql("DELETE FROM facts WHERE name = 'people'");
    }
}
