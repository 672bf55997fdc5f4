using System.Net;
using CsCheck;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>What the endpoint answers to bodies of every kind.</summary>
public sealed class ReceptionTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private string Bearer => $"Bearer {_bot.Microsoft.Token(_bot.Time.GetUtcNow())}";

    private async Task<HttpStatusCode> Status(string body, string? authorization = null)
    {
        using var response = await _bot.Send(body, authorization ?? Bearer);
        return response.StatusCode;
    }

    [Fact]
    public async Task A_body_above_the_limit_is_not_read_to_its_end()
    {
        (await Status(new string(' ', 262_145))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Status(_bot.Activity(activity => activity["pad"] = new string('x', 260_000)).ToJsonString())).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"type\":")]
    public async Task What_is_no_activity_is_a_bad_request_once_the_token_holds(string body)
    {
        (await Status(body)).ShouldBe(HttpStatusCode.BadRequest);
        (await Status(body, "Bearer abc")).ShouldBe(HttpStatusCode.Unauthorized);
        _bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text", "5")]
    [InlineData("from", "\"x\"")]
    [InlineData("conversation", "[]")]
    [InlineData("entities", "{}")]
    [InlineData("timestamp", "\"yesterday\"")]
    public async Task A_field_of_the_wrong_shape_is_a_bad_request(string field, string value)
    {
        var activity = _bot.Activity(each => each[field] = System.Text.Json.Nodes.JsonNode.Parse(value));

        (await Status(activity.ToJsonString())).ShouldBe(HttpStatusCode.BadRequest);
        _bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_address_given_twice_cannot_show_the_check_one_and_the_answer_another()
    {
        var body = _bot.Activity().ToJsonString();

        (await Status(body[..^1] + $",\"serviceUrl\":\"{_bot.Microsoft.ServiceUrl}\"}}")).ShouldBe(HttpStatusCode.BadRequest);
        _bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("messageReaction")]
    [InlineData("somethingNew")]
    public async Task Activities_of_other_kinds_are_taken_and_nothing_is_done(string type)
    {
        (await _bot.TurnOf(activity => activity["type"] = type)).ShouldBeNull();
    }

    [Theory]
    [InlineData("id")]
    [InlineData("from")]
    [InlineData("conversation")]
    [InlineData("type")]
    public async Task Activities_without_what_a_turn_needs_are_taken_and_nothing_is_done(string field)
    {
        (await _bot.TurnOf(activity => activity.Remove(field))).ShouldBeNull();
    }

    [Theory]
    [InlineData("typ\\ud800e")]
    [InlineData("{\"a\":[1,{}]}")]
    public async Task Odd_values_in_unknown_fields_do_no_harm(string value)
    {
        (await _bot.TurnOf(activity => activity["surprise"] = value)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_verified_activity_may_still_not_lead_the_bot_to_an_address_that_is_not_allowed()
    {
        await using var strict = await TeamsBot.Run(settings: ("Teams:AllowedServiceUrls", "smba.trafficmanager.net"));

        using var response = await strict.Send(strict.Activity());

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        strict.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Activities_with_bits_changed_never_break_the_endpoint()
    {
        var seed = _bot.Activity().ToJsonString();
        var bearer = Bearer;
        var bodies = new List<string>();
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Char[' ', '~'], Gen.Int[0, 2])
            .Sample((at, with, how) => bodies.Add(how switch
            {
                0 => seed[..at] + with + seed[(at + 1)..],
                1 => seed[..at] + seed[(at + 1)..],
                _ => seed[..at] + with + seed[at..],
            }), iter: 300, threads: 1);
        foreach (var body in bodies)
        {
            ((int)await Status(body, bearer)).ShouldBeLessThan(500, body);
        }
    }

    [Fact]
    public async Task A_request_without_a_token_passes_only_in_development_from_this_machine_itself()
    {
        (string, string?)[] settings = [("Teams:DangerouslyAllowAnonymous", "true"), ("Teams:AppId", null), ("Teams:AppSecret", null)];
        await using var open = await TeamsBot.Run("Development", settings);
        var body = open.Activity().ToJsonString();

        (await open.Send(body, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await open.Send(body, "Bearer abc")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await open.Send(body, null, ("X-Forwarded-For", "203.0.113.9"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await open.Send(body, null, ("Host", "bot.example.org"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await open.Send(body, null, ("Origin", "https://evil.example"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        open.Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Logs_hold_verdicts_and_no_words_names_or_tokens()
    {
        var bearer = Bearer;
        await _bot.Send(_bot.Activity(activity => activity["text"] = "canary-words").ToJsonString(), bearer);
        await _bot.Send(_bot.Activity().ToJsonString(), bearer + "x");
        _bot.Microsoft.Expect("POST", "v3/conversations/a%3Apersonal/activities", 500, "canary-words");
        await _bot.Platform.Post(_bot.Personal, new("canary-words", []), "m", TestContext.Current.CancellationToken);

        _bot.Logs.All.ShouldContain(line => line.Contains("refused with 401: BadSignature", StringComparison.Ordinal));
        _bot.Logs.All.ShouldContain(line => line.Contains("Connector POST: 500", StringComparison.Ordinal));
        foreach (var canary in new[] { "canary-words", "Sarah Ali", bearer[20..60], bearer[^30..], "token-1", "client_secret" })
        {
            _bot.Logs.All.ShouldAllBe(line => !line.Contains(canary, StringComparison.Ordinal), canary);
        }
    }
}
