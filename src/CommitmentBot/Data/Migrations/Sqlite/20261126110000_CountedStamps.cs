using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Sqlite;

/// <summary>
/// The fact <c>people</c> also counts: every row of what the program kept in memory that is added, changed or deleted is one more, so that who changed
/// some of them can tell whether anybody else did. What follows the number is another each time, and no stamp ever comes twice.
/// </summary>
[DbContext(typeof(SqliteRegister))]
[Migration("20261126110000_CountedStamps")]
public sealed class CountedStamps : Migration
{
    private static readonly string[] Tables = ["people", "organisations", "identities", "forum_channels", "memberships"];

    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        Stamp(migrationBuilder, "(CAST(value AS INTEGER) + 1) || ':' || lower(hex(randomblob(8)))");

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => Stamp(migrationBuilder, "lower(hex(randomblob(8)))");

    private static void Stamp(MigrationBuilder migrationBuilder, string with)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var table in Tables)
        {
            foreach (var change in (string[])["insert", "update", "delete"])
            {
                migrationBuilder.Sql($"DROP TRIGGER {table}_{change}_stamps");
                migrationBuilder.Sql($"CREATE TRIGGER {table}_{change}_stamps AFTER {change.ToUpperInvariant()} ON {table} BEGIN UPDATE facts SET value = {with} WHERE name = 'people'; END");
            }
        }

        migrationBuilder.Sql("UPDATE facts SET value = '0:' WHERE name = 'people'");
    }
}
