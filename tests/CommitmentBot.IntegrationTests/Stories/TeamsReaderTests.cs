using System.Text.Json.Nodes;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>One card in a channel, and what each of its readers may do with it.</summary>
public sealed class TeamsReaderTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Owner_promisee_and_others_see_their_own_buttons_and_the_card_itself_is_right_for_everybody(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = new WorkingCalendar([]).OnOrAfter(forum.Today.PlusDays(14));
        await forum.Say(World.Grace, PlatformName.Teams, "I speak for HVA");
        await forum.Say(World.Tom, PlatformName.Teams, $"I'll send the ward list to HVA by {Dates.InFull(due)}");
        await forum.Click(World.Tom, PlatformName.Teams, World.TeamsChannel, "ward list", "Yes, record it");

        (await Buttons(World.Tom)).ShouldBe(["Done", "At risk", "New date", "Cannot"]);
        (await Buttons(World.Grace)).ShouldBeEmpty();
        (await Buttons(World.Margaret)).ShouldBeEmpty();

        await forum.Click(World.Tom, PlatformName.Teams, World.TeamsChannel, "ward list", "It is done");
        (await Buttons(World.Tom)).ShouldBeEmpty();
        (await Buttons(World.Grace)).ShouldContain("Not yet");
        (await Buttons(World.Margaret)).ShouldContain("Not yet", "a chair may answer as well");
        Titles(Card().Body!.AsObject()).ShouldContain("Not yet", "the card that everybody gets");

        // Looking is no event, and leaves no trace to make the same look a second one.
        (await forum.Count(db => db.Events.Where(it => it.CommitmentId != null))).ShouldBe(2);
        (await forum.Count(db => db.Inbox.Where(it => it.Key.Contains("look")))).ShouldBe(0);

        async Task<string[]> Buttons(Persona person) =>
            Titles((await forum.Stage.Look(person, Card(), Stop)).ShouldNotBeNull());

        TranscriptMessage Card() => forum.Latest(PlatformName.Teams, World.TeamsChannel, "C-1");
    }

    private static string[] Titles(JsonObject card) =>
        [.. (card["actions"] as JsonArray ?? []).Concat((card["body"] as JsonArray ?? []).SelectMany(it => it!["actions"] as JsonArray ?? []))
            .Select(it => (string?)it!["title"]).OfType<string>()];
}
