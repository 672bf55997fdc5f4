using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <summary>
    /// What is said in a lane that is free is written as claimed already: such a row enters a lane that has no time while it is under way. What is under
    /// way is found by when its lease is over.
    /// </summary>
    public partial class SaidAndClaimed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_sending",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_sending",
                table: "outbox",
                column: "lease_until",
                filter: "state = 'Sending'");

            migrationBuilder.Sql("DROP TRIGGER outbox_enters_lane");
            migrationBuilder.Sql("""
                CREATE TRIGGER outbox_enters_lane AFTER INSERT ON outbox WHEN NEW.settled_at IS NULL BEGIN
                    INSERT INTO lanes (lane, tenant, waiting, rested_at, wake_at)
                    VALUES (NEW.lane, COALESCE(NEW.place_tenant, ''), 1, NEW.not_before, CASE WHEN NEW.state = 'Ready' THEN NEW.not_before END)
                    ON CONFLICT (lane) DO UPDATE SET waiting = waiting + 1,
                        wake_at = CASE WHEN waiting = 0 THEN max(rested_at, excluded.wake_at) ELSE wake_at END;
                END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_sending",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_sending",
                table: "outbox",
                columns: new[] { "lane", "sequence" },
                filter: "state = 'Sending'");

            migrationBuilder.Sql("DROP TRIGGER outbox_enters_lane");
            migrationBuilder.Sql("""
                CREATE TRIGGER outbox_enters_lane AFTER INSERT ON outbox WHEN NEW.settled_at IS NULL BEGIN
                    INSERT INTO lanes (lane, tenant, waiting, rested_at, wake_at)
                    VALUES (NEW.lane, COALESCE(NEW.place_tenant, ''), 1, NEW.not_before, NEW.not_before)
                    ON CONFLICT (lane) DO UPDATE SET waiting = waiting + 1,
                        wake_at = CASE WHEN waiting = 0 THEN max(rested_at, excluded.wake_at) ELSE wake_at END;
                END
                """);
        }
    }
}
