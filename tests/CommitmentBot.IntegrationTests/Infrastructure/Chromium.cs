using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>The system's Chromium, driven by Playwright, whose own driver comes with its package: nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly Lazy<Task<IBrowser>> browser;
    private IPlaywright? playwright;

    /// <summary>Starts nothing before the first page is asked for.</summary>
    public Chromium() => browser = new(Launch);

    /// <summary>A page in a profile of its own; dispose of its context to close it. Ends the running test where there is no Chromium.</summary>
    /// <param name="width">Of the viewport, in CSS pixels.</param>
    /// <param name="height">Of the viewport, in CSS pixels.</param>
    public async Task<IPage> NewPage(int width = 1280, int height = 900)
    {
        var context = await (await browser.Value).NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Locale = "en-GB",
            TimezoneId = "Europe/London",
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await context.NewPageAsync();
    }

    /// <summary>Writes a picture of the whole page to <c>artifacts/screenshots</c>, for people to look at, and says where.</summary>
    public static async Task<string> Picture(IPage page, string name)
    {
        var file = Repository.At("artifacts", "screenshots", $"{name}.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        return file;
    }

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await browser.Value).DisposeAsync();
        }

        playwright?.Dispose();
    }

    private async Task<IBrowser> Launch()
    {
        var program = Find();
        if (program is null)
        {
            Missing.Stop("There is no Chromium here (Debian: apt-get install --no-install-recommends chromium; or CHROMIUM names one).");
        }

        playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", // a container's root has no other way
                "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given)
        {
            return given;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
    }
}
