using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Promises that nobody told the bot, those it has to ask about, and what it must not keep.</summary>
public sealed class SuggestionTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Teams = PlatformName.Teams;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_promise_told_to_nobody_is_suggested_in_private_only_where_a_chair_wants_it(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var promise = $"I'll send the winter bed plan to EBC by {Dates.InFull(forum.Today.PlusDays(20))}";

        // Off unless a chair turns it on; and only a chair can.
        (await Overheard(forum, World.Sarah, Slack, promise)).ShouldBeEmpty();
        await forum.Say(World.Priya, Slack, "forum suggestions on");
        (await Overheard(forum, World.Sarah, Slack, promise)).ShouldBeEmpty();
        await forum.Say(World.Margaret, Teams, "forum suggestions on");

        // Chatter, requests and promises without a day are left alone.
        (await Overheard(forum, World.Sarah, Slack, "Could somebody send the plan by Friday?")).ShouldBeEmpty();
        (await Overheard(forum, World.Sarah, Slack, "I'll write to the minister about this")).ShouldBeEmpty();

        // In private, with the words; nothing is in the register before the yes, and then its thread has the card.
        var asked = await Overheard(forum, World.Sarah, Slack, promise);
        asked.ShouldContain("Shall I record this?");
        asked.ShouldContain(promise);
        forum.Said(Slack, World.SlackChannel).ShouldNotContain(it => it.Says("Shall I record this"));
        (await forum.Count(db => db.Commitments)).ShouldBe(0);
        await forum.Click(World.Sarah, Slack, World.Sarah.SlackDirect, "Shall I record this?", "Yes, record it");
        (await forum.Count(db => db.Commitments)).ShouldBe(1);
        forum.Latest(Slack, World.SlackChannel, "C-1", "winter bed plan");
        forum.Latest(Teams, World.TeamsChannel, "C-1", "winter bed plan");

        // Never again, by button and by word, and again.
        (await Overheard(forum, World.Priya, Slack, $"We will share the frailty figures by {Dates.InFull(forum.Today.PlusDays(9))}")).ShouldContain("Shall I record this?");
        await forum.Click(World.Priya, Slack, World.Priya.SlackDirect, "Shall I record this?", "Never ask me");
        (await Overheard(forum, World.Priya, Slack, $"We will share the other figures by {Dates.InFull(forum.Today.PlusDays(9))}")).ShouldBeEmpty();
        await forum.Whisper(World.Priya, Slack, "ask me again");
        (await Overheard(forum, World.Priya, Slack, $"We will share more figures by {Dates.InFull(forum.Today.PlusDays(9))}")).ShouldContain("Shall I record this?");
        await forum.Whisper(World.Sarah, Slack, "never ask me");
        (await Overheard(forum, World.Sarah, Slack, promise)).ShouldBeEmpty();
        (await forum.Count(db => db.Commitments)).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_open_is_asked_once_and_may_stay_open(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);

        // No day: it may be left open, and the card says when it is looked at again.
        await forum.Say(World.Sarah, Slack, "I'll write to the minister about the beds soon");
        forum.Latest(Slack, World.SlackChannel, "By which day would “soon” be?");
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "By which day", NoDay(forum));
        forum.Latest(Slack, World.SlackChannel, "C-1", "minister");

        // A hedge: one question, which a yes leaves as it is.
        await forum.Say(World.Tom, Teams, $"I'll look into the step-down flats by {Dates.InFull(forum.Today.PlusDays(9))}");
        forum.Latest(Teams, World.TeamsChannel, "You said “look into”", "leave it as it is");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "look into", "Yes, record it");
        forum.Latest(Teams, World.TeamsChannel, "C-2");

        // Two could be meant: a question, with both to choose from.
        await forum.Say(World.Priya, Slack, "list");
        await forum.Say(World.Margaret, Teams, $"Sarah Ali and Priya Nair to share the frailty figures by {Dates.InFull(forum.Today.PlusDays(9))}");
        forum.Latest(Teams, World.TeamsChannel, "A commitment has one owner", "Sarah Ali", "Priya Nair");
        await forum.Click(World.Margaret, Teams, World.TeamsChannel, "A commitment has one owner", "Dr Priya Nair (RPCN)");
        forum.Latest(Slack, World.Priya.SlackDirect, "proposes this to you", "frailty figures");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nothing_of_a_patient_is_kept(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Margaret, Teams, "forum suggestions on");
        var due = Dates.InFull(forum.Today.PlusDays(9));

        await forum.Say(World.Sarah, Slack, $"I'll ring about 943 476 5919 by {due}");
        forum.Latest(Slack, World.SlackChannel, "looks like an NHS number").OnlyFor.ShouldBe(World.Sarah.Key);
        await forum.Say(World.Tom, Teams, $"I'll arrange the flat for Mary Canary, DOB 12/03/1947, by {due}");
        forum.Latest(Teams, World.Tom.TeamsDirect, "name and date of birth");
        (await Overheard(forum, World.Sarah, Slack, $"I'll ring 943 476 5919 by {due}")).ShouldBeEmpty();

        await using var db = forum.Register.Open();
        var kept = string.Join('\n', [.. db.Outbox.Select(it => it.Body), .. db.Drafts.Select(it => it.Body), .. db.Inbox.Select(it => it.Key), .. db.People.Select(it => it.Name)]);
        kept.ShouldNotContain("943 476");
        kept.ShouldNotContain("Canary");
        kept.ShouldNotContain("1947");
        (await forum.Count(it => it.Events)).ShouldBe(0);
    }

    private static string NoDay(Rehearsed forum) =>
        forum.Latest(Slack, World.SlackChannel, "No day yet").Visible.Split('\n').First(it => it.StartsWith("No day yet", StringComparison.Ordinal));

    // What the bot says, anywhere, to a message that does not mention it.
    private static async Task<string> Overheard(Rehearsed forum, Persona who, string platform, string words)
    {
        var before = forum.Transcript.Changes;
        await forum.Stage.Say(who, platform, direct: false, words, cancellationToken: Stop);
        await forum.Quiet();
        return string.Join('\n', forum.Since(before).Select(it => it.Visible));
    }
}
