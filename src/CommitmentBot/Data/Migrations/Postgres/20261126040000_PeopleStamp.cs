using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Postgres;

/// <summary>
/// The fact <c>people</c> is another one after every change to the people, organisations and accounts that the program kept in memory then, whoever
/// makes it. When and where an account was last seen counts only where its person has another one.
/// </summary>
[DbContext(typeof(PostgresRegister))]
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
            CREATE FUNCTION stamp_people() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN UPDATE facts SET value = gen_random_uuid()::text WHERE name = 'people'; RETURN NULL; END $$
            """);
        migrationBuilder.Sql("""
            CREATE FUNCTION stamp_people_after_account() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.person_id, NEW.home_tenant, NEW.email, NEW.reachable, NEW.private_tenant, NEW.private_service_url) IS DISTINCT FROM
                   (OLD.person_id, OLD.home_tenant, OLD.email, OLD.reachable, OLD.private_tenant, OLD.private_service_url)
                   OR EXISTS (SELECT 1 FROM identities o WHERE o.person_id = NEW.person_id AND (o.platform, o.user_id) <> (NEW.platform, NEW.user_id)) THEN
                    UPDATE facts SET value = gen_random_uuid()::text WHERE name = 'people';
                END IF;
                RETURN NULL;
            END $$
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER people_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON people FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER organisations_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisations FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER identities_stamps AFTER INSERT OR DELETE OR TRUNCATE ON identities FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER identities_update_stamps AFTER UPDATE ON identities FOR EACH ROW EXECUTE FUNCTION stamp_people_after_account()
            """);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER people_stamps ON people");
        migrationBuilder.Sql("DROP TRIGGER organisations_stamps ON organisations");
        migrationBuilder.Sql("DROP TRIGGER identities_stamps ON identities");
        migrationBuilder.Sql("DROP TRIGGER identities_update_stamps ON identities");
        migrationBuilder.Sql("DROP FUNCTION stamp_people_after_account()");
        migrationBuilder.Sql("DROP FUNCTION stamp_people()");
        migrationBuilder.Sql("DELETE FROM facts WHERE name = 'people'");
    }
}
