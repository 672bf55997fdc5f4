using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WholeLadder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand: Entity Framework would build the table anew.
            migrationBuilder.Sql("ALTER TABLE commitments DROP COLUMN snoozed_until");

            migrationBuilder.AddColumn<bool>(
                name: "is_copy",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "digest_day",
                table: "forums",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "latest_hour",
                table: "forums",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "deputies",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    deputy_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false)
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

            migrationBuilder.Sql("ALTER TABLE outbox DROP COLUMN is_copy");

            migrationBuilder.Sql("ALTER TABLE forums DROP COLUMN digest_day");

            migrationBuilder.Sql("ALTER TABLE forums DROP COLUMN latest_hour");

            migrationBuilder.AddColumn<string>(
                name: "snoozed_until",
                table: "commitments",
                type: "TEXT",
                nullable: true);
        }
    }
}
