using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
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
