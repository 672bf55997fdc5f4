using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>The main job, end to end: real requests in through both adapters, what the stand-in platforms received out.</summary>
public sealed class PlaceForumTests(Databases databases)
{
    private static readonly WorkingCalendar Calendar = new([]);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_promise_is_followed_from_Slack_to_a_council_in_Teams_until_the_chairs_summary(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Calendar.OnOrAfter(forum.Today.PlusDays(14));

        // The council's director makes himself known, once.
        await forum.Say(World.Tom, PlatformName.Teams, "I speak for EBC");

        // The promise, said in Slack. Nothing is recorded before the owner's yes, and only the owner's tap counts.
        await forum.Say(World.Sarah, PlatformName.Slack, $"I'll send the winter bed plan to EBC by {Dates.InFull(due)}");
        forum.Latest(PlatformName.Slack, World.SlackChannel, "Yes, record it", Dates.InFull(due), "EBC");
        (await Events(forum)).ShouldBeEmpty();
        await forum.Click(World.Priya, PlatformName.Slack, World.SlackChannel, "winter bed plan", "Yes, record it");
        (await Events(forum)).ShouldBeEmpty();
        await forum.Click(World.Sarah, PlatformName.Slack, World.SlackChannel, "winter bed plan", "Yes, record it");
        forum.Latest(PlatformName.Slack, World.SlackChannel, "C-1", "Sarah Ali", "NHT");
        forum.Latest(PlatformName.Teams, World.TeamsChannel, "C-1", "EBC", Dates.InFull(due));

        // The ladder: each step in private, to Sarah alone, on its working day.
        var steps = new (LocalDate Day, string Words)[]
        {
            (Calendar.Plus(due, -3), "Is it on track?"),
            (due, "is due today"),
            (Calendar.Plus(due, 1), "I have not heard how it went"),
            (Calendar.Plus(due, 3), "the facilitator can help"),
            (Calendar.Plus(due, 4), "You have the first word"),
        };
        foreach (var (day, words) in steps)
        {
            await forum.MoveTo(day, 8);
            var before = forum.Transcript.Changes;
            await forum.MoveTo(day, 10);
            forum.Since(before).Where(it => it.Channel != World.Margaret.TeamsDirect && it.Channel != World.Margaret.SlackDirect && it.Channel != World.Grace.TeamsDirect)
                .ShouldAllBe(it => it.Channel == World.Sarah.SlackDirect);
            forum.Since(before).Count(it => it.Channel == World.Sarah.SlackDirect && it.Says(words)).ShouldBe(1, words);
        }

        // Right of first account: the very line is shown, and she gives her five lines.
        forum.Latest(PlatformName.Slack, World.Sarah.SlackDirect, "You have the first word", "Account awaited");
        await forum.Click(World.Sarah, PlatformName.Slack, World.Sarah.SlackDirect, "You have the first word", "Give my account");
        (await forum.Submit(World.Sarah, ("said", "The plan by Friday"), ("did", "Five of six wards are planned"), ("why", "Two planners were moved"),
            ("needed", "The council can start with five wards"), ("next", "All six within a week"), ("cause", "Capacity"))).Taken.ShouldBeTrue();

        // The report, in both channels, with her words, one message in each.
        await forum.MoveTo(Calendar.Plus(due, 5), 8);
        var beforeReport = forum.Transcript.Changes;
        await forum.MoveTo(Calendar.Plus(due, 5), 10);
        foreach (var (platform, channel) in new[] { (PlatformName.Slack, World.SlackChannel), (PlatformName.Teams, World.TeamsChannel) })
        {
            var reports = forum.Since(beforeReport).Where(it => it.Channel == channel && it.Says("not done by their date")).ToList();
            reports.Count.ShouldBe(1, platform);
            reports[0].Says("Two planners were moved").ShouldBeTrue();
            reports[0].Says("All six within a week").ShouldBeTrue();
            reports[0].Says("Account awaited").ShouldBeFalse();
        }

        // A late delivery, and the promisee's yes.
        await forum.MoveTo(Calendar.Plus(due, 8), 11);
        await forum.Whisper(World.Sarah, PlatformName.Slack, "done C-1 https://northmere.nhs.example/plan");
        forum.Latest(PlatformName.Teams, World.Tom.TeamsDirect, "Was it what was promised?");
        await forum.Click(World.Tom, PlatformName.Teams, World.Tom.TeamsDirect, "C-1", "Yes, and it helped");
        forum.Latest(PlatformName.Slack, World.SlackChannel, "C-1", "Kept late", "confirmed");
        forum.Latest(PlatformName.Slack, World.Sarah.SlackDirect, "Thank you for keeping it");

        // The chair's summary, with the right figures.
        var beforeSummary = forum.Transcript.Changes;
        await forum.Say(World.Margaret, PlatformName.Teams, $"summary since {Dates.InFull(due.PlusMonths(-1))} by organisation");
        var summary = forum.Since(beforeSummary).Single(it => it.Channel == World.TeamsChannel);
        summary.Says("0 of 1").ShouldBeTrue(summary.Visible);
        summary.Says("NHT").ShouldBeTrue(summary.Visible);

        var it = await Commitment(forum, 1);
        it.State.ShouldBe(CommitmentState.Kept);
        it.Confirmed.ShouldBe(true);
        it.Helped.ShouldBe(Helped.Yes);
        it.Account!.Cause.ShouldBe(Cause.Capacity);
        await using var db = forum.Register.Open();
        (await EventLog.Verify(db, it.Forum, TestContext.Current.CancellationToken)).ShouldBeOfType<ChainVerdict.Whole>();
        (await db.Steps.Select(step => step.Step).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(
            [LadderStep.HeadsUp, LadderStep.Due, LadderStep.AskAccount, LadderStep.SecondAsk, LadderStep.FirstAccount, LadderStep.Report], ignoreOrder: true);
        forum.KeepCalls($"story-{kind}");
    }

    private static async Task<List<Guid>> Events(Rehearsed forum)
    {
        await using var db = forum.Register.Open();
        return await db.Events.Where(it => it.CommitmentId != null).Select(it => it.CommitmentId!.Value)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Commitment> Commitment(Rehearsed forum, int number)
    {
        await using var db = forum.Register.Open();
        var row = await db.Commitments.SingleAsync(it => it.Number == number, TestContext.Current.CancellationToken);
        return await EventLog.Load(db, new CommitmentId(row.Id), TestContext.Current.CancellationToken);
    }
}
