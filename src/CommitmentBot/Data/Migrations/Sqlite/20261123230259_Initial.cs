using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "facts",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_facts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "forums",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    zone_id = table.Column<string>(type: "TEXT", nullable: false),
                    policy_profile = table.Column<string>(type: "TEXT", nullable: false),
                    suggestions = table.Column<bool>(type: "INTEGER", nullable: false),
                    meets_first = table.Column<string>(type: "TEXT", nullable: true),
                    meets_every_weeks = table.Column<int>(type: "INTEGER", nullable: false),
                    meets_at = table.Column<string>(type: "TEXT", nullable: true),
                    link_code = table.Column<string>(type: "TEXT", nullable: true),
                    link_code_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_number = table.Column<int>(type: "INTEGER", nullable: false),
                    last_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    last_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    next_digest_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forums", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    short_name = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    email_domains = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    lane = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    updates_message_id = table.Column<string>(type: "TEXT", nullable: true),
                    updates_outbox_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    card_of = table.Column<Guid>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    not_before = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    posted_id = table.Column<string>(type: "TEXT", nullable: true),
                    place_channel = table.Column<string>(type: "TEXT", nullable: true),
                    place_kind = table.Column<string>(type: "TEXT", nullable: true),
                    place_platform = table.Column<string>(type: "TEXT", nullable: true),
                    place_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    place_tenant = table.Column<string>(type: "TEXT", nullable: true),
                    place_thread = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.sequence);
                    table.UniqueConstraint("ak_outbox_id", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pictures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    png = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pictures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "slack_installations",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<string>(name: "sealed", type: "TEXT", nullable: false),
                    bot_user = table.Column<string>(type: "TEXT", nullable: true),
                    expires = table.Column<long>(type: "INTEGER", nullable: true),
                    renewing_until = table.Column<long>(type: "INTEGER", nullable: true),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slack_installations", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "commitments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    proposed_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    promisee_person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    promisee_organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    due = table.Column<string>(type: "TEXT", nullable: false),
                    source_message = table.Column<string>(type: "TEXT", nullable: true),
                    next_step_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    snoozed_until = table.Column<string>(type: "TEXT", nullable: true),
                    thread_channel = table.Column<string>(type: "TEXT", nullable: true),
                    thread_kind = table.Column<string>(type: "TEXT", nullable: true),
                    thread_platform = table.Column<string>(type: "TEXT", nullable: true),
                    thread_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    thread_tenant = table.Column<string>(type: "TEXT", nullable: true),
                    thread_thread = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commitments", x => x.id);
                    table.ForeignKey(
                        name: "fk_commitments_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_of_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drafts", x => x.id);
                    table.ForeignKey(
                        name: "fk_drafts_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "forum_channels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    linked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    gone = table.Column<bool>(type: "INTEGER", nullable: false),
                    place_channel = table.Column<string>(type: "TEXT", nullable: false),
                    place_kind = table.Column<string>(type: "TEXT", nullable: false),
                    place_platform = table.Column<string>(type: "TEXT", nullable: false),
                    place_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    place_tenant = table.Column<string>(type: "TEXT", nullable: false),
                    place_thread = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forum_channels", x => x.id);
                    table.ForeignKey(
                        name: "fk_forum_channels_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    organisation_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    zone_id = table.Column<string>(type: "TEXT", nullable: false),
                    hour = table.Column<string>(type: "TEXT", nullable: false),
                    never_ask = table.Column<bool>(type: "INTEGER", nullable: false),
                    leave = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                    table.ForeignKey(
                        name: "fk_people_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    outbox_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempts", x => new { x.outbox_id, x.number });
                    table.ForeignKey(
                        name: "fk_attempts_outbox_outbox_id",
                        column: x => x.outbox_id,
                        principalTable: "outbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "cards",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commitment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    place_channel = table.Column<string>(type: "TEXT", nullable: false),
                    place_kind = table.Column<string>(type: "TEXT", nullable: false),
                    place_platform = table.Column<string>(type: "TEXT", nullable: false),
                    place_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    place_tenant = table.Column<string>(type: "TEXT", nullable: false),
                    place_thread = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cards", x => x.id);
                    table.ForeignKey(
                        name: "fk_cards_commitments_commitment_id",
                        column: x => x.commitment_id,
                        principalTable: "commitments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    commitment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                    payload_digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.forum_id, x.sequence });
                    table.ForeignKey(
                        name: "fk_events_commitments_commitment_id",
                        column: x => x.commitment_id,
                        principalTable: "commitments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_events_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "steps",
                columns: table => new
                {
                    commitment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    planned_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outbox_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    in_channel = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_steps", x => new { x.commitment_id, x.step, x.round });
                    table.ForeignKey(
                        name: "fk_steps_commitments_commitment_id",
                        column: x => x.commitment_id,
                        principalTable: "commitments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "forum_roles",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forum_roles", x => new { x.forum_id, x.person_id, x.role });
                    table.ForeignKey(
                        name: "fk_forum_roles_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_forum_roles_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identities",
                columns: table => new
                {
                    platform = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    home_tenant = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reachable = table.Column<string>(type: "TEXT", nullable: false),
                    private_channel = table.Column<string>(type: "TEXT", nullable: true),
                    private_kind = table.Column<string>(type: "TEXT", nullable: true),
                    private_platform = table.Column<string>(type: "TEXT", nullable: true),
                    private_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    private_tenant = table.Column<string>(type: "TEXT", nullable: true),
                    private_thread = table.Column<string>(type: "TEXT", nullable: true),
                    seen_in_channel = table.Column<string>(type: "TEXT", nullable: false),
                    seen_in_kind = table.Column<string>(type: "TEXT", nullable: false),
                    seen_in_platform = table.Column<string>(type: "TEXT", nullable: false),
                    seen_in_service_url = table.Column<string>(type: "TEXT", nullable: true),
                    seen_in_tenant = table.Column<string>(type: "TEXT", nullable: false),
                    seen_in_thread = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identities", x => new { x.platform, x.user_id });
                    table.ForeignKey(
                        name: "fk_identities_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    forum_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memberships", x => new { x.forum_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_memberships_forums_forum_id",
                        column: x => x.forum_id,
                        principalTable: "forums",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_memberships_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cards_commitment_id_message_id",
                table: "cards",
                columns: new[] { "commitment_id", "message_id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_forum_id_number",
                table: "commitments",
                columns: new[] { "forum_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commitments_next_step_at",
                table: "commitments",
                column: "next_step_at",
                filter: "next_step_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_commitments_owner_id_state",
                table: "commitments",
                columns: new[] { "owner_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_source_message",
                table: "commitments",
                column: "source_message");

            migrationBuilder.CreateIndex(
                name: "ix_drafts_expires_at",
                table: "drafts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_drafts_forum_id",
                table: "drafts",
                column: "forum_id");

            migrationBuilder.CreateIndex(
                name: "ix_events_commitment_id_version",
                table: "events",
                columns: new[] { "commitment_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_forum_channels_forum_id",
                table: "forum_channels",
                column: "forum_id");

            migrationBuilder.CreateIndex(
                name: "ix_forum_roles_person_id",
                table: "forum_roles",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_forums_link_code",
                table: "forums",
                column: "link_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_forums_next_digest_at",
                table: "forums",
                column: "next_digest_at");

            migrationBuilder.CreateIndex(
                name: "ix_identities_person_id",
                table: "identities",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_at",
                table: "inbox",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_memberships_person_id",
                table: "memberships",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_card_of",
                table: "outbox",
                column: "card_of",
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_key",
                table: "outbox",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_not_before",
                table: "outbox",
                columns: new[] { "lane", "not_before" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_lane_sequence",
                table: "outbox",
                columns: new[] { "lane", "sequence" },
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_not_before",
                table: "outbox",
                column: "not_before");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_person_id_state",
                table: "outbox",
                columns: new[] { "person_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_state_not_before",
                table: "outbox",
                columns: new[] { "state", "not_before" },
                filter: "state IN ('Ready', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_people_organisation_id",
                table: "people",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_steps_outbox_id",
                table: "steps",
                column: "outbox_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "cards");

            migrationBuilder.DropTable(
                name: "drafts");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "facts");

            migrationBuilder.DropTable(
                name: "forum_channels");

            migrationBuilder.DropTable(
                name: "forum_roles");

            migrationBuilder.DropTable(
                name: "identities");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "keys");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "pictures");

            migrationBuilder.DropTable(
                name: "slack_installations");

            migrationBuilder.DropTable(
                name: "steps");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "commitments");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "forums");
        }
    }
}
