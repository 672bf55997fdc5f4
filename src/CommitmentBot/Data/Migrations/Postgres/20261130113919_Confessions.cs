using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Confessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "confessed",
                table: "steps",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Instant>(
                name: "late_since",
                table: "commitments",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "confessed",
                table: "steps");

            migrationBuilder.DropColumn(
                name: "late_since",
                table: "commitments");
        }
    }
}
