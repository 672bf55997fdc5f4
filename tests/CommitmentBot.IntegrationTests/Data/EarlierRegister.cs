using System.Data.Common;
using System.Security.Cryptography;
using CommitmentBot.Core;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>
/// What a register held before members were read from the platforms, written column by column, as today's program cannot: two forums,
/// a channel linked twice, people with the organisation they gave, and a promise that is being handed over.
/// </summary>
internal sealed class EarlierRegister
{
    /// <summary>The last migration of that time.</summary>
    public const string Version = "SaidAndClaimed";

    private readonly TestDatabase database;

    private EarlierRegister(TestDatabase database) => this.database = database;

    public ForumId Forum { get; } = ForumId.New();

    public OrganisationId Organisation { get; } = OrganisationId.New();

    public CommitmentId Commitment { get; } = CommitmentId.New();

    public PersonId Sarah { get; } = PersonId.New();

    public PersonId Tom { get; } = PersonId.New();

    public Guid Channel { get; } = Guid.CreateVersion7();

    public static async Task<EarlierRegister> Write(TestDatabase database)
    {
        var earlier = new EarlierRegister(database);
        await using var connection = await earlier.Open();
        foreach (var (table, values) in earlier.Rows())
        {
            await using var command = connection.CreateCommand();
            var parameters = values.Keys.Select(it => "@" + it);
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", values.Keys)}) VALUES ({string.Join(", ", parameters)})";
            foreach (var (name, value) in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, earlier.Stored(value));
                command.Parameters.Add(parameter);
            }

            await command.ExecuteNonQueryAsync(Registers.Stop);
        }

        return earlier;
    }

    /// <summary>The names of the database's triggers.</summary>
    public async Task<IReadOnlyList<string>> Triggers()
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = database.Kind == DatabaseKind.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            : "SELECT tgname::text FROM pg_trigger";
        await using var reader = await command.ExecuteReaderAsync(Registers.Stop);
        List<string> names = [];
        while (await reader.ReadAsync(Registers.Stop))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private IEnumerable<(string Table, Dictionary<string, object> Values)> Rows()
    {
        var chain = Chain();
        yield return ("organisations", new()
        {
            ["id"] = Organisation.Value,
            ["short_name"] = "NHT",
            ["name"] = "North Trust",
            ["email_domains"] = Array.Empty<string>(),
        });
        (Guid Id, string Name, ChainedEvent? Last)[] forums =
        [
            (Forum.Value, "Place Forum", chain[^1]), (Guid.CreateVersion7(), "Partnership Board", null),
        ];
        foreach (var (id, name, last) in forums)
        {
            yield return ("forums", new()
            {
                ["id"] = id,
                ["name"] = name,
                ["zone_id"] = "Europe/London",
                ["policy_profile"] = "standard",
                ["suggestions"] = false,
                ["meets_every_weeks"] = 0,
                ["next_number"] = last is null ? 1 : 2,
                ["last_sequence"] = last?.Link.Sequence ?? 0L,
                ["last_hash"] = last?.Link.Hash ?? [],
                ["created_at"] = Registers.Monday + Duration.FromHours(last is null ? 1 : 0),
                ["version"] = 1,
            });
        }

        // The channel was lost for one installation and linked by another.
        foreach (var (id, tenant, gone, hours) in new[] { (Guid.CreateVersion7(), "T1", true, 2), (Channel, "T2", false, 1) })
        {
            yield return ("forum_channels", new()
            {
                ["id"] = id,
                ["forum_id"] = Forum.Value,
                ["linked_at"] = Registers.Monday + Duration.FromHours(hours),
                ["gone"] = gone,
                ["place_channel"] = "C1",
                ["place_kind"] = "Channel",
                ["place_platform"] = "slack",
                ["place_tenant"] = tenant,
            });
        }

        // Sarah said for whom she speaks; of Tom it was read from his address, and nothing needs to be kept of that.
        foreach (var (person, name, said) in new[] { (Sarah, "Sarah Ali", true), (Tom, "Tom Reed", false) })
        {
            yield return ("people", new()
            {
                ["id"] = person.Value,
                ["name"] = name,
                ["organisation_id"] = Organisation.Value,
                ["organisation_confirmed"] = said,
                ["zone_id"] = "Europe/London",
                ["hour"] = Person.UsualHour,
                ["never_ask"] = false,
                ["leave"] = Array.Empty<string>(),
            });
            yield return ("identities", new()
            {
                ["platform"] = "slack",
                ["user_id"] = $"U{person.Value:N}",
                ["person_id"] = person.Value,
                ["seen_at"] = Registers.Monday,
                ["reachable"] = "NotKnown",
                ["seen_in_channel"] = "C1",
                ["seen_in_kind"] = "Channel",
                ["seen_in_platform"] = "slack",
                ["seen_in_tenant"] = "T2",
            });
            yield return ("memberships", new() { ["forum_id"] = Forum.Value, ["person_id"] = person.Value, ["since"] = Registers.Monday });
        }

        yield return ("forum_roles", new() { ["forum_id"] = Forum.Value, ["person_id"] = Sarah.Value, ["role"] = "Chair" });
        yield return ("commitments", new()
        {
            ["id"] = Commitment.Value,
            ["forum_id"] = Forum.Value,
            ["number"] = 1,
            ["version"] = chain.Count,
            ["revision"] = 1,
            ["state"] = "Active",
            ["owner_id"] = Sarah.Value,
            ["proposed_by_id"] = Sarah.Value,
            ["due"] = Registers.Friday,
            ["created_at"] = Registers.Monday,
            ["changed_at"] = Registers.Monday,
            ["next_step_at"] = Registers.Monday,
        });
        foreach (var it in chain)
        {
            yield return ("events", new()
            {
                ["forum_id"] = Forum.Value,
                ["sequence"] = it.Link.Sequence,
                ["commitment_id"] = Commitment.Value,
                ["version"] = it.Version,
                ["at"] = it.At,
                ["by_id"] = it.By!.Value.Value,
                ["source"] = it.Source!,
                ["kind"] = it.Kind,
                ["payload"] = it.Payload!,
                ["salt"] = it.Salt!,
                ["payload_digest"] = it.Link.PayloadDigest,
                ["previous_hash"] = it.Link.PreviousHash,
                ["hash"] = it.Link.Hash,
            });
        }
    }

    private List<ChainedEvent> Chain()
    {
        List<ChainedEvent> chain = [];
        foreach (var fact in new[] { Registers.Promise(Forum, Sarah), new CommitmentEvent.HandoverOffered(Tom, "he leads on this now") })
        {
            var next = new RegisterEvent(Commitment, chain.Count + 1, Registers.Monday, Sarah, null, "slack:Ev1", fact);
            var salt = RandomNumberGenerator.GetBytes(RegisterChain.SaltLength);
            chain.Add(RegisterChain.Append(Forum, chain is [.., var last] ? last.Link : null, next, salt));
        }

        return chain;
    }

    // As either database keeps it.
    private object Stored(object value) => (value, database.Kind) switch
    {
        (Instant it, DatabaseKind.Sqlite) => it.ToUnixMicroseconds(),
        (Instant it, _) => it.ToDateTimeUtc(),
        (LocalDate it, DatabaseKind.Sqlite) => LocalDatePattern.Iso.Format(it),
        (LocalDate it, _) => it.ToDateOnly(),
        (LocalTime it, DatabaseKind.Sqlite) => LocalTimePattern.ExtendedIso.Format(it),
        (LocalTime it, _) => it.ToTimeOnly(),
        (string[], DatabaseKind.Sqlite) => "[]",
        _ => value,
    };

    private async Task<DbConnection> Open()
    {
        DbConnection connection = database.Kind == DatabaseKind.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Registers.Stop);
        return connection;
    }
}
