using System.Net;
using CommitmentBot.Core.Chat;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

/// <summary>What Slack tells of itself, without anybody having said it to the bot.</summary>
public sealed class HappeningTests
{
    private static readonly ConversationRef Nowhere = ConversationRef.Nowhere(PlatformName.Slack, "T1");

    [Fact]
    public async Task An_edit_brings_the_new_words_and_a_deletion_none()
    {
        var source = new MessageRef(SlackRig.Channel, "5.1");

        await Happens(
            """{"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","ts":"5.3","message":{"user":"UALI","ts":"5.1","text":"by Monday &amp; not before"},"previous_message":{"user":"UALI","ts":"5.1","text":"by Friday"}}""",
            new TurnContent.SourceChanged(source, SaidText.Of("by Monday & not before")), SlackRig.Channel);
        await Happens(
            """{"type":"message","subtype":"message_deleted","hidden":true,"channel":"C1","ts":"5.3","deleted_ts":"5.1","previous_message":{"user":"UALI","ts":"5.1","text":"by Friday"}}""",
            new TurnContent.SourceChanged(source, null), SlackRig.Channel);
        await Happens(
            """{"type":"message","subtype":"message_changed","hidden":true,"channel":"C1","ts":"5.3","message":{"subtype":"tombstone","ts":"5.1","text":"This message was deleted."}}""",
            new TurnContent.SourceChanged(source, null), SlackRig.Channel);
    }

    [Theory]
    [InlineData("""{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UALI","ts":"5.1","text":"same"},"previous_message":{"text":"same"}}""")]
    [InlineData("""{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UBOT","bot_id":"B1","ts":"5.1","text":"new"},"previous_message":{"text":"old"}}""")]
    [InlineData("""{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"5.1","previous_message":{"bot_id":"B1","text":"a card"}}""")]
    [InlineData("""{"type":"channel_shared","channel":"C1","connected_team_id":"T2"}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["UALI"],"bot":[]}}""")]
    [InlineData("""{"type":"app_home_opened","user":"UALI","channel":"D1","tab":"messages"}""")]
    [InlineData("""{"type":"user_change","user":{"id":"<x>"}}""")]
    [InlineData("""{"type":"user_change","user":"UALI"}""")]
    [InlineData("""{"type":"channel_rename","channel":"C1"}""")]
    public async Task What_changes_nothing_is_acknowledged_and_left_alone(string json)
    {
        await using var rig = await SlackRig.Start();

        using var response = await rig.Event(json);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("channel_archive")]
    [InlineData("group_archive")]
    [InlineData("channel_deleted")]
    public async Task A_channel_that_is_gone_is_like_one_the_bot_was_removed_from(string type) =>
        await Happens($$"""{"type":"{{type}}","channel":"C1","user":"UALI"}""", new TurnContent.BotRemoved(), SlackRig.Channel);

    [Fact]
    public async Task Channels_are_renamed_moved_unarchived_and_no_longer_shared()
    {
        await Happens("""{"type":"channel_rename","channel":{"id":"C1","name":"place-forum"}}""", new TurnContent.PlaceRenamed("place-forum"), SlackRig.Channel);
        await Happens("""{"type":"channel_id_changed","old_channel_id":"C1","new_channel_id":"C2"}""", new TurnContent.PlaceMoved("C2"), SlackRig.Channel);
        await Happens("""{"type":"channel_unarchive","channel":"C1","user":"UALI"}""", new TurnContent.BotAdded(), SlackRig.Channel);
        await Happens("""{"type":"channel_unshared","channel":"C1","previously_connected_team_id":"T2"}""", new TurnContent.TenantLeft("T2"), SlackRig.Channel);
    }

    [Fact]
    public async Task People_change_and_come_new()
    {
        var who = new Profile(new UserRef("slack", "UBEA"), "Bea", "T1", null, "Europe/Paris", Gone: true);

        foreach (var type in new[] { "user_change", "team_join" })
        {
            await Happens(
                $"{{\"type\":\"{type}\",\"user\":" + """{"id":"UBEA","team_id":"T1","deleted":true,"tz":"Europe/Paris","profile":{"real_name":"Bea"}}}""",
                new TurnContent.PersonChanged(who), Nowhere);
        }
    }

    [Theory]
    [InlineData("app_uninstalled", "")]
    [InlineData("tokens_revoked", ""","tokens":{"oauth":[],"bot":["UBOT"]}""")]
    public async Task An_uninstalled_app_is_said_in_either_way(string type, string more) =>
        await Happens($$"""{"type":"{{type}}"{{more}}}""", new TurnContent.Uninstalled(), Nowhere);

    private static async Task Happens(string json, TurnContent expected, ConversationRef where)
    {
        await using var rig = await SlackRig.Start();

        await rig.Event(json);

        var turn = rig.Turns.ShouldHaveSingleItem();
        turn.Conversation.ShouldBe(where);
        turn.Keys.ShouldBe(["slack:event:Ev1"]);
        if (expected is TurnContent.SourceChanged { Text: { } text } changed)
        {
            var got = turn.Content.ShouldBeOfType<TurnContent.SourceChanged>();
            got.Source.ShouldBe(changed.Source);
            got.Text!.Plain.ShouldBe(text.Plain);
        }
        else
        {
            turn.Content.ShouldBe(expected);
        }
    }
}
