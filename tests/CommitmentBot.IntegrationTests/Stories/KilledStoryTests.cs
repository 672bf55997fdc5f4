using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>The story once more, with the program killed at fifty random points of it: nothing is lost, and nothing happens twice.</summary>
public sealed class KilledOnSqliteTests(Databases databases)
{
    [Fact]
    public Task Fifty_kills_lose_and_repeat_nothing() => KilledStoryTests.Tell(databases, DatabaseKind.Sqlite);
}

/// <summary>The same on PostgreSQL; a class of its own, so that both run at once.</summary>
public sealed class KilledOnPostgreSqlTests(Databases databases)
{
    [Fact]
    public Task Fifty_kills_lose_and_repeat_nothing() => KilledStoryTests.Tell(databases, DatabaseKind.PostgreSql);
}

internal static class KilledStoryTests
{
    private const int KillsEach = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task Tell(Databases databases, DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        await using var database = await databases.New(kind);
        await using var story = await KilledStory.Start(database, seed);
        var calendar = new WorkingCalendar([]);
        var due = calendar.OnOrAfter(SystemToday().PlusDays(14));

        await story.Until(
            db => db.Outbox.AnyAsync(it => it.Body.Contains("you speak for EBC") && it.SettledAt != null, Stop),
            () => story.Stage.Say(World.Tom, PlatformName.Teams, direct: false, $"@{World.BotName} I speak for EBC", cancellationToken: Stop), KillsEach);
        await story.Until(
            db => db.Drafts.AnyAsync(Stop),
            () => story.Stage.Say(World.Sarah, PlatformName.Slack, direct: false, $"@{World.BotName} I'll send the winter bed plan to EBC by {Dates.InFull(due)}", cancellationToken: Stop),
            KillsEach);
        await story.Until(db => db.Commitments.AnyAsync(Stop), () => Click(story, "Yes, record it", World.SlackChannel), KillsEach);
        await story.Until(
            db => Happened(db, "at-risk"),
            () => story.Stage.Say(World.Sarah, PlatformName.Slack, direct: true, "at risk C-1 two planners are away", cancellationToken: Stop), KillsEach);
        foreach (var (step, day) in new[]
        {
            (LadderStep.Due, due), (LadderStep.AskAccount, calendar.Plus(due, 1)), (LadderStep.SecondAsk, calendar.Plus(due, 3)),
            (LadderStep.FirstAccount, calendar.Plus(due, 4)), (LadderStep.Report, calendar.Plus(due, 5)),
        })
        {
            await story.Until(
                db => db.Steps.AnyAsync(it => it.Step == step && it.SettledAt != null, Stop), () => story.MoveTo(day), KillsEach);
        }

        await story.Until(
            db => Happened(db, "done"),
            () => story.Stage.Say(World.Sarah, PlatformName.Slack, direct: true, "done C-1 https://northmere.nhs.example/plan", cancellationToken: Stop), KillsEach);
        await story.Until(
            db => Happened(db, "confirmed"),
            () => story.Stage.Say(World.Tom, PlatformName.Teams, direct: true, "confirm C-1, it helped partly", cancellationToken: Stop), KillsEach);
        await story.Until(
            db => db.Outbox.AnyAsync(it => it.Body.Contains("Summary for") && it.SettledAt != null, Stop),
            () => story.Stage.Say(World.Margaret, PlatformName.Slack, direct: false, $"@{World.BotName} summary", cancellationToken: Stop), KillsEach + 2);

        story.Kills.ShouldBeGreaterThanOrEqualTo(50);
        await using var db = story.Register.Open();
        await Check(story, db);
    }

    private static async Task Check(KilledStory story, RegisterDb db)
    {
        // One commitment, each move once, in order, and the chain whole.
        var row = await db.Commitments.SingleAsync(Stop);
        (await db.Events.Where(it => it.CommitmentId != null).OrderBy(it => it.Sequence).Select(it => it.Kind).ToListAsync(Stop)).ShouldBe(["recorded", "at-risk", "done", "confirmed"]);
        (await EventLog.Verify(db, new ForumId(row.ForumId), Stop)).ShouldBeOfType<ChainVerdict.Whole>();

        // Every step of the ladder once, and taken.
        var steps = await db.Steps.ToListAsync(Stop);
        steps.Select(it => it.Step).ShouldBe(
            [LadderStep.Due, LadderStep.AskAccount, LadderStep.SecondAsk, LadderStep.FirstAccount, LadderStep.Report], ignoreOrder: true);
        steps.ShouldAllBe(it => it.Outcome == StepOutcome.Accepted || it.Outcome == StepOutcome.NotConfirmed);

        // Every message that was to be sent has either arrived, once, or stands as not confirmed; nothing is dead or still waits.
        var rows = await db.Outbox.Where(it => it.Kind != OutboxKind.Update).ToListAsync(Stop);
        rows.ShouldAllBe(it => it.State == OutboxState.Sent || it.State == OutboxState.NotConfirmed);
        rows.Where(it => it.State == OutboxState.NotConfirmed).ShouldAllBe(it => it.Place!.Platform == PlatformName.Teams);
        var posted = story.Transcript.Messages.Where(it => it.From is null && it.OnlyFor is null).ToList();

        // What Slack shows to one person alone has no id there.
        rows.Where(it => it is { State: OutboxState.Sent, PostedId: null })
            .ShouldAllBe(it => it.Kind == OutboxKind.Private && it.Place!.Platform == PlatformName.Slack && it.Place.Kind == ConversationKind.Channel);
        var known = rows.Where(it => it.State == OutboxState.Sent).Select(it => it.PostedId).OfType<string>().ToList();
        known.ShouldBeUnique();
        known.ShouldBeSubsetOf(posted.Select(it => it.Id));
        var unknown = posted.Where(it => !known.Contains(it.Id)).ToList();
        unknown.ShouldAllBe(it => it.Platform == PlatformName.Teams);
        foreach (var channel in unknown.GroupBy(it => it.Channel))
        {
            channel.Count().ShouldBeLessThanOrEqualTo(rows.Count(it => it.State == OutboxState.NotConfirmed && it.Place!.Channel == channel.Key), channel.Key);
        }
    }

    private static Task<Delivered> Click(KilledStory story, string label, string channel)
    {
        var message = story.Transcript.Messages.LastOrDefault(it => it.Channel == channel && it.From is null && it.Says(label));
        return message is null
            ? Task.FromResult(new Delivered(false, null, 0, "", "The card is not there yet."))
            : story.Stage.Click(World.Sarah, message, label, cancellationToken: Stop);
    }

    private static Task<bool> Happened(RegisterDb db, string kind) => db.Events.AnyAsync(it => it.Kind == kind, Stop);

    private static LocalDate SystemToday() =>
        Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(Timekeeper.Zone).Date;
}
