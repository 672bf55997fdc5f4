using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Postgres;

/// <summary>
/// The fact <c>people</c> also counts: every row of what the program kept in memory that is added, changed or deleted is one more, so that who changed
/// some of them can tell whether anybody else did. What follows the number is another each time, and no stamp ever comes twice.
/// </summary>
[DbContext(typeof(PostgresRegister))]
[Migration("20261126110000_CountedStamps")]
public sealed class CountedStamps : Migration
{
    private static readonly string[] Tables = ["people", "organisations", "identities", "forum_channels", "memberships"];

    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("""
            CREATE OR REPLACE FUNCTION stamp_people() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN UPDATE facts SET value = (split_part(value, ':', 1)::bigint + 1) || ':' || gen_random_uuid() WHERE name = 'people'; RETURN NULL; END $$
            """);
        foreach (var table in Tables)
        {
            migrationBuilder.Sql($"DROP TRIGGER {table}_stamps ON {table}");
            migrationBuilder.Sql($"CREATE TRIGGER {table}_stamps AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION stamp_people()");
            migrationBuilder.Sql($"CREATE TRIGGER {table}_truncate_stamps AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
        }

        migrationBuilder.Sql("UPDATE facts SET value = '0:' WHERE name = 'people'");
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var table in Tables)
        {
            migrationBuilder.Sql($"DROP TRIGGER {table}_truncate_stamps ON {table}");
            migrationBuilder.Sql($"DROP TRIGGER {table}_stamps ON {table}");
            migrationBuilder.Sql($"CREATE TRIGGER {table}_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
        }

        migrationBuilder.Sql("""
            CREATE OR REPLACE FUNCTION stamp_people() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN UPDATE facts SET value = gen_random_uuid()::text WHERE name = 'people'; RETURN NULL; END $$
            """);
    }
}
