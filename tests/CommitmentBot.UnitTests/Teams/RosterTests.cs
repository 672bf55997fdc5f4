using CommitmentBot.Core.Chat;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

public sealed class RosterTests : IAsyncLifetime
{
    private const string Path = "v3/conversations/19%3Ageneral%40thread.tacv2/pagedmembers?pageSize=500";

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task A_roster_is_read_to_its_last_page_without_bots_and_with_nobody_twice()
    {
        _bot.Microsoft.Expect("GET", Path, 200,
            """
            {"continuationToken":"a/b",
             "members":[{"id":"29:sarah","name":"Sarah Ali","tenantId":"t1"},{"id":"28:other","name":"Another bot"},{"name":"no id"}]}
            """);
        _bot.Microsoft.Expect("GET", Path + "&continuationToken=a%2Fb", 200,
            """
            {"members":[{"id":"29:sarah","name":"Sarah Ali","tenantId":"t1"},
             {"id":"29:bob","name":"Bob Osei","email":"bob@wcc.example","tenantId":"t2"}]}
            """);

        var members = (await Roster()).ShouldBeOfType<RosterAnswer.Read>().Members;

        members.Select(it => it.User.Id).ShouldBe(["29:sarah", "29:bob"]);
        members[1].Profile.ShouldBe(
            new Profile(new UserRef(PlatformName.Teams, "29:bob"), "Bob Osei", "t2", "bob@wcc.example", null, Gone: false));
    }

    [Theory]
    [InlineData("""{"id":"29:x","userRole":"guest"}""", true)]
    [InlineData("""{"id":"29:x","userRole":"user"}""", false)]
    [InlineData("""{"id":"29:x","userPrincipalName":"bob_wcc.example#EXT#@nhs.example"}""", true)]
    [InlineData("""{"id":"29:x","userPrincipalName":"bob@nhs.example"}""", false)]
    public async Task Guests_are_known_by_their_role_or_their_name_in_the_directory(string member, bool guest)
    {
        _bot.Microsoft.Expect("GET", Path, 200, $$"""{"members":[{{member}}]}""");
        _bot.Microsoft.Expect("GET", "v3/conversations/19%3Ageneral%40thread.tacv2/members/29%3Ax", 200, member);

        (await Roster()).ShouldBeOfType<RosterAnswer.Read>().Members.ShouldHaveSingleItem().Profile!.Guest.ShouldBe(guest);
        (await _bot.Platform.Describe(new UserRef(PlatformName.Teams, "29:x"), _bot.Thread, TestContext.Current.CancellationToken))!
            .Guest.ShouldBe(guest);
    }

    [Theory]
    [InlineData(403, "BotNotInConversationRoster")]
    [InlineData(404, "ConversationNotFound")]
    public async Task A_channel_of_which_Teams_says_so_is_not_there(int status, string code)
    {
        _bot.Microsoft.Expect("GET", Path, status, $$$"""{"error":{"code":"{{{code}}}"}}""");

        (await Roster()).ShouldBe(new RosterAnswer.NotThere($"The Connector answered {status} {code}."));
    }

    [Theory]
    [InlineData(403, "")]
    [InlineData(404, "<html>")]
    [InlineData(500, "")]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    [InlineData(200, "")]
    public async Task Any_other_answer_says_nothing_of_the_channel(int status, string body)
    {
        _bot.Microsoft.Expect("GET", Path, status, body);

        (await Roster()).ShouldBeOfType<RosterAnswer.NotNow>();
    }

    [Fact]
    public async Task Half_a_roster_is_none()
    {
        _bot.Microsoft.Expect("GET", Path, 200, """{"continuationToken":"2","members":[{"id":"29:sarah"}]}""");
        _bot.Microsoft.Expect("GET", Path + "&continuationToken=2", 502);

        (await Roster()).ShouldBeOfType<RosterAnswer.NotNow>();
    }

    [Fact]
    public async Task After_a_429_nobody_is_asked_before_its_time()
    {
        _bot.Microsoft.Expect("GET", Path, 429, "", ("Retry-After", "20"));
        _bot.Microsoft.Expect("GET", Path, 200, """{"members":[]}""");

        (await Roster()).ShouldBeOfType<RosterAnswer.NotNow>();
        (await Roster()).ShouldBeOfType<RosterAnswer.NotNow>();
        _bot.Microsoft.Calls.Count.ShouldBe(1);
        _bot.Time.Advance(TimeSpan.FromSeconds(21));
        (await Roster()).ShouldBeOfType<RosterAnswer.Read>();
    }

    [Fact]
    public async Task A_roster_cannot_be_had_from_an_address_that_is_not_allowed() =>
        (await _bot.Platform.Roster(_bot.Channel with { ServiceUrl = "https://evil.example" }, TestContext.Current.CancellationToken))
            .ShouldBeOfType<RosterAnswer.NotNow>();

    private Task<RosterAnswer> Roster() => _bot.Platform.Roster(_bot.Thread, TestContext.Current.CancellationToken);
}
