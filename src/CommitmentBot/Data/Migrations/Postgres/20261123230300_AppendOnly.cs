using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Postgres;

/// <summary>
/// Events stay as they were appended; short names and linked channels are unique, whatever the case. The triggers are for updates and
/// deletes alone, so that an append runs no PL/pgSQL.
/// </summary>
[DbContext(typeof(PostgresRegister))]
[Migration("20261123230300_AppendOnly")]
public sealed class AppendOnly : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("""
            CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'Events are never changed or deleted; only their words can be erased.'; END $$
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER events_are_not_deleted BEFORE DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_stay()
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events FOR EACH ROW
            WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
              OR (NEW.forum_id, NEW.sequence, NEW.commitment_id, NEW.version, NEW.at, NEW.kind) IS DISTINCT FROM
                 (OLD.forum_id, OLD.sequence, OLD.commitment_id, OLD.version, OLD.at, OLD.kind)
              OR (NEW.by_id, NEW.organisation_id, NEW.source, NEW.payload_digest, NEW.previous_hash, NEW.hash) IS DISTINCT FROM
                 (OLD.by_id, OLD.organisation_id, OLD.source, OLD.payload_digest, OLD.previous_hash, OLD.hash))
            EXECUTE FUNCTION events_stay()
            """);
        migrationBuilder.Sql("CREATE UNIQUE INDEX ix_organisations_short_name ON organisations (lower(short_name))");
        migrationBuilder.Sql("""
            CREATE UNIQUE INDEX ix_forum_channels_place ON forum_channels (place_platform, place_tenant, place_channel) WHERE NOT gone
            """);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP INDEX ix_forum_channels_place");
        migrationBuilder.Sql("DROP INDEX ix_organisations_short_name");
        migrationBuilder.Sql("DROP TRIGGER events_are_not_changed ON events");
        migrationBuilder.Sql("DROP TRIGGER events_are_not_deleted ON events");
        migrationBuilder.Sql("DROP FUNCTION events_stay()");
    }
}
