using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What nobody can say of whether it arrived: never said twice, and never lost without a word.</summary>
public sealed class NotConfirmedTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_private_message_joins_the_next_one_and_a_channels_the_chairs_digest(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);

        // As short a lease as leaves a busy machine time to answer: else more than what is lost here would be in doubt.
        await using var forum = await Rehearsed.Start(database, "--Delivery:Answer=00:00:05", "--Delivery:Lease=00:00:07");
        var due = Dates.InFull(forum.Today.PlusDays(30));
        await forum.Say(World.Tom, PlatformName.Teams, "I speak for EBC");
        await forum.Say(World.Grace, PlatformName.Teams, "I speak for HVA");

        // The answer to a question of Tom's in private is lost on its way; then one in the channel.
        await forum.Whisper(World.Tom, PlatformName.Teams, "help");
        forum.Faults.Add(new Fault.Cut("activities.post", AfterWork: false));
        await forum.Whisper(World.Tom, PlatformName.Teams, "what am I owed");
        forum.Faults.Add(new Fault.Cut("activities.post", AfterWork: false));
        await forum.Say(World.Margaret, PlatformName.Teams, "forum policy active");

        await using (var db = forum.Register.Open())
        {
            (await db.Outbox.CountAsync(it => it.State == OutboxState.NotConfirmed, Stop)).ShouldBe(2);
        }

        await forum.Say(World.Sarah, PlatformName.Slack, $"@{World.Tom.Name} to open the step-down flats by {due}");
        forum.Latest(PlatformName.Teams, World.Tom.TeamsDirect, "proposes this to you", "I could not tell whether this reached you before:", "Nothing is open that was promised to you");
        forum.Said(PlatformName.Teams, World.Tom.TeamsDirect).Count(it => it.Says("Nothing is open that was promised to you")).ShouldBe(1);
        await forum.MoveTo(forum.Today.PlusDays(8));
        forum.Said(PlatformName.Teams, World.Margaret.TeamsDirect).ShouldContain(it =>
            it.Says("I could not tell whether this arrived, and do not say it twice: 1") && it.Says("is now active"));

        // Said once in each place, and never again by itself.
        forum.Said(PlatformName.Teams, World.Tom.TeamsDirect).Count(it => it.Says("Nothing is open that was promised to you"))
            .ShouldBeLessThanOrEqualTo(1);
        forum.Said(PlatformName.Teams, World.TeamsChannel).ShouldNotContain(it => it.Says("is now active"));
    }
}
