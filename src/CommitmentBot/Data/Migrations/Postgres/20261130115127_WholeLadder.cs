using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WholeLadder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "snoozed_until",
                table: "commitments");

            migrationBuilder.AddColumn<bool>(
                name: "is_copy",
                table: "outbox",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "digest_day",
                table: "forums",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<LocalTime>(
                name: "latest_hour",
                table: "forums",
                type: "time",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "deputies",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deputy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    ends_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deputies", x => new { x.forum_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_deputies_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deputies_ends_at",
                table: "deputies",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deputies");

            migrationBuilder.DropColumn(
                name: "is_copy",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "digest_day",
                table: "forums");

            migrationBuilder.DropColumn(
                name: "latest_hour",
                table: "forums");

            migrationBuilder.AddColumn<LocalDate>(
                name: "snoozed_until",
                table: "commitments",
                type: "date",
                nullable: true);
        }
    }
}
