using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Promises that nobody told the bot, and those it has to ask about.</summary>
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
    public async Task The_card_shows_what_was_read_from_which_words_and_asks_to_whom_where_two_fit(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Priya, Slack, "list");
        await forum.Say(World.Sarah, Slack, "list");
        var due = forum.Today.With(DateAdjusters.Next(IsoDayOfWeek.Friday)).PlusWeeks(1);

        await forum.Say(World.Sarah, Slack, "If funding is agreed, I'll send the winter bed plan to EBC by Friday week");
        forum.Latest(Slack, World.SlackChannel, $"I read: “I'll” → you · “to EBC” → EBC · “by Friday week” → {Dates.InBrief(due)}", "If funding is agreed");

        // Of two people called Sarah one is chosen.
        await forum.Register.InTransaction(async (db, stop) => (await db.People.SingleAsync(it => it.Name.EndsWith("Nair"), stop)).Name = "Dr Sarah Nair", Stop);
        await forum.Say(World.Tom, Teams, "I'll get the ward list back to Sarah by Friday week");
        forum.Latest(Teams, World.TeamsChannel, "Several people fit. To whom is it promised?", "Sarah Ali", "Dr Sarah Nair", $"I read: “I'll” → you · “by Friday week” → {Dates.InBrief(due)}");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "To whom is it promised?", "Dr Sarah Nair (RPCN)");
        var chosen = forum.Latest(Teams, World.TeamsChannel, "ward list", "“to Sarah” → Dr Sarah Nair");
        chosen.Says("Several people fit").ShouldBeFalse();
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "ward list", "Yes, record it");
        forum.Latest(Slack, World.SlackChannel, "C-1", "ward list", "Dr Sarah Nair");
        await using var db = forum.Register.Open();
        (await EventLog.Load(db, new CommitmentId((await db.Commitments.SingleAsync(Stop)).Id), Stop)).Promisee
            .ShouldBe(new Promisee.ToPerson(new PersonId((await db.People.SingleAsync(it => it.Name == "Dr Sarah Nair", Stop)).Id)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task On_Teams_a_promise_is_suggested_where_the_bot_hears_every_message(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Margaret, Teams, "forum suggestions on");
        var promise = $"I'll open the step-down flats for NHT by {Dates.InFull(forum.Today.PlusDays(20))}";

        // Without the consent to read a channel's messages Teams tells the bot nothing.
        (await Overheard(forum, World.Tom, Teams, promise)).ShouldBeEmpty();

        forum.Stage.TeamsTellsAll = true;
        (await Overheard(forum, World.Tom, Teams, "could somebody open the flats by Friday?")).ShouldBeEmpty();
        (await Overheard(forum, World.Tom, Teams, promise)).ShouldContain(promise);
        forum.Said(Teams, World.TeamsChannel).ShouldNotContain(it => it.Says("Shall I record this"));
        await forum.Click(World.Tom, Teams, World.Tom.TeamsDirect, "Shall I record this?", "Yes, record it");
        forum.Latest(Teams, World.TeamsChannel, "C-1", "step-down flats");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whom_no_private_message_reaches_is_asked_in_the_thread_of_what_they_said_and_nobody_else_can_answer(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Margaret, Teams, "forum suggestions on");
        forum.Stage.TeamsTellsAll = true;
        foreach (var (who, other, platform, method, error) in ((Persona, Persona, string, string, string)[])
        [
            (World.Tom, World.Grace, Teams, "conversations.create", "ConversationBlockedByUser"),
            (World.Sarah, World.Priya, Slack, "conversations.open", "cannot_dm_bot"),
        ])
        {
            // The bot learns it from its first private message to them, which is refused.
            forum.Faults.Add(new Fault.Refuse(method, error));
            await forum.Stage.Say(who, platform, direct: false, $"I'll send the old rota to HVA by {Dates.InFull(forum.Today.PlusDays(20))}", cancellationToken: Stop);
            await forum.Quiet();
            var commitments = await forum.Count(db => db.Commitments);

            var promise = $"I'll share the winter rota with HVA by {Dates.InFull(forum.Today.PlusDays(20))}";
            var said = await forum.Stage.Say(who, platform, direct: false, promise, cancellationToken: Stop);
            await forum.Quiet();
            var asked = forum.Latest(platform, World.Channel(platform), "Shall I record this?", promise);
            asked.Thread.ShouldBe(said.MessageId, platform);
            forum.Said(platform, who.Direct(platform)).ShouldNotContain(it => it.Says("Shall I record this"));

            await forum.Click(other, platform, World.Channel(platform), "Shall I record this?", "Yes, record it");
            (await forum.Count(db => db.Commitments)).ShouldBe(commitments, "it waits for the speaker's yes");
            await forum.Click(who, platform, World.Channel(platform), "Shall I record this?", "Yes, record it");
            (await forum.Count(db => db.Commitments)).ShouldBe(commitments + 1, platform);
        }
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
