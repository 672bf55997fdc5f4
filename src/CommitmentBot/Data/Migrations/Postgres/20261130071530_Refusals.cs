using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Refusals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<LocalDate>(
                name: "refused_on",
                table: "identities",
                type: "date",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "refused_on",
                table: "identities");
        }
    }
}
