using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <summary>
    /// A row for each lane says whether something waits in it and when that may leave. Triggers on the outbox keep it, whoever writes there: a row
    /// that is written enters its lane, one that is settled, deleted or moved leaves it, and while one is under way its lane has no time.
    /// </summary>
    public partial class Lanes : Migration
    {
        private const string Enters = """
            INSERT INTO lanes (lane, tenant, waiting, rested_at, wake_at)
            VALUES (NEW.lane, COALESCE(NEW.place_tenant, ''), 1, NEW.not_before, NEW.not_before)
            ON CONFLICT (lane) DO UPDATE SET waiting = waiting + 1,
                wake_at = CASE WHEN waiting = 0 THEN max(rested_at, excluded.wake_at) ELSE wake_at END
            """;

        private const string Leaves = """
            UPDATE lanes SET waiting = waiting - 1, rested_at = CASE WHEN OLD.state = 'Sending' THEN {0}.not_before ELSE rested_at END,
                wake_at = CASE WHEN waiting = 1 THEN NULL WHEN OLD.state = 'Sending' THEN {0}.not_before ELSE wake_at END
            WHERE lane = OLD.lane
            """;

        private static readonly (string Name, string When, string Then)[] Triggers =
        [
            ("outbox_enters_lane", "INSERT ON outbox WHEN NEW.settled_at IS NULL", Enters),
            ("outbox_enters_lane_again", "UPDATE OF settled_at ON outbox WHEN OLD.settled_at IS NOT NULL AND NEW.settled_at IS NULL", Enters),
            ("outbox_leaves_lane", "UPDATE OF settled_at ON outbox WHEN OLD.settled_at IS NULL AND NEW.settled_at IS NOT NULL", string.Format(null, Leaves, "NEW")),
            ("outbox_moves_lane", "UPDATE OF lane ON outbox WHEN NEW.lane <> OLD.lane AND OLD.settled_at IS NULL AND NEW.settled_at IS NULL", $"{string.Format(null, Leaves, "NEW")}; {Enters}"),
            ("outbox_deleted_leaves_lane", "DELETE ON outbox WHEN OLD.settled_at IS NULL", string.Format(null, Leaves, "OLD")),
            (
                "outbox_holds_lane",
                "UPDATE OF state ON outbox WHEN NEW.state <> OLD.state AND NEW.lane = OLD.lane AND NEW.settled_at IS NULL",
                "UPDATE lanes SET wake_at = CASE WHEN NEW.state = 'Ready' THEN NEW.not_before END WHERE lane = NEW.lane"
            ),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_lane_not_before",
                table: "outbox");

            migrationBuilder.CreateTable(
                name: "lanes",
                columns: table => new
                {
                    lane = table.Column<string>(type: "TEXT", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    rested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    wake_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lanes", x => x.lane);
                });

            migrationBuilder.CreateIndex(
                name: "ix_lanes_waking",
                table: "lanes",
                columns: new[] { "tenant", "wake_at" },
                filter: "wake_at IS NOT NULL");

            foreach (var (name, when, then) in Triggers)
            {
                migrationBuilder.Sql($"CREATE TRIGGER {name} AFTER {when} BEGIN {then}; END");
            }

            migrationBuilder.Sql("""
                INSERT INTO lanes (lane, tenant, waiting, rested_at, wake_at)
                SELECT lane, COALESCE(min(place_tenant), ''), count(*), max(not_before), CASE WHEN sum(state = 'Sending') = 0 THEN max(not_before) END
                FROM outbox WHERE settled_at IS NULL GROUP BY lane
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (name, _, _) in Triggers)
            {
                migrationBuilder.Sql($"DROP TRIGGER {name}");
            }

            migrationBuilder.DropTable(
                name: "lanes");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_not_before",
                table: "outbox",
                columns: new[] { "lane", "not_before" });
        }
    }
}
