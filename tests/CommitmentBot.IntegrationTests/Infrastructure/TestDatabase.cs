using CommitmentBot.Data;

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

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await drop();
}
