using System.Text;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A commitment's date in one's own calendar: a file where the platform takes one from a bot, else a link.</summary>
public sealed class CalendarTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Wording = "Send the “bed plan”, 2nd part; with Zoë's façade figures – naïve, résumé and coöperation – to everybody who asked for them in writing";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_file_is_iCalendar_and_the_next_one_takes_its_place(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = forum.Today.PlusDays(30);
        await forum.Say(World.Sarah, Slack, $"I'll send the bed plan by {Dates.InFull(due)}");
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "Yes, record it", "Change");
        await forum.Submit(World.Sarah, ("wording", Wording));

        await forum.Say(World.Sarah, Slack, "calendar C-1");
        var (file, first) = await Entry(forum);

        file.Name.ShouldBe("C-1.ics");
        var lines = file.Text.Split("\r\n");
        lines[^1].ShouldBeEmpty("every line ends in CR LF");
        lines.ShouldAllBe(line => !line.Contains('\n', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(line) <= 75);
        lines.ShouldContain("METHOD:PUBLISH");
        lines.ShouldContain($"DTSTART;VALUE=DATE:{due:yyyyMMdd}");
        lines.ShouldContain($"DTEND;VALUE=DATE:{due.PlusDays(1):yyyyMMdd}");
        lines.ShouldContain("STATUS:CONFIRMED");
        lines.ShouldContain("TRANSP:TRANSPARENT");
        lines.ShouldContain(line => line.StartsWith("DTSTAMP:", StringComparison.Ordinal) && line.EndsWith('Z'));
        first.Summary.ShouldBe($"C-1 {Wording}");
        first.Description!.ShouldContain("Sarah Ali (NHT) promised this");

        // Another date, and then no promise any more.
        await forum.Whisper(World.Sarah, Slack, $"move C-1 to {Dates.InFull(due.PlusDays(7))} because the board moved");
        await forum.Say(World.Margaret, PlatformName.Teams, "agree C-1");
        await forum.Whisper(World.Sarah, Slack, "calendar C-1");
        var (_, second) = await Entry(forum);
        (second.Uid, second.DtStart!.Value.Day).ShouldBe((first.Uid, due.PlusDays(7).Day));
        second.Sequence.ShouldBeGreaterThan(first.Sequence);
        await forum.Say(World.Margaret, PlatformName.Teams, "release C-1 because the need has gone");
        await forum.Whisper(World.Sarah, Slack, "calendar C-1");
        (await Entry(forum)).Entry.Status.ShouldBe(EventStatus.Cancelled);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Where_a_bot_cannot_hand_over_a_file_it_says_so_and_gives_a_link(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Tom, PlatformName.Teams, $"I'll open the step-down flats by {Dates.InFull(forum.Today.PlusDays(30))}");
        await forum.Click(World.Tom, PlatformName.Teams, World.TeamsChannel, "Yes, record it", "Yes, record it");

        await forum.Whisper(World.Tom, PlatformName.Teams, "calendar C-1");

        var said = forum.Latest(PlatformName.Teams, World.Tom.TeamsDirect, "I cannot hand you a file here", "Outlook on the web");
        said.Body!.ToJsonString().ShouldContain("https://outlook.office.com/calendar/action/compose?subject=C-1%20");

        // Only to those who may see it: members of the forum, until they leave its channels.
        await forum.Stage.Leave(World.Priya, Slack, Stop);
        await forum.Quiet();
        await forum.Whisper(World.Priya, Slack, "calendar C-1");
        forum.Latest(Slack, World.Priya.SlackDirect, "no such commitment that you can see");
    }

    // What was written last into the outbox with a file: the stand-in Slack takes none.
    private static async Task<(Attachment File, CalendarEvent Entry)> Entry(Rehearsed forum)
    {
        await using var db = forum.Register.Open();
        var bodies = await db.Outbox.AsNoTracking().OrderByDescending(it => it.Sequence).Select(it => it.Body).ToListAsync(Stop);
        var file = bodies.Select(MessageJson.Read).First(it => it.File is not null).File!;
        return (file, Calendar.Load(file.Text)!.Events.ShouldHaveSingleItem());
    }
}
