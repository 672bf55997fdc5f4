using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Rehearsal;

public sealed class StandInTeamsTests
{
    [Fact]
    public async Task The_token_of_an_activity_verifies_against_the_published_keys_and_names_the_service()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Say(World.Tom, PlatformName.Teams, false, "@CommitmentBot summary");
        var request = hosted.Requests.ShouldHaveSingleItem();

        var metadata = JsonNode.Parse(await hosted.Get(hosted.Settings.TeamsOpenIdMetadata))!;
        var keys = new JsonWebKeySet(await hosted.Get(new Uri((string)metadata["jwks_uri"]!)));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(request.Headers["Authorization"]["Bearer ".Length..], new TokenValidationParameters
        {
            ValidIssuer = "https://api.botframework.com",
            ValidAudience = World.TeamsApp,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = ["RS256"],
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.Claims["serviceurl"].ShouldBe((string?)request.Json["serviceUrl"]);
    }

    [Fact]
    public async Task In_the_channel_the_bot_hears_of_nothing_that_does_not_mention_it()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Say(World.Tom, PlatformName.Teams, false, "Good morning @Grace Okafor");
        hosted.Requests.ShouldBeEmpty();

        var said = await hosted.Say(World.Tom, PlatformName.Teams, false, "@CommitmentBot @Grace Okafor to send the rota by Friday");
        var sent = hosted.Requests.ShouldHaveSingleItem().Json;
        ((string?)sent["text"]).ShouldBe("<at>CommitmentBot</at> <at>Grace Okafor</at> to send the rota by Friday");
        ((string?)sent["conversation"]!["id"]).ShouldBe($"{World.TeamsChannel};messageid={said.MessageId}");
        sent["entities"]!.AsArray().Count(entity => (string?)entity!["type"] == "mention").ShouldBe(2);
    }

    [Fact]
    public async Task The_connector_takes_only_the_token_that_the_sign_in_gave_for_the_right_secret()
    {
        await using var hosted = await Hosted.Start();
        (await Token(hosted, "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Send(hosted, "somebody-elses", HttpMethod.Post, $"v3/conversations/{World.TeamsChannel}/activities", """{"type":"message","text":"x"}"""))
            .Status.ShouldBe(HttpStatusCode.Unauthorized);
        hosted.Transcript.Messages.ShouldBeEmpty();

        var token = (string)(await Token(hosted, hosted.Settings.TeamsAppSecret)).Body["access_token"]!;
        (await Send(hosted, token, HttpMethod.Post, $"v3/conversations/{Uri.EscapeDataString(World.TeamsChannel + ";messageid=7")}/activities", """{"type":"message","text":"x"}"""))
            .Status.ShouldBe(HttpStatusCode.Created);
        hosted.Transcript.Messages.ShouldHaveSingleItem().Thread.ShouldBe("7");
    }

    [Fact]
    public async Task A_new_thread_in_the_channel_and_a_personal_chat_are_made_by_creating_conversations()
    {
        await using var hosted = await Hosted.Start();
        var token = (string)(await Token(hosted, hosted.Settings.TeamsAppSecret)).Body["access_token"]!;
        var made = await Send(hosted, token, HttpMethod.Post, "v3/conversations",
            $$$"""{"isGroup":true,"channelData":{"channel":{"id":"{{{World.TeamsChannel}}}"}},"activity":{"type":"message","text":"root"}}""");
        ((string?)made.Body["id"]).ShouldBe($"{World.TeamsChannel};messageid={made.Body["activityId"]}");

        var chat = await Send(hosted, token, HttpMethod.Post, "v3/conversations", $$$"""{"isGroup":false,"members":[{"id":"{{{World.Grace.TeamsUser}}}"}]}""");
        ((string?)chat.Body["id"]).ShouldBe(World.Grace.TeamsDirect);
    }

    [Fact]
    public async Task The_answer_to_a_click_takes_the_cards_place_and_a_folded_out_forms_values_go_with_it()
    {
        await using var hosted = await Hosted.Start();
        var token = (string)(await Token(hosted, hosted.Settings.TeamsAppSecret)).Body["access_token"]!;
        await Send(hosted, token, HttpMethod.Post, $"v3/conversations/{World.Tom.TeamsDirect}/activities", """
            {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5",
             "body":[{"type":"TextBlock","text":"Before"}],
             "actions":[{"type":"Action.ShowCard","title":"Move","card":{"type":"AdaptiveCard","body":[
                {"type":"Input.Date","id":"f0.due","label":"New date","isRequired":true},{"type":"Input.Text","id":"because","value":"staff"}],
                "actions":[{"type":"Action.Execute","title":"Send","verb":"move","data":{"argument":"42"}}]}}]}}]}
            """);
        var card = hosted.Transcript.Messages.ShouldHaveSingleItem();
        (await hosted.Click(World.Tom, card, "Move › Send")).Failure.ShouldBe("“New date” is still to be filled in.");

        hosted.Bot.Answer = _ => (200, """
            {"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"After"}]}}
            """);
        await hosted.Click(World.Tom, card, "Send", new Dictionary<string, string> { ["due"] = "2026-12-11" });

        var action = hosted.Requests.ShouldHaveSingleItem().Json["value"]!["action"]!;
        ((string?)action["verb"]).ShouldBe("move");
        action["data"]!.ToJsonString().ShouldBe("""{"argument":"42","f0.due":"2026-12-11","because":"staff"}""");
        hosted.Transcript.Messages.ShouldHaveSingleItem().Says("After").ShouldBeTrue();
    }

    [Fact]
    public async Task The_roster_knows_who_left_and_everybody_fits_a_page()
    {
        await using var hosted = await Hosted.Start();
        var token = (string)(await Token(hosted, hosted.Settings.TeamsAppSecret)).Body["access_token"]!;
        (await Members(hosted, token)).ShouldBe([World.Tom.TeamsUser, World.Grace.TeamsUser, World.Margaret.TeamsUser]);

        await hosted.Stage.Leave(World.Grace, PlatformName.Teams, TestContext.Current.CancellationToken);
        ((string?)hosted.Requests.Last().Json["membersRemoved"]![0]!["id"]).ShouldBe(World.Grace.TeamsUser);
        (await Members(hosted, token)).ShouldBe([World.Tom.TeamsUser, World.Margaret.TeamsUser]);

        await hosted.Stage.Join(World.Grace, PlatformName.Teams, TestContext.Current.CancellationToken);
        (await Members(hosted, token)).Count.ShouldBe(3);
        (await Send(hosted, token, HttpMethod.Get, "v3/conversations/19:elsewhere/pagedmembers?pageSize=500", ""))
            .Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_app_that_is_removed_from_ones_own_apps_is_told_of_twice_in_the_personal_chat()
    {
        await using var hosted = await Hosted.Start();
        await hosted.Stage.RemoveApp(World.Tom, TestContext.Current.CancellationToken);

        hosted.Requests.Select(it => (string?)it.Json["type"]).ShouldBe(["installationUpdate", "conversationUpdate"], ignoreOrder: true);
        hosted.Requests.ShouldAllBe(it => (string?)it.Json["conversation"]!["id"] == World.Tom.TeamsDirect);
    }

    private static async Task<List<string?>> Members(Hosted hosted, string token) =>
        [.. (await Send(hosted, token, HttpMethod.Get, $"v3/conversations/{World.TeamsChannel}/pagedmembers?pageSize=500", ""))
            .Body["members"]!.AsArray().Select(it => (string?)it!["id"])];

    private static async Task<(HttpStatusCode Status, JsonNode Body)> Token(Hosted hosted, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = World.TeamsApp,
            ["client_secret"] = secret,
            ["scope"] = "https://api.botframework.com/.default",
        });
        using var response = await hosted.Http.PostAsync(new Uri($"{hosted.Settings.TeamsAuthority}/oauth2/v2.0/token"), form);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> Send(Hosted hosted, string token, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(hosted.Settings.TeamsServiceUrl, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await hosted.Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
