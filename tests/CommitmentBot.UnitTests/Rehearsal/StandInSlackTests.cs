using System.Security.Cryptography;
using System.Text;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Rehearsal;

public sealed class StandInSlackTests
{
    private const string Hello = "@CommitmentBot I'll send the plan to EBC & HVA";

    [Fact]
    public async Task Every_request_carries_Slacks_signature_over_its_raw_body()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Say(World.Sarah, PlatformName.Slack, false, Hello);
        await hosted.Say(World.Sarah, PlatformName.Slack, false, "/commit my commitments");

        hosted.Requests.Count.ShouldBe(3);
        foreach (var request in hosted.Requests)
        {
            var signed = $"v0:{request.Headers["X-Slack-Request-Timestamp"]}:{request.Body}";
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(hosted.Settings.SlackSigningSecret), Encoding.UTF8.GetBytes(signed));
            request.Headers["X-Slack-Signature"].ShouldBe("v0=" + Convert.ToHexStringLower(expected));
        }
    }

    [Fact]
    public async Task A_mention_in_the_channel_arrives_twice_with_one_ts_and_escaped_markup()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Say(World.Sarah, PlatformName.Slack, false, Hello);

        var events = hosted.Requests.Select(request => request.Json).ToList();
        events.Select(sent => (string?)sent["event"]!["type"]).ShouldBe(["app_mention", "message"], ignoreOrder: true);
        events.Select(sent => (string?)sent["event"]!["ts"]).Distinct().Count().ShouldBe(1);
        events.Select(sent => (string?)sent["event_id"]).Distinct().Count().ShouldBe(2);
        ((string?)events[0]["event"]!["text"]).ShouldBe($"<@{World.SlackBotUser}> I'll send the plan to EBC &amp; HVA");
        hosted.Transcript.Messages.ShouldHaveSingleItem().Text.ShouldBe(Hello);
    }

    [Fact]
    public async Task An_event_the_bot_does_not_take_is_sent_again_with_the_same_event_id()
    {
        await using var hosted = await Hosted.Start();
        hosted.Bot.Answer = request => (request.Headers.ContainsKey("X-Slack-Retry-Num") ? 200 : 500, "");
        var result = await hosted.Say(World.Sarah, PlatformName.Slack, true, "my commitments");

        result.Taken.ShouldBeTrue();
        result.Attempts.ShouldBe(2);
        hosted.Requests.Select(request => (string?)request.Json["event_id"]).Distinct().Count().ShouldBe(1);
        hosted.Requests.Last().Headers["X-Slack-Retry-Num"].ShouldBe("1");
        hosted.Requests.Last().Headers["X-Slack-Retry-Reason"].ShouldBe("http_error");
    }

    [Fact]
    public async Task Calls_without_the_bots_token_are_refused_and_leave_nothing()
    {
        await using var hosted = await Hosted.Start();
        var answer = await hosted.Slack("chat.postMessage", $$"""{"channel":"{{World.SlackChannel}}","text":"hello"}""", token: "xoxb-somebody-else");

        ((string?)answer["error"]).ShouldBe("invalid_auth");
        hosted.Transcript.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_is_found_in_the_history_by_its_metadata_and_updated_in_place()
    {
        await using var hosted = await Hosted.Start();
        var posted = await hosted.Slack("chat.postMessage",
            $$$$"""{"channel":"{{{{World.SlackChannel}}}}","text":"first","metadata":{"event_type":"m","event_payload":{"id":"abc"}}}""");
        var history = await hosted.Slack("conversations.history", new Dictionary<string, string>
        {
            ["channel"] = World.SlackChannel,
            ["include_all_metadata"] = "true",
        });
        ((string?)history["messages"]![0]!["metadata"]!["event_payload"]!["id"]).ShouldBe("abc");

        await hosted.Slack("chat.update", $$"""{"channel":"{{World.SlackChannel}}","ts":"{{posted["ts"]}}","text":"second"}""");
        var message = hosted.Transcript.Messages.ShouldHaveSingleItem();
        message.Text.ShouldBe("second");
        message.Updates.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_method_ignores_a_JSON_body_as_Slack_does()
    {
        await using var hosted = await Hosted.Start();
        var answer = await hosted.Slack("users.info", $$"""{"user":"{{World.Sarah.SlackUser}}"}""");
        ((string?)answer["error"]).ShouldBe("user_not_found");

        answer = await hosted.Slack("users.info", new Dictionary<string, string> { ["user"] = World.Sarah.SlackUser! });
        ((string?)answer["user"]!["profile"]!["email"]).ShouldBe(World.Sarah.Email);
    }

    [Fact]
    public async Task A_click_opens_a_form_once_and_its_errors_keep_it_open_until_it_is_right()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Slack("chat.postMessage", $$$"""
            {"channel":"{{{World.Sarah.SlackDirect}}}","text":"Account","blocks":[{"type":"actions","block_id":"b","elements":[
              {"type":"button","action_id":"account","value":"42","text":{"type":"plain_text","text":"Give the account"}}]}]}
            """);
        await hosted.Click(World.Sarah, hosted.Transcript.Messages[0], "Give the account");
        var click = Payload(hosted.Requests.Last());
        ((string?)click["actions"]![0]!["value"]).ShouldBe("42");

        var view = $$$$"""
            {"trigger_id":"{{{{click["trigger_id"]}}}}","view":{"type":"modal","callback_id":"account","title":{"type":"plain_text","text":"Account"},"blocks":[
              {"type":"input","block_id":"did","label":{"type":"plain_text","text":"What was done"},"element":{"type":"plain_text_input","action_id":"v"}},
              {"type":"input","block_id":"day","optional":true,"label":{"type":"plain_text","text":"Day"},"element":{"type":"datepicker","action_id":"v","initial_date":"2026-12-04"}}]}}
            """;
        ((bool)(await hosted.Slack("views.open", view))["ok"]!).ShouldBeTrue();
        ((string?)(await hosted.Slack("views.open", view))["error"]).ShouldBe("exchanged_trigger_id");

        (await hosted.Submit(World.Sarah, new Dictionary<string, string>())).Taken.ShouldBeFalse();
        hosted.Transcript.Dialogs["sarah"].Errors.Keys.ShouldBe(["did"]);

        hosted.Bot.Answer = _ => (200, """{"response_action":"errors","errors":{"did":"Say a little more."}}""");
        await hosted.Submit(World.Sarah, new Dictionary<string, string> { ["What was done"] = "x" });
        hosted.Transcript.Dialogs["sarah"].Errors["did"].ShouldBe("Say a little more.");

        hosted.Bot.Answer = _ => (200, "");
        await hosted.Submit(World.Sarah, new Dictionary<string, string> { ["did"] = "Five wards of six." });
        hosted.Transcript.Dialogs.ShouldBeEmpty();
        var values = Payload(hosted.Requests.Last())["view"]!["state"]!["values"]!;
        ((string?)values["did"]!["v"]!["value"]).ShouldBe("Five wards of six.");
        ((string?)values["day"]!["v"]!["selected_date"]).ShouldBe("2026-12-04");
    }

    [Fact]
    public async Task The_answer_to_a_command_is_seen_by_the_asker_only()
    {
        await using var hosted = await Hosted.Start();
        hosted.Bot.Answer = _ => (200, """{"response_type":"ephemeral","text":"You have nothing open."}""");
        await hosted.Say(World.Priya, PlatformName.Slack, false, "/commit my commitments");

        hosted.Transcript.Messages.ShouldHaveSingleItem().OnlyFor.ShouldBe("priya");
    }

    [Fact]
    public async Task Faults_strike_as_often_as_they_were_asked_to_and_may_strike_after_the_work()
    {
        await using var hosted = await Hosted.Start();
        hosted.Faults.Add(new Fault.TooMany("chat.postMessage", TimeSpan.FromSeconds(7)));
        hosted.Faults.Add(new Fault.ServerError("chat.postMessage", AfterWork: true));
        var post = $$"""{"channel":"{{World.SlackChannel}}","text":"hello"}""";

        ((string?)(await hosted.Slack("chat.postMessage", post))["error"]).ShouldBe("ratelimited");
        hosted.Transcript.Messages.ShouldBeEmpty();
        ((string?)(await hosted.Slack("chat.postMessage", post))["error"]).ShouldBe("internal_error");
        hosted.Transcript.Messages.Count.ShouldBe(1);
        ((bool)(await hosted.Slack("chat.postMessage", post))["ok"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fault_may_wait_for_calls_about_one_channel()
    {
        await using var hosted = await Hosted.Start();
        hosted.Faults.Add(new Fault.Refuse("chat.postMessage", "channel_not_found") { In = World.Sarah.SlackDirect });

        (await Posted(World.SlackChannel)).ShouldBeNull();
        (await Posted(World.Sarah.SlackDirect)).ShouldBe("channel_not_found");
        (await Posted(World.Sarah.SlackDirect)).ShouldBeNull();

        async Task<string?> Posted(string channel) =>
            (string?)(await hosted.Slack("chat.postMessage", $$"""{"channel":"{{channel}}","text":"hello"}"""))["error"];
    }

    [Fact]
    public async Task The_roster_is_given_in_pages_and_knows_who_left()
    {
        await using var hosted = await Hosted.Start();
        (await Members(hosted)).ShouldBe([World.SlackBotUser, World.Sarah.SlackUser!, World.Priya.SlackUser!, World.Margaret.SlackUser!]);

        await hosted.Stage.Leave(World.Priya, PlatformName.Slack, TestContext.Current.CancellationToken);
        ((string?)hosted.Requests.Last().Json["event"]!["type"]).ShouldBe("member_left_channel");
        (await Members(hosted)).ShouldBe([World.SlackBotUser, World.Sarah.SlackUser!, World.Margaret.SlackUser!]);

        await hosted.Stage.Join(World.Priya, PlatformName.Slack, TestContext.Current.CancellationToken);
        ((string?)hosted.Requests.Last().Json["event"]!["type"]).ShouldBe("member_joined_channel");
        (await Members(hosted)).Count.ShouldBe(4);
        var elsewhere = await hosted.Slack("conversations.members", new Dictionary<string, string> { ["channel"] = "CELSEWHERE" });
        ((string?)elsewhere["error"]).ShouldBe("channel_not_found");
    }

    private static async Task<List<string>> Members(Hosted hosted)
    {
        List<string> all = [];
        for (var cursor = "0"; cursor.Length > 0;)
        {
            var page = await hosted.Slack(
                "conversations.members", new Dictionary<string,
                string>
                { ["channel"] = World.SlackChannel, ["limit"] = "3", ["cursor"] = cursor });
            all.AddRange(page["members"]!.AsArray().Select(id => (string)id!));
            cursor = (string)page["response_metadata"]!["next_cursor"]!;
        }

        return all;
    }

    private static System.Text.Json.Nodes.JsonNode Payload(Received request) =>
        System.Text.Json.Nodes.JsonNode.Parse(Uri.UnescapeDataString(request.Body["payload=".Length..]))!;
}
