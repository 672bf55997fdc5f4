using System.Diagnostics;
using System.Globalization;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>A PostgreSQL server of the tests' own, made by <c>tests/postgres.sh</c>; a durable one may be crashed and started again.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string folder;

    private PostgresCluster(string folder, string connectionString)
    {
        this.folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>A superuser's way in, to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server; ends the running test where there is none to start. It stops with this process at the latest.</summary>
    /// <param name="durable">Keeps fsync on, for tests that kill things; slower.</param>
    public static async Task<PostgresCluster> Start(bool durable)
    {
        if (OperatingSystem.IsWindows())
        {
            Missing.Stop("On Windows the PostgreSQL tests need TEST_PG, an Npgsql connection string of a superuser.");
        }

        // Not under the user's own temporary folder: the server may run as another user.
        var folder = $"/tmp/commitmentbot-tests.{Guid.NewGuid():N}";
        var self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var (status, output, error) = await Script(durable ? ["start", folder, "durable", self] : ["start", folder, self]);
        if (status == 3)
        {
            Missing.Stop(error);
        }

        return status == 0
            ? new PostgresCluster(folder, output)
            : throw new InvalidOperationException($"The PostgreSQL cluster did not start (status {status}): {error}");
    }

    /// <summary>Stops the server as a power cut would.</summary>
    public Task Crash() => Must("crash", folder);

    /// <summary>Starts the crashed server on the port it had.</summary>
    public Task StartAgain() => Must("again", folder);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Must("stop", folder);

    private static async Task Must(params string[] arguments)
    {
        var (status, _, error) = await Script(arguments);
        if (status != 0)
        {
            throw new InvalidOperationException($"postgres.sh {arguments[0]} ended with status {status}: {error}");
        }
    }

    private static async Task<(int Status, string Output, string Error)> Script(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Repository.At("tests", "postgres.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start)!;
        var error = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, output.Trim(), (await error).Trim());
    }
}
