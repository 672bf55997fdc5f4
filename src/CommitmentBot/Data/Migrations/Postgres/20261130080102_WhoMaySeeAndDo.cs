using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CommitmentBot.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WhoMaySeeAndDo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            Before(migrationBuilder);

migrationBuilder.AddColumn<Guid>(
                name: "joined_to_id",
                table: "people",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "preferred_platform",
                table: "people",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "dropped",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "organisations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                table: "organisations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ods_code",
                table: "organisations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "places",
                table: "organisations",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<Guid>(
                name: "system_id",
                table: "organisations",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Instant>(
                name: "chosen_at",
                table: "identities",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "chosen_forum_id",
                table: "identities",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "guest",
                table: "identities",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "own_person_id",
                table: "identities",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "wrong_codes",
                table: "identities",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Instant>(
                name: "wrong_codes_since",
                table: "identities",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "join_code",
                table: "forums",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "join_code_expires_at",
                table: "forums",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "system_id",
                table: "forums",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Instant>(
                name: "roster_at",
                table: "forum_channels",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "commitment_id",
                table: "events",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "next_owner_id",
                table: "commitments",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_codes",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    platform = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_codes", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "affiliations",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_affiliations", x => new { x.person_id, x.system_id });
                    table.ForeignKey(
                        name: "fk_affiliations_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "chair_proposals",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stands_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    agreed_by = table.Column<List<Guid>>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chair_proposals", x => x.forum_id);
                    table.ForeignKey(
                        name: "fk_chair_proposals_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "channel_members",
                columns: table => new
                {
                    channel_id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_members", x => new { x.channel_id, x.platform, x.user_id });
                    table.ForeignKey(
                        name: "fk_channel_members_forum_channels_channel_id",
                        column: x => x.channel_id,
                        principalTable: "forum_channels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "departures",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_departures", x => new { x.forum_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_departures_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "forum_questions",
                columns: table => new
                {
                    platform = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    choices = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forum_questions", x => new { x.platform, x.user_id, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "inviters",
                columns: table => new
                {
                    platform = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inviters", x => new { x.platform, x.channel });
                });

            migrationBuilder.CreateIndex(
                name: "ix_people_joined_to_id",
                table: "people",
                column: "joined_to_id",
                filter: "joined_to_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_organisations_system_id",
                table: "organisations",
                column: "system_id");

            migrationBuilder.CreateIndex(
                name: "ix_forums_join_code",
                table: "forums",
                column: "join_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_forums_system_id",
                table: "forums",
                column: "system_id");

            migrationBuilder.CreateIndex(
                name: "ix_commitments_promisee_person_id",
                table: "commitments",
                column: "promisee_person_id",
                filter: "promisee_person_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_channel_members_platform_user_id",
                table: "channel_members",
                columns: new[] { "platform", "user_id" });

            After(migrationBuilder);

            migrationBuilder.DropForeignKey(
                name: "fk_people_organisations_organisation_id",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_people_organisation_id",
                table: "people");

            migrationBuilder.DropColumn(
                name: "organisation_confirmed",
                table: "people");

            migrationBuilder.DropColumn(
                name: "organisation_id",
                table: "people");

            migrationBuilder.DropTable(
                name: "memberships");

            AtTheEnd(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The platforms' rosters do not say who was once seen where, so there is no way back.
            throw new NotSupportedException("This migration cannot be undone; restore the backup that was made before it.");
        }
    }
}
