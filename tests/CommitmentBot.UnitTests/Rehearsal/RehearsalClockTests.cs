using System.Net;
using System.Text;
using CommitmentBot.Rehearsal.Clock;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Rehearsal;

public sealed class RehearsalClockTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 10, 0);

    [Fact]
    public void The_clock_moves_forward_only_and_the_wall_clock_moves_it_on()
    {
        var wall = new FakeTimeProvider(Start.ToDateTimeOffset());
        var clock = new RehearsalClock(wall);
        clock.MoveTo(Start + Duration.FromDays(3)).ShouldBeTrue();
        clock.MoveTo(Start + Duration.FromDays(2)).ShouldBeFalse();

        wall.Advance(TimeSpan.FromMinutes(1));
        clock.GetCurrentInstant().ShouldBe(Start + Duration.FromDays(3) + Duration.FromMinutes(1));
    }

    [Theory]
    [InlineData("2026-11-23T08:59:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")]
    [InlineData("2026-06-10T12:00:00Z", "2026-06-15T08:00:00Z")]
    public void Monday_nine_o_clock_is_nine_in_London(string now, string monday) =>
        Timekeeper.NextMonday(At(now)).ShouldBe(At(monday));

    [Fact]
    public async Task A_story_teller_on_this_machine_moves_the_clock()
    {
        await using var hosted = await Hosted.Start();
        var before = hosted.Clock.GetCurrentInstant();
        (await Post(hosted, """{"advance":"PT72H"}""")).ShouldBe(HttpStatusCode.OK);
        (hosted.Clock.GetCurrentInstant() - before).ShouldBeGreaterThanOrEqualTo(Duration.FromHours(72));

        var to = before + Duration.FromDays(30);
        (await Post(hosted, $$"""{"to":"{{to}}"}""")).ShouldBe(HttpStatusCode.OK);
        hosted.Clock.GetCurrentInstant().ShouldBeGreaterThanOrEqualTo(Instant.FromUnixTimeSeconds(to.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"advance":"three weeks"}""")]
    [InlineData("""{"advance":"-PT1H"}""")]
    [InlineData("""{"advance":"P1M"}""")]
    [InlineData("""{"advance":"P9999999999D"}""")]
    [InlineData("""{"advance":"PT9000000000000H"}""")]
    [InlineData("""{"to":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"to":"9998-01-01T00:00:00Z"}""")]
    [InlineData("""{"advance":"PT1H","to":"2027-01-01T00:00:00Z"}""")]
    public async Task A_move_that_is_backwards_or_not_understood_is_refused(string body)
    {
        await using var hosted = await Hosted.Start();
        var before = hosted.Clock.GetCurrentInstant();
        (await Post(hosted, body)).ShouldBe(HttpStatusCode.BadRequest);
        (hosted.Clock.GetCurrentInstant() - before).ShouldBeLessThan(Duration.FromHours(1));
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Nobody_from_elsewhere_moves_the_clock(string header, string value)
    {
        await using var hosted = await Hosted.Start();
        (await Post(hosted, """{"advance":"PT1H"}""", (header, value))).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Instant At(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;

    private static async Task<HttpStatusCode> Post(Hosted hosted, string body, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hosted.Settings.Self, "/rehearsal/clock"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (header is { } extra)
        {
            request.Headers.Add(extra.Name, extra.Value);
        }

        using var response = await hosted.Http.SendAsync(request);
        return response.StatusCode;
    }
}
