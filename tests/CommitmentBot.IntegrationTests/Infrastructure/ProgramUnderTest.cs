using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>The real program in a process of its own, on a free loopback port, which a test may kill and start again.</summary>
public sealed class ProgramUnderTest : IAsyncDisposable
{
    // It takes a second or two; on a machine with other work, a minute has been seen.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static int ports = Random.Shared.Next(10_000);

    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("commitmentbot-program.");
    private readonly List<string> log = [];
    private Process? process;

    private ProgramUnderTest(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Address = FreeAddress();
        this.settings = new Dictionary<string, string?>(settings);
        Http = new() { BaseAddress = Address };
    }

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Address { get; }

    /// <summary>A client of <see cref="Address"/>.</summary>
    public HttpClient Http { get; }

    /// <summary>Whether the process is there.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>What it wrote to its standard output and error so far, in all its lives.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return string.Join('\n', log);
            }
        }
    }

    /// <summary>Starts the program with these settings (<c>Register:Provider</c> and so on) and waits until it says it is ready.</summary>
    public static async Task<ProgramUnderTest> Start(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var program = new ProgramUnderTest(settings);
        try
        {
            await program.Launch();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL, at once, with whatever it was doing.</summary>
    public void Kill()
    {
        if (process is null)
        {
            return;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Kills it if it runs, starts it again on the same port with the same settings, and waits until it is ready.</summary>
    public Task Restart()
    {
        Kill();
        return Launch();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Kill();
        Http.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>How the program is started with these settings: in a folder of its own, as what it writes beside itself must not meet what another test wrote.</summary>
    public static ProcessStartInfo Command(DirectoryInfo folder, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly(), .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private async Task Launch()
    {
        var start = Command(folder, settings);
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ready();
    }

    private async Task Ready()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            if (!IsRunning)
            {
                throw new InvalidOperationException($"The program ended with status {process?.ExitCode}:\n{Log}");
            }

            if (await SaysReady())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The program was not ready after {Patience.TotalSeconds} s:\n{Log}");
    }

    private async Task<bool> SaysReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.Add(line);
            }
        }
    }

    /// <summary>The program, from where it was built, not the copy beside the tests, which lacks its content files.</summary>
    public static string Assembly()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Repository.At("artifacts", "bin", "CommitmentBot", configuration, "CommitmentBot.dll");
    }

    /// <summary>
    /// An address on this machine that nobody listens on. Its port is below those a system gives to whoever asks for any or connects to others
    /// (from 32768 on Linux), so that none of them has it before the program is up, or up again after a kill; and is given once a run.
    /// </summary>
    public static Uri FreeAddress()
    {
        while (true)
        {
            var port = 20_000 + (Interlocked.Increment(ref ports) % 10_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
            }
            catch (SocketException)
            {
                continue; // somebody has it
            }
        }
    }
}
