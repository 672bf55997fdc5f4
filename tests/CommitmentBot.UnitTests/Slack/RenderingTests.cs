using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommitmentBot.Core.Chat;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Slack;

public sealed partial class RenderingTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UserRef Sarah = new(PlatformName.Slack, "UALI");

    [Fact]
    public async Task Every_part_of_a_message_has_its_block() => Golden.Matches(await Posted(new Message(
        "C-42: <winter bed plan>, owner Sarah Ali, due Friday 27 November 2026.",
        [
            new Block.Heading("C-42 <Winter> bed plan"),
            new Block.Paragraph(
                new Inline.Mention(Sarah, "Sarah Ali"), " and ", new Inline.Mention(new UserRef(PlatformName.Teams, "29:1"), "Jo <Bloggs>"),
                " promise ", new Inline.Bold("UHCW & WCC"), " by ", new Inline.Day(new LocalDate(2026, 11, 27)), ", see ",
                new Inline.Link(new Uri("https://bot.example/c/42?a=1&b=<2>|3"), "what was | said"), "."),
            new Block.Quote("I'll send it <!channel>\n> by Friday & so on", "Sarah <Ali>, Monday"),
            new Block.Facts(new Fact("Owner", new Inline.Mention(Sarah, "Sarah Ali")), new Fact("Due", new Inline.Day(new LocalDate(2026, 11, 27)))),
            new Block.Divider(),
            new Block.Picture(new Uri("https://bot.example/p.png?x=1&y=2"), "UHCW kept 2 of 2", "By <organisation>"),
            new Block.Actions(
                new Button("Yes", "accept", "C-42", ButtonStyle.Primary), new Button("Yes, both", "accept", "C-43"),
                new Button("A label that is much longer than buttons are wide", "move", "C-42")),
            new Block.Note("Nothing is recorded before ", new Inline.Bold("your"), " yes."),
        ])), "message.json");

    [Fact]
    public async Task A_form_is_a_modal() => Golden.Matches(await Opened(new Form(
        "account", "C-42", "Your account of what happened", "Send",
        [
            new Field.Line("said", "What was said <then>", Hint: "In your words", Initial: "I'll send\nit", Multiline: true, MaxLength: 5000),
            new Field.Line("needed", "Needed now", Required: false, Initial: "two\nlines", MaxLength: 8),
            new Field.Date("due", "New date", Required: false, Initial: new LocalDate(2026, 12, 11)),
            new Field.Choice("cause", "Cause", [new Option("chance", "Chance event"), new Option("capacity", "Capacity")], Initial: "capacity"),
        ],
        "Beside the figure & <in full>.")), "modal.json");

    [Fact]
    public async Task An_empty_message_still_has_no_empty_block()
    {
        var blocks = await Blocks(
            new Block.Heading(" "), new Block.Paragraph(), new Block.Paragraph(" "), new Block.Quote("", ""), new Block.Facts(), new Block.Note(),
            new Block.Actions(), new Block.Picture(new Uri("https://bot.example/p.png"), "", ""), new Block.Actions(new Button("", "help", "")));

        foreach (var text in Texts(blocks))
        {
            text["text"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        }

        Limits(blocks);
    }

    [Theory]
    [InlineData(2990, 1)]
    [InlineData(3100, 2)]
    [InlineData(9500, 4)]
    public async Task Long_text_goes_on_in_the_next_block(int length, int sections)
    {
        var blocks = await Blocks(new Block.Paragraph(string.Concat(Enumerable.Repeat("word ", length / 5)).TrimEnd()));

        blocks.Count.ShouldBe(sections);
        string.Concat(blocks.Select(block => block!["text"]!["text"]!.ToString())).Split(' ').Length.ShouldBe(length / 5);
    }

    [Fact]
    public async Task A_quotation_of_many_lines_keeps_its_marks_and_its_limits()
    {
        var blocks = await Blocks(new Block.Quote(string.Join('\n', Enumerable.Repeat("a", 2500)), "Sarah Ali"));

        Limits(blocks);
        string.Concat(blocks.SkipLast(1).Select(block => block!["text"]!["text"]!.ToString())).Count(c => c == '>').ShouldBeGreaterThanOrEqualTo(2500);
    }

    [Fact]
    public async Task What_no_message_can_hold_ends_with_a_note()
    {
        var many = await Blocks([.. Enumerable.Range(0, 70).Select(i => (Block)new Block.Note($"note {i}"))]);
        var much = await Blocks([.. Enumerable.Range(0, 20).Select(_ => (Block)new Block.Paragraph(new string('<', 2000)))]);

        many.Count.ShouldBe(50);
        foreach (var blocks in new[] { many, much })
        {
            blocks[^1]!.ToJsonString().ShouldContain("There is more than Slack shows in one message.");
            Limits(blocks);
        }
    }

    [Fact]
    public async Task Whatever_people_type_Slack_takes_it_and_nobody_is_rung()
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", """{"ok":true,"ts":"10.1"}""");
        var typed = Gen.Frequency((3, Gen.Int[0, Traps.Length - 1].Select(at => Traps[at])), (2, Gen.String[0, 40]))
            .Array[0, 12].Select(pieces => string.Concat(pieces));
        var inline = Gen.OneOf(
            typed.Select(text => (Inline)new Inline.Text(text)),
            typed.Select(text => (Inline)new Inline.Bold(text)),
            typed.Select(text => (Inline)new Inline.Link(new Uri("https://bot.example/?q=" + Uri.EscapeDataString(Sound(text))), text)),
            typed.Select(text => (Inline)new Inline.Mention(new UserRef(PlatformName.Teams, text), text)));
        var parts = inline.Array[0, 6];
        var block = Gen.OneOf(
            typed.Select(text => (Block)new Block.Heading(text)),
            parts.Select(it => (Block)new Block.Paragraph(it)),
            Gen.Select(typed, typed, (words, who) => (Block)new Block.Quote(words, who)),
            Gen.Select(typed, parts).Array[0, 25].Select(rows => (Block)new Block.Facts([.. rows.Select(row => new Fact(row.Item1, row.Item2))])),
            parts.Select(it => (Block)new Block.Note(it)),
            Gen.Select(typed, typed).Select((alt, title) => (Block)new Block.Picture(new Uri("https://bot.example/p.png"), alt, title)),
            Gen.Select(typed, Gen.Char.AlphaNumeric, typed).Array[0, 30].Select(buttons =>
                (Block)new Block.Actions([.. buttons.Select(it => new Button(it.Item1, $"{it.Item2}", it.Item3))])));
        var messages = Gen.Select(typed, block.Array[0, 8], (fallback, blocks) => new Message(fallback, blocks));

        await messages.SampleAsync(
            async message =>
            {
                await rig.Platform.Post(SlackRig.Channel, message, "m", TestContext.Current.CancellationToken);
                rig.Slack.Calls.TryDequeue(out var call).ShouldBeTrue();
                var blocks = call!.Arguments["blocks"]!.AsArray();
                Limits(blocks);
                var text = call.Arguments["text"]!.ToString();
                text.Length.ShouldBeInRange(1, 4000);
                text.ShouldNotContain('<');
                text.ShouldNotContain('>');
                foreach (var marked in Texts(blocks).Where(it => it["type"]!.ToString() == "mrkdwn"))
                {
                    marked["verbatim"]!.GetValue<bool>().ShouldBeTrue();
                    // What is left when our own links, our marks of quotations and the three entities are taken away has nothing to parse.
                    var rest = OurQuotation().Replace(OurLink().Replace(marked["text"]!.ToString(), ""), "");
                    Entity().Replace(rest, "").ShouldNotContain('&');
                    rest.ShouldNotContain('<');
                    rest.ShouldNotContain('>');
                }
            },
            iter: 300, threads: 1);
    }

    private static readonly string[] Traps =
    [
        "<!channel>", "<!here|x>", "<@UALI>", "<#C1>", "<https://evil.example|click>", "&lt;!channel&gt;", "&", "<", ">", "|", "*", "\n", "\n>", " ",
        "```", "`", "_", "\u0000", "\u202e", "\ud83d\ude00", "<!date^1^{date}|x>", new string('<', 900), new string('a', 700), "@channel", "\ud83d",
    ];

    private static string Sound(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));

    // Slack's limits, written down a second time: https://docs.slack.dev/reference/block-kit/blocks
    private static void Limits(JsonArray blocks)
    {
        blocks.Count.ShouldBeLessThanOrEqualTo(50);
        foreach (var text in Texts(blocks))
        {
            text["text"]!.ToString().Length.ShouldBeInRange(1, 3000);
        }

        foreach (var block in blocks)
        {
            switch (block!["type"]!.ToString())
            {
                case "header":
                    block["text"]!["text"]!.ToString().Length.ShouldBeLessThanOrEqualTo(150);
                    break;
                case "section" when block["fields"] is JsonArray fields:
                    fields.Count.ShouldBeInRange(1, 10);
                    fields.ShouldAllBe(field => field!["text"]!.ToString().Length <= 2000);
                    break;
                case "context":
                    block["elements"]!.AsArray().Count.ShouldBeInRange(1, 10);
                    break;
                case "image":
                    block["alt_text"]!.ToString().Length.ShouldBeInRange(1, 2000);
                    block["title"]!["text"]!.ToString().Length.ShouldBeLessThanOrEqualTo(2000);
                    break;
                case "actions":
                    var buttons = block["elements"]!.AsArray();
                    buttons.Count.ShouldBeInRange(1, 25);
                    buttons.Select(it => it!["action_id"]!.ToString()).ShouldBeUnique();
                    foreach (var button in buttons)
                    {
                        button!["text"]!["text"]!.ToString().Length.ShouldBeLessThanOrEqualTo(30);
                        button["action_id"]!.ToString().Length.ShouldBeInRange(1, 255);
                        button["value"]!.ToString().Length.ShouldBeLessThanOrEqualTo(2000);
                    }

                    break;
            }
        }
    }

    private static IEnumerable<JsonObject> Texts(JsonNode? node) => node switch
    {
        JsonObject it when it["type"]?.ToString() is "mrkdwn" or "plain_text" => [it],
        JsonObject it => it.SelectMany(pair => Texts(pair.Value)),
        JsonArray list => list.SelectMany(Texts),
        _ => [],
    };

    private static async Task<JsonArray> Blocks(params Block[] blocks) =>
        JsonNode.Parse(await Posted(new Message("fallback", blocks)))!["blocks"]!.AsArray();

    private static async Task<string> Posted(Message message)
    {
        await using var rig = await SlackRig.Start();
        rig.Slack.On("chat.postMessage", """{"ok":true,"ts":"10.1"}""");
        await rig.Platform.Post(SlackRig.Channel, message, "m", TestContext.Current.CancellationToken);
        var arguments = rig.Slack.Only("chat.postMessage").Arguments;
        return new JsonObject { ["text"] = arguments["text"]!.DeepClone(), ["blocks"] = arguments["blocks"]!.DeepClone() }.ToJsonString(Readable);
    }

    private static async Task<string> Opened(Form form)
    {
        await using var rig = await SlackRig.Start(_ => new Reply.OpenForm(form));
        rig.Slack.On("views.open", """{"ok":true}""");
        await rig.Command("account C-42");
        return rig.Slack.Only("views.open").Arguments["view"]!.ToJsonString(Readable);
    }

    [GeneratedRegex(@"<https://bot\.example/[^<>|]*(\|[^<>|]*)?>")]
    private static partial Regex OurLink();

    [GeneratedRegex("^>", RegexOptions.Multiline)]
    private static partial Regex OurQuotation();

    [GeneratedRegex("&(amp|lt|gt);")]
    private static partial Regex Entity();
}
