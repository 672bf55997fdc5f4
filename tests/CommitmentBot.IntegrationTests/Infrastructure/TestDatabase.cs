using System.Data.Common;
using System.Globalization;
using System.Text;
using CommitmentBot.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>A migrated, empty register for one test; dropped when disposed of.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> drop;

    internal TestDatabase(DatabaseKind kind, string connectionString, Func<Task> drop)
    {
        Kind = kind;
        ConnectionString = connectionString;
        this.drop = drop;
    }

    /// <summary>Which of the two.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>For Npgsql or Microsoft.Data.Sqlite.</summary>
    public string ConnectionString { get; }

    /// <summary>The program's settings that make it use this database; Hangfire's tables go into the same one, in their own schema.</summary>
    public IReadOnlyDictionary<string, string?> Settings => Kind == DatabaseKind.Sqlite
        ? new Dictionary<string, string?>
        {
            ["Register:Provider"] = "Sqlite",
            ["ConnectionStrings:Register"] = ConnectionString,
        }
        : new Dictionary<string, string?>
        {
            ["Register:Provider"] = "PostgreSql",
            ["ConnectionStrings:Register"] = ConnectionString,
            ["ConnectionStrings:Jobs"] = ConnectionString,
        };

    /// <summary>The register in it, as the program opens it.</summary>
    public RegisterFactory Register() => Registration.Make(Kind.ToString(), ConnectionString);

    /// <summary>Every row of every table as text, the jobs' tables among them.</summary>
    public async Task<string> Everything(CancellationToken cancellationToken)
    {
        await using DbConnection connection = Kind == DatabaseKind.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var everything = new StringBuilder();
        foreach (var table in await Rows(
            Kind == DatabaseKind.Sqlite
                ? "select '\"' || name || '\"' from sqlite_master where type = 'table'"
                : "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        {
            everything.AppendLine(table).AppendJoin('\n', await Rows($"select * from {table}")).AppendLine();
        }

        return everything.ToString();

        async Task<List<string>> Rows(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(column =>
                    reader.GetValue(column) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
            }

            return rows;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await drop();
}
