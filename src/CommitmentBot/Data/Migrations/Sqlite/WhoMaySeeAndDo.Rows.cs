using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Sqlite
{
    /// <summary>
    /// What stood in the register before: members are read from the platforms anew, what people said of themselves becomes a claim, and the
    /// triggers go that counted changes for names kept in memory.
    /// </summary>
    public partial class WhoMaySeeAndDo
    {
        private static void Before(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])["people", "organisations", "identities", "forum_channels", "memberships"])
            {
                foreach (var change in (string[])["insert", "update", "delete"])
                {
                    migrationBuilder.Sql($"DROP TRIGGER IF EXISTS {table}_{change}_stamps");
                }
            }

            // The table is made anew at the end of the migration: the next one gives it its triggers back.
            migrationBuilder.Sql("DROP TRIGGER events_are_not_deleted");
            migrationBuilder.Sql("DROP TRIGGER events_are_not_changed");

            migrationBuilder.Sql("DELETE FROM facts WHERE name = 'people'");
            migrationBuilder.Sql("DROP INDEX ix_forum_channels_place");
            migrationBuilder.Sql("DROP INDEX ix_organisations_short_name");
        }

        private static void After(MigrationBuilder migrationBuilder)
        {
            // One row per channel: the one that can be posted to, else the latest.
            migrationBuilder.Sql("""
                DELETE FROM forum_channels WHERE EXISTS (
                  SELECT 1 FROM forum_channels better WHERE better.place_platform = forum_channels.place_platform AND better.place_channel = forum_channels.place_channel
                    AND better.id <> forum_channels.id AND ((forum_channels.gone AND NOT better.gone)
                      OR (forum_channels.gone = better.gone AND (better.linked_at > forum_channels.linked_at
                        OR (better.linked_at = forum_channels.linked_at AND better.id > forum_channels.id)))))
                """);

            // Until now all forums of an installation shared their organisations, so they are one system.
            migrationBuilder.Sql("UPDATE forums SET system_id = (SELECT id FROM forums ORDER BY created_at, id LIMIT 1)");
            migrationBuilder.Sql("UPDATE organisations SET system_id = COALESCE((SELECT id FROM forums ORDER BY created_at, id LIMIT 1), id)");

            // What people said of themselves is a claim; where their e-mail domain bears it out, it counts all the same.
            migrationBuilder.Sql("""
                INSERT INTO affiliations (person_id, system_id, organisation_id, claimed_id)
                SELECT p.id, (SELECT id FROM forums ORDER BY created_at, id LIMIT 1), NULL, p.organisation_id
                FROM people p WHERE p.organisation_id IS NOT NULL AND p.organisation_confirmed AND EXISTS (SELECT 1 FROM forums)
                """);

            // Ids stand in events in small letters, in columns in capitals.
            migrationBuilder.Sql("""
                UPDATE commitments SET next_owner_id = (
                  SELECT upper(json_extract(offered.payload, '$.to')) FROM events offered
                  WHERE offered.commitment_id = commitments.id AND offered.kind = 'handover-offered' AND offered.payload IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM events later WHERE later.commitment_id = offered.commitment_id AND later.version > offered.version
                      AND later.kind IN ('handover-offered', 'handover-accepted', 'handover-declined')))
                WHERE state = 'Active'
                """);
        }

        private static void AtTheEnd(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE UNIQUE INDEX ix_forum_channels_place ON forum_channels (place_platform, place_channel)");
            migrationBuilder.Sql("CREATE UNIQUE INDEX ix_organisations_short_name ON organisations (system_id, lower(short_name)) WHERE NOT dropped");
        }
    }
}
