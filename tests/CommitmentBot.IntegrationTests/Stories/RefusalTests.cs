using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A refusal concerns the smallest thing it can, and never makes public what was meant for one person.</summary>
public sealed class RefusalTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Teams = PlatformName.Teams;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_thread_refuses_stands_once_at_the_channels_root_and_the_channel_stays_the_forums(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));

        forum.Faults.Add(new Fault.Refuse("chat.postMessage", "restricted_action_thread_locked") { In = "thread_ts" });
        await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {due}");
        forum.Faults.Add(new Fault.Refuse("activities.post", "ConversationNotFound", 404) { In = World.TeamsChannel });
        await forum.Say(World.Tom, Teams, $"I'll open the step-down flats by {due}");

        forum.Said(Slack, World.SlackChannel).Where(it => it.Says("winter bed plan")).ShouldHaveSingleItem().Thread.ShouldBeNull();
        forum.Said(Teams, World.TeamsChannel).Where(it => it.Says("step-down flats")).ShouldHaveSingleItem().Thread.ShouldBeNull();
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "winter bed plan", "Yes, record it");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "step-down flats", "Yes, record it");
        (await forum.Count(db => db.Commitments)).ShouldBe(2);
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(0);
        ToTheChair(forum, "I could not post this").ShouldBeEmpty("it was posted");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_a_channel_that_the_bot_is_not_in_the_chair_hears_once_and_a_message_from_there_heals_it(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));

        forum.Faults.Add(new Fault.Refuse("chat.postMessage", "not_in_channel") { In = World.SlackChannel });
        await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {due}");

        var told = ToTheChair(forum, "I could not post this").ShouldHaveSingleItem();
        told.Says("Slack says that I am not in that channel").ShouldBeTrue(told.Visible);
        told.Says("winter bed plan").ShouldBeTrue(told.Visible);
        told.Says("Yes, record it").ShouldBeFalse("the answer is somebody else's");
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(1);

        await forum.Say(World.Priya, Slack, "forum name A second forum");

        (await forum.Count(db => db.Forums)).ShouldBe(1);
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(0);
        await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {due}");
        forum.Latest(Slack, World.SlackChannel, "winter bed plan");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_channel_does_not_take_for_another_reason_is_told_too_and_marks_nothing_gone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);

        forum.Faults.Add(new Fault.Refuse("chat.postMessage", "restricted_action_read_only_channel") { In = World.SlackChannel });
        await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {Dates.InFull(forum.Today.PlusDays(30))}");

        ToTheChair(forum, "I could not post this").ShouldHaveSingleItem().Says("restricted_action_read_only_channel").ShouldBeTrue();
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_refused_private_message_goes_to_the_chat_opened_anew_and_reminders_stay_private(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = DueDay(forum);
        await Promise(forum, due);

        var opened = forum.Transcript.Calls.Count(it => it.Method == "conversations.create");

        forum.Faults.Add(new Fault.Refuse("activities.post", "ConversationNotFound", 404) { In = World.Tom.TeamsDirect });
        await forum.Whisper(World.Tom, Teams, "my commitments");
        Listed(forum).ShouldHaveSingleItem();
        forum.Transcript.Calls.Count(it => it.Method == "conversations.create").ShouldBe(opened + 1);

        await forum.MoveTo(due);

        forum.Latest(Teams, World.Tom.TeamsDirect, "is due today");
        Asked(forum).ShouldBeEmpty();
        (await Tom(forum)).ShouldSatisfyAllConditions(
            it => it.Reachable.ShouldBe(ReachableBy.PrivateMessage), it => it.RefusedOn.ShouldBeNull());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_refused_twice_on_one_day_waits_for_another_and_comes_with_the_next_that_arrives(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = DueDay(forum);
        await Promise(forum, due);

        await RefusedTwice(forum);
        Listed(forum).ShouldBeEmpty();
        (await Tom(forum)).ShouldSatisfyAllConditions(
            it => it.Reachable.ShouldBe(ReachableBy.PrivateMessage), it => it.RefusedOn.ShouldBe(forum.Today));

        await forum.MoveTo(due);
        await forum.Quiet();

        forum.Latest(Teams, World.Tom.TeamsDirect, "is due today");
        Listed(forum).ShouldHaveSingleItem();
        Asked(forum).ShouldBeEmpty();
        (await Tom(forum)).RefusedOn.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_writes_gets_what_waited_at_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await Promise(forum, DueDay(forum));
        await RefusedTwice(forum);

        await forum.Whisper(World.Tom, Teams, "help");

        Listed(forum).ShouldHaveSingleItem();
        (await Tom(forum)).RefusedOn.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Refused_on_two_days_a_reminder_comes_in_the_commitments_thread(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = DueDay(forum);
        await Promise(forum, due);
        await RefusedTwice(forum);
        Asked(forum).ShouldBeEmpty();

        forum.Faults.Add(new Fault.Refuse("activities.post", "ConversationNotFound", 404) { In = World.Tom.TeamsDirect });
        await forum.MoveTo(due);

        Asked(forum).ShouldNotBeEmpty();
        (await Tom(forum)).Reachable.ShouldBe(ReachableBy.ChannelOnly);
        (await forum.Count(db => db.Outbox.Where(it => it.SettledAt == null))).ShouldBe(0, "nothing waits for a chat that is not there");
        await forum.Whisper(World.Tom, Teams, "my commitments");
        (await Tom(forum)).Reachable.ShouldBe(ReachableBy.PrivateMessage, "they wrote in private");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task To_whoever_removed_the_app_nothing_is_sent_anywhere_until_they_write_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = DueDay(forum);
        await Promise(forum, due);
        await forum.Stage.RemoveApp(World.Tom, Stop);
        await forum.Quiet();
        (await Tom(forum)).ShouldSatisfyAllConditions(it => it.Reachable.ShouldBe(ReachableBy.RemovedApp), it => it.Private.ShouldBeNull());
        var before = forum.Transcript.Changes;

        await forum.Say(World.Sarah, Slack, $"@{World.Tom.Name} to share the housing list by {Dates.InFull(due)}");
        await forum.MoveTo(due.PlusDays(14));

        forum.Since(before).ShouldNotContain(it => it.Channel == World.Tom.TeamsDirect);
        Asked(forum).ShouldBeEmpty();
        ToTheChair(forum, $"Removed the app: {World.Tom.Name}").ShouldNotBeEmpty();

        await forum.Whisper(World.Tom, Teams, "my commitments");
        Listed(forum).ShouldHaveSingleItem();
        (await Tom(forum)).Reachable.ShouldBe(ReachableBy.PrivateMessage);
    }

    /// <summary>An answer in Tom's private chat is refused, and so is the same in the chat opened anew.</summary>
    private static async Task RefusedTwice(Rehearsed forum)
    {
        forum.Faults.Add(new Fault.Refuse("activities.post", "ConversationNotFound", 404, Times: 2) { In = World.Tom.TeamsDirect });
        await forum.Whisper(World.Tom, Teams, "my commitments");
    }

    private static async Task Promise(Rehearsed forum, LocalDate due)
    {
        await forum.Whisper(World.Tom, Teams, "help");
        await forum.Say(World.Tom, Teams, $"I'll open the step-down flats for NHT by {Dates.InFull(due)}");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "step-down flats", "Yes, record it");
    }

    private static LocalDate DueDay(Rehearsed forum) => new WorkingCalendar([]).OnOrAfter(forum.Today.PlusDays(8));

    private static List<TranscriptMessage> Asked(Rehearsed forum) =>
        [.. forum.Said(Teams, World.TeamsChannel).Where(it => it.Says("Reply here with"))];

    // What “my commitments” is answered with.
    private static List<TranscriptMessage> Listed(Rehearsed forum) =>
        [.. forum.Said(Teams, World.Tom.TeamsDirect).Where(it => it.Says("What you have promised") && it.Says("C-1"))];

    private static List<TranscriptMessage> ToTheChair(Rehearsed forum, string words) =>
        [.. forum.Said(Slack, World.Margaret.SlackDirect).Concat(forum.Said(Teams, World.Margaret.TeamsDirect))
            .Where(it => it.Says(words))];

    private static async Task<IdentityRow> Tom(Rehearsed forum)
    {
        await using var db = forum.Register.Open();
        return await db.Identities.AsNoTracking().SingleAsync(it => it.UserId == World.Tom.TeamsUser, Stop);
    }
}
