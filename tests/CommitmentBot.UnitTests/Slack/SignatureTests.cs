using System.Net;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class SignatureTests
{
    private const string Body = """{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_mention","user":"UALI","channel":"C1","ts":"1.2","text":"<@UBOT> help"}}""";

    [Theory]
    [InlineData(0)]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task What_Slack_signed_within_five_minutes_is_taken(int skewSeconds)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Send("/slack/events", Body, skewSeconds: skewSeconds);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(-1_000_000)]
    public async Task A_request_from_more_than_five_minutes_ago_or_ahead_is_refused(int skewSeconds)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Send("/slack/events", Body, skewSeconds: skewSeconds);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        rig.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/slack/events")]
    [InlineData("/slack/commands")]
    [InlineData("/slack/interactivity")]
    [InlineData("/slack/options")]
    public async Task No_endpoint_acts_on_what_is_not_signed(string path)
    {
        await using var rig = await SlackRig.Start();
        var now = rig.Now();
        var good = SlackRig.Sign(Body, now);
        (string? Timestamp, string? Signature)[] forgeries =
        [
            (null, null), (now, null), (null, good), (now, ""), ("", good), ("soon", good), ("-" + now, good), ("9999999999999999999999", good),
            (now, "v0=" + new string('0', 64)), (now, good.ToUpperInvariant()), (now, "v1=" + good[3..]), (now, good[..^1]), (now, good + "0"),
            (now, SlackRig.Sign(Body, "0" + now)), (now, SlackRig.Sign(Body + " ", now)),
        ];

        foreach (var (timestamp, signature) in forgeries)
        {
            using var response = await rig.SendAs(path, Body, "application/json", timestamp, signature);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{timestamp} {signature}");
        }

        rig.Turns.ShouldBeEmpty();
        rig.Slack.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_was_written_anew_on_the_way_is_refused()
    {
        await using var rig = await SlackRig.Start();
        var now = rig.Now();

        using var response = await rig.SendAs(
            "/slack/events", Body.Replace("\"type\":", "\"type\": ", StringComparison.Ordinal), "application/json", now, SlackRig.Sign(Body, now));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void The_example_on_Slacks_own_page_is_valid()
    {
        // https://docs.slack.dev/authentication/verifying-requests-from-slack/
        var body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"u8;

        CommitmentBot.Slack.Signature.Check(
            body, "1531420618", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", [SlackRig.Secret],
            DateTimeOffset.FromUnixTimeSeconds(1531420618)).ShouldBe(CommitmentBot.Slack.SignatureVerdict.Valid);
    }

    [Fact]
    public void While_a_secret_is_replaced_both_are_taken_and_an_empty_one_never_is()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1531420618);
        var signature = SlackRig.Sign("body", "1531420618");

        CommitmentBot.Slack.SignatureVerdict Check(params string[] secrets) =>
            CommitmentBot.Slack.Signature.Check("body"u8, "1531420618", signature, secrets, now);

        Check("new", SlackRig.Secret).ShouldBe(CommitmentBot.Slack.SignatureVerdict.Valid);
        Check(SlackRig.Secret, "new").ShouldBe(CommitmentBot.Slack.SignatureVerdict.Valid);
        Check("new", "newer").ShouldBe(CommitmentBot.Slack.SignatureVerdict.Mismatch);
        Check().ShouldBe(CommitmentBot.Slack.SignatureVerdict.Mismatch);
        var empty = "v0=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), "v0:1531420618:body"u8.ToArray()));
        CommitmentBot.Slack.Signature.Check("body"u8, "1531420618", empty, [""], now).ShouldBe(CommitmentBot.Slack.SignatureVerdict.Mismatch);
    }

    [Fact]
    public async Task More_than_a_megabyte_is_refused_and_the_next_request_is_served()
    {
        await using var rig = await SlackRig.Start();

        using var large = await rig.Send("/slack/events", new string('x', (1024 * 1024) + 1));
        using var next = await rig.Send("/slack/events", Body);

        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/slack/events", "{", "application/json")]
    [InlineData("/slack/events", "", "application/json")]
    [InlineData("/slack/events", "null", "application/json")]
    [InlineData("/slack/events", "[1]", "application/json")]
    [InlineData("/slack/events", "{\"type\":5}", "application/json")]
    [InlineData("/slack/events", "{}", "text/plain")]
    [InlineData("/slack/commands", "{}", "application/json")]
    [InlineData("/slack/interactivity", "a=b", "application/x-www-form-urlencoded")]
    [InlineData("/slack/interactivity", "payload=%7B", "application/x-www-form-urlencoded")]
    [InlineData("/slack/interactivity", "payload=null", "application/x-www-form-urlencoded")]
    [InlineData("/slack/options", "payload=%ff", "application/x-www-form-urlencoded")]
    public async Task Signed_but_not_what_the_endpoint_reads_is_a_bad_request(string path, string body, string mediaType)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Send(path, body, mediaType);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        rig.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"something_new","event":{"type":"app_mention"}}""")]
    [InlineData("""{"type":"event_callback"}""")]
    [InlineData("""{"type":"event_callback","event_id":"Ev1","event":{"type":"user_change","user":{"id":"UALI"}}}""")]
    [InlineData("""{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":{"id":"UALI"}}}""")]
    [InlineData("""{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"UALI","channel":"C1","ts":"1.2","text":"\ud800"}}""")]
    [InlineData("""{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"../../x","channel":"C1","ts":"1.2"}}""")]
    [InlineData("""{"type":"event_callback","event_id":"E\u0000","event":{"type":"app_mention","user":"UALI","channel":"C1","ts":"1.2"}}""")]
    [InlineData("""{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1}""")]
    public async Task What_the_bot_does_not_know_is_acknowledged_and_does_nothing(string body)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Send("/slack/events", body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_challenge_and_the_look_at_the_certificate_are_answered()
    {
        await using var rig = await SlackRig.Start();

        using var challenge = await rig.Send("/slack/events", """{"type":"url_verification","token":"x","challenge":"3eZbrw1aB10"}""");
        using var ssl = await rig.Send("/slack/commands", "token=x&ssl_check=1", "application/x-www-form-urlencoded");
        using var options = await rig.Send("/slack/options", "payload=%7B%22type%22%3A%22block_suggestion%22%7D", "application/x-www-form-urlencoded");

        (await challenge.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("3eZbrw1aB10");
        challenge.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        ssl.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await options.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"options":[]}""");
    }
}
