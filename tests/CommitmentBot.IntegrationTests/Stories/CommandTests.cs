using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What people type, on either platform: as a mention, in private, in a thread, and by slash command.</summary>
public sealed class CommandTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Teams = PlatformName.Teams;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_register_is_read_and_changed_by_typing_alone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = forum.Today.PlusDays(30);
        await forum.Say(World.Tom, Teams, "I speak for EBC");
        await Promise(forum, World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {Dates.InFull(due)} #winter");
        await Promise(forum, World.Tom, Teams, $"I'll open the step-down flats for NHT by {Dates.InFull(due.PlusDays(2))}");

        // Private lists, the same by slash command and in private; only for the asker.
        (await Answer(forum, World.Sarah, Slack, "my commitments", direct: true)).ShouldContain("C-1");
        (await Answer(forum, World.Sarah, Slack, "what am I owed", direct: true)).ShouldContain("C-2");
        var before = forum.Transcript.Changes;
        await forum.Stage.Say(World.Sarah, Slack, false, "/commit my commitments", cancellationToken: Stop);
        await forum.Quiet();
        forum.Since(before).ShouldAllBe(it => it.OnlyFor == "sarah");
        forum.Since(before).ShouldContain(it => it.Says("C-1"));
        (await Answer(forum, World.Priya, Slack, "list")).ShouldContain("2");
        (await Answer(forum, World.Priya, Slack, "list overdue")).ShouldContain("Nothing is past its date");
        (await Answer(forum, World.Priya, Slack, "list EBC")).ShouldNotContain("C-1");
        (await Answer(forum, World.Priya, Slack, "show C-1")).ShouldContain("#winter");
        (await Answer(forum, World.Priya, Slack, "show C-1")).ShouldContain($"Sarah Ali (NHT) promised it, by {Dates.InFull(due)}");

        // A move of the owner's is asked of the promisee, who agrees in a thread, in words.
        (await Answer(forum, World.Priya, Slack, "done C-1")).ShouldContain("Only the owner");
        await forum.Whisper(World.Sarah, Slack, $"move C-1 to {Dates.InFull(due.PlusDays(7))} because the board moved");
        forum.Latest(Teams, World.Tom.TeamsDirect, "asks to change C-1", "the board moved");
        await forum.Whisper(World.Tom, Teams, "agree C-1");
        forum.Latest(Slack, World.SlackChannel, "C-1", Dates.InFull(due.PlusDays(7)));
        await forum.Whisper(World.Sarah, Slack, "at risk C-1 two planners are away");
        forum.Latest(Slack, World.SlackChannel, "C-1", "At risk", "two planners are away");
        await forum.Whisper(World.Sarah, Slack, "hand over C-1 to Priya Nair because she leads on it now");
        forum.Latest(Slack, World.Priya.SlackDirect, "take over C-1");
        await forum.Whisper(World.Priya, Slack, "accept C-1");
        (await Of(forum, 1)).Owner.ShouldNotBe((await Of(forum, 1)).ProposedBy);
        await forum.Whisper(World.Tom, Teams, "release C-1 because the need has gone");
        (await Of(forum, 1)).State.ShouldBe(CommitmentState.Released);

        // Done in the commitment's own thread, without naming it; not yet, and the conversation that is then offered.
        var card = forum.Latest(Teams, World.TeamsChannel, "C-2", "step-down flats");
        await forum.Say(World.Tom, Teams, "done https://eastborough.gov.example/flats", card.Thread ?? card.Id);
        (await Of(forum, 2)).State.ShouldBe(CommitmentState.Reported);
        await forum.Whisper(World.Sarah, Slack, "not yet C-2 two of the four flats are still let");
        (await Of(forum, 2)).AwaitsConversation.ShouldBeTrue();
        forum.Latest(Teams, World.Tom.TeamsDirect, "two of the four flats are still let", "conversation with Grace Okafor", "Tom Whitfield (EBC) said it is done");
        await forum.Whisper(World.Grace, Teams, "conversation held C-2");
        (await Of(forum, 2)).AwaitsConversation.ShouldBeFalse();

        // Chairs alone: and who is not one is told so.
        (await Answer(forum, World.Priya, Slack, "forum policy light")).ShouldContain("Only a chair");
        (await Answer(forum, World.Margaret, Teams, "forum policy light")).ShouldContain("light");
        (await Answer(forum, World.Margaret, Teams, "forum")).ShouldContain("Margaret Hale");
        (await Answer(forum, World.Margaret, Teams, "export", direct: true)).ShouldContain("C-2");
        (await Answer(forum, World.Margaret, Teams, "correct C-1 to broken because it was never done")).ShouldContain("C-1");
        (await Of(forum, 1)).State.ShouldBe(CommitmentState.Broken);

        // About oneself, help, and the bot's own record.
        (await Answer(forum, World.Priya, Slack, "remind me at 8:30", direct: true)).ShouldContain("08:30");
        (await Answer(forum, World.Priya, Slack, "on leave 3 August 2029 to 14 August 2029", direct: true)).ShouldContain("Tuesday 14 August 2029");
        (await Answer(forum, World.Priya, Slack, "help", direct: true)).ShouldContain("hand over C-42");
        (await Answer(forum, World.Margaret, Teams, "how are you doing?")).ShouldContain("not had to write");
        (await Answer(forum, World.Margaret, Teams, "summary NHT and EBC")).ShouldContain("fell due");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Silence_is_settled_by_the_clock_and_counts_for_what_it_is(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Margaret, Teams, $"@{World.Grace.Name} to find forty volunteers by 1 May 2030");
        await Promise(forum, World.Priya, Slack, $"I'll share the frailty figures with HVA by {Dates.InFull(forum.Today.PlusDays(3))}");
        await forum.Whisper(World.Priya, Slack, "done C-2");

        await forum.MoveTo(forum.Today.PlusDays(21));

        (await Of(forum, 1)).State.ShouldBe(CommitmentState.Lapsed);
        forum.Latest(Teams, World.Margaret.TeamsDirect, "has lapsed");
        (await Of(forum, 2)).State.ShouldBe(CommitmentState.Kept);
        (await Of(forum, 2)).Confirmed.ShouldBe(false);
        forum.Latest(Slack, World.Priya.SlackDirect, "self-declared");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whom_no_private_message_reaches_is_asked_in_the_thread_and_without_an_account_the_report_awaits_it(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Whisper(World.Grace, Teams, "help");
        forum.Faults.Add(new Fault.Refuse("conversations.create", "ConversationBlockedByUser", 403));
        var calendar = new WorkingCalendar([]);
        var due = calendar.OnOrAfter(forum.Today.PlusDays(8));
        await Promise(forum, World.Tom, Teams, $"I'll open the step-down flats for NHT by {Dates.InFull(due)}");

        await forum.MoveTo(due.PlusDays(28));

        forum.Said(Teams, World.Tom.TeamsDirect).ShouldBeEmpty();
        var asked = forum.Said(Teams, World.TeamsChannel).Where(it => it.Says("Reply here with")).Select(it => it.At.InZone(Timekeeper.Zone).Date).ToList();
        asked.Count.ShouldBeGreaterThanOrEqualTo(2);
        asked.Zip(asked.Skip(1)).ShouldAllBe(pair => calendar.Between(pair.First, pair.Second) >= 5);
        foreach (var (platform, channel) in new[] { (Slack, World.SlackChannel), (Teams, World.TeamsChannel) })
        {
            forum.Said(platform, channel).Count(it => it.Says("not done by their date") && it.Says("Account awaited")).ShouldBe(1, platform);
        }

        await using var db = forum.Register.Open();
        (await db.Identities.SingleAsync(it => it.UserId == World.Tom.TeamsUser, Stop)).Reachable.ShouldBe(ReachableBy.ChannelOnly);
        forum.Latest(Teams, World.Margaret.TeamsDirect, "Not reachable in private", "Tom Whitfield");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task You_is_the_person_mentioned_or_replied_to_and_me_is_who_speaks(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));
        await forum.Say(World.Priya, Slack, "help");

        var asked = await forum.Say(World.Sarah, Slack, "who has the frailty figures?");
        await forum.Say(World.Priya, Slack, $"I'll send you the frailty figures by {due}", asked.MessageId);
        forum.Latest(Slack, World.SlackChannel, "Yes, record it", "frailty figures", "Sarah Ali (NHT)");
        await forum.Say(World.Sarah, Slack, $"@{World.Priya.Name} I'll get the ward list back to you by {due}");
        forum.Latest(Slack, World.SlackChannel, "Yes, record it", "ward list", "Dr Priya Nair (RPCN)");
        await forum.Say(World.Sarah, Slack, $"@{World.Priya.Name} to send me the rota by {due}");
        forum.Latest(Slack, World.SlackChannel, "rota", "Waiting for Dr Priya Nair's answer", "Sarah Ali (NHT)");
    }

    private static async Task Promise(Rehearsed forum, Persona who, string platform, string words)
    {
        await forum.Say(who, platform, words);
        await forum.Click(who, platform, World.Channel(platform), "Yes, record it", "Yes, record it");
    }

    // Everything the bot says in answer.
    private static async Task<string> Answer(Rehearsed forum, Persona who, string platform, string words, bool direct = false)
    {
        var before = forum.Transcript.Changes;
        if (direct)
        {
            await forum.Whisper(who, platform, words);
        }
        else
        {
            await forum.Say(who, platform, words);
        }

        return string.Join('\n', forum.Since(before).Select(it => it.Visible));
    }

    private static async Task<Commitment> Of(Rehearsed forum, int number)
    {
        await using var db = forum.Register.Open();
        var row = await db.Commitments.SingleAsync(it => it.Number == number, Stop);
        return await EventLog.Load(db, new CommitmentId(row.Id), Stop);
    }
}
