using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class DeliveryTests
{
    private static readonly Message Hello = new("Hello & goodbye", [new Block.Paragraph("Hello")]);
    private static readonly UserRef Sarah = new(PlatformName.Slack, "UALI");

    [Fact]
    public async Task A_post_goes_out_once_with_its_marker_and_without_previews()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", """{"ok":true,"channel":"C1","ts":"10.1"}""");
        var thread = SlackRig.Channel with { Thread = "7.1" };

        var answer = await Post(rig, thread);

        answer.ShouldBe(new SendAnswer.Accepted(new MessageRef(thread, "10.1")));
        var call = rig.Slack.Only("chat.postMessage");
        call.Authorization.ShouldBe("Bearer xoxb-canary");
        call.ContentType.ShouldBe("application/json; charset=utf-8");
        call.Arguments["blocks"]!.AsArray().Count.ShouldBe(1);
        call.Arguments.Remove("blocks");
        JsonNode.DeepEquals(call.Arguments, JsonNode.Parse("""
            {"text":"Hello &amp; goodbye","channel":"C1","thread_ts":"7.1","unfurl_links":false,"unfurl_media":false,"link_names":false,"parse":"none",
             "metadata":{"event_type":"commitmentbot","event_payload":{"marker":"m-1"}}}
            """)).ShouldBeTrue(call.Arguments.ToJsonString());
    }

    [Theory]
    [InlineData("invalid_auth", RefusalKind.Installation)]
    [InlineData("account_inactive", RefusalKind.Installation)]
    [InlineData("token_revoked", RefusalKind.Installation)]
    [InlineData("missing_scope", RefusalKind.Installation)]
    [InlineData("msg_too_long", RefusalKind.Message)]
    [InlineData("never_heard_of", RefusalKind.Message)]
    [InlineData("restricted_action", RefusalKind.Message)]
    [InlineData("restricted_action_read_only_channel", RefusalKind.Message)]
    [InlineData("restricted_action_thread_only_channel", RefusalKind.Message)]
    [InlineData("ratelimited", RefusalKind.Later)]
    [InlineData("service_unavailable", RefusalKind.Later)]
    [InlineData("user_disabled", RefusalKind.Person)]
    [InlineData("user_not_in_channel", RefusalKind.Person)]
    [InlineData("cannot_dm_bot", RefusalKind.Person)]
    public async Task Slacks_no_is_a_certain_no_of_its_kind_wherever_it_was_sent(string error, RefusalKind kind)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", """{"ok":true,"channel":{"id":"D1","user":"UALI"}}""");
        rig.Slack.On("chat.postMessage", $$"""{"ok":false,"error":"{{error}}"}""");

        (await Post(rig, SlackRig.Channel)).ShouldBe(new SendAnswer.Refused(kind, error));
        (await Post(rig, SlackRig.Channel with { Thread = "7.1" })).ShouldBe(new SendAnswer.Refused(kind, error));
        (await Post(rig, SlackRig.Chat)).ShouldBe(new SendAnswer.Refused(kind, error));
    }

    [Theory]
    [InlineData("channel_not_found", RefusalKind.Channel, RefusalKind.Channel, RefusalKind.Chat)]
    [InlineData("not_in_channel", RefusalKind.Channel, RefusalKind.Channel, RefusalKind.Chat)]
    [InlineData("is_archived", RefusalKind.Channel, RefusalKind.Channel, RefusalKind.Chat)]
    [InlineData("thread_not_found", RefusalKind.Message, RefusalKind.Thread, RefusalKind.Chat)]
    [InlineData("message_not_found", RefusalKind.Message, RefusalKind.Thread, RefusalKind.Chat)]
    [InlineData("cannot_reply_to_message", RefusalKind.Message, RefusalKind.Thread, RefusalKind.Chat)]
    [InlineData("restricted_action_thread_locked", RefusalKind.Message, RefusalKind.Thread, RefusalKind.Chat)]
    [InlineData("restricted_action_non_threadable_channel", RefusalKind.Message, RefusalKind.Thread, RefusalKind.Chat)]
    [InlineData("messages_tab_disabled", RefusalKind.Message, RefusalKind.Message, RefusalKind.Chat)]
    public async Task What_Slack_refuses_is_about_the_smallest_thing_it_can_be(
        string error, RefusalKind atRoot, RefusalKind inThread, RefusalKind inChat)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", """{"ok":true,"channel":{"id":"D1","user":"UALI"}}""");
        rig.Slack.On("chat.postMessage", $$"""{"ok":false,"error":"{{error}}"}""");

        (await Post(rig, SlackRig.Channel)).ShouldBe(new SendAnswer.Refused(atRoot, error));
        (await Post(rig, SlackRig.Channel with { Thread = "7.1" })).ShouldBe(new SendAnswer.Refused(inThread, error));
        (await Post(rig, SlackRig.Chat)).ShouldBe(new SendAnswer.Refused(inChat, error));
    }

    [Theory]
    [InlineData("user_not_found", RefusalKind.Person)]
    [InlineData("user_disabled", RefusalKind.Person)]
    [InlineData("messages_tab_disabled", RefusalKind.Chat)]
    [InlineData("never_heard_of", RefusalKind.Message)]
    [InlineData("invalid_auth", RefusalKind.Installation)]
    public async Task A_chat_that_Slack_does_not_open_says_why(string error, RefusalKind kind)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.open", $$"""{"ok":false,"error":"{{error}}"}""");

        (await rig.Platform.OpenPrivate(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new OpenAnswer.Refused(kind, error));
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""")]
    [InlineData(500, "")]
    [InlineData(502, "<html>")]
    [InlineData(504, """{"ok":false,"error":"x"}""")]
    [InlineData(302, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "null")]
    public async Task An_answer_that_says_neither_is_not_known_and_nothing_is_sent_again(int status, string body)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", body, status);

        (await Post(rig, SlackRig.Channel)).ShouldBeOfType<SendAnswer.Unknown>();

        rig.Slack.Count("chat.postMessage").ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_connection_is_not_known_and_nothing_is_sent_again()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.update", """{"ok":true,"ts":"10.1"}""");
        rig.Slack.On("chat.postMessage", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        // Over a connection that was used before: that is where clients like to try again.
        await rig.Platform.Update(new MessageRef(SlackRig.Channel, "10.1"), Hello, TestContext.Current.CancellationToken);

        (await Post(rig, SlackRig.Channel)).ShouldBe(new SendAnswer.Unknown("the connection was cut"));

        rig.Slack.Count("chat.postMessage").ShouldBe(1);
    }

    [Fact]
    public async Task No_answer_in_ten_seconds_is_not_known()
    {
        await using var rig = await SlackRig.Start();
        var asked = new TaskCompletionSource();
        rig.Slack.On("chat.postMessage", async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var sending = Post(rig, SlackRig.Channel);
        await asked.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(9.9));
        sending.IsCompleted.ShouldBeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));

        (await sending).ShouldBe(new SendAnswer.Unknown("no answer in time"));
    }

    [Fact]
    public async Task A_connection_that_never_came_about_is_a_certain_no_for_now()
    {
        await using var rig = await SlackRig.Start(offline: true);

        var refused = (await Post(rig, SlackRig.Channel)).ShouldBeOfType<SendAnswer.Refused>();

        refused.Kind.ShouldBe(RefusalKind.Later);
    }

    [Fact]
    public async Task Retry_After_is_kept_for_that_channel_and_no_other()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });

        (await Post(rig, SlackRig.Channel)).ShouldBe(new SendAnswer.Refused(RefusalKind.Later, "ratelimited", Duration.FromSeconds(7)));
        rig.Pauses.Scopes.ShouldBe([SlackRig.Channel.Lane]);
        rig.Slack.On("chat.postMessage", """{"ok":true,"ts":"10.1"}""");
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        (await Post(rig, SlackRig.Channel)).ShouldBe(new SendAnswer.Refused(RefusalKind.Later, "ratelimited", Duration.FromSeconds(2)));
        rig.Slack.Count("chat.postMessage").ShouldBe(1);
        (await Post(rig, SlackRig.Channel with { Channel = "C2" })).ShouldBeOfType<SendAnswer.Accepted>();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        (await Post(rig, SlackRig.Channel)).ShouldBeOfType<SendAnswer.Accepted>();
    }

    [Fact]
    public async Task Retry_After_of_an_update_is_kept_for_all_updates_of_the_workspace()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.update", (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        var refused = new SendAnswer.Refused(RefusalKind.Later, "ratelimited", Duration.FromSeconds(7));

        (await Update("C1")).ShouldBe(refused);
        (await Update("C2")).ShouldBe(refused);

        rig.Slack.Count("chat.update").ShouldBe(1);
        rig.Pauses.Scopes.ShouldBe([PauseScope.Method(PlatformName.Slack, SlackRig.Channel.Tenant, PauseScope.Updates)]);

        Task<SendAnswer> Update(string channel) => rig.Platform.Update(
            new MessageRef(SlackRig.Channel with { Channel = channel }, "7.1"), Hello, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_one_person_alone_is_to_see_is_shown_in_the_channel_to_them()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postEphemeral", """{"ok":true,"message_ts":"10.1"}""");
        var aside = Hello with { Blocks = [new Block.Paragraph("Hello"), new Block.Actions(new Button("Show", "show", "C-42"))], OnlyFor = Sarah };

        var answer = await rig.Platform.Post(SlackRig.Channel with { Thread = "7.1" }, aside, "m-1", TestContext.Current.CancellationToken);

        answer.ShouldBe(new SendAnswer.Accepted(null), "nothing can be updated there later");
        var call = rig.Slack.Only("chat.postEphemeral");
        call.Arguments["blocks"]![1]!["block_id"]!.ToString().ShouldBe("aside:T1:0");
        call.Arguments.Remove("blocks");
        JsonNode.DeepEquals(call.Arguments, JsonNode.Parse(
            """{"text":"Hello &amp; goodbye","channel":"C1","user":"UALI","thread_ts":"7.1","link_names":false,"parse":"none"}""")).ShouldBeTrue(call.Arguments.ToJsonString());
    }

    [Fact]
    public async Task In_their_private_chat_it_is_a_message_like_any_other()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", """{"ok":true,"channel":{"id":"D1","is_im":true,"user":"UALI"}}""");
        rig.Slack.On("chat.postMessage", """{"ok":true,"ts":"10.1"}""");

        (await rig.Platform.Post(SlackRig.Chat, Hello with { OnlyFor = Sarah }, "m-1", TestContext.Current.CancellationToken))
            .ShouldBe(new SendAnswer.Accepted(new MessageRef(SlackRig.Chat, "10.1")));
    }

    [Fact]
    public async Task Nothing_is_posted_to_somebody_who_has_left()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", """{"ok":true,"channel":{"id":"D1","is_im":true,"user":"UALI"}}""");
        rig.Slack.On("users.info", """{"ok":true,"user":{"id":"UALI","deleted":true}}""");

        (await Post(rig, SlackRig.Chat)).ShouldBe(new SendAnswer.Refused(RefusalKind.Person, "deactivated"));
        (await rig.Platform.OpenPrivate(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new OpenAnswer.Refused(RefusalKind.Person, "deactivated"));
    }

    [Fact]
    public async Task A_picture_that_Slack_cannot_fetch_does_not_cost_the_words()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", async (context, call) => await context.Response.WriteAsync(
            call.Arguments["blocks"]!.ToJsonString().Contains("image_url", StringComparison.Ordinal)
                ? """{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] downloading image failed [json-pointer:/blocks/0/image_url]"]}}"""
                : """{"ok":true,"ts":"10.1"}"""));
        var message = new Message("A picture", [new Block.Picture(new Uri("https://bot.example/p.png"), "UHCW kept 2 of 2", "By organisation")]);

        var answer = await rig.Platform.Post(SlackRig.Channel, message, "m-1", TestContext.Current.CancellationToken);

        answer.ShouldBeOfType<SendAnswer.Accepted>();
        rig.Slack.Calls.Last().Arguments["blocks"]!.ToJsonString().ShouldContain("UHCW kept 2 of 2");
    }

    [Fact]
    public async Task An_update_takes_the_messages_place_and_leaves_its_marker()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.update", """{"ok":true,"channel":"C1","ts":"10.1"}""");
        var posted = new MessageRef(SlackRig.Channel, "10.1");

        (await rig.Platform.Update(posted, Hello, TestContext.Current.CancellationToken)).ShouldBe(new SendAnswer.Accepted(posted));

        var call = rig.Slack.Only("chat.update");
        call.Arguments["ts"]!.ToString().ShouldBe("10.1");
        call.Arguments.ContainsKey("metadata").ShouldBeFalse();
    }

    [Fact]
    public async Task A_personal_chat_is_opened_or_the_person_refused()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.open", """{"ok":true,"channel":{"id":"D7"}}""");
        (await rig.Platform.OpenPrivate(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new OpenAnswer.Opened(new ConversationRef("slack", "T1", "D7", ConversationKind.Personal)));

        rig.Slack.On("conversations.open", """{"ok":false,"error":"user_not_found"}""");
        (await rig.Platform.OpenPrivate(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new OpenAnswer.Refused(RefusalKind.Person, "user_not_found"));

        rig.Slack.On("conversations.open", "", 500);
        (await rig.Platform.OpenPrivate(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new OpenAnswer.Refused(RefusalKind.Later, "HTTP 500"));
    }

    [Fact]
    public async Task A_lost_post_is_found_by_its_marker_on_whatever_page_it_is()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.history", async (context, call) => await context.Response.WriteAsync(call.Arguments["cursor"] is null
            ? """{"ok":true,"messages":[{"ts":"11.1","text":"m-1"},{"ts":"11.2","metadata":{"event_type":"other","event_payload":{"marker":"m-1"}}}],"response_metadata":{"next_cursor":"n"}}"""
            : """{"ok":true,"messages":[{"ts":"10.1","metadata":{"event_type":"commitmentbot","event_payload":{"marker":"m-1"}}}]}"""));

        (await Find(rig, SlackRig.Channel)).ShouldBe(new FindAnswer.Found(new MessageRef(SlackRig.Channel, "10.1")));

        var call = rig.Slack.Calls.First();
        call.ContentType.ShouldBe("application/x-www-form-urlencoded");
        call.Arguments["include_all_metadata"]!.ToString().ShouldBe("true");
        call.Arguments["oldest"]!.ToString().ShouldBe("1795426140.000000");
    }

    [Fact]
    public async Task In_a_thread_the_replies_are_looked_through_and_absence_is_said_only_when_certain()
    {
        await using var rig = await SlackRig.Start();
        var thread = SlackRig.Channel with { Thread = "7.1" };
        rig.Slack.On("conversations.replies", """{"ok":true,"messages":[{"ts":"7.1"}],"has_more":false}""");
        (await Find(rig, thread)).ShouldBe(new FindAnswer.Absent());
        rig.Slack.Calls.Last().Arguments["ts"]!.ToString().ShouldBe("7.1");

        rig.Slack.On("conversations.replies", """{"ok":false,"error":"thread_not_found"}""");
        (await Find(rig, thread)).ShouldBe(new FindAnswer.CannotTell("thread_not_found"));

        rig.Slack.On("conversations.replies", """{"ok":true,"messages":[],"response_metadata":{"next_cursor":"again"}}""");
        (await Find(rig, thread)).ShouldBeOfType<FindAnswer.CannotTell>();
    }

    [Fact]
    public async Task A_send_time_by_a_clock_that_was_moved_ahead_does_not_hide_the_post()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.history", """{"ok":true,"messages":[]}""");

        await rig.Platform.Find(SlackRig.Channel, "m-1", Instant.FromUtc(2027, 3, 1, 0, 0), TestContext.Current.CancellationToken);

        rig.Slack.Only("conversations.history").Arguments["oldest"]!.ToString().ShouldBe("1795339800.000000");
    }

    [Fact]
    public async Task People_and_channels_are_described_as_far_as_Slack_knows()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", """{"ok":true,"channel":{"id":"C1","name":"place-forum"}}""");
        rig.Slack.On("users.info", """{"ok":true,"user":{"name":"sali","tz":"Mars/Olympus","profile":{"display_name":"Sarah"}}}""");

        (await rig.Platform.Describe(Sarah, SlackRig.Channel, TestContext.Current.CancellationToken))
            .ShouldBe(new Profile(Sarah, "Sarah", null, null, null, Gone: false));
        (await rig.Platform.ChannelName(SlackRig.Channel, TestContext.Current.CancellationToken)).ShouldBe("place-forum");
        rig.Slack.On("conversations.info", """{"ok":false,"error":"channel_not_found"}""");
        (await rig.Platform.ChannelName(SlackRig.Channel, TestContext.Current.CancellationToken)).ShouldBeNull();
        rig.Platform.Name.ShouldBe("slack");
        rig.Platform.Pace.Spacing.ShouldBe(Duration.FromSeconds(1));
    }

    private static Task<SendAnswer> Post(SlackRig rig, ConversationRef to) =>
        rig.Platform.Post(to, Hello, "m-1", TestContext.Current.CancellationToken);

    private static Task<FindAnswer> Find(SlackRig rig, ConversationRef where) =>
        rig.Platform.Find(where, "m-1", Instant.FromUtc(2026, 11, 23, 9, 30), TestContext.Current.CancellationToken);
}
