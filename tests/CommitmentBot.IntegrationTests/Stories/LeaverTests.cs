using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What somebody who has left had promised: the chair, who was asked who takes it over, hears what comes of it.</summary>
public sealed class LeaverTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chair_who_hands_over_what_a_leaver_had_promised_hears_the_no_and_the_yes(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));
        await forum.Say(World.Sarah, PlatformName.Slack, $"I'll send the winter bed plan to EBC by {due}");
        await forum.Click(World.Sarah, PlatformName.Slack, World.SlackChannel, "winter bed plan", "Yes, record it");
        await forum.Stage.Leave(World.Sarah, PlatformName.Slack, TestContext.Current.CancellationToken);
        await forum.Quiet();
        forum.Latest(PlatformName.Teams, World.Margaret.TeamsDirect, "Who takes it over?", "C-1");

        await forum.Whisper(World.Margaret, PlatformName.Teams, $"hand over C-1 to {World.Priya.Name} because Sarah has left");
        await forum.Whisper(World.Priya, PlatformName.Slack, "decline C-1 because my list is full");
        forum.Latest(
            PlatformName.Teams, World.Margaret.TeamsDirect, "Dr Priya Nair does not take over C-1", "my list is full",
            "Sarah Ali has left");

        await forum.Whisper(World.Margaret, PlatformName.Teams, $"hand over C-1 to {World.Grace.Name} because Sarah has left");
        await forum.Click(World.Grace, PlatformName.Teams, World.Grace.TeamsDirect, "C-1", "Take it on");
        forum.Latest(PlatformName.Teams, World.Margaret.TeamsDirect, "Grace Okafor has taken over C-1");
        forum.Find(PlatformName.Slack, World.Sarah.SlackDirect, "taken over").ShouldBeNull();
    }
}
