using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "late_since",
                table: "commitments",
                type: "INTEGER",
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
