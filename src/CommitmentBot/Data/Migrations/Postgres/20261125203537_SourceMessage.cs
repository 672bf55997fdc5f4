using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SourceMessage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "source_message",
                table: "commitments",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_commitments_source_message",
                table: "commitments",
                column: "source_message");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_commitments_source_message",
                table: "commitments");

            migrationBuilder.DropColumn(
                name: "source_message",
                table: "commitments");
        }
    }
}
