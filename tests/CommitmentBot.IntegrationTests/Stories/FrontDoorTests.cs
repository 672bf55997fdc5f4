using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What must not get in, and what gets a question instead of a record.</summary>
public sealed class FrontDoorTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_not_verified_gets_its_status_and_leaves_no_trace(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        using var http = new HttpClient { BaseAddress = forum.Address };
        var secret = forum.Secrets.SlackSigningSecret;
        var mention = $$$"""{"type":"event_callback","event_id":"Ev0BAD","team_id":"{{{World.SlackTeam}}}","authorizations":[{"team_id":"{{{World.SlackTeam}}}","user_id":"{{{World.SlackBotUser}}}"}],"event":{"type":"app_mention","user":"{{{World.Sarah.SlackUser}}}","channel":"{{{World.SlackChannel}}}","ts":"1795476361.000100","text":"<@{{{World.SlackBotUser}}}> help"}}""";
        var before = await Rows(forum);

        (await forum.SlackEvent(mention, null)).ShouldBe(HttpStatusCode.Unauthorized, "unsigned");
        (await forum.SlackEvent(mention, "another secret")).ShouldBe(HttpStatusCode.Unauthorized, "wrongly signed");
        (await forum.SlackEvent(mention, secret, -301)).ShouldBe(HttpStatusCode.Unauthorized, "stale");
        (await forum.SlackEvent(mention, secret, 301)).ShouldBe(HttpStatusCode.Unauthorized, "from the future");
        (await forum.SlackEvent(new string('x', 2_000_000), secret)).ShouldBe(HttpStatusCode.RequestEntityTooLarge, "oversized");
        (await forum.SlackEvent("not json", secret)).ShouldBe(HttpStatusCode.BadRequest, "no JSON");
        (await forum.SlackEvent("""{"type":"something_new","event_id":"Ev0NEW"}""", secret)).ShouldBe(HttpStatusCode.OK, "of no known type");
        (await Teams(http, """{"type":"message","id":"1","channelId":"msteams","serviceUrl":"https://evil.example/","text":"help"}""", null)).ShouldBe(HttpStatusCode.Unauthorized, "without a token");
        (await Teams(http, """{"type":"message","id":"1","channelId":"msteams","serviceUrl":"https://evil.example/"}""", "e30.e30.e30")).ShouldBe(HttpStatusCode.Unauthorized, "with a made-up token");
        (await Teams(http, new string('x', 600_000), null)).ShouldBeOneOf(HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Unauthorized);
        (await http.GetAsync(new Uri("/hangfire", UriKind.Relative), Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the dashboard is closed by default");
        await forum.Quiet();
        (await Rows(forum)).ShouldBe(before);

        // The same request twice has one effect.
        var calls = forum.Said(PlatformName.Slack, World.SlackChannel).Count();
        (await forum.SlackEvent(mention, secret)).ShouldBe(HttpStatusCode.OK);
        (await forum.SlackEvent(mention, secret)).ShouldBe(HttpStatusCode.OK);
        await forum.Quiet();
        forum.Said(PlatformName.Slack, World.SlackChannel).Count().ShouldBe(calls + 1);
    }

    [Fact]
    public async Task No_platform_is_told_how_the_program_traces_itself()
    {
        // An HTTP client that would send a traceparent makes an activity of each call where anybody listens.
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = it => traced.Enqueue($"{it.GetTagItem("url.full")}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var database = await databases.New(DatabaseKind.Sqlite);
        await using var forum = await Rehearsed.Start(database);

        await forum.Say(World.Sarah, PlatformName.Slack, "help");
        await forum.Say(World.Tom, PlatformName.Teams, "help");

        traced.ShouldContain(it => it.EndsWith("/slack/events", StringComparison.Ordinal), "what the stand-ins send, which is heard");
        traced.ShouldNotContain(it => it.Contains(StandInSettings.SlackPrefix, StringComparison.Ordinal) || it.Contains("/connector/", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_unclear_gets_a_question_and_is_not_recorded(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);

        await Asked("I'll send the winter bed plan to EBC", "By which day?");
        await Asked("I'll send the ward list to EBC in due course", "in due course", "By which day");
        await Asked("I'll send the old plan to EBC by 3 March 2020", "is over");
        await Asked("Sarah Ali and Tom Whitfield to draft the joint plan by 1 May 2030", "one owner");
        await Asked("Zebedee Quux to draft the estates plan by 1 May 2030", "Zebedee Quux");
        await Asked("flibber the wibble", "did not understand");
        await Asked("sumary", "summary");
        (await forum.Count(db => db.Events.Where(it => it.CommitmentId != null))).ShouldBe(0);

        // A date typed in answer completes the draft, and still nothing is recorded before the yes.
        var delivered = await forum.Say(World.Priya, PlatformName.Slack, "I'll share the frailty figures with HVA");
        await forum.Stage.Say(World.Priya, PlatformName.Slack, false, "by 7 May 2030", delivered.MessageId, Stop);
        await forum.Quiet();
        forum.Latest(PlatformName.Slack, World.SlackChannel, "Yes, record it", "Tuesday 7 May 2030", "HVA");
        (await forum.Count(db => db.Events.Where(it => it.CommitmentId != null))).ShouldBe(0);
        await forum.Click(World.Priya, PlatformName.Slack, World.SlackChannel, "frailty figures", "Yes, record it");
        (await forum.Count(db => db.Events.Where(it => it.CommitmentId != null))).ShouldBe(1);

        async Task Asked(string text, params string[] words)
        {
            var before = forum.Transcript.Changes;
            await forum.Say(World.Sarah, PlatformName.Slack, text);
            var said = forum.Since(before);
            said.Any(it => words.All(it.Says)).ShouldBeTrue($"{text}: {string.Join(" / ", said.Select(it => it.Visible))}");
        }
    }

    private static async Task<HttpStatusCode> Teams(HttpClient http, string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var answer = await http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    // How many rows every table has.
    private static async Task<string> Rows(Rehearsed forum)
    {
        await using var db = forum.Register.Open();
        int[] counts =
        [
            await db.Inbox.CountAsync(Stop), await db.Outbox.CountAsync(Stop), await db.Attempts.CountAsync(Stop), await db.Events.CountAsync(Stop),
            await db.Drafts.CountAsync(Stop), await db.People.CountAsync(Stop), await db.Identities.CountAsync(Stop),
            await db.ChannelMembers.CountAsync(Stop),
        ];
        return string.Join(' ', counts);
    }
}
