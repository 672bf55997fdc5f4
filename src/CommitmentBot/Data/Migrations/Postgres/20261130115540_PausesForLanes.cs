using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <summary>
    /// The outbox itself says what may leave, with a tenant, an asker and a turn on each row; what a platform asked for stands in a table of
    /// pauses. The table of lanes goes, and so do the triggers that kept it.
    /// </summary>
    public partial class PausesForLanes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER outbox_keeps_lanes ON outbox");
            migrationBuilder.Sql("DROP FUNCTION keep_lanes()");
            migrationBuilder.DropTable(
                name: "lanes");

            migrationBuilder.DropIndex(
                name: "ix_outbox_waiting",
                table: "outbox");

            migrationBuilder.AddColumn<Guid>(
                name: "asked_by_id",
                table: "outbox",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "behind",
                table: "outbox",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "tenant",
                table: "outbox",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql("""
                UPDATE outbox SET tenant = place_platform || '|' || place_tenant WHERE place_tenant IS NOT NULL AND settled_at IS NULL
                """);

            migrationBuilder.CreateTable(
                name: "pauses",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    worked_off_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pauses", x => x.scope);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_ready",
                table: "outbox",
                columns: new[] { "tenant", "not_before", "sequence" },
                filter: "state = 'Ready'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_under_way",
                table: "outbox",
                column: "lane",
                unique: true,
                filter: "state = 'Sending'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_waiting",
                table: "outbox",
                columns: new[] { "lane", "behind", "sequence" },
                filter: "settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_pauses_until",
                table: "pauses",
                column: "until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("There is no way back to lanes that triggers keep: restore the backup made before.");
    }
}
