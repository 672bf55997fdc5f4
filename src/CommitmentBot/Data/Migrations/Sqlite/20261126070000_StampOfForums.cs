using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Sqlite;

/// <summary>
/// The fact <c>people</c> is another one also after every change to accounts, linked channels and members of forums, which the program kept in memory too.
/// </summary>
[DbContext(typeof(SqliteRegister))]
[Migration("20261126070000_StampOfForums")]
public sealed class StampOfForums : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER identities_update_stamps");
        migrationBuilder.Sql("CREATE TRIGGER identities_update_stamps AFTER UPDATE ON identities BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER forum_channels_insert_stamps AFTER INSERT ON forum_channels BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER forum_channels_update_stamps AFTER UPDATE ON forum_channels BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER forum_channels_delete_stamps AFTER DELETE ON forum_channels BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER memberships_insert_stamps AFTER INSERT ON memberships BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER memberships_update_stamps AFTER UPDATE ON memberships BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
        migrationBuilder.Sql("CREATE TRIGGER memberships_delete_stamps AFTER DELETE ON memberships BEGIN UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name = 'people'; END");
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER forum_channels_insert_stamps");
        migrationBuilder.Sql("DROP TRIGGER forum_channels_update_stamps");
        migrationBuilder.Sql("DROP TRIGGER forum_channels_delete_stamps");
        migrationBuilder.Sql("DROP TRIGGER memberships_insert_stamps");
        migrationBuilder.Sql("DROP TRIGGER memberships_update_stamps");
        migrationBuilder.Sql("DROP TRIGGER memberships_delete_stamps");
    }
}
