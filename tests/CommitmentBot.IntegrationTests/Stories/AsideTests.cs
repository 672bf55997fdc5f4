using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Answers that only the asker should see: aside in the channel where the platform can do that, in private where it cannot.</summary>
public sealed class AsideTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_asker_alone_sees_the_answer_and_its_buttons_work(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {Dates.InFull(forum.Today.PlusDays(30))}");
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "Yes, record it", "Yes, record it");
        var before = forum.Transcript.Changes;

        await forum.Say(World.Sarah, Slack, "my commitments");

        var aside = forum.Since(before).ShouldHaveSingleItem();
        (aside.Channel, aside.OnlyFor, aside.Thread).ShouldBe((World.SlackChannel, World.Sarah.Key, null), "what was said has no thread yet");
        before = forum.Transcript.Changes;
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "What you have promised", "Show C-1");
        forum.Since(before).ShouldHaveSingleItem().OnlyFor.ShouldBe(World.Sarah.Key);
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "winter bed plan", "At risk");
        await forum.Submit(World.Sarah, ("words", "two planners are away"));
        forum.Said(Slack, World.SlackChannel).ShouldContain(it => it.OnlyFor == null && it.Says("two planners are away"));

        // In a thread, in that thread; also to somebody who says something there for the first time.
        await forum.Say(World.Priya, Slack, "done C-1", forum.Latest(Slack, World.SlackChannel, "two planners are away").Thread);
        forum.Latest(Slack, World.SlackChannel, "Only the owner").ShouldSatisfyAllConditions(
            it => it.OnlyFor.ShouldBe(World.Priya.Key), it => it.Thread.ShouldNotBeNull());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_not_shown_aside_goes_to_the_private_chat_and_what_may_have_been_is_not_said_twice(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);

        forum.Faults.Add(new Fault.Cut("chat.postEphemeral", AfterWork: false));
        await forum.Say(World.Priya, Slack, "forum policy light");
        forum.Said(Slack, World.SlackChannel).ShouldNotContain(it => it.Says("Only a chair"));
        await using (var db = forum.Register.Open())
        {
            (await db.Outbox.SingleAsync(it => it.State == OutboxState.NotConfirmed, Stop)).Attempts.ShouldBe(1);
        }

        // The next thing for her alone says it too.
        await forum.Say(World.Priya, Slack, "my commitments");
        forum.Said(Slack, World.SlackChannel).Where(it => it.Says("Only a chair")).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(it => it.OnlyFor.ShouldBe(World.Priya.Key), it => it.Says("I could not tell whether this reached you before:").ShouldBeTrue());

        foreach (var fault in (Fault[])[new Fault.Refuse("chat.postEphemeral", "user_not_in_channel"), new Fault.TooMany("chat.postEphemeral", TimeSpan.FromMinutes(5))])
        {
            forum.Faults.Add(fault);
            var before = forum.Transcript.Changes;
            await forum.Say(World.Sarah, Slack, "what am I owed");
            forum.Since(before).ShouldHaveSingleItem().Channel.ShouldBe(World.Sarah.SlackDirect);
        }
    }
}
