using CommitmentBot.Core.Chat;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

/// <summary>Files in Slack's three steps, and pictures that Slack cannot fetch from us.</summary>
public sealed class UploadTests
{
    private static readonly Message Export = new("The register as CSV.", [new Block.Paragraph("The register"), new Block.Paragraph("a,b"), new Block.Note("Copy it.")])
    {
        File = new Attachment("Forum.csv", "a,b\r\n", "The register as CSV", StandsFor: 2),
    };

    [Fact]
    public async Task A_file_takes_the_place_of_the_words_that_stand_for_it()
    {
        await using var rig = await SlackRig.Start();
        Take(rig);
        rig.Slack.On("files.completeUploadExternal", """{"ok":true}""");

        (await Post(rig, Export)).ShouldBe(new SendAnswer.Accepted(new MessageRef(SlackRig.Channel, "10.1")));
        var place = rig.Slack.Only("files.getUploadURLExternal").Arguments;
        (place["filename"]!.ToString(), place["length"]!.ToString()).ShouldBe(("Forum.csv", "5"));
        rig.Slack.Only("chat.postMessage").Arguments["blocks"]!.AsArray().Count.ShouldBe(1);
        var shown = rig.Slack.Only("files.completeUploadExternal").Arguments;
        (shown["channel_id"]!.ToString(), shown["thread_ts"]!.ToString(), shown["files"]![0]!["id"]!.ToString()).ShouldBe(("C1", "10.1", "F1"));
    }

    [Fact]
    public async Task A_file_that_is_not_shown_after_all_is_given_in_words()
    {
        await using var rig = await SlackRig.Start();
        Take(rig);
        rig.Slack.On("files.completeUploadExternal", """{"ok":false,"error":"channel_not_found"}""");
        rig.Slack.On("chat.update", """{"ok":true,"ts":"10.1"}""");

        (await Post(rig, Export)).ShouldBeOfType<SendAnswer.Accepted>();
        rig.Slack.Only("chat.update").Arguments["blocks"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task In_Socket_Mode_a_picture_is_uploaded_as_Slack_cannot_fetch_it()
    {
        await using var rig = await SlackRig.Start(socket: true);
        Take(rig);
        rig.Slack.On("files.completeUploadExternal", """{"ok":true}""");
        rig.Slack.On("/pictures/1.png", async (context, _) => await context.Response.WriteAsync("PNG"));
        var message = new Message("A picture", [new Block.Picture(new Uri(rig.Slack.Address, "/pictures/1.png"), "UHCW kept 2 of 2", "By organisation")]);

        (await rig.Platform.Post(SlackRig.Channel, message, "m-1", TestContext.Current.CancellationToken)).ShouldBeOfType<SendAnswer.Accepted>();

        rig.Slack.Only("files.getUploadURLExternal").Arguments["alt_txt"]!.ToString().ShouldBe("UHCW kept 2 of 2");
        rig.Slack.Only("files.completeUploadExternal").Arguments.ContainsKey("channel_id").ShouldBeFalse("it is seen in its message only");
        var picture = rig.Slack.Only("chat.postMessage").Arguments["blocks"]![0]!;
        picture["slack_file"]!["id"]!.ToString().ShouldBe("F1");
        picture["alt_text"]!.ToString().ShouldBe("UHCW kept 2 of 2");
    }

    [Fact]
    public async Task A_picture_that_cannot_be_uploaded_is_said_in_words()
    {
        await using var rig = await SlackRig.Start(socket: true);
        Take(rig);
        rig.Slack.On("/pictures/1.png", "gone", 404);
        var message = new Message(
            "Pictures", [new Block.Picture(new Uri(rig.Slack.Address, "/pictures/1.png"), "UHCW kept 2 of 2", "By organisation"), new Block.Paragraph("Counts")]);

        (await rig.Platform.Post(SlackRig.Channel, message, "m-1", TestContext.Current.CancellationToken)).ShouldBeOfType<SendAnswer.Accepted>();

        rig.Slack.Only("chat.postMessage").Arguments["blocks"]![0]!["text"]!["text"]!.ToString().ShouldBe("UHCW kept 2 of 2");
    }

    [Fact]
    public async Task A_picture_elsewhere_is_never_fetched()
    {
        await using var rig = await SlackRig.Start(socket: true);
        Take(rig);
        var message = new Message("A picture", [new Block.Picture(new Uri("http://169.254.169.254/latest"), "Words", "Title")]);

        (await rig.Platform.Post(SlackRig.Channel, message, "m-1", TestContext.Current.CancellationToken)).ShouldBeOfType<SendAnswer.Accepted>();

        rig.Slack.Count("files.getUploadURLExternal").ShouldBe(0);
    }

    private static void Take(SlackRig rig)
    {
        rig.Slack.On("files.getUploadURLExternal", $$"""{"ok":true,"upload_url":"{{new Uri(rig.Slack.Address, "/upload/1")}}","file_id":"F1"}""");
        rig.Slack.On("/upload/1", "OK");
        rig.Slack.On("chat.postMessage", """{"ok":true,"channel":"C1","ts":"10.1"}""");
    }

    // The file follows its message after the second that Slack wants between two posts.
    private static async Task<SendAnswer> Post(SlackRig rig, Message message)
    {
        var posting = rig.Platform.Post(SlackRig.Channel, message, "m-1", TestContext.Current.CancellationToken);
        await rig.Time.IsAwaited(TimeSpan.FromSeconds(1));
        rig.Slack.Count("files.completeUploadExternal").ShouldBe(0);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        return await posting;
    }
}
