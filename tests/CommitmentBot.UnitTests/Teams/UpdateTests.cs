using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>What Teams tells of teams, channels, members and messages that were changed.</summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private const string General = "19:general@thread.tacv2", Beds = "19:beds@thread.tacv2", Channels = "v3/teams/19%3Ageneral%40thread.tacv2/conversations";
    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.Run();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    /// <summary>Sends an update that happens in the team's own conversation, and gives what it became, by channel.</summary>
    private async Task<(string Channel, TurnContent Content)[]> Update(string? eventType, Action<JsonObject> more, string type = "conversationUpdate")
    {
        using var response = await _bot.Send(_bot.Activity(activity =>
        {
            activity["type"] = type;
            activity.Remove("text");
            activity["from"] = new JsonObject { ["id"] = "29:sarah", ["aadObjectId"] = "00000000-0000-0000-0000-000000000020" };
            activity["conversation"] = new JsonObject { ["id"] = General, ["isGroup"] = true, ["conversationType"] = "channel", ["tenantId"] = TeamsBot.Tenant };
            activity["channelData"] = new JsonObject
            {
                ["tenant"] = new JsonObject { ["id"] = TeamsBot.Tenant },
                ["team"] = new JsonObject { ["id"] = General, ["name"] = "My Team" },
                ["eventType"] = eventType,
            };
            more(activity);
        }));
        response.IsSuccessStatusCode.ShouldBeTrue();
        var turns = _bot.Turns.ToArray();
        _bot.Turns.Clear();
        turns.SelectMany(it => it.Keys).ShouldBeUnique();
        return [.. turns.Select(it => (it.Conversation.Channel, it.Content))];
    }

    private static Action<JsonObject> With(string name, params string[] ids) => activity =>
        activity[name] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);

    private static Action<JsonObject> Channel(string id, string? name = null) => activity =>
        activity["channelData"]!["channel"] = new JsonObject { ["id"] = id, ["name"] = name };

    private void ExpectChannels() => _bot.Microsoft.Expect(
        "GET", Channels, 200, $$"""{"conversations":[{"id":"{{General}}"},{"id":"{{Beds}}","name":"Beds"}]}""");

    [Fact]
    public async Task A_renamed_channel_has_its_new_name() =>
        (await Update("channelRenamed", Channel(Beds, "Winter beds"))).ShouldBe([(Beds, new TurnContent.PlaceRenamed("Winter beds"))]);

    [Fact]
    public async Task A_deleted_channel_is_gone_until_it_is_restored()
    {
        (await Update("channelDeleted", Channel(Beds))).ShouldBe([(Beds, new TurnContent.BotRemoved())]);
        (await Update("channelRestored", Channel(Beds))).ShouldBe([(Beds, new TurnContent.PlaceReturned())]);
    }

    [Theory]
    [InlineData("teamDeleted")]
    [InlineData("teamArchived")]
    public async Task A_team_that_is_gone_takes_its_channels_along(string eventType)
    {
        ExpectChannels();

        (await Update(eventType, _ => { })).ShouldBe([(General, new TurnContent.BotRemoved()), (Beds, new TurnContent.BotRemoved())]);
    }

    [Fact]
    public async Task A_team_that_is_gone_and_cannot_be_asked_takes_along_the_channels_that_were_seen()
    {
        await Update(null, Channel(Beds, "Beds"), "typing");
        _bot.Microsoft.Expect("GET", Channels, 404);

        (await Update("teamDeleted", _ => { })).Select(it => it.Channel).ShouldBe([General, Beds]);
    }

    [Fact]
    public async Task A_team_taken_out_of_the_archive_is_there_again()
    {
        ExpectChannels();

        (await Update("teamUnarchived", _ => { })).ShouldBe([(General, new TurnContent.PlaceReturned()), (Beds, new TurnContent.PlaceReturned())]);
    }

    [Fact]
    public async Task The_bot_is_welcomed_in_the_channel_that_was_chosen_and_leaves_every_channel()
    {
        (await Update(null, activity =>
        {
            activity["action"] = "add";
            activity["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = Beds } };
        }, "installationUpdate")).ShouldBe([(Beds, new TurnContent.BotAdded())]);
        ExpectChannels();
        (await Update(null, activity => activity["action"] = "remove", "installationUpdate"))
            .ShouldBe([(General, new TurnContent.BotRemoved()), (Beds, new TurnContent.BotRemoved())]);
    }

    [Fact]
    public async Task The_bot_is_added_to_a_shared_channel_by_itself() =>
        (await Update("channelMemberAdded", With("membersAdded", $"28:{TeamsBot.AppId}") + Channel(Beds))).ShouldBe([(Beds, new TurnContent.BotAdded())]);

    [Fact]
    public async Task Who_joins_a_team_joins_its_channels_and_bots_are_nobody()
    {
        ExpectChannels();
        var joined = new TurnContent.MemberJoined(new Speaker(new UserRef("teams", "29:tom"), null, TeamsBot.Tenant));

        (await Update("teamMemberAdded", With("membersAdded", "29:tom", "28:other"))).ShouldBe([(General, joined), (Beds, joined)]);
    }

    [Fact]
    public async Task Who_is_removed_from_a_channel_but_still_sees_it_by_another_way_has_not_left()
    {
        _bot.Microsoft.Expect("GET", "v3/conversations/19%3Abeds%40thread.tacv2/members/29%3Atom", 404);
        (await Update("channelMemberRemoved", With("membersRemoved", "29:tom") + Channel(Beds)))
            .ShouldBe([(Beds, new TurnContent.MemberLeft(new UserRef("teams", "29:tom")))]);

        _bot.Microsoft.Expect("GET", "v3/conversations/19%3Abeds%40thread.tacv2/members/29%3Atom", 200, """{"id":"29:tom"}""");
        (await Update("channelMemberRemoved", With("membersRemoved", "29:tom") + Channel(Beds))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_shared_no_more_is_lost_to_the_other_tenant_and_sharing_it_changes_nothing()
    {
        var partner = new JsonArray(new JsonObject { ["id"] = "19:x", ["tenantId"] = "other" }, new JsonObject { ["id"] = "19:y", ["tenantId"] = TeamsBot.Tenant });

        (await Update("channelShared", Channel(Beds))).ShouldBeEmpty();
        (await Update("channelUnshared", Channel(Beds) + (activity => activity["channelData"]!["unsharedFromTeams"] = partner)))
            .ShouldBe([(Beds, new TurnContent.TenantLeft("other"))]);
    }

    [Fact]
    public async Task A_changed_or_deleted_message_is_told_of_under_a_key_of_its_own()
    {
        var changed = (await Update("editMessage", activity => activity["text"] = "by Monday", "messageUpdate")).Single().Content
            .ShouldBeOfType<TurnContent.SourceChanged>();
        changed.Source.Id.ShouldBe("1795423230300");
        changed.Text!.Plain.ShouldBe("by Monday");

        (await Update("softDeleteMessage", _ => { }, "messageDelete")).Single().Content.ShouldBeOfType<TurnContent.SourceChanged>().Text.ShouldBeNull();
    }

    [Theory]
    [InlineData("messageReaction")]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("somethingNew")]
    public async Task Everything_else_is_taken_and_means_nothing(string type) =>
        (await Update("somethingNew", With("reactionsAdded", "x"), type)).ShouldBeEmpty();
}
