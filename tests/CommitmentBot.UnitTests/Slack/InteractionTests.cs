using System.Net;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class InteractionTests
{
    private static readonly Message Answer = new("Two commitments are open.", [new Block.Paragraph("Two are open.")]);

    private static readonly Form Account = new(
        "account", "C-42", "Your account", "Send",
        [new Field.Line("said", "What was said"), new Field.Date("due", "New date", Required: false)]);

    [Fact]
    public async Task A_slash_command_is_said_in_the_channel_and_answered_to_the_asker_alone()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Show(Answer));

        using var response = await rig.Command("my commitments for <@UALI|sarah>");

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Keys.ShouldBe(["slack:command:1.2.abc"]);
        turn.Conversation.ShouldBe(SlackRig.Channel);
        turn.ReplyTo.ShouldBe(SlackRig.Channel);
        turn.From.Name.ShouldBe("Sarah Ali");
        var said = turn.Content.ShouldBeOfType<TurnContent.Said>();
        said.Answerable.ShouldBeTrue();
        said.Text.Plain.ShouldBe("my commitments for @Sarah Ali");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var answer = await Body(response);
        answer["response_type"]!.ToString().ShouldBe("ephemeral");
        answer["text"]!.ToString().ShouldBe("Two commitments are open.");
        answer["blocks"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slash_command_without_an_answer_is_an_empty_success()
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Command("done C-42");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"ok":true,"channel":{"id":"D1","user":"UALI"}}""", ConversationKind.Personal)]
    [InlineData("""{"ok":false,"error":"channel_not_found"}""", ConversationKind.GroupChat)]
    public async Task A_command_in_a_chat_between_two_others_is_not_taken_for_one_with_the_bot(string info, ConversationKind kind)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.info", info);

        await rig.Command("help", "D1");

        rig.Turns.ShouldHaveSingleItem().Conversation.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_click_names_the_button_the_card_and_the_thread()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Updated(Answer));

        using var response = await rig.Interact(Click(rig, action: "accept#2", thread: "7.1"));

        var turn = rig.Turns.ShouldHaveSingleItem();
        var thread = SlackRig.Channel with { Thread = "7.1" };
        turn.Keys.ShouldBe(["slack:click:T1:UALI:9.1:accept#2"]);
        turn.Conversation.ShouldBe(thread);
        turn.ReplyTo.ShouldBe(thread);
        turn.Content.ShouldBe(new TurnContent.Clicked("accept", "C-42", new MessageRef(thread, "8.1")));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Slack.Calls.Select(call => call.Method).ShouldBe(["auth.test", "users.info"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_click_on_the_first_message_of_a_thread_is_answered_in_its_thread()
    {
        await using var rig = await SlackRig.Start();

        await rig.Interact(Click(rig, thread: "8.1"));

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Conversation.ShouldBe(SlackRig.Channel);
        turn.ReplyTo.ShouldBe(SlackRig.Channel with { Thread = "8.1" });
    }

    [Fact]
    public async Task What_only_the_clicker_should_see_goes_through_the_address_Slack_gave()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Show(Answer));
        rig.Slack.On("/respond/secret", "ok");

        await rig.Interact(Click(rig, thread: "7.1"));

        var call = rig.Slack.Only("/respond/secret");
        call.Arguments["response_type"]!.ToString().ShouldBe("ephemeral");
        call.Arguments["replace_original"]!.GetValue<bool>().ShouldBeFalse();
        call.Arguments["thread_ts"]!.ToString().ShouldBe("7.1");
        call.Arguments["text"]!.ToString().ShouldBe("Two commitments are open.");
        call.Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task A_click_in_what_one_person_alone_is_shown_is_answered_in_its_place()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Updated(Answer));
        rig.Slack.On("/respond/secret", "ok");
        var click = Click(rig);
        click.Remove("message");
        click["team"] = new JsonObject { ["id"] = "TOTHER" };
        click["container"]!["is_ephemeral"] = true;
        click["actions"]![0]!["block_id"] = "aside:T1:0";

        await rig.Interact(click);

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Conversation.ShouldBe(SlackRig.Channel);
        turn.ReplyTo.ShouldBe(SlackRig.Channel, "it has no thread");
        turn.Content.ShouldBe(new TurnContent.Clicked("accept", "C-42", null), "it cannot be updated later");
        var call = rig.Slack.Only("/respond/secret");
        call.Arguments["replace_original"]!.GetValue<bool>().ShouldBeTrue();
        call.Arguments["text"]!.ToString().ShouldBe("Two commitments are open.");
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://127.0.0.1:2/respond")]
    [InlineData("https://hooks.slack.com.evil.example/x")]
    [InlineData("https://hooks.slack.com@127.0.0.1/x")]
    [InlineData("http://hooks.slack.com/x")]
    [InlineData("https://hooks.slack.com:8443/x")]
    [InlineData("http://2130706433/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/respond/secret")]
    [InlineData("")]
    public async Task An_address_that_is_not_Slacks_is_not_called(string responseUrl)
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Show(Answer));
        var click = Click(rig);
        click["response_url"] = responseUrl;

        using var response = await rig.Interact(click);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldHaveSingleItem();
        rig.Slack.Calls.ShouldNotContain(call => call.Method.StartsWith('/'));
        rig.Recorder.Lines.ShouldContain("A response_url that is not Slack's was not called");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Show(Answer));
        rig.Slack.On("/respond/secret", (context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        await rig.Interact(Click(rig));

        rig.Slack.Only("/respond/secret");
        rig.Recorder.Lines.ShouldContain("An answer to an interaction was not shown: HTTP 307");
    }

    [Fact]
    public async Task A_button_with_a_form_opens_it_and_the_form_comes_back_with_its_card()
    {
        await using var rig = await SlackRig.Start(turn => turn.Content is TurnContent.Clicked ? new Reply.OpenForm(Account) : new Reply.None());
        rig.Slack.On("views.open", """{"ok":true,"view":{"id":"V1"}}""");

        await rig.Interact(Click(rig, thread: "7.1"));
        var call = rig.Slack.Only("views.open");
        call.Arguments["trigger_id"]!.ToString().ShouldBe("1.2.abc");
        var view = call.Arguments["view"]!.AsObject();
        using var response = await rig.Interact(Submission(view, """{"said":{"value":{"type":"plain_text_input","value":"  The plan "}},"due":{"value":{"type":"datepicker","selected_date":null}}}"""));

        var submitted = rig.Turns.Last();
        var thread = SlackRig.Channel with { Thread = "7.1" };
        submitted.Keys.ShouldBe(["slack:view:V1:3.4.def"]);
        submitted.Conversation.ShouldBe(thread);
        submitted.ReplyTo.ShouldBe(thread);
        var content = submitted.Content.ShouldBeOfType<TurnContent.Submitted>();
        content.Form.ShouldBe("account");
        content.Argument.ShouldBe("C-42");
        content.Card.ShouldBe(new MessageRef(thread, "8.1"));
        content.Values.ShouldBe(new Dictionary<string, string> { ["said"] = "The plan" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dates_and_choices_come_back_as_their_values()
    {
        await using var rig = await SlackRig.Start();

        await rig.Interact(Submission(
            new() { ["callback_id"] = "account", ["private_metadata"] = """{"argument":"C-42","channel":"D1","kind":0}""" },
            """{"due":{"value":{"selected_date":"2026-12-11"}},"cause":{"value":{"selected_option":{"value":"capacity"}}},"odd":{"other":{"value":"x"}}}"""));

        var content = rig.Turns.ShouldHaveSingleItem().Content.ShouldBeOfType<TurnContent.Submitted>();
        content.Values.ShouldBe(new Dictionary<string, string> { ["due"] = "2026-12-11", ["cause"] = "capacity" }, ignoreOrder: true);
        content.Card.ShouldBeNull();
        rig.Turns.Single().ReplyTo.ShouldBe(SlackRig.Chat);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_what_has_no_field_at_the_first()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.FieldErrors(new Dictionary<string, string>
        {
            ["due"] = "That day is over.",
            ["gone"] = "Somebody else has just answered.",
        }));

        using var response = await rig.Interact(Submission(Hidden, """{"said":{"value":{"value":"x"}},"due":{"value":{"selected_date":"2020-01-01"}}}"""));

        var answer = await Body(response);
        answer["response_action"]!.ToString().ShouldBe("errors");
        answer["errors"]!.ToJsonString().ShouldBe("""{"due":"That day is over.","said":"Somebody else has just answered."}""");
    }

    [Fact]
    public async Task A_message_in_answer_to_a_form_takes_the_forms_place()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.Show(Answer));

        using var response = await rig.Interact(Submission(Hidden, "{}"));

        var answer = await Body(response);
        answer["response_action"]!.ToString().ShouldBe("update");
        var view = answer["view"]!;
        view["title"]!["text"]!.ToString().ShouldBe("Your account");
        view["submit"].ShouldBeNull();
        view["blocks"]!.AsArray().Count.ShouldBe(1);
        view["private_metadata"]!.ToString().ShouldContain("C-42");
    }

    [Fact]
    public async Task A_button_in_such_a_message_works_like_one_in_the_channel()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.OpenForm(Account));
        rig.Slack.On("views.push", """{"ok":true}""");
        var click = Click(rig);
        click.Remove("channel");
        click.Remove("message");
        click.Remove("response_url");
        click["container"] = new JsonObject { ["type"] = "view", ["view_id"] = "V1" };
        click["view"] = new JsonObject { ["id"] = "V1", ["private_metadata"] = """{"argument":"","channel":"C1","kind":2,"card":"8.1"}""" };

        await rig.Interact(click);

        rig.Turns.ShouldHaveSingleItem().Content.ShouldBe(new TurnContent.Clicked("accept", "C-42", new MessageRef(SlackRig.Channel, "8.1")));
        rig.Slack.Only("views.push");
    }

    [Fact]
    public async Task The_shortcut_on_a_message_brings_its_words_its_author_and_its_place()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.OpenForm(Account));
        rig.Slack.On("views.open", """{"ok":true}""");
        rig.Slack.On("users.info", async (context, call) => await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
            context.Response, $$$"""{"ok":true,"user":{"real_name":"Name of {{{call.Arguments["user"]}}}"}}"""));

        await rig.Interact(Shortcut(rig));

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Keys.ShouldBe(["slack:shortcut:T1:UALI:9.1"]);
        turn.From.Name.ShouldBe("Name of UALI");
        turn.ReplyTo.ShouldBe(SlackRig.Channel with { Thread = "1764000000.000100" });
        var asked = turn.Content.ShouldBeOfType<TurnContent.CaptureAsked>();
        asked.Author.Name.ShouldBe("Name of UJON");
        asked.Text.Plain.ShouldBe("I'll send the plan to @Name of UALI");
        asked.Text.Mentions.ShouldHaveSingleItem().Start.ShouldBe(22);
        asked.Source.ShouldBe(new MessageRef(SlackRig.Channel, "1764000000.000100"));
        asked.Link.ShouldBe(new Uri("https://forum.slack.com/archives/C1/p1764000000000100"));
        asked.SaidAt.ShouldBe(Instant.FromUnixTimeSeconds(1764000000));
        rig.Slack.Only("views.open").Arguments["view"]!["callback_id"]!.ToString().ShouldBe("account");
    }

    [Fact]
    public async Task When_the_form_cannot_be_opened_the_asker_is_told()
    {
        await using var rig = await SlackRig.Start(_ => new Reply.OpenForm(Account));
        rig.Slack.On("views.open", """{"ok":false,"error":"expired_trigger_id"}""");
        rig.Slack.On("/respond/secret", "ok");

        using var response = await rig.Interact(Shortcut(rig));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Slack.Only("/respond/secret").Arguments["text"]!.ToString().ShouldBe("Slack could not open the form. Please try once more.");
    }

    [Theory]
    [InlineData("""{"type":"view_closed","user":{"id":"UALI"},"team":{"id":"T1"}}""")]
    [InlineData("""{"type":"shortcut","callback_id":"record_commitment","user":{"id":"UALI"},"team":{"id":"T1"}}""")]
    [InlineData("""{"type":"message_action","callback_id":"another","user":{"id":"UALI"},"team":{"id":"T1"}}""")]
    [InlineData("""{"type":"message_action","callback_id":"record_commitment","user":{"id":"UALI"},"team":{"id":"T1"}}""")]
    [InlineData("""{"type":"block_actions","user":{"id":"UALI"},"team":{"id":"T1"},"actions":[]}""")]
    [InlineData("""{"type":"block_actions","user":{"id":"UALI"},"team":{"id":"T1"},"actions":[{"type":"button","action_id":"accept","action_ts":"9.1"}]}""")]
    [InlineData("""{"type":"block_actions","user":null,"team":null,"actions":[null]}""")]
    [InlineData("""{"type":"block_actions","user":{"id":"UALI"},"team":{"id":"T1"},"actions":[null]}""")]
    [InlineData("""{"type":"view_submission","user":{"id":"UALI"},"team":{"id":"T1"},"trigger_id":"1","view":{"id":"V1","callback_id":"account","private_metadata":"not ours"}}""")]
    [InlineData("""{"type":"view_submission","user":{"id":"UALI"},"team":{"id":"T1"},"trigger_id":"1","view":{"id":"V1","callback_id":"account","private_metadata":"{\"channel\":\"../x\"}"}}""")]
    public async Task Interactions_that_lack_what_they_need_are_acknowledged_and_do_nothing(string payload)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Interact(payload);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldBeEmpty();
    }

    private static JsonObject Hidden => new()
    {
        ["callback_id"] = "account",
        ["private_metadata"] = """{"argument":"C-42","channel":"C1","kind":2}""",
        ["title"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Your account" },
    };

    private static JsonObject Click(SlackRig rig, string action = "accept", string? thread = null) => new()
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = "UALI", ["team_id"] = "T1" },
        ["team"] = new JsonObject { ["id"] = "T1" },
        ["channel"] = new JsonObject { ["id"] = "C1", ["name"] = "place-forum" },
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = "8.1", ["channel_id"] = "C1" },
        ["message"] = new JsonObject { ["ts"] = "8.1", ["thread_ts"] = thread, ["user"] = "UBOT" },
        ["trigger_id"] = "1.2.abc",
        ["response_url"] = rig.ResponseUrl,
        ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = action, ["value"] = "C-42", ["action_ts"] = "9.1" }),
    };

    private static JsonObject Shortcut(SlackRig rig) => new()
    {
        ["type"] = "message_action",
        ["callback_id"] = "record_commitment",
        ["action_ts"] = "9.1",
        ["trigger_id"] = "1.2.abc",
        ["response_url"] = rig.ResponseUrl,
        ["user"] = new JsonObject { ["id"] = "UALI" },
        ["team"] = new JsonObject { ["id"] = "T1" },
        ["channel"] = new JsonObject { ["id"] = "C1" },
        ["message"] = new JsonObject { ["ts"] = "1764000000.000100", ["user"] = "UJON", ["text"] = "I'll send the plan to <@UALI>" },
    };

    private static JsonObject Submission(JsonObject view, string values)
    {
        var sent = view.DeepClone().AsObject();
        sent["id"] = "V1";
        sent["app_installed_team_id"] = "T1";
        sent["state"] = new JsonObject { ["values"] = JsonNode.Parse(values) };
        return new()
        {
            ["type"] = "view_submission",
            ["user"] = new JsonObject { ["id"] = "UALI" },
            ["team"] = new JsonObject { ["id"] = "T1" },
            ["trigger_id"] = "3.4.def",
            ["view"] = sent,
        };
    }

    private static async Task<JsonObject> Body(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
}
