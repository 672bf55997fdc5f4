using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.People;
using CommitmentBot.Rehearsal;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What becomes of a forum when its channel goes, comes back, or is shared no more.</summary>
public sealed class TeamsHappeningTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_comes_back_and_a_tenant_that_lost_sight_of_it_takes_its_people_along_and_nobody_else(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Tom, PlatformName.Teams, "I speak for EBC");
        await forum.Say(World.Grace, PlatformName.Teams, "I speak for HVA");
        await forum.Register.InTransaction(
            async (db, stop) =>
            {
                (await db.Identities.SingleAsync(it => it.UserId == World.Grace.TeamsUser, stop)).HomeTenant = "another";
                (await db.ForumChannels.SingleAsync(it => it.Place.Channel == World.TeamsChannel, stop)).Gone = true;
            },
            Stop);
        var members = await forum.Count(db => db.ChannelMembers);

        await Note(new TurnContent.PlaceReturned());
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(0);

        await Note(new TurnContent.TenantLeft("another"));
        (await forum.Count(db => db.ChannelMembers)).ShouldBe(members - 1);
        (await forum.Count(db => db.ChannelMembers.Where(it => it.UserId == World.Grace.TeamsUser))).ShouldBe(0);

        Task Note(TurnContent.Happening happening) => forum.Register.InTransaction(
            async (db, stop) =>
            {
                var place = new ConversationRef(PlatformName.Teams, World.TeamsTenant, World.TeamsChannel, ConversationKind.Channel);
                var turn = new Turn
                {
                    Keys = [Guid.NewGuid().ToString()],
                    From = new Speaker(new UserRef(PlatformName.Teams, World.Tom.TeamsUser!)),
                    Conversation = place,
                    ReplyTo = place,
                    At = forum.Time.Now,
                    Content = happening,
                };
                await new Happenings(db, turn, new PeopleDirectory(db), forum.Time.Now, "Europe/London").Note(happening, stop);
            },
            Stop);
    }
}
