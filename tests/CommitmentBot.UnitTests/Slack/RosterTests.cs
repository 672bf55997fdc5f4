using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed class RosterTests
{
    private static readonly UserRef Sarah = new(PlatformName.Slack, "UALI");

    [Fact]
    public async Task A_roster_is_read_to_its_last_page_without_the_bot_and_with_nobody_twice()
    {
        await using var rig = await SlackRig.Start();
        Pages(rig, ["UALI", "UBOT"], ["UALI", "USLACKBOT", "UOMAR", "not an id"], ["UBEA"]);

        (await Roster(rig)).ShouldBeOfType<RosterAnswer.Read>().Members.Select(it => it.User.Id).ShouldBe(["UALI", "UOMAR", "UBEA"]);

        var calls = rig.Slack.Calls.Where(call => call.Method == "conversations.members").ToList();
        calls.Select(call => call.Arguments["cursor"]?.ToString()).ShouldBe([null, "1", "2"]);
        calls.ShouldAllBe(call => call.Arguments["channel"]!.ToString() == "C1" && call.Arguments["limit"]!.ToString() == "200");
    }

    [Fact]
    public async Task Slack_lists_ids_and_whoever_was_described_lately_has_a_profile_and_is_left_out_as_a_bot()
    {
        await using var rig = await SlackRig.Start();
        Pages(rig, ["UBOT", "UALI", "UJIRA", "UOMAR"]);
        rig.Slack.On("users.info", """{"ok":true,"user":{"id":"UJIRA","team_id":"T1","is_bot":true,"profile":{"real_name":"Jira"}}}""");
        (await Describe(rig, "UJIRA"))!.Bot.ShouldBeTrue();
        rig.Slack.On(
            "users.info", """{"ok":true,"user":{"id":"UALI","team_id":"T2","is_restricted":true,"profile":{"real_name":"Sarah"}}}""");
        var sarah = (await Describe(rig, "UALI"))!;

        (await Roster(rig)).ShouldBeOfType<RosterAnswer.Read>().Members
            .ShouldBe([new RosterMember(Sarah, sarah), new RosterMember(new UserRef(PlatformName.Slack, "UOMAR"), null)]);
        sarah.ShouldBe(new Profile(Sarah, "Sarah", "T2", null, null, Gone: false, Guest: true));
    }

    [Theory]
    [InlineData("is_restricted", true)]
    [InlineData("is_ultra_restricted", true)]
    [InlineData("is_admin", false)]
    public async Task A_guest_is_known_as_one_with_their_turn(string flag, bool guest)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On(
            "users.info", $$$"""{"ok":true,"user":{"id":"UALI","team_id":"T1","{{{flag}}}":true,"profile":{"real_name":"Sarah"} } }""");

        await rig.Event("""{"type":"app_mention","user":"UALI","channel":"C1","ts":"1795426200.000100","text":"<@UBOT> help"}""");

        rig.Turns.ShouldHaveSingleItem().From.Guest.ShouldBe(guest);
    }

    [Fact]
    public async Task Of_whom_Slack_says_nothing_nobody_can_say_whether_they_are_a_guest()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("users.info", """{"ok":false,"error":"user_not_found"}""");

        await rig.Event("""{"type":"app_mention","user":"UALI","channel":"C1","ts":"1795426200.000100","text":"<@UBOT> help"}""");

        rig.Turns.ShouldHaveSingleItem().From.Guest.ShouldBeNull();
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    public async Task A_channel_that_Slack_says_is_not_there_is_not_there(string error)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.members", $$"""{"ok":false,"error":"{{error}}"}""");

        (await Roster(rig)).ShouldBe(new RosterAnswer.NotThere(error));
    }

    [Theory]
    [InlineData("fetch_members_failed")]
    [InlineData("missing_scope")]
    [InlineData("internal_error")]
    public async Task Any_other_no_says_nothing_of_the_channel(string error)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.members", $$"""{"ok":false,"error":"{{error}}"}""");

        (await Roster(rig)).ShouldBe(new RosterAnswer.NotNow(error));
    }

    [Fact]
    public async Task After_a_429_nobody_is_asked_before_its_time()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.members", (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "20";
            return Task.CompletedTask;
        });
        (await Roster(rig)).ShouldBe(new RosterAnswer.NotNow("ratelimited"));
        Pages(rig, ["UBOT", "UALI"]);

        (await Roster(rig)).ShouldBe(new RosterAnswer.NotNow("ratelimited"));
        rig.Slack.Count("conversations.members").ShouldBe(1);
        rig.Time.Advance(TimeSpan.FromSeconds(21));
        (await Roster(rig)).ShouldBeOfType<RosterAnswer.Read>().Members.Select(it => it.User).ShouldBe([Sarah]);
    }

    [Fact]
    public async Task Half_a_roster_is_none()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.members", async (context, call) => await context.Response.WriteAsync(call.Arguments["cursor"] is null
            ? """{"ok":true,"members":["UALI"],"response_metadata":{"next_cursor":"1"}}"""
            : """{"ok":false,"error":"invalid_cursor"}"""));

        (await Roster(rig)).ShouldBe(new RosterAnswer.NotNow("invalid_cursor"));
    }

    [Fact]
    public async Task A_roster_without_an_end_is_given_up()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("conversations.members", """{"ok":true,"members":["UALI"],"response_metadata":{"next_cursor":"again"}}""");

        (await Roster(rig)).ShouldBeOfType<RosterAnswer.NotNow>();
    }

    [Fact]
    public async Task A_channel_of_two_workspaces_is_told_of_twice_and_is_one_turn()
    {
        await using var rig = await SlackRig.Start();
        const string said = """{"type":"app_mention","user":"UALI","channel":"C1","ts":"1795426200.000100","text":"<@UBOT> help"}""";

        await rig.Event(said, "Ev1");
        await rig.Event(said, "Ev2", """[{"team_id":"T2","user_id":"UBOT2","is_bot":true}]""");

        var turns = rig.Turns.ToList();
        turns.Select(it => it.Keys.ShouldHaveSingleItem()).Distinct().ShouldHaveSingleItem();
    }

    private static Task<RosterAnswer> Roster(SlackRig rig) => rig.Platform.Roster(SlackRig.Channel, TestContext.Current.CancellationToken);

    private static Task<Profile?> Describe(SlackRig rig, string user) =>
        rig.Platform.Describe(new UserRef(PlatformName.Slack, user), SlackRig.Channel, TestContext.Current.CancellationToken);

    private static void Pages(SlackRig rig, params string[][] pages) => rig.Slack.On("conversations.members", async (context, call) =>
    {
        var page = int.Parse(call.Arguments["cursor"]?.ToString() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var next = page + 1 < pages.Length ? $"{page + 1}" : "";
        var ids = string.Join(',', pages[page].Select(id => $"\"{id}\""));
        await context.Response.WriteAsync($$$"""{"ok":true,"members":[{{{ids}}}],"response_metadata":{"next_cursor":"{{{next}}}"}}""");
    });
}
