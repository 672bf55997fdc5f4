using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FewerIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_card_of",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_lane_sequence_state",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_not_before",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_person_id_state",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_state_not_before",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_inbox_at",
                table: "inbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_card_of",
                table: "outbox",
                column: "card_of",
                filter: "card_of IS NOT NULL AND settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_person_id_sequence",
                table: "outbox",
                columns: new[] { "person_id", "sequence" },
                filter: "state = 'NotConfirmed'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_waiting",
                table: "outbox",
                columns: new[] { "lane", "sequence", "state", "settled_at" },
                filter: "settled_at IS NULL");

            // Without row ids a row stands in its key's tree, and in no other.
            migrationBuilder.Sql("""
                CREATE TABLE inbox_lean (key TEXT NOT NULL CONSTRAINT pk_inbox PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
                INSERT INTO inbox_lean SELECT key, at FROM inbox;
                DROP TABLE inbox;
                ALTER TABLE inbox_lean RENAME TO inbox;
                CREATE TABLE attempts_lean (
                    outbox_id TEXT NOT NULL, number INTEGER NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NULL, outcome TEXT NULL, reason TEXT NULL,
                    CONSTRAINT pk_attempts PRIMARY KEY (outbox_id, number),
                    CONSTRAINT fk_attempts_outbox_outbox_id FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE) WITHOUT ROWID;
                INSERT INTO attempts_lean SELECT outbox_id, number, started_at, finished_at, outcome, reason FROM attempts;
                DROP TABLE attempts;
                ALTER TABLE attempts_lean RENAME TO attempts;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_card_of",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_person_id_sequence",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_waiting",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_card_of",
                table: "outbox",
                column: "card_of",
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_sequence_state",
                table: "outbox",
                columns: new[] { "lane", "sequence", "state" },
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_not_before",
                table: "outbox",
                column: "not_before");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_person_id_state",
                table: "outbox",
                columns: new[] { "person_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_state_not_before",
                table: "outbox",
                columns: new[] { "state", "not_before" },
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_at",
                table: "inbox",
                column: "at");
        }
    }
}
