using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StateInLaneIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_lane_sequence",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_sequence_state",
                table: "outbox",
                columns: new[] { "lane", "sequence", "state" },
                filter: "state IN ('Ready', 'Sending')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_lane_sequence_state",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_sequence",
                table: "outbox",
                columns: new[] { "lane", "sequence" },
                filter: "state IN ('Ready', 'Sending')");
        }
    }
}
