using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <summary>
    /// A row for each lane says whether something waits in it and when that may leave. Triggers on the outbox keep it, whoever writes there: a row
    /// that is written enters its lane, one that is settled, deleted or moved leaves it, and while one is under way its lane has no time.
    /// </summary>
    public partial class Lanes : Migration
    {
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
                    lane = table.Column<string>(type: "text", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    waiting = table.Column<int>(type: "integer", nullable: false),
                    rested_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    wake_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
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

            // The lane's row is locked by each of these, so that what one of them makes of it is never what another has not seen.
            migrationBuilder.Sql("""
                CREATE FUNCTION keep_lanes() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    stays boolean := TG_OP = 'UPDATE' AND OLD.lane IS NOT DISTINCT FROM NEW.lane AND NEW.settled_at IS NULL;
                    rested timestamptz := CASE WHEN TG_OP = 'UPDATE' THEN NEW.not_before ELSE OLD.not_before END;
                BEGIN
                    IF TG_OP <> 'INSERT' AND OLD.settled_at IS NULL AND NOT stays THEN
                        UPDATE lanes l SET waiting = l.waiting - 1,
                            rested_at = CASE WHEN OLD.state = 'Sending' THEN rested ELSE l.rested_at END,
                            wake_at = CASE WHEN l.waiting = 1 THEN NULL WHEN OLD.state = 'Sending' THEN rested ELSE l.wake_at END
                        WHERE l.lane = OLD.lane;
                    END IF;
                    IF TG_OP <> 'DELETE' AND NEW.settled_at IS NULL AND (TG_OP = 'INSERT' OR OLD.settled_at IS NOT NULL OR NOT stays) THEN
                        INSERT INTO lanes AS l (lane, tenant, waiting, rested_at, wake_at)
                        VALUES (NEW.lane, COALESCE(NEW.place_tenant, ''), 1, NEW.not_before, NEW.not_before)
                        ON CONFLICT (lane) DO UPDATE SET waiting = l.waiting + 1,
                            wake_at = CASE WHEN l.waiting = 0 THEN GREATEST(l.rested_at, excluded.wake_at) ELSE l.wake_at END;
                    ELSIF stays AND NEW.state IS DISTINCT FROM OLD.state THEN
                        UPDATE lanes l SET wake_at = CASE WHEN NEW.state = 'Ready' THEN NEW.not_before END WHERE l.lane = NEW.lane;
                    END IF;
                    RETURN NULL;
                END $$
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER outbox_keeps_lanes AFTER INSERT OR DELETE OR UPDATE OF state, settled_at, lane ON outbox
                FOR EACH ROW EXECUTE FUNCTION keep_lanes()
                """);
            migrationBuilder.Sql("""
                INSERT INTO lanes (lane, tenant, waiting, rested_at, wake_at)
                SELECT lane, COALESCE(min(place_tenant), ''), count(*), max(not_before), CASE WHEN NOT bool_or(state = 'Sending') THEN max(not_before) END
                FROM outbox WHERE settled_at IS NULL GROUP BY lane
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER outbox_keeps_lanes ON outbox");
            migrationBuilder.Sql("DROP FUNCTION keep_lanes()");
            migrationBuilder.DropTable(
                name: "lanes");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_not_before",
                table: "outbox",
                columns: new[] { "lane", "not_before" });
        }
    }
}
