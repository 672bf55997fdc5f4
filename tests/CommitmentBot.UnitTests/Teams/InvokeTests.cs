using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>Buttons, forms and "Record as commitment", which are answered in the same response.</summary>
public sealed class InvokeTests : IAsyncLifetime
{
    private static readonly Form Capture = new(
        "capture", "x1", "Record as commitment", "Record", [new Field.Line("wording", "What is promised?"), new Field.Date("due", "By when?")]);

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private static Action<JsonObject> Press(string? verb, JsonObject? data) => activity =>
    {
        activity["type"] = "invoke";
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = "1795423228504";
        activity.Remove("text");
        activity["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = data } };
    };

    private static Action<JsonObject> Extension(string name, JsonObject value) => activity =>
    {
        activity["type"] = "invoke";
        activity["name"] = name;
        activity.Remove("text");
        activity["value"] = value;
    };

    private static Action<JsonObject> Fetch(string html, string author = "00000000-0000-0000-0000-000000000020", JsonArray? mentions = null) =>
        Extension("composeExtension/fetchTask", new JsonObject
        {
            ["commandId"] = "record",
            ["commandContext"] = "message",
            ["messagePayload"] = new JsonObject
            {
                ["id"] = "1795422350429",
                ["createdDateTime"] = "2026-11-20T08:25:50.429Z",
                ["from"] = new JsonObject { ["user"] = new JsonObject { ["id"] = author, ["displayName"] = "Priya Shah" } },
                ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html },
                ["mentions"] = mentions,
                ["linkToMessage"] = "https://teams.microsoft.com/l/message/1",
            },
        });

    [Fact]
    public async Task A_search_finds_cards_with_a_line_for_the_list()
    {
        _bot.Reply = new Reply.Found([new Hit("C-42 Send <the> plan", "Sarah Ali, by Friday", Cards.Summary)]);

        var answer = await _bot.Invoke(Search("winter plan", skip: 0));

        _bot.Turns.Single().Content.ShouldBe(new TurnContent.SearchAsked("winter plan"));
        var found = answer["composeExtension"]!;
        ((string?)found["type"]).ShouldBe("result");
        ((string?)found["attachments"]![0]!["contentType"]).ShouldBe("application/vnd.microsoft.card.adaptive");
        ((string?)found["attachments"]![0]!["preview"]!["content"]!["title"]).ShouldBe("C-42 Send < the> plan");
        (await _bot.Invoke(Search("winter plan", skip: 25)))["composeExtension"]!["attachments"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_that_finds_nothing_says_what_would_help()
    {
        _bot.Reply = new Reply.Found([]);

        ((string?)(await _bot.Invoke(Search("x", skip: 0)))["composeExtension"]!["text"]).ShouldStartWith("No commitment was found.");
    }

    private static Action<JsonObject> Search(string words, int skip) => Extension("composeExtension/query", new JsonObject
    {
        ["commandId"] = "find",
        ["parameters"] = new JsonArray(new JsonObject { ["name"] = "words", ["value"] = words }, new JsonObject { ["name"] = "initialRun", ["value"] = "true" }),
        ["queryOptions"] = new JsonObject { ["skip"] = skip, ["count"] = 25 },
    });

    [Fact]
    public async Task A_dialog_is_opened_and_sent_off_by_the_same_actions_as_a_card()
    {
        _bot.Reply = new Reply.OpenForm(Capture);
        var opened = await _bot.Invoke(Extension("task/fetch", new JsonObject { ["data"] = new JsonObject { ["action"] = "account", ["argument"] = "42" } }));
        ((string?)opened["task"]!["type"]).ShouldBe("continue");

        _bot.Reply = new Reply.None();
        await _bot.Invoke(Extension("task/submit", new JsonObject
        {
            ["data"] = new JsonObject { ["form"] = "account", ["argument"] = "42", ["inputs"] = "f0", ["f0.why"] = "the ward closed" },
        }));

        _bot.Turns.Select(it => it.Content.GetType()).ShouldBe([typeof(TurnContent.Clicked), typeof(TurnContent.Submitted)]);
    }

    [Fact]
    public async Task A_client_that_asks_for_its_readers_view_gets_the_card_or_nothing()
    {
        static Action<JsonObject> Look() =>
            Press("look", new JsonObject { ["action"] = "look", ["argument"] = "42" }) + (activity => activity["value"]!["trigger"] = "automatic");
        _bot.Reply = new Reply.Updated(Cards.Summary);
        ((string?)(await _bot.Invoke(Look()))["type"]).ShouldBe("application/vnd.microsoft.card.adaptive");

        foreach (var words in new Reply[] { new Reply.None(), new Reply.Show(Cards.Summary) })
        {
            _bot.Reply = words;
            (await _bot.Invoke(Look())).ContainsKey("value").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_press_is_a_click_on_its_card()
    {
        await _bot.Invoke(Press("done", new JsonObject { ["action"] = "done", ["argument"] = "42" }));

        _bot.Turns.Single().Content.ShouldBe(new TurnContent.Clicked("done", "42", new MessageRef(_bot.Personal, "1795423228504")));
    }

    [Fact]
    public async Task A_form_gives_its_own_inputs_and_no_others()
    {
        await _bot.Invoke(Press("account", new JsonObject
        {
            ["form"] = "account",
            ["argument"] = "42",
            ["inputs"] = "f1",
            ["f1.why"] = " the ward closed ",
            ["f1.due"] = "2026-11-27",
            ["f1.next"] = "",
            ["f10.why"] = "of another form",
            ["f0.why"] = "of another form",
        }));

        var submitted = _bot.Turns.Single().Content.ShouldBeOfType<TurnContent.Submitted>();
        submitted.Form.ShouldBe("account");
        submitted.Argument.ShouldBe("42");
        submitted.Values.ShouldBe(new Dictionary<string, string> { ["why"] = "the ward closed", ["due"] = "2026-11-27" }, ignoreOrder: true);
        submitted.Card.ShouldNotBeNull().Id.ShouldBe("1795423228504");
    }

    [Fact]
    public async Task What_people_type_cannot_change_what_a_form_is()
    {
        await _bot.Invoke(Press("account", new JsonObject
        {
            ["form"] = "account",
            ["argument"] = "42",
            ["inputs"] = "f1",
            ["f1.form"] = "release",
            ["f1.argument"] = "43",
        }));

        var submitted = _bot.Turns.Single().Content.ShouldBeOfType<TurnContent.Submitted>();
        (submitted.Form, submitted.Argument).ShouldBe(("account", "42"));
    }

    [Fact]
    public async Task The_card_as_it_reads_now_is_put_in_place()
    {
        _bot.Reply = new Reply.Updated(new Message("Done.", [new Block.Paragraph("Done.")]));

        var answer = await _bot.Invoke(Press("done", new JsonObject { ["argument"] = "42" }));

        ((int?)answer["statusCode"]).ShouldBe(200);
        ((string?)answer["type"]).ShouldBe("application/vnd.microsoft.card.adaptive");
        ((string?)answer["value"]!["type"]).ShouldBe("AdaptiveCard");
    }

    [Fact]
    public async Task A_message_for_the_asker_comes_as_words()
    {
        _bot.Reply = new Reply.Show(new Message("Only the owner can do that.", []));

        var answer = await _bot.Invoke(Press("done", null));

        ((string?)answer["type"]).ShouldBe("application/vnd.microsoft.activity.message");
        ((string?)answer["value"]).ShouldBe("Only the owner can do that.");
    }

    [Fact]
    public async Task Faults_in_a_form_are_named()
    {
        _bot.Reply = new Reply.FieldErrors(new Dictionary<string, string> { ["due"] = "The date is in the past." });

        var answer = await _bot.Invoke(Press("done", null));

        ((string?)answer["value"]).ShouldBe("Not recorded yet. The date is in the past.");
    }

    [Fact]
    public async Task Nothing_to_say_is_still_an_answer()
    {
        ((string?)(await _bot.Invoke(Press("done", null)))["value"]).ShouldBe("Noted.");
        ((string?)(await _bot.Invoke(Press(null, null)))["value"]).ShouldBe("Noted.");
        _bot.Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_form_that_is_asked_for_takes_the_cards_place()
    {
        _bot.Reply = new Reply.OpenForm(Capture);

        var answer = await _bot.Invoke(Press("counter", null));

        var submit = answer["value"]!["actions"]![0]!;
        ((string?)submit["type"]).ShouldBe("Action.Execute");
        ((string?)submit["verb"]).ShouldBe("capture");
    }

    [Fact]
    public async Task Recording_ones_own_message_asks_with_its_words_and_link()
    {
        _bot.Reply = new Reply.OpenForm(Capture);

        var answer = await _bot.Invoke(Fetch("<p>I&#39;ll send the <b>plan</b> &amp; costs</p><p>by Friday</p>"));

        var asked = _bot.Turns.Single().Content.ShouldBeOfType<TurnContent.CaptureAsked>();
        asked.Text.Plain.ShouldBe("I'll send the plan & costs\nby Friday");
        asked.Author.User.Id.ShouldBe("29:sarah");
        asked.Author.Name.ShouldBe("Priya Shah");
        asked.Source.ShouldBe(new MessageRef(_bot.Personal, "1795422350429"));
        asked.Link!.AbsoluteUri.ShouldBe("https://teams.microsoft.com/l/message/1");
        asked.SaidAt.ShouldBe(Instant.FromUtc(2026, 11, 20, 8, 25, 50) + Duration.FromMilliseconds(429));
        ((string?)answer["task"]!["type"]).ShouldBe("continue");
        ((string?)answer["task"]!["value"]!["title"]).ShouldBe("Record as commitment");
        ((string?)answer["task"]!["value"]!["card"]!["content"]!["actions"]![0]!["type"]).ShouldBe("Action.Submit");
    }

    [Fact]
    public async Task People_in_a_recorded_message_are_looked_up()
    {
        _bot.Microsoft.Expect("GET", "v3/conversations/a%3Apersonal/members/aad-priya", 200, """{"id":"29:priya","name":"Priya Shah"}""");
        _bot.Microsoft.Expect("GET", "v3/conversations/a%3Apersonal/members/aad-bob", 200, """{"id":"29:bob","name":"Bob Osei"}""");
        _bot.Microsoft.Expect("GET", "v3/conversations/a%3Apersonal/members/aad-gone", 404, """{"error":{"code":"MemberNotFoundInConversation"}}""");
        static JsonObject Person(int place, string name, string id) => new()
        {
            ["id"] = place,
            ["mentionText"] = name,
            ["mentioned"] = new JsonObject { ["user"] = new JsonObject { ["id"] = id, ["displayName"] = name } },
        };

        await _bot.Invoke(Fetch(
            """<p><at id="0">Bob Osei</at> and <at id="1">Gone Away</at> to meet</p>""",
            "aad-priya",
            [Person(0, "Bob Osei", "aad-bob"), Person(1, "Gone Away", "aad-gone")]));

        var asked = _bot.Turns.Single().Content.ShouldBeOfType<TurnContent.CaptureAsked>();
        asked.Author.User.Id.ShouldBe("29:priya");
        asked.Text.Plain.ShouldBe("@Bob Osei and @Gone Away to meet");
        asked.Text.Mentions.ShouldBe([new Mentioned(0, 9, new UserRef("teams", "29:bob"), "Bob Osei")]);
    }

    [Fact]
    public async Task The_action_used_where_there_is_no_message_says_how_to_use_it()
    {
        var answer = await _bot.Invoke(Extension("composeExtension/fetchTask", new JsonObject { ["commandId"] = "record", ["commandContext"] = "compose" }));

        ((string?)answer["task"]!["type"]).ShouldBe("message");
        _bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_dialog_comes_back_as_a_submitted_form()
    {
        _bot.Reply = new Reply.Show(new Message("Recorded as C-42.", []));

        var answer = await _bot.Invoke(Extension("composeExtension/submitAction", new JsonObject
        {
            ["commandId"] = "record",
            ["data"] = new JsonObject { ["form"] = "capture", ["argument"] = "x1", ["inputs"] = "f0", ["f0.wording"] = "Send the plan", ["f0.due"] = "2026-11-27" },
        }));

        var submitted = _bot.Turns.Single().Content.ShouldBeOfType<TurnContent.Submitted>();
        (submitted.Form, submitted.Argument, submitted.Card).ShouldBe(("capture", "x1", null));
        submitted.Values["wording"].ShouldBe("Send the plan");
        ((string?)answer["task"]!["value"]).ShouldBe("Recorded as C-42.");
    }

    [Theory]
    [InlineData("message/submitAction")]
    [InlineData("somethingNew")]
    public async Task Invokes_of_other_kinds_are_taken_and_nothing_is_done(string name)
    {
        (await _bot.TurnOf(Extension(name, new JsonObject { ["actionName"] = "feedback" }))).ShouldBeNull();
    }

    [Theory]
    [InlineData("adaptiveCard/action")]
    [InlineData("composeExtension/fetchTask")]
    [InlineData("composeExtension/submitAction")]
    public async Task Values_of_the_wrong_shape_are_taken_and_nothing_is_done(string name)
    {
        foreach (var value in new[] { "5", "{\"action\":7}", "{\"messagePayload\":[]}", "{\"data\":\"x\"}", "{\"messagePayload\":{\"id\":\"1\",\"mentions\":[null]}}" })
        {
            (await _bot.TurnOf(activity =>
            {
                Extension(name, [])(activity);
                activity["value"] = JsonNode.Parse(value);
            })).ShouldBeNull();
        }
    }
}
