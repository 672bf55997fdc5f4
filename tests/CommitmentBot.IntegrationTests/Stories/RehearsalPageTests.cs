using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>The rehearsal's page as somebody uses it who has just opened it: in a browser, with nothing behind it but the program.</summary>
public sealed class RehearsalPageTests(Databases databases, Chromium chromium)
{
    private const int Wide = 1280;
    private const int Phone = 380;
    private const string WidestThing = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";

    [Fact]
    public async Task The_story_is_told_on_both_platforms_and_its_summary_stands_on_the_page()
    {
        await using var database = await databases.New(DatabaseKind.Sqlite);
        await using var forum = await Rehearsed.Start(database);
        var (page, wrong) = await Open(forum, "/rehearsal?fast");
        await using var closing = page.Context;

        await page.GetByRole(AriaRole.Button, new() { Name = "Play the story" }).ClickAsync();
        await page.Locator("body[data-story=told], body[data-story=stopped]").WaitForAsync(Patiently);
        (await page.Locator("#problem").InnerTextAsync()).ShouldBeEmpty();

        // The chair asked in Teams; she asks again in Slack, whose pane draws the same answer in its own way.
        await Say(page, "slack", "summary");
        foreach (var platform in new[] { "teams", "slack" })
        {
            var summary = page.Locator($"#{platform} .message.bot", new() { HasText = $"Summary for {World.ForumName}" }).Last;
            await summary.Locator("img.picture").ScrollIntoViewIfNeededAsync();
            (await summary.Locator("img.picture").EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }")).ShouldBeGreaterThan(600);
            var words = await summary.InnerTextAsync();
            words.ShouldContain("0 of 1 commitment that fell due was kept on time.");
            Fact(words, "Kept on time").ShouldBe("0");
            Fact(words, "Kept late").ShouldBe("1 (1 confirmed)");
            Fact(words, "Broken").ShouldBe("0");
            Fact(words, "Account awaited").ShouldBe("0");
            Fact(words, "Beside these").ShouldBe("none");
            Fact(words, "NHT").ShouldStartWith("0 of 1 kept on time; 1 kept late");
        }

        await Chromium.Picture(page, $"rehearsal-told-{Wide}");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Chromium.Picture(page, $"rehearsal-told-{Wide}-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

        foreach (var platform in new[] { "slack", "teams" })
        {
            await page.Locator($"#{platform} .message.bot", new() { HasText = "not done by their date" }).Last
                .EvaluateAsync("report => { const log = report.closest('.log'); log.scrollTop += report.getBoundingClientRect().top - log.getBoundingClientRect().top - 8; }");
        }

        await Chase(page);

        await page.SetViewportSizeAsync(Phone, 800);
        foreach (var platform in new[] { "Slack", "Teams" })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = platform, Exact = true }).ClickAsync();
            (await page.EvaluateAsync<int>(WidestThing)).ShouldBe(Phone);
            await Chromium.Picture(page, $"rehearsal-told-{Phone}-{platform.ToLowerInvariant()}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_second_story_is_chosen_and_played_without_a_mouse_among_its_own_people_and_channels()
    {
        await using var database = await databases.New(DatabaseKind.Sqlite);
        await using var forum = await Rehearsed.Start(database);
        var (page, wrong) = await Open(forum, "/rehearsal?fast");
        await using var closing = page.Context;
        (await page.Locator(".person").CountAsync()).ShouldBe(World.PlaceForum.People.Count);

        await Press(page, "Tab", "document.activeElement.matches('#which')");
        (await page.GetByLabel("Which story").CountAsync()).ShouldBe(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Locator(".person .name", new() { HasText = World.Dilys.Name }).WaitForAsync(Patiently);
        (await page.Locator(".person").CountAsync()).ShouldBe(World.Board.People.Count);
        (await page.Locator("#caption").InnerTextAsync()).ShouldContain("Connect");
        (await page.Locator("#slack .message").CountAsync()).ShouldBe(0);

        await Press(page, "Tab", "document.activeElement.textContent === 'Play the story'");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("body[data-story=told], body[data-story=stopped]").WaitForAsync(Patiently);
        (await page.Locator("#problem").InnerTextAsync()).ShouldBeEmpty();
        (await page.Locator("#play").InnerTextAsync()).ShouldBe("Told");
        (await page.Locator("#play").IsDisabledAsync()).ShouldBeTrue();

        // Whoever one is sees the channels of their own forum, and in private what was said to them.
        await page.GetByLabel(World.Frank.Name).CheckAsync(new() { Force = true });
        await page.Locator("#teams").GetByRole(AriaRole.Tab, new() { Name = "Direct messages" }).ClickAsync();
        await page.Locator("#teams .message.bot", new() { HasText = "Only a chair can" }).WaitForAsync(Patiently);
        await Chromium.Picture(page, $"rehearsal-shared-guest-{Wide}");
        await page.GetByLabel(World.Edith.Name).CheckAsync(new() { Force = true });
        await page.Locator("#teams").GetByRole(AriaRole.Tab).First.ClickAsync();
        await page.Locator("#teams .absent", new() { HasText = "is not in this channel" }).WaitForAsync(Patiently);
        (await page.Locator("#teams .log:visible .message").CountAsync()).ShouldBe(0);
        await page.GetByLabel(World.Helen.Name).CheckAsync(new() { Force = true });
        await page.Locator("#teams").GetByRole(AriaRole.Tab).First.ClickAsync();
        await page.Locator("#teams .message.bot", new() { HasText = "list of winter volunteers" }).First.WaitForAsync(Patiently);
        await Chromium.Picture(page, $"rehearsal-shared-{Wide}");
        await page.Locator("#teams").GetByRole(AriaRole.Tab, new() { Name = "Direct messages" }).ClickAsync();
        await Chromium.Picture(page, $"rehearsal-shared-chair-{Wide}");
        await page.SetViewportSizeAsync(Phone, 800);
        (await page.EvaluateAsync<int>(WidestThing)).ShouldBe(Phone);
        await Chromium.Picture(page, $"rehearsal-shared-{Phone}");
        await page.SetViewportSizeAsync(Wide, 900);

        await page.GetByLabel("Which story").SelectOptionAsync(World.PlaceForum.Key);
        await page.Locator(".person .name", new() { HasText = World.Sarah.Name }).WaitForAsync(Patiently);
        (await page.Locator("#play").InnerTextAsync()).ShouldBe("Play the story");
        (await page.Locator("#play").IsEnabledAsync()).ShouldBeTrue();

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_first_promise_and_a_form_need_no_mouse()
    {
        await using var database = await databases.New(DatabaseKind.Sqlite);
        await using var forum = await Rehearsed.Start(database);
        var due = new WorkingCalendar([]).OnOrAfter(forum.Today.PlusDays(14));
        var (page, wrong) = await Open(forum);
        await using var closing = page.Context;
        var card = page.Locator("#slack .message.bot", new() { HasText = "winter bed plan" }).Last;

        await Press(page, "Tab", "document.activeElement.matches('#slack textarea')");
        await page.Keyboard.TypeAsync($"I'll send the winter bed plan to EBC by {Dates.InFull(due)}");
        await page.Keyboard.PressAsync("Enter");
        await card.GetByText("shall I record this?").WaitForAsync(Patiently);
        await Chromium.Picture(page, $"rehearsal-asked-{Wide}");

        await Press(page, "Shift+Tab", "document.activeElement.textContent === 'Yes, record it'");
        await page.Keyboard.PressAsync("Enter");
        await card.GetByText("C-1").WaitForAsync(Patiently);
        await page.Locator("#teams .message.bot", new() { HasText = "C-1" }).Last.WaitForAsync(Patiently);

        await Press(page, "Tab", "document.activeElement.textContent === 'At risk'");
        await page.Keyboard.PressAsync("Space");
        await page.Locator("dialog[open]").WaitForAsync(Patiently);
        (await page.EvaluateAsync<bool>("document.activeElement.matches('dialog textarea')")).ShouldBeTrue();
        await page.Keyboard.TypeAsync("The sixth ward has no planner.");
        await Chromium.Picture(page, $"rehearsal-form-{Wide}");
        await page.SetViewportSizeAsync(Phone, 800);
        (await page.EvaluateAsync<int>(WidestThing)).ShouldBe(Phone);
        await Chromium.Picture(page, $"rehearsal-form-{Phone}");
        await page.SetViewportSizeAsync(Wide, 900);
        await Press(page, "Tab", "document.activeElement.matches('dialog [type=submit]')");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator("#teams .message.bot", new() { HasText = "At risk: “The sixth ward has no planner.”" }).Last.WaitForAsync(Patiently);
        (await page.Locator("dialog[open]").CountAsync()).ShouldBe(0);
        // The keyboard is back where it was, also once the card has been drawn anew. (The page lets no script wait for it.)
        await page.Locator("#slack .message:focus-within").WaitForAsync(Patiently);

        wrong.ShouldBeEmpty();
    }

    private static LocatorWaitForOptions Patiently => new() { Timeout = 120_000 };

    /// <summary>The page with its forum set up, and all that goes wrong in it: script errors, failed requests, refused contents.</summary>
    private async Task<(IPage Page, List<string> Wrong)> Open(Rehearsed forum, string path = "/")
    {
        var page = await chromium.NewPage(Wide);
        var wrong = new List<string>();
        page.PageError += (_, error) => wrong.Add(error);
        page.Console += (_, line) => wrong.AddRange(line.Type is "error" or "warning" ? [line.Text] : []);
        page.RequestFailed += (_, request) => wrong.Add($"{request.Url}: {request.Failure}");
        page.Response += (_, response) => wrong.AddRange(response.Status >= 400 ? [$"{response.Url}: {response.Status}"] : []);
        await page.GotoAsync(new Uri(forum.Address, path).ToString());
        await page.Locator("#play:enabled").WaitForAsync(Patiently);
        return (page, wrong);
    }

    private static async Task Say(IPage page, string platform, string words)
    {
        await page.Locator($"#{platform}").GetByRole(AriaRole.Tab).First.ClickAsync();
        await page.Locator($"#{platform} textarea").FillAsync(words);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>What stands beside or under a label.</summary>
    private static string Fact(string words, string label)
    {
        var lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var at = Array.IndexOf(lines, label);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{label} in:\n{words}");
        return lines[at + 1];
    }

    /// <summary>Presses a key until something is so, as somebody does who cannot point.</summary>
    private static async Task Press(IPage page, string key, string until)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>(until))
            {
                return;
            }
        }

        Assert.Fail($"60 times {key} and not yet: {until}");
    }

    /// <summary>The report in both panes; with <c>UPDATE_PICTURES=1</c> it becomes the README's picture.</summary>
    private static async Task Chase(IPage page)
    {
        var file = await Chromium.Picture(page, "chase");
        if (Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "1")
        {
            File.Copy(file, Repository.At("docs", "chase.png"), overwrite: true);
        }
    }
}
