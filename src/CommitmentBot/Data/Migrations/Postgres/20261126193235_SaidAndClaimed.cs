using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <summary>
    /// What is said in a lane that is free is written as claimed already: such a row enters a lane that has no time while it is under way. What is under
    /// way is found by when its lease is over.
    /// </summary>
    public partial class SaidAndClaimed : Migration
    {
        private const string Keeps = """
                CREATE OR REPLACE FUNCTION keep_lanes() RETURNS trigger LANGUAGE plpgsql AS $$
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
                        VALUES (NEW.lane, COALESCE(NEW.place_tenant, ''), 1, NEW.not_before, {0})
                        ON CONFLICT (lane) DO UPDATE SET waiting = l.waiting + 1,
                            wake_at = CASE WHEN l.waiting = 0 THEN {1} ELSE l.wake_at END;
                    ELSIF stays AND NEW.state IS DISTINCT FROM OLD.state THEN
                        UPDATE lanes l SET wake_at = CASE WHEN NEW.state = 'Ready' THEN NEW.not_before END WHERE l.lane = NEW.lane;
                    END IF;
                    RETURN NULL;
                END $$
                """;

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

            // GREATEST passes over what is null.
            migrationBuilder.Sql(string.Format(
                null, Keeps, "CASE WHEN NEW.state = 'Ready' THEN NEW.not_before END", "CASE WHEN NEW.state = 'Ready' THEN GREATEST(l.rested_at, NEW.not_before) END"));
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

            migrationBuilder.Sql(string.Format(null, Keeps, "NEW.not_before", "GREATEST(l.rested_at, excluded.wake_at)"));
        }
    }
}
