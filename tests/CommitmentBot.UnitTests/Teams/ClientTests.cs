using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>What the bot sends to the Connector, and how it takes each answer.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private const string ThreadPath = "v3/conversations/19%3Ageneral%40thread.tacv2%3Bmessageid%3D1795423230219/activities";
    private const string PersonalPath = "v3/conversations/a%3Apersonal/activities";
    private static readonly Message Hello = new("Hello", [new Block.Heading("Hello"), new Block.Paragraph("and welcome")]);

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private Task<SendAnswer> Post(ConversationRef to) => _bot.Platform.Post(to, Hello, "marker", TestContext.Current.CancellationToken);

    private Task<SendAnswer> Update(MessageRef posted) => _bot.Platform.Update(posted, Hello, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_reply_goes_into_its_thread_with_the_ids_escaped_once()
    {
        _bot.Microsoft.Expect("POST", ThreadPath, 201, """{"id":"1795423230400"}""");

        (await Post(_bot.Thread)).ShouldBe(new SendAnswer.Accepted(new MessageRef(_bot.Thread, "1795423230400")));

        var call = _bot.Microsoft.Calls.Single();
        call.Authorization.ShouldBe("Bearer token-1");
        ((string?)call.Body!["type"]).ShouldBe("message");
        ((string?)call.Body["summary"]).ShouldBe("Hello");
        ((string?)call.Body["attachments"]![0]!["contentType"]).ShouldBe("application/vnd.microsoft.card.adaptive");
    }

    [Fact]
    public async Task A_sentence_goes_as_a_sentence_and_nothing_typed_in_it_is_read_as_anything_else()
    {
        const string typed = "I did not understand **that**, <at>everybody</at> [x](https://evil.example).";
        _bot.Microsoft.Expect("POST", PersonalPath, 201, """{"id":"1"}""");

        await _bot.Platform.Post(_bot.Personal, new Message(typed, [new Block.Paragraph(typed)]), "marker", TestContext.Current.CancellationToken);

        var body = _bot.Microsoft.Calls.Single().Body!;
        ((string?)body["text"]).ShouldBe(typed);
        ((string?)body["textFormat"]).ShouldBe("plain");
        body.ContainsKey("attachments").ShouldBeFalse();
        body.ContainsKey("entities").ShouldBeFalse();
    }

    [Fact]
    public async Task A_post_to_a_channel_begins_a_thread_of_its_own()
    {
        _bot.Microsoft.Expect("POST", "v3/conversations", 201, """{"id":"19:general@thread.tacv2;messageid=1795","activityId":"1795"}""");

        (await Post(_bot.Channel)).ShouldBe(new SendAnswer.Accepted(new MessageRef(_bot.Channel with { Thread = "1795" }, "1795")));

        var body = _bot.Microsoft.Calls.Single().Body!;
        ((bool?)body["isGroup"]).ShouldBe(true);
        ((string?)body["channelData"]!["channel"]!["id"]).ShouldBe("19:general@thread.tacv2");
        ((string?)body["tenantId"]).ShouldBe(TeamsBot.Tenant);
        ((string?)body["bot"]!["id"]).ShouldBe($"28:{TeamsBot.AppId}");
        ((string?)body["activity"]!["type"]).ShouldBe("message");
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(202, "")]
    [InlineData(201, "not json")]
    public async Task Taken_without_an_id_is_taken(int status, string body)
    {
        _bot.Microsoft.Expect("POST", PersonalPath, status, body);

        (await Post(_bot.Personal)).ShouldBe(new SendAnswer.Accepted(null));
    }

    [Theory]
    [InlineData(400, "BadSyntax", RefusalKind.Message, RefusalKind.Message, RefusalKind.Message)]
    [InlineData(413, "MessageSizeTooBig", RefusalKind.Message, RefusalKind.Message, RefusalKind.Message)]
    [InlineData(405, "BadArgument", RefusalKind.Message, RefusalKind.Message, RefusalKind.Message)]
    [InlineData(302, null, RefusalKind.Message, RefusalKind.Message, RefusalKind.Message)]
    [InlineData(403, "MessageWritesBlocked", RefusalKind.Person, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(403, "ConversationBlockedByUser", RefusalKind.Person, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(403, "ForbiddenOperationException", RefusalKind.Person, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(403, "BotNotInstalled", RefusalKind.Person, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(403, "BotDisabledByAdmin", RefusalKind.Installation, RefusalKind.Installation, RefusalKind.Installation)]
    [InlineData(403, "BotNotInConversationRoster", RefusalKind.Chat, RefusalKind.Channel, RefusalKind.Channel)]
    [InlineData(403, "NotEnoughPermissions", RefusalKind.Chat, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(403, null, RefusalKind.Chat, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(404, "ConversationNotFound", RefusalKind.Chat, RefusalKind.Thread, RefusalKind.Channel)]
    [InlineData(404, "ActivityNotFoundInConversation", RefusalKind.Message, RefusalKind.Message, RefusalKind.Message)]
    [InlineData(404, null, RefusalKind.Chat, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(410, null, RefusalKind.Chat, RefusalKind.Thread, RefusalKind.Message)]
    [InlineData(412, "PreconditionFailed", RefusalKind.Later, RefusalKind.Later, RefusalKind.Later)]
    [InlineData(429, "Throttled", RefusalKind.Later, RefusalKind.Later, RefusalKind.Later)]
    public async Task What_Teams_refuses_is_about_the_smallest_thing_it_can_be(
        int status, string? code, RefusalKind inChat, RefusalKind inThread, RefusalKind atRoot)
    {
        var body = code is null ? "<html>" : new JsonObject { ["error"] = new JsonObject { ["code"] = code } }.ToJsonString();
        _bot.Microsoft.Expect("POST", PersonalPath, status, body, ("Location", "https://evil.example/"));
        _bot.Microsoft.Expect("POST", ThreadPath, status, body);
        _bot.Microsoft.Expect("POST", "v3/conversations", status, body);

        (await Post(_bot.Personal)).ShouldBe(
            new SendAnswer.Refused(inChat, $"The Connector answered {status}{(code is null ? "" : " " + code)}."));
        (await Post(_bot.Thread)).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(inThread);
        (await Post(_bot.Channel)).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(atRoot);
        _bot.Microsoft.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_wait_that_Teams_asks_for_is_handed_on_and_is_the_conversations_on_every_instance()
    {
        _bot.Microsoft.Expect("POST", PersonalPath, 429, "", ("Retry-After", "7"));
        _bot.Microsoft.Expect("POST", PersonalPath, 429, "", ("Retry-After", _bot.Time.GetUtcNow().AddSeconds(90).ToString("R")));

        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Refused>().RetryAfter.ShouldBe(Duration.FromSeconds(7));
        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Refused>().RetryAfter.ShouldBe(Duration.FromSeconds(90));
        _bot.Pauses.Left(_bot.Personal.Lane).ShouldBe(Duration.FromSeconds(90));
        _bot.Pauses.Scopes.ShouldBe([_bot.Personal.Lane]);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task After_a_fault_of_the_server_nobody_knows_and_nothing_is_sent_again(int status)
    {
        _bot.Microsoft.Expect("POST", PersonalPath, status);

        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Unknown>();
        _bot.Microsoft.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_cut_connection_nobody_knows()
    {
        _bot.Microsoft.Expect("POST", PersonalPath, http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Unknown>();
        _bot.Microsoft.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_no_answer_in_time_nobody_knows()
    {
        var arrived = Hang(PersonalPath, 0);
        var answer = Post(_bot.Personal);
        await arrived;
        _bot.Time.Advance(TimeSpan.FromSeconds(16));

        (await answer).ShouldBe(new SendAnswer.Unknown("The Connector did not answer in time."));
    }

    [Fact]
    public async Task A_yes_whose_body_never_ends_is_a_yes()
    {
        var begun = _bot.Logs.Line("Connector POST: 201");
        _ = Hang(PersonalPath, 201);
        var answer = Post(_bot.Personal);
        await begun;
        _bot.Time.Advance(TimeSpan.FromSeconds(16));

        (await answer).ShouldBe(new SendAnswer.Accepted(null));
    }

    /// <summary>The next post gets this status and half a body, or nothing at all, and then waits until the caller gives up.</summary>
    private Task Hang(string path, int status)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bot.Microsoft.Expect("POST", path, async http =>
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            http.RequestAborted.Register(() => ended.TrySetResult());
            if (status > 0)
            {
                http.Response.StatusCode = status;
                await http.Response.WriteAsync("{\"id\":");
                await http.Response.Body.FlushAsync();
            }

            arrived.TrySetResult();
            await ended.Task;
        });
        return arrived.Task;
    }

    [Fact]
    public async Task A_connection_that_is_refused_has_sent_nothing() =>
        (await Post(_bot.Personal with { ServiceUrl = "http://127.0.0.1:1" })).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Later);

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example")]
    [InlineData("https://127.0.0.1@evil.example")]
    [InlineData("http://169.254.169.254")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("nonsense")]
    public async Task Nothing_and_least_of_all_the_token_goes_to_an_address_that_is_not_allowed(string? address)
    {
        (await Post(_bot.Personal with { ServiceUrl = address })).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Chat);
        (await Post(_bot.Channel with { ServiceUrl = address })).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Message);

        _bot.Microsoft.TokenRequests.ShouldBe(0);
    }

    [Fact]
    public async Task An_id_that_would_climb_out_of_its_path_does_not()
    {
        _bot.Microsoft.Expect("POST", "v3/conversations/_/activities", 404);
        _bot.Microsoft.Expect("POST", "v3/conversations/..%2F..%2Fadmin/activities", 404);

        (await Post(_bot.Personal with { Channel = ".." })).ShouldBeOfType<SendAnswer.Refused>();
        (await Post(_bot.Personal with { Channel = "../../admin" })).ShouldBeOfType<SendAnswer.Refused>();
    }

    [Fact]
    public async Task An_update_takes_the_place_of_the_message()
    {
        _bot.Microsoft.Expect("PUT", ThreadPath + "/1795423230400", 200, """{"id":"1795423230400"}""");
        _bot.Microsoft.Expect("PUT", ThreadPath + "/1795423230219", 200, "{}");
        var reply = new MessageRef(_bot.Thread, "1795423230400");
        var root = new MessageRef(_bot.Channel, "1795423230219");

        (await Update(reply)).ShouldBe(new SendAnswer.Accepted(reply));
        (await Update(root)).ShouldBe(new SendAnswer.Accepted(root));
        ((string?)_bot.Microsoft.Calls.First().Body!["id"]).ShouldBe("1795423230400");
    }

    [Fact]
    public async Task A_deleted_message_says_nothing_about_its_place()
    {
        _bot.Microsoft.Expect("PUT", ThreadPath + "/1", 404, """{"error":{"code":"ActivityNotFoundInConversation"}}""");

        (await Update(new MessageRef(_bot.Thread, "1"))).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Message);
    }

    [Fact]
    public async Task One_token_serves_many_posts_and_is_renewed_five_minutes_early()
    {
        for (var i = 0; i < 4; i++)
        {
            _bot.Microsoft.Expect("POST", PersonalPath, 201, """{"id":"1"}""");
        }

        await Task.WhenAll(Post(_bot.Personal), Post(_bot.Personal));
        _bot.Microsoft.TokenRequests.ShouldBe(1);
        _bot.Microsoft.LastTokenForm.ShouldBe(
            $"grant_type=client_credentials&client_id={TeamsBot.AppId}&scope=https%3A%2F%2Fapi.botframework.com%2F.default&client_secret=s");

        _bot.Time.Advance(TimeSpan.FromSeconds(3600 - 301));
        await Post(_bot.Personal);
        _bot.Microsoft.TokenRequests.ShouldBe(1);

        _bot.Time.Advance(TimeSpan.FromSeconds(2));
        await Post(_bot.Personal);
        _bot.Microsoft.TokenRequests.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once()
    {
        _bot.Microsoft.Expect("POST", PersonalPath, 201, """{"id":"1"}""");
        await Post(_bot.Personal);
        _bot.Time.Advance(TimeSpan.FromMinutes(1));
        _bot.Microsoft.Expect("POST", PersonalPath, 401);
        _bot.Microsoft.Expect("POST", PersonalPath, 201, """{"id":"2"}""");

        (await Post(_bot.Personal)).ShouldBe(new SendAnswer.Accepted(new MessageRef(_bot.Personal, "2")));
        _bot.Microsoft.Calls.Last().Authorization.ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task A_new_token_that_is_refused_too_is_a_matter_of_the_installation()
    {
        _bot.Microsoft.Expect("POST", PersonalPath, 201, """{"id":"1"}""");
        await Post(_bot.Personal);
        _bot.Time.Advance(TimeSpan.FromMinutes(1));
        _bot.Microsoft.Expect("POST", PersonalPath, 401);
        _bot.Microsoft.Expect("POST", PersonalPath, 401);

        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(RefusalKind.Installation);
        _bot.Microsoft.TokenRequests.ShouldBe(2);
    }

    [Theory]
    [InlineData(401, RefusalKind.Installation)]
    [InlineData(400, RefusalKind.Installation)]
    [InlineData(429, RefusalKind.Later)]
    [InlineData(503, RefusalKind.Later)]
    [InlineData(200, RefusalKind.Later)]
    public async Task Without_a_token_nothing_is_sent(int status, RefusalKind expected)
    {
        _bot.Microsoft.SignIn = http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("""{"error":"invalid_client"}""");
        };

        (await Post(_bot.Personal)).ShouldBeOfType<SendAnswer.Refused>().Kind.ShouldBe(expected);
        _bot.Microsoft.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_personal_chat_is_opened_in_the_tenant_of_the_place_the_person_was_met_in()
    {
        _bot.Microsoft.Expect("POST", "v3/conversations", 201, """{"id":"a:new"}""");
        var met = _bot.Thread with { Tenant = "host-tenant" };

        var answer = await _bot.Platform.OpenPrivate(new UserRef("teams", "29:bob"), met, TestContext.Current.CancellationToken);

        answer.ShouldBe(new OpenAnswer.Opened(new ConversationRef("teams", "host-tenant", "a:new", ConversationKind.Personal, null, _bot.Microsoft.ServiceUrl)));
        var body = _bot.Microsoft.Calls.Single().Body!;
        ((bool?)body["isGroup"]).ShouldBe(false);
        ((string?)body["members"]![0]!["id"]).ShouldBe("29:bob");
        ((string?)body["tenantId"]).ShouldBe("host-tenant");
        ((string?)body["channelData"]!["tenant"]!["id"]).ShouldBe("host-tenant");
    }

    [Theory]
    [InlineData(403, "ForbiddenOperationException", RefusalKind.Person)]
    [InlineData(403, "ConversationBlockedByUser", RefusalKind.Person)]
    [InlineData(403, "BotDisabledByAdmin", RefusalKind.Installation)]
    [InlineData(401, "BotNotRegistered", RefusalKind.Installation)]
    [InlineData(404, "ConversationNotFound", RefusalKind.Chat)]
    [InlineData(429, "Throttled", RefusalKind.Later)]
    [InlineData(413, "MessageSizeTooBig", RefusalKind.Later)]
    [InlineData(502, null, RefusalKind.Later)]
    public async Task A_personal_chat_that_cannot_be_had_says_why(int status, string? code, RefusalKind expected)
    {
        var body = code is null ? "" : new JsonObject { ["error"] = new JsonObject { ["code"] = code } }.ToJsonString();
        _bot.Microsoft.Expect("POST", "v3/conversations", status, body);
        _bot.Microsoft.Expect("POST", "v3/conversations", status, body); // A 401 is asked about once more, with another token.
        _bot.Time.Advance(TimeSpan.FromMinutes(1));

        (await OpenChatWithBob()).ShouldBeOfType<OpenAnswer.Refused>().Kind.ShouldBe(expected);
    }

    [Theory]
    [InlineData(400, "other-tenant", RefusalKind.Person)]
    [InlineData(403, "other-tenant", RefusalKind.Person)]
    [InlineData(400, TeamsBot.Tenant, RefusalKind.Chat)]
    [InlineData(403, TeamsBot.Tenant, RefusalKind.Chat)]
    public async Task A_bare_no_to_a_personal_chat_is_about_the_person_where_they_are_of_another_tenant(
        int status, string home, RefusalKind expected)
    {
        _bot.Microsoft.Expect("POST", "v3/conversations", status);
        _bot.Microsoft.Expect(
            "GET", "v3/conversations/19%3Ageneral%40thread.tacv2/members/29%3Abob", 200, $$"""{"id":"29:bob","tenantId":"{{home}}"}""");

        (await OpenChatWithBob()).ShouldBeOfType<OpenAnswer.Refused>().Kind.ShouldBe(expected);
    }

    private Task<OpenAnswer> OpenChatWithBob() =>
        _bot.Platform.OpenPrivate(new UserRef("teams", "29:bob"), _bot.Thread, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_person_is_described_from_the_roster()
    {
        _bot.Microsoft.Expect("GET", "v3/conversations/19%3Ageneral%40thread.tacv2/members/29%3Abob", 200,
            """{"id":"29:bob","name":"Bob Osei","email":"bob@wcc.example","userPrincipalName":"b@x","tenantId":"t2","objectId":"o"}""");
        _bot.Microsoft.Expect("GET", "v3/conversations/19%3Ageneral%40thread.tacv2/members/29%3Agone", 404);

        (await _bot.Platform.Describe(new UserRef("teams", "29:bob"), _bot.Thread, TestContext.Current.CancellationToken))
            .ShouldBe(new Profile(new UserRef("teams", "29:bob"), "Bob Osei", "t2", "bob@wcc.example", null, false));
        (await _bot.Platform.Describe(new UserRef("teams", "29:gone"), _bot.Thread, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_channels_name_is_known_once_an_activity_said_which_team_it_is_of()
    {
        (await _bot.Platform.ChannelName(_bot.Thread, TestContext.Current.CancellationToken)).ShouldBeNull();
        await _bot.TurnOf(activity => activity["channelData"] = new JsonObject
        {
            ["tenant"] = new JsonObject { ["id"] = TeamsBot.Tenant },
            ["team"] = new JsonObject { ["id"] = "19:team" },
            ["channel"] = new JsonObject { ["id"] = _bot.Channel.Channel },
        });
        _bot.Microsoft.Expect("GET", "v3/teams/19%3Ateam/conversations", 200,
            """{"conversations":[{"id":"19:team"},{"id":"19:general@thread.tacv2","name":"Place Forum"}]}""");

        (await _bot.Platform.ChannelName(_bot.Thread, TestContext.Current.CancellationToken)).ShouldBe("Place Forum");
        (await _bot.Platform.ChannelName(_bot.Personal, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Teams_offers_no_look_up() =>
        (await _bot.Platform.Find(_bot.Thread, "marker", Instant.MinValue, TestContext.Current.CancellationToken)).ShouldBeOfType<FindAnswer.CannotTell>();
}
