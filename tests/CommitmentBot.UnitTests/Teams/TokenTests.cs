using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>Each row of the "strict" column: which tokens let an activity in.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    private DateTimeOffset Now => _bot.Time.GetUtcNow();

    private async Task<HttpStatusCode> Status(string? authorization, Action<JsonObject>? change = null)
    {
        using var response = await _bot.Send(_bot.Activity(change).ToJsonString(), authorization);
        _bot.Turns.Count.ShouldBe(response.StatusCode == HttpStatusCode.OK ? 1 : 0);
        _bot.Turns.Clear();
        return response.StatusCode;
    }

    private Task<HttpStatusCode> With(Action<JsonObject> claims) => Status($"Bearer {_bot.Microsoft.Token(Now, claims)}");

    private static Action<JsonObject> Set(string claim, JsonNode? value) => claims =>
    {
        if (value is null)
        {
            claims.Remove(claim);
        }
        else
        {
            claims[claim] = value;
        }
    };

    [Fact]
    public async Task A_valid_token_of_the_channel_lets_an_activity_in() =>
        (await With(_ => { })).ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic abc")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer abc")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer a.b.c d")]
    [InlineData("Bearer e30.e30.e30")]
    [InlineData("Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA")]
    public async Task Anything_but_one_bearer_token_is_refused(string? header) =>
        (await Status(header)).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_token_without_its_scheme_is_refused() =>
        (await Status(_bot.Microsoft.Token(Now))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task The_scheme_may_be_in_lower_case() =>
        (await Status($"bearer {_bot.Microsoft.Token(Now)}")).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_token_too_long_to_be_one_is_refused() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now, Set("pad", new string('x', 16_000)))}")).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData(-4, HttpStatusCode.OK)]
    [InlineData(-6, HttpStatusCode.Unauthorized)]
    public async Task Expiry_has_five_minutes_of_leeway(int minutes, HttpStatusCode expected) =>
        (await With(Set("exp", Now.AddMinutes(minutes).ToUnixTimeSeconds()))).ShouldBe(expected);

    [Theory]
    [InlineData(4, HttpStatusCode.OK)]
    [InlineData(6, HttpStatusCode.Unauthorized)]
    public async Task A_start_to_come_has_five_minutes_of_leeway(int minutes, HttpStatusCode expected) =>
        (await With(Set("nbf", Now.AddMinutes(minutes).ToUnixTimeSeconds()))).ShouldBe(expected);

    [Fact]
    public async Task A_token_that_never_expires_is_refused() =>
        (await With(Set("exp", null))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("99999999-9999-9999-9999-999999999999")]
    [InlineData("https://api.botframework.com")]
    [InlineData("api://22222222-2222-2222-2222-222222222222")]
    [InlineData(null)]
    public async Task A_token_for_another_audience_is_refused(string? audience) =>
        (await With(Set("aud", audience))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_token_for_several_audiences_is_refused() =>
        (await With(Set("aud", new JsonArray(TeamsBot.AppId, "x")))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://api.botframework.us")]
    [InlineData("https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0")]
    [InlineData(null)]
    public async Task A_token_by_another_issuer_is_refused(string? issuer) =>
        (await With(Set("iss", issuer))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_token_about_another_service_address_is_refused(string? address) =>
        (await With(Set("serviceurl", address))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_last_slash_makes_no_other_service_address() =>
        (await With(Set("serviceurl", _bot.Microsoft.ServiceUrl + "/"))).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task An_activity_that_names_no_service_address_is_refused() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now)}", activity => activity.Remove("serviceUrl"))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    public async Task Only_RS256_signs(string algorithm) =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now, alg: algorithm)}")).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task An_unknown_key_is_refused() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "nobody")}")).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_rogue_key_under_a_known_name_is_refused() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now, signWith: "rogue")}")).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_key_that_the_token_brings_itself_is_not_looked_at() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "mine", header: head => head["jku"] = $"{_bot.Microsoft.Address}evil")}"))
            .ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_payload_changed_after_signing_is_refused()
    {
        var parts = _bot.Microsoft.Token(Now).Split('.');
        var other = _bot.Microsoft.Token(Now, Set("sub", "changed")).Split('.');

        (await Status($"Bearer {parts[0]}.{other[1]}.{parts[2]}")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_must_be_endorsed_for_Teams_if_it_is_endorsed_for_anything()
    {
        _bot.Microsoft.AddKey("slack", ["slack"]);
        _bot.Microsoft.AddKey("any", null);

        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "slack")}")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "slack")}", activity => activity["channelId"] = "slack")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "any")}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_short_key_is_none()
    {
        _bot.Microsoft.AddKey("short", null, bits: 1024);

        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "short")}")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_channel_is_refused_with_a_valid_token_too() =>
        (await Status($"Bearer {_bot.Microsoft.Token(Now)}", activity => activity["channelId"] = "webchat")).ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task Keys_are_read_once_for_many_activities()
    {
        for (var i = 0; i < 5; i++)
        {
            (await With(_ => { })).ShouldBe(HttpStatusCode.OK);
        }

        _bot.Microsoft.KeyReads.ShouldBe(1);
    }

    [Fact]
    public async Task Made_up_keys_are_no_lever_against_the_key_server()
    {
        await With(_ => { });
        _bot.Time.Advance(TimeSpan.FromMinutes(6));
        for (var i = 0; i < 20; i++)
        {
            (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: $"made-up-{i}")}")).ShouldBe(HttpStatusCode.Unauthorized);
        }

        _bot.Microsoft.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_key_is_found_without_waiting_for_the_day_to_end()
    {
        await With(_ => { });
        _bot.Microsoft.AddKey("new", ["msteams"]);
        _bot.Time.Advance(TimeSpan.FromMinutes(6));

        (await Status($"Bearer {_bot.Microsoft.Token(Now, kid: "new")}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_refused_after_a_day()
    {
        await With(_ => { });
        var gone = _bot.Microsoft.Token(Now.AddDays(1));
        _bot.Microsoft.RemoveKey("channel");
        _bot.Time.Advance(TimeSpan.FromHours(24));

        (await Status($"Bearer {gone}")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Keys_once_read_outlast_an_outage_of_the_key_server_by_days_but_not_for_ever()
    {
        await With(_ => { });
        _bot.Microsoft.KeysDown = true;
        _bot.Time.Advance(TimeSpan.FromDays(2));
        (await With(_ => { })).ShouldBe(HttpStatusCode.OK);

        _bot.Time.Advance(TimeSpan.FromDays(4));
        (await With(_ => { })).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Without_keys_nothing_gets_in_and_the_key_server_is_not_pestered()
    {
        _bot.Microsoft.KeysDown = true;
        for (var i = 0; i < 5; i++)
        {
            (await With(_ => { })).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        _bot.Microsoft.KeyReads.ShouldBe(1);
        _bot.Microsoft.KeysDown = false;
        _bot.Time.Advance(TimeSpan.FromSeconds(6));
        (await With(_ => { })).ShouldBe(HttpStatusCode.OK);
    }
}
