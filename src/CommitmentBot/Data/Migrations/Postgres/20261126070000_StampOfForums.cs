using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Postgres;

/// <summary>
/// The fact <c>people</c> is another one also after every change to accounts, linked channels and members of forums, which the program kept in memory too.
/// </summary>
[DbContext(typeof(PostgresRegister))]
[Migration("20261126070000_StampOfForums")]
public sealed class StampOfForums : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER identities_update_stamps ON identities");
        migrationBuilder.Sql("DROP TRIGGER identities_stamps ON identities");
        migrationBuilder.Sql("CREATE TRIGGER identities_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON identities FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
        migrationBuilder.Sql("CREATE TRIGGER forum_channels_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON forum_channels FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
        migrationBuilder.Sql("CREATE TRIGGER memberships_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON memberships FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER identities_stamps ON identities");
        migrationBuilder.Sql("CREATE TRIGGER identities_stamps AFTER INSERT OR DELETE OR TRUNCATE ON identities FOR EACH STATEMENT EXECUTE FUNCTION stamp_people()");
        migrationBuilder.Sql("CREATE TRIGGER identities_update_stamps AFTER UPDATE ON identities FOR EACH ROW EXECUTE FUNCTION stamp_people_after_account()");
        migrationBuilder.Sql("DROP TRIGGER forum_channels_stamps ON forum_channels");
        migrationBuilder.Sql("DROP TRIGGER memberships_stamps ON memberships");
    }
}
