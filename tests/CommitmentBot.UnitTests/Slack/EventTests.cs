using System.Net;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class EventTests
{
    [Fact]
    public async Task A_mention_and_its_twin_message_share_a_key_and_say_the_same()
    {
        await using var rig = await SlackRig.Start();

        await rig.Event("""{"type":"app_mention","user":"UALI","channel":"C1","ts":"1764000000.000100","text":"<@UBOT> I'll send the plan"}""", "Ev1");
        await rig.Event("""{"type":"message","channel_type":"channel","user":"UALI","channel":"C1","ts":"1764000000.000100","text":"<@UBOT> I'll send the plan"}""", "Ev2");

        var turns = rig.Turns.ToList();
        turns.Count.ShouldBe(2);
        foreach (var turn in turns)
        {
            turn.Keys.ShouldBe(["slack:msg:C1:1764000000.000100"]);
            turn.Conversation.ShouldBe(SlackRig.Channel);
            turn.ReplyTo.ShouldBe(SlackRig.Channel with { Thread = "1764000000.000100" });
            turn.From.ShouldBe(new Speaker(
                new UserRef("slack", "UALI"), "Sarah Ali", "T1", "sarah.ali@uhcw.example", "Europe/London", Guest: false));
            turn.At.ShouldBe(Instant.FromUtc(2027, 2, 1, 8, 0));
            var said = turn.Content.ShouldBeOfType<TurnContent.Said>();
            said.Text.Plain.ShouldBe("I'll send the plan");
            said.Message.ShouldBe(new MessageRef(SlackRig.Channel, "1764000000.000100"));
            said.Link.ShouldBe(new Uri("https://forum.slack.com/archives/C1/p1764000000000100"));
            said.ToBot.ShouldBeTrue();
            said.Answerable.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_direct_message_is_answered_where_it_was_written()
    {
        await using var rig = await SlackRig.Start();

        await rig.Event("""{"type":"message","channel_type":"im","user":"UALI","channel":"D1","ts":"5.1","text":"my commitments"}""");

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Conversation.ShouldBe(SlackRig.Chat);
        turn.ReplyTo.ShouldBe(SlackRig.Chat);
        turn.Content.ShouldBeOfType<TurnContent.Said>().Text.Plain.ShouldBe("my commitments");
    }

    [Theory]
    [InlineData("done", false)]
    [InlineData("<@UBOT> done", true)]
    public async Task A_reply_in_a_thread_is_handed_over_and_says_whether_it_is_to_the_bot(string text, bool toBot)
    {
        await using var rig = await SlackRig.Start();

        await rig.Event($$"""{"type":"message","channel_type":"group","user":"UALI","channel":"C1","ts":"5.2","thread_ts":"5.1","text":"{{text}}"}""");

        var turn = rig.Turns.ShouldHaveSingleItem();
        var thread = SlackRig.Channel with { Thread = "5.1" };
        turn.Conversation.ShouldBe(thread);
        turn.ReplyTo.ShouldBe(thread);
        var said = turn.Content.ShouldBeOfType<TurnContent.Said>();
        said.ToBot.ShouldBe(toBot);
        said.Text.Plain.ShouldBe("done");
        said.Link.ShouldBe(new Uri("https://forum.slack.com/archives/C1/p52?thread_ts=5.1&cid=C1"));
    }

    [Theory]
    [InlineData(""" "text":"<@UBOT> hi","user":"UBOT" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UOTHER","bot_id":"B9" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"USLACKBOT" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","hidden":true """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","subtype":"bot_message" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","subtype":"message_changed" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","subtype":"message_deleted" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","subtype":"me_message" """)]
    [InlineData(""" "text":"<@UBOT> has joined","user":"UALI","subtype":"channel_join" """)]
    [InlineData(""" "text":"<@UBOT> hi","user":"UALI","subtype":"a_new_one" """)]
    [InlineData(""" "text":"<@UBOT> hi" """)]
    public async Task Talk_edits_notices_and_bots_are_left_alone(string fields)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Event($$"""{"type":"message","channel_type":"channel","channel":"C1","ts":"5.2",{{fields}}}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_in_a_channel_to_nobody_comes_in_as_such()
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Event("""{"type":"message","channel_type":"channel","channel":"C1","ts":"5.2","text":"lunch?","user":"UALI"}""");

        rig.Turns.ShouldHaveSingleItem().Content.ShouldBeOfType<TurnContent.Said>().ToBot.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_nobody_wants_it_overheard_nobody_is_looked_up()
    {
        await using var rig = await SlackRig.Start(overhears: false);

        using var overheard = await rig.Event("""{"type":"message","channel_type":"channel","channel":"C1","ts":"5.2","text":"<@UJON> lunch?","user":"UALI"}""");

        rig.Turns.ShouldBeEmpty();
        rig.Slack.Calls.ShouldBeEmpty();
        using var meant = await rig.Event("""{"type":"message","channel_type":"channel","channel":"C1","ts":"5.3","text":"<@UBOT> help","user":"UALI"}""", "Ev2");
        using var inThread = await rig.Event("""{"type":"message","channel_type":"channel","channel":"C1","ts":"5.4","thread_ts":"5.1","text":"done","user":"UALI"}""", "Ev3");
        rig.Turns.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("file_share")]
    [InlineData("thread_broadcast")]
    public async Task A_message_with_a_file_or_shown_in_the_channel_too_still_counts(string subtype)
    {
        await using var rig = await SlackRig.Start();

        await rig.Event($$"""{"type":"message","subtype":"{{subtype}}","channel":"C1","ts":"5.2","user":"UALI","text":"<@UBOT> help"}""");

        rig.Turns.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_shared_channel_the_installation_names_the_tenant_and_the_writer_keeps_their_own()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("users.info", """{"ok":false,"error":"user_not_found"}""");

        await rig.Event("""{"type":"app_mention","user":"UPAT","user_team":"TPARTNER","team":"T1","channel":"C1","ts":"5.2","text":"<@UBOT> help"}""");

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Conversation.Tenant.ShouldBe("T1");
        turn.From.ShouldBe(new Speaker(new UserRef("slack", "UPAT"), HomeTenant: "TPARTNER"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("[null]")]
    public async Task Without_authorizations_the_bot_asks_who_it_is(string? authorizations)
    {
        await using var rig = await SlackRig.Start();

        await rig.Event("""{"type":"message","channel":"C1","ts":"5.2","user":"UALI","text":"hello <@UBOT>"}""", authorizations: authorizations);

        rig.Turns.ShouldHaveSingleItem().Conversation.Tenant.ShouldBe("T1");
    }

    [Fact]
    public async Task Joining_and_leaving_are_said_of_people_and_of_the_bot_and_by_whom()
    {
        await using var rig = await SlackRig.Start();

        await rig.Event("""{"type":"member_joined_channel","user":"UALI","channel":"C1"}""", "Ev1");
        await rig.Event("""{"type":"member_joined_channel","user":"UBOT","channel":"C1","inviter":"UALI"}""", "Ev2");
        await rig.Event("""{"type":"member_joined_channel","user":"UBOT","channel":"C2"}""", "Ev3");
        await rig.Event("""{"type":"member_left_channel","user":"UALI","channel":"C1"}""", "Ev4");
        await rig.Event("""{"type":"member_left_channel","user":"UBOT","channel":"C1"}""", "Ev5");
        await rig.Event("""{"type":"channel_left","channel":"C1","actor_id":"UALI"}""", "Ev6");
        await rig.Event("""{"type":"group_left","channel":"C1"}""", "Ev7");

        rig.Turns.Select(turn => (turn.Content.GetType().Name, turn.From.User.Id, turn.Keys.Single())).ShouldBe(
        [
            ("MemberJoined", "UALI", "slack:event:Ev1"),
            ("BotAdded", "UALI", "slack:event:Ev2"),
            ("BotAdded", "UBOT", "slack:event:Ev3"),
            ("MemberLeft", "UALI", "slack:event:Ev4"),
            ("BotRemoved", "UBOT", "slack:event:Ev5"),
            ("BotRemoved", "UALI", "slack:event:Ev6"),
            ("BotRemoved", "UBOT", "slack:event:Ev7"),
        ]);
    }

    [Theory]
    [InlineData("<@UBOT>: done C-42", "done C-42")]
    [InlineData("hello <@UBOT> there", "hello there")]
    [InlineData("<@UBOT>", "")]
    [InlineData("a &amp; b &lt; c &gt; d &amp;lt; e", "a & b < c > d &lt; e")]
    [InlineData("see <https://a.example/x?y=1&amp;z=2|the page>", "see https://a.example/x?y=1&z=2")]
    [InlineData("see <https://a.example>", "see https://a.example")]
    [InlineData("write to <mailto:a@b.example|a@b.example>", "write to a@b.example")]
    [InlineData("in <#C9|place-forum> and <#C8>", "in #place-forum and #C8")]
    [InlineData("by <!date^1764000000^{date}|24 November 2026>", "by 24 November 2026")]
    [InlineData("<!here> and <!subteam^S1|@chairs> and <!subteam^S2>", "@here and @chairs and subteam")]
    [InlineData("by *Friday* and _not_ ~later~ `x`", "by Friday and not later x")]
    [InlineData("2*3*4 and snake_case_name * alone", "2*3*4 and snake_case_name * alone")]
    [InlineData("a < b and <unfinished", "a < b and <unfinished")]
    [InlineData("nul\\u0000 and bell\\u0007", "nul and bell")]
    public async Task Text_reads_as_it_was_typed(string raw, string plain)
    {
        await using var rig = await SlackRig.Start();

        await rig.Event($$"""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","text":"{{raw}}"}""");

        rig.Turns.ShouldHaveSingleItem().Content.ShouldBeOfType<TurnContent.Said>().Text.Plain.ShouldBe(plain);
    }

    [Fact]
    public async Task People_mentioned_stand_by_name_at_their_places_and_by_id_where_the_name_cannot_be_had()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("users.info", async (context, call) => await context.Response.WriteAsync(
            call.Arguments["user"]!.ToString() == "UGONE"
                ? """{"ok":false,"error":"user_not_found"}"""
                : """{"ok":true,"user":{"real_name":"Sarah <Ali>"}}"""));

        await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","text":"<@UBOT> *<@UALI>* and <@UGONE> and <@UGONE|label> to meet"}""");

        var text = rig.Turns.ShouldHaveSingleItem().Content.ShouldBeOfType<TurnContent.Said>().Text;
        text.Plain.ShouldBe("@Sarah <Ali> and @UGONE and @label to meet");
        text.Mentions.Select(it => (text.Plain.Substring(it.Start, it.Length), it.User.Id, it.Name)).ShouldBe(
            [("@Sarah <Ali>", "UALI", "Sarah <Ali>"), ("@UGONE", "UGONE", "UGONE"), ("@label", "UGONE", "label")]);
    }

    [Fact]
    public async Task Somebody_is_looked_up_once_in_ten_minutes()
    {
        await using var rig = await SlackRig.Start();

        await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","text":"<@UALI>"}""", "Ev1");
        await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.3","user":"UALI","text":"again"}""", "Ev2");
        rig.Slack.Count("users.info").ShouldBe(1);
        rig.Time.Advance(TimeSpan.FromMinutes(11));
        await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.4","user":"UALI","text":"later"}""", "Ev3");

        rig.Slack.Count("users.info").ShouldBe(2);
        rig.Slack.Count("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task Who_the_bot_is_is_asked_once_however_many_want_to_know_at_once()
    {
        await using var rig = await SlackRig.Start();
        var answer = new TaskCompletionSource();
        rig.Slack.On("auth.test", async (context, _) =>
        {
            await answer.Task;
            await context.Response.WriteAsync("""{"ok":true,"url":"https://forum.slack.com/","user_id":"UBOT","team_id":"T1"}""");
        });
        var speakers = 0;
        rig.Slack.On("users.info", async (context, _) =>
        {
            await context.Response.WriteAsync("""{"ok":true,"user":{"real_name":"Sarah Ali"}}""");
            if (Interlocked.Increment(ref speakers) == 3)
            {
                answer.SetResult();
            }
        });

        await Task.WhenAll(Enumerable.Range(1, 3).Select(it => rig.Event($$"""{"type":"app_mention","channel":"C1","ts":"5.{{it}}","user":"U{{it}}","text":"<@UBOT> help"}""", $"Ev{it}")));

        rig.Turns.ToList().Count.ShouldBe(3);
        rig.Slack.Count("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task A_look_up_that_hangs_costs_a_second_and_not_the_turn()
    {
        await using var rig = await SlackRig.Start();
        var asked = new TaskCompletionSource();
        rig.Slack.On("users.info", async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var sending = rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","user_team":"T7","text":"help"}""");
        await asked.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await sending;

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldHaveSingleItem().From.ShouldBe(new Speaker(new UserRef("slack", "UALI"), HomeTenant: "T7"));
    }

    [Fact]
    public async Task Without_the_API_a_mention_still_arrives()
    {
        await using var rig = await SlackRig.Start(offline: true);

        using var response = await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","text":"<@UBOT> help"}""");

        var said = rig.Turns.ShouldHaveSingleItem().Content.ShouldBeOfType<TurnContent.Said>();
        said.Text.Plain.ShouldBe("help");
        said.Link.ShouldBeNull();
    }

    [Fact]
    public async Task A_turn_that_fails_is_not_acknowledged_so_that_Slack_sends_it_again()
    {
        await using var rig = await SlackRig.Start(_ => throw new InvalidOperationException("the database is away"));

        using var response = await rig.Event("""{"type":"app_mention","channel":"C1","ts":"5.2","user":"UALI","text":"help"}""");

        ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
    }
}
