using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>What each kind of activity becomes.</summary>
public sealed class InboundTests : IAsyncLifetime
{
    private const string BotMention = "<at>CommitmentBot</at>";

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private static JsonObject Mention(string text, string id, string name) =>
        new() { ["type"] = "mention", ["text"] = text, ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name } };

    private static void InChannel(JsonObject activity, string id = "19:general@thread.tacv2;messageid=1795423230219")
    {
        activity["conversation"] = new JsonObject { ["id"] = id, ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = TeamsBot.Tenant };
        activity["channelData"] = new JsonObject
        {
            ["tenant"] = new JsonObject { ["id"] = TeamsBot.Tenant },
            ["team"] = new JsonObject { ["id"] = "19:general@thread.tacv2" },
            ["channel"] = new JsonObject { ["id"] = "19:general@thread.tacv2" },
        };
    }

    private static void Says(JsonObject activity, string text, params JsonObject[] entities)
    {
        activity["text"] = text;
        activity["entities"] = new JsonArray([.. entities, new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-GB" }]);
    }

    private async Task<TurnContent.Said> Said(string text, params JsonObject[] entities) =>
        (await _bot.TurnOf(activity => Says(activity, text, entities))).ShouldNotBeNull().Content.ShouldBeOfType<TurnContent.Said>();

    [Fact]
    public async Task A_direct_message_says_who_where_and_what()
    {
        var turn = (await _bot.TurnOf(_ => { })).ShouldNotBeNull();

        turn.Keys.ShouldBe(["teams:a:personal:1795423230300"]);
        turn.From.ShouldBe(new Speaker(new UserRef("teams", "29:sarah"), "Sarah Ali", TeamsBot.Tenant, null, "Europe/London"));
        turn.Conversation.ShouldBe(_bot.Personal);
        turn.ReplyTo.ShouldBe(_bot.Personal);
        turn.At.ShouldBe(Instant.FromUtc(2027, 3, 1, 12, 0));
        var said = turn.Content.ShouldBeOfType<TurnContent.Said>();
        said.Text.Plain.ShouldBe("my commitments");
        said.Message.ShouldBe(new MessageRef(_bot.Personal, "1795423230300"));
        said.Link.ShouldBeNull();
        said.ToBot.ShouldBeTrue();
        said.Answerable.ShouldBeFalse();
    }

    [Fact]
    public async Task One_without_a_directory_id_is_in_no_directory()
    {
        var turn = (await _bot.TurnOf(activity => activity["from"]!.AsObject().Remove("aadObjectId"))).ShouldNotBeNull();

        turn.From.ShouldBe(new Speaker(new UserRef("teams", "29:sarah"), "Sarah Ali", TeamsBot.Tenant, null, "Europe/London", Listed: false));
    }

    [Fact]
    public async Task A_channel_message_is_answered_in_its_thread_and_has_a_link()
    {
        var turn = (await _bot.TurnOf(activity =>
        {
            InChannel(activity);
            Says(activity, $"{BotMention} summary", Mention(BotMention, $"28:{TeamsBot.AppId}", "CommitmentBot"));
        })).ShouldNotBeNull();

        turn.Conversation.ShouldBe(_bot.Thread);
        turn.ReplyTo.ShouldBe(_bot.Thread);
        var said = turn.Content.ShouldBeOfType<TurnContent.Said>();
        said.Text.Plain.ShouldBe("summary");
        said.ToBot.ShouldBeTrue();
        said.Link!.AbsoluteUri.ShouldBe(
            $"https://teams.microsoft.com/l/message/19%3Ageneral%40thread.tacv2/1795423230300?tenantId={TeamsBot.Tenant}&parentMessageId=1795423230219");
    }

    [Fact]
    public async Task A_group_chat_has_no_threads()
    {
        var turn = (await _bot.TurnOf(activity => activity["conversation"] = new JsonObject
        {
            ["id"] = "19:groupchat@thread.v2",
            ["conversationType"] = "groupChat",
            ["isGroup"] = true,
            ["tenantId"] = TeamsBot.Tenant,
        })).ShouldNotBeNull();

        turn.Conversation.Kind.ShouldBe(ConversationKind.GroupChat);
        turn.Conversation.Thread.ShouldBeNull();
        turn.Content.ShouldBeOfType<TurnContent.Said>().ToBot.ShouldBeFalse();
    }

    [Fact]
    public async Task The_tenant_comes_from_the_channel_data_where_the_conversation_says_none()
    {
        var turn = (await _bot.TurnOf(activity => activity["conversation"]!.AsObject().Remove("tenantId"))).ShouldNotBeNull();

        turn.Conversation.Tenant.ShouldBe(TeamsBot.Tenant);
    }

    [Fact]
    public async Task Somebody_of_another_tenant_is_taken_as_who_they_are()
    {
        var turn = (await _bot.TurnOf(activity => activity["from"]!["tenantId"] = "99999999-9999-9999-9999-999999999999")).ShouldNotBeNull();

        turn.From.HomeTenant.ShouldBe("99999999-9999-9999-9999-999999999999");
        turn.Conversation.Tenant.ShouldBe(TeamsBot.Tenant);
    }

    [Fact]
    public async Task A_last_slash_of_the_service_address_makes_no_second_place()
    {
        var turn = (await _bot.TurnOf(activity => activity["serviceUrl"] = _bot.Microsoft.ServiceUrl + "/")).ShouldNotBeNull();

        turn.Conversation.ShouldBe(_bot.Personal);
    }

    [Theory]
    [InlineData("<at>CommitmentBot</at> summary", "summary")]
    [InlineData("<at>CommitmentBot</at>, summary", "summary")]
    [InlineData("<at>CommitmentBot</at>&nbsp;summary\n", "summary")]
    [InlineData("please <at>CommitmentBot</at> summary", "please summary")]
    [InlineData("summary <at>CommitmentBot</at>", "summary")]
    [InlineData("<at>CommitmentBot</at>", "")]
    public async Task The_bots_own_mention_leaves_no_trace(string text, string expected) =>
        (await Said(text, Mention(BotMention, $"28:{TeamsBot.AppId}", "CommitmentBot"))).Text.ShouldSatisfyAllConditions(
            said => said.Plain.ShouldBe(expected), said => said.Mentions.ShouldBeEmpty());

    [Fact]
    public async Task People_stand_in_the_text_with_their_places()
    {
        var said = await Said(
            "<at>CommitmentBot</at> <at>Bob</at> and <at>Eve O'Neill</at> to meet, says <at>Bob</at>",
            Mention(BotMention, $"28:{TeamsBot.AppId}", "CommitmentBot"),
            Mention("<at>Bob</at>", "29:bob", "Bob Osei"),
            Mention("<at>Eve O'Neill</at>", "29:eve", "Eve O'Neill"),
            Mention("<at>Bob</at>", "29:other-bob", "Bob Other"));

        said.Text.Plain.ShouldBe("@Bob Osei and @Eve O'Neill to meet, says @Bob Other");
        said.Text.Mentions.Select(each => (each.User.Id, said.Text.Plain.Substring(each.Start, each.Length)))
            .ShouldBe([("29:bob", "@Bob Osei"), ("29:eve", "@Eve O'Neill"), ("29:other-bob", "@Bob Other")]);
    }

    [Fact]
    public async Task One_entity_may_stand_for_several_places()
    {
        var said = await Said("<at>Bob</at> asks <at>Bob</at>", Mention("<at>Bob</at>", "29:bob", "Bob"));

        said.Text.Mentions.Select(each => each.User.Id).ShouldBe(["29:bob", "29:bob"]);
    }

    [Fact]
    public async Task A_mention_that_no_entity_backs_is_only_words()
    {
        var said = await Said("<at>Bob</at> to meet <at id=\"5\">Eve</at> <attach> <at>", Mention("<at>Eve</at>", "29:eve", "Eve"));

        said.Text.Plain.ShouldBe("Bob to meet Eve <attach> <at>");
        said.Text.Mentions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bot_or_a_channel_that_is_mentioned_is_nobody_who_could_promise()
    {
        var said = await Said("<at>General</at> and <at>Other</at>", Mention("<at>General</at>", "19:x", "General"), Mention("<at>Other</at>", "28:x", "Other"));

        said.Text.Plain.ShouldBe("@General and @Other");
        said.Text.Mentions.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_opening_that_somebody_typed_does_not_swallow_a_mention()
    {
        var said = await Said("<at> and <at>Bob</at>", Mention("<at>Bob</at>", "29:bob", "Bob Osei"));

        said.Text.Plain.ShouldBe("<at> and @Bob Osei");
        said.Text.Mentions.Single().Start.ShouldBe(9);
    }

    [Fact]
    public async Task A_text_made_of_openings_and_ends_is_read_in_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("<atx", 8_000)) + string.Concat(Enumerable.Repeat("</at>", 8_000));

        (await Said(text)).Text.Plain.ShouldBe(text);
    }

    [Fact]
    public async Task Marks_that_people_type_themselves_are_kept_as_typed()
    {
        (await Said("a < b & c > d &amp; e")).Text.Plain.ShouldBe("a < b & c > d &amp; e");
    }

    [Fact]
    public async Task Mentions_of_any_text_cover_their_names()
    {
        var piece = Gen.OneOf(Gen.Const("<at>Bob</at>"), Gen.Const(BotMention), Gen.Const("<at>"), Gen.Const("</at>"), Gen.Const("  "), Gen.String[0, 6]);
        var texts = new List<string>();
        piece.Array[0, 8].Select(string.Concat).Sample(texts.Add, iter: 60, threads: 1);
        foreach (var text in texts)
        {
            var said = await Said(text, Mention(BotMention, $"28:{TeamsBot.AppId}", "CommitmentBot"), Mention("<at>Bob</at>", "29:bob", "Bob Osei"));

            said.Text.Mentions.Select(each => said.Text.Plain.Substring(each.Start, each.Length)).ShouldAllBe(covered => covered == "@Bob Osei");
            said.Text.Plain.ShouldNotContain(BotMention);
        }
    }

    [Fact]
    public async Task An_old_style_submit_is_a_click()
    {
        var turn = (await _bot.TurnOf(activity =>
        {
            activity.Remove("text");
            activity["replyToId"] = "1795423228504";
            activity["value"] = new JsonObject { ["action"] = "done", ["argument"] = "42" };
        })).ShouldNotBeNull();

        turn.Content.ShouldBe(new TurnContent.Clicked("done", "42", new MessageRef(_bot.Personal, "1795423228504")));
    }

    [Fact]
    public async Task A_message_with_nothing_in_it_is_nothing()
    {
        (await _bot.TurnOf(activity => activity.Remove("text"))).ShouldBeNull();
    }

    [Fact]
    public async Task Another_bots_words_are_none_of_ours()
    {
        (await _bot.TurnOf(activity => activity["from"]!["id"] = "28:another")).ShouldBeNull();
    }

    [Theory]
    [InlineData("add")]
    [InlineData("add-upgrade")]
    public async Task Installing_adds_the_bot(string action)
    {
        var turn = (await _bot.TurnOf(activity => Installation(activity, action))).ShouldNotBeNull();

        turn.Content.ShouldBeOfType<TurnContent.BotAdded>();
        turn.From.User.Id.ShouldBe("29:sarah");
    }

    [Fact]
    public async Task Removing_the_installation_removes_the_bot() =>
        (await _bot.TurnOf(activity => Installation(activity, "remove"))).ShouldNotBeNull().Content.ShouldBeOfType<TurnContent.BotRemoved>();

    [Fact]
    public async Task Both_install_events_share_a_key_even_over_a_border_of_time()
    {
        foreach (var (one, other) in new[] { ("2026-11-23T09:00:04.999Z", "2026-11-23T09:00:05.001Z"), ("2026-11-23T09:00:06.000Z", "2026-11-23T09:00:06.007Z") })
        {
            var installed = (await _bot.TurnOf(activity => Installation(activity, "add", one))).ShouldNotBeNull();
            var updated = (await _bot.TurnOf(activity => Membership(activity, "membersAdded", $"28:{TeamsBot.AppId}", other))).ShouldNotBeNull();

            installed.Keys.Intersect(updated.Keys).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Adding_the_bot_again_later_is_new()
    {
        var first = (await _bot.TurnOf(activity => Installation(activity, "add"))).ShouldNotBeNull();
        var removed = (await _bot.TurnOf(activity => Installation(activity, "remove", id: "b"))).ShouldNotBeNull();
        var again = (await _bot.TurnOf(activity => Installation(activity, "add", "2026-11-23T09:00:30.000Z", "c"))).ShouldNotBeNull();

        first.Keys.Intersect(removed.Keys).ShouldBeEmpty();
        first.Keys.Intersect(again.Keys).ShouldBeEmpty();
    }

    [Fact]
    public async Task People_who_come_and_go_are_not_the_bot()
    {
        (await _bot.TurnOf(activity => Membership(activity, "membersAdded", "29:bob"))).ShouldBeNull();
        (await _bot.TurnOf(activity => Membership(activity, "membersRemoved", "29:bob"))).ShouldBeNull();
        (await _bot.TurnOf(activity => Membership(activity, "membersRemoved", $"28:{TeamsBot.AppId}"))).ShouldNotBeNull()
            .Content.ShouldBeOfType<TurnContent.BotRemoved>();
    }

    private static void Installation(JsonObject activity, string action, string at = "2026-11-23T09:00:00.123Z", string id = "a")
    {
        activity["type"] = "installationUpdate";
        activity["action"] = action;
        activity["id"] = id;
        activity["timestamp"] = at;
        activity["from"]!.AsObject().Remove("name");
        activity.Remove("text");
    }

    private static void Membership(JsonObject activity, string change, string who, string at = "2026-11-23T09:00:00.123Z")
    {
        activity["type"] = "conversationUpdate";
        activity["id"] = "u";
        activity["timestamp"] = at;
        activity[change] = new JsonArray(new JsonObject { ["id"] = who });
        activity.Remove("text");
    }
}
