using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PlannedMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_commitments_next_step_at",
                table: "commitments");

            migrationBuilder.RenameColumn(
                name: "outbox_id",
                table: "steps",
                newName: "message_id");

            migrationBuilder.RenameIndex(
                name: "ix_steps_outbox_id",
                table: "steps",
                newName: "ix_steps_message_id");

            migrationBuilder.AddColumn<int>(
                name: "plans",
                table: "steps",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "message_id",
                table: "outbox",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "next_step_is_forums",
                table: "commitments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("UPDATE outbox SET message_id = id WHERE id IN (SELECT message_id FROM steps)");

            migrationBuilder.CreateTable(
                name: "digests",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "uuid", nullable: false),
                    due_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    planned_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    plans = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digests", x => new { x.forum_id, x.due_at });
                    table.ForeignKey(
                        name: "fk_digests_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "set_aside",
                columns: table => new
                {
                    commitment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    try_again_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_set_aside", x => x.commitment_id);
                    table.ForeignKey(
                        name: "fk_set_aside_commitments_commitment_id",
                        column: x => x.commitment_id,
                        principalTable: "commitments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_steps_due_at",
                table: "steps",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_id",
                table: "outbox",
                column: "message_id",
                filter: "message_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_commitments_next_step_at_next_step_is_forums",
                table: "commitments",
                columns: new[] { "next_step_at", "next_step_is_forums" },
                filter: "next_step_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_digests_message_id",
                table: "digests",
                column: "message_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "digests");

            migrationBuilder.DropTable(
                name: "set_aside");

            migrationBuilder.DropIndex(
                name: "ix_steps_due_at",
                table: "steps");

            migrationBuilder.DropIndex(
                name: "ix_outbox_message_id",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_commitments_next_step_at_next_step_is_forums",
                table: "commitments");

            migrationBuilder.DropColumn(
                name: "plans",
                table: "steps");

            migrationBuilder.DropColumn(
                name: "message_id",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "next_step_is_forums",
                table: "commitments");

            migrationBuilder.RenameColumn(
                name: "message_id",
                table: "steps",
                newName: "outbox_id");

            migrationBuilder.RenameIndex(
                name: "ix_steps_message_id",
                table: "steps",
                newName: "ix_steps_outbox_id");

            migrationBuilder.CreateIndex(
                name: "ix_commitments_next_step_at",
                table: "commitments",
                column: "next_step_at",
                filter: "next_step_at IS NOT NULL");
        }
    }
}
