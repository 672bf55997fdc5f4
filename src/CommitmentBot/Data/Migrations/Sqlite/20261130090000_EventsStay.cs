using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommitmentBot.Data.Migrations.Sqlite;

/// <summary>Events stay as they were appended: the triggers that SQLite lost with the table that <see cref="WhoMaySeeAndDo"/> made anew.</summary>
[DbContext(typeof(SqliteRegister))]
[Migration("20261130090000_EventsStay")]
public sealed class EventsStay : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("""
            CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
            BEGIN SELECT RAISE(ABORT, 'Events are never deleted.'); END
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
            WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
              OR (NEW.forum_id, NEW.sequence, NEW.commitment_id, NEW.version, NEW.at, NEW.kind) IS NOT
                 (OLD.forum_id, OLD.sequence, OLD.commitment_id, OLD.version, OLD.at, OLD.kind)
              OR (NEW.by_id, NEW.organisation_id, NEW.source, NEW.payload_digest, NEW.previous_hash, NEW.hash) IS NOT
                 (OLD.by_id, OLD.organisation_id, OLD.source, OLD.payload_digest, OLD.previous_hash, OLD.hash)
            BEGIN SELECT RAISE(ABORT, 'Events are never changed; only their words can be erased.'); END
            """);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER events_are_not_changed");
        migrationBuilder.Sql("DROP TRIGGER events_are_not_deleted");
    }
}
