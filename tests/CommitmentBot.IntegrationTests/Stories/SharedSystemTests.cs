using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Story;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// The rehearsal's second story, told through both adapters. What each step is to show the story itself looks for, and stops where it does
/// not find it; here stands what must be so in the register, and what nobody may have been shown.
/// </summary>
public sealed class SharedSystemTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_trusts_a_council_a_charity_and_a_guest_see_and_do_what_is_theirs(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var before = forum.Transcript.Changes;

        await forum.Tell(SharedSystemStory.Steps(forum.Today));

        await using var db = forum.Register.Open();
        var board = new ForumId((await db.Forums.SingleAsync(it => it.Name == World.Board.ForumName, Stop)).Id);
        var person = await db.Identities.ToDictionaryAsync(it => it.UserId, it => new PersonId(it.PersonId), Stop);
        var (helen, anil, callum) = (person[World.Helen.TeamsUser!], person[World.Anil.TeamsUser!], person[World.Callum.SlackUser!]);
        // Before she joined her accounts, hers on Teams was a person of its own, and what is in the chain stays.
        var account = await db.Identities.SingleAsync(it => it.UserId == World.Helen.TeamsUser, Stop);
        var helenOnTeams = new PersonId(account.OwnPersonId!.Value);
        var (dilys, frank) = (person[World.Dilys.SlackUser!], person[World.Frank.TeamsUser!]);
        var organisation = await db.Organisations.Where(it => it.SystemId == board.Value)
            .ToDictionaryAsync(it => it.ShortName, it => new OrganisationId(it.Id), Stop);
        var events = (await EventLog.OfForum(db, board, 500, Stop)).Select(it => (it.By, Fact: it.ReadForumEvent()!)).Reverse().ToList();

        // Two channels, four organisations of this forum's own system, with what was typed of them.
        (await db.ForumChannels.Where(it => it.ForumId == board.Value).Select(it => it.Place.Channel).ToListAsync(Stop))
            .ShouldBe([World.Board.TeamsChannel, World.Board.SlackChannel], ignoreOrder: true);
        organisation.Keys.ShouldBe(["NHT", "SMH", "EBC", "HVA"], ignoreOrder: true);
        var trust = await db.Organisations.SingleAsync(it => it.Id == organisation["NHT"].Value, Stop);
        (trust.Kind, trust.OdsCode).ShouldBe(("acute trust", "RX1"));
        trust.Places.ShouldBe(["Northmere", "Eastborough"]);
        trust.EmailDomains.ShouldBe(["northmere.nhs.example", "nhs.example"]);

        // The guest, the charity's director from elsewhere and the stranger took no seat, and nobody but a chair gave one.
        events.Where(it => it.Fact is ForumEvent.Seated).ShouldBe(
            [(helenOnTeams, new ForumEvent.Seated(helenOnTeams, ForumSeat.Chair)), (helen, new ForumEvent.Seated(anil, ForumSeat.Chair))]);

        // Each organisation as somebody vouched for it: Anil's address and his word, Helen's word for Dilys; Frank's word is only a claim.
        events.Where(it => it.Fact is ForumEvent.AffiliationSet).ShouldBe(
        [
            (anil, new ForumEvent.AffiliationSet(anil, organisation["SMH"], null)),
            (helenOnTeams, new ForumEvent.AffiliationSet(dilys, organisation["HVA"], null)),
        ]);
        events.Where(it => it.Fact is ForumEvent.AffiliationClaimed).Select(it => it.By).ShouldBe([dilys, frank]);

        // The rota: promised for one trust, confirmed by the council's director for the council, and not by who only claims to be of it.
        var rota = await Commitment(db, board, 1);
        (rota.Owner, rota.OwnerOrganisation, rota.State).ShouldBe((anil, organisation["SMH"], CommitmentState.Kept));
        (rota.Confirmed, rota.ConfirmedWithin).ShouldBe((true, false));
        (await ConfirmedBy(db, rota)).ShouldBe((callum, organisation["EBC"]));

        // The chair's own promise, made on Slack, is one person's on Teams as well: the other chair confirmed it.
        person[World.Helen.SlackUser!].ShouldBe(helen);
        var terms = await Commitment(db, board, 3);
        (terms.Owner, terms.Promisee, terms.State).ShouldBe((helen, new Promisee.ToForum(), CommitmentState.Kept));
        (await ConfirmedBy(db, terms)).By.ShouldBe(anil);

        // The list of volunteers was promised on a mere claim, and has passed to the council's director.
        var volunteers = await Commitment(db, board, 2);
        (volunteers.Owner, volunteers.OwnerOrganisation, volunteers.State).ShouldBe((callum, organisation["EBC"], CommitmentState.Active));
        var history = await EventLog.History(db, volunteers.Id, Stop);
        history.Select(it => it.Fact.GetType()).ShouldBe(
            [typeof(CommitmentEvent.Recorded), typeof(CommitmentEvent.HandoverOffered), typeof(CommitmentEvent.HandoverAccepted)]);
        history.Select(it => (it.By, it.Organisation)).ShouldBe(
            [(dilys, null), (helen, organisation["NHT"]), (callum, organisation["EBC"])]);
        events.ShouldContain((null, new ForumEvent.Departed(dilys, DepartureReason.LeftTheChannels)));

        // A refusal is for the one it concerns; a stranger gets one sentence, and the other forum hears of nothing.
        var said = forum.Since(before);
        said.Where(it => it.Says("Only a chair can") || it.Says("can confirm that")).Select(it => it.Channel)
            .ShouldBe([World.Frank.TeamsDirect, World.Frank.TeamsDirect, World.Helen.TeamsDirect]);
        said.Where(it => it.Channel == World.Edith.TeamsDirect).ShouldHaveSingleItem().Says("rota").ShouldBeFalse();
        said.Where(it => it.Channel == World.PlaceForum.TeamsChannel || it.Channel == World.PlaceForum.SlackChannel).ShouldBeEmpty();
        (await db.Events.CountAsync(it => it.ForumId != board.Value && it.CommitmentId != null, Stop)).ShouldBe(0);

        (await EventLog.Verify(db, board, Stop)).ShouldBeOfType<ChainVerdict.Whole>();
        forum.KeepCalls($"shared-{kind}");
    }

    private static async Task<Commitment> Commitment(RegisterDb db, ForumId forum, int number)
    {
        var row = await db.Commitments.SingleAsync(it => it.ForumId == forum.Value && it.Number == number, Stop);
        return await EventLog.Load(db, new CommitmentId(row.Id), Stop);
    }

    private static async Task<(PersonId? By, OrganisationId? For)> ConfirmedBy(RegisterDb db, Commitment it) =>
        (await EventLog.History(db, it.Id, Stop)).Where(happened => happened.Fact is CommitmentEvent.Confirmed)
            .Select(happened => (happened.By, happened.Organisation)).ShouldHaveSingleItem();
}
