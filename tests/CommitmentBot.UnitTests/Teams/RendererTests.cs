using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Teams;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>Messages as Adaptive Cards.</summary>
public sealed class RendererTests
{
    [Fact]
    public void At_most_sixty_readers_see_a_card_their_own_way()
    {
        var readers = Enumerable.Range(0, 70).Select(i => new UserRef(i % 7 == 0 ? "slack" : "teams", $"29:{i}")).Append(new UserRef("teams", "29:1"));
        var card = Renderer.Card(Cards.Summary with { Own = new OwnView("look", "42", [.. readers]) });

        var refresh = card["refresh"]!;
        ((string?)refresh["action"]!["type"]).ShouldBe("Action.Execute");
        ((string?)refresh["action"]!["verb"]).ShouldBe("look");
        ((string?)refresh["action"]!["data"]!["argument"]).ShouldBe("42");
        refresh["userIds"]!.AsArray().Select(it => (string?)it).ShouldBe(Enumerable.Range(0, 70).Where(i => i % 7 != 0).Take(60).Select(i => $"29:{i}"));
        Renderer.Card(Cards.Summary with { Own = new OwnView("look", "42", [new UserRef("slack", "U1")]) }).ContainsKey("refresh").ShouldBeFalse();
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("capture")]
    [InlineData("account")]
    [InlineData("summary")]
    public void Cards_are_as_they_were_read_and_found_good(string name)
    {
        var message = name switch { "capture" => Cards.Capture, "account" => Cards.Account, _ => Cards.Summary };

        Golden.Matches(Renderer.Activity(message).ToJsonString(Indented), $"{name}.json");
    }

    [Fact]
    public void A_form_as_a_dialog_is_as_it_was_read_and_found_good()
    {
        var form = ((Block.Actions)Cards.Capture.Blocks[^1]).Buttons[1].Form!;

        Golden.Matches(Renderer.FormCard(form, inDialog: true).ToJsonString(Indented), "form.json");
    }

    [Fact]
    public void Nothing_that_people_type_becomes_markup_a_mention_or_a_part_of_the_card()
    {
        string[] seeds =
        [
            "**b**", "[x](http://evil)", "<at>Sarah Ali</at>", "<b>", "{{DATE(2026-01-01T00:00:00Z)}}", "${x}", "\"},{\"type\":\"Action.OpenUrl\"", "# h",
            "- l", "1. l", "1) l", "`c`", "~~s~~", "![i](http://e)", "&lt;at&gt;", "\\", "\u202Eevil", "_i_", "|", ">", "http://evil", "\n", "\n- ", "a", " ",
        ];
        Gen.OneOf(Gen.Int[0, seeds.Length - 1].Select(i => seeds[i]), Gen.String[0, 5]).Array[1, 6].Select(string.Concat).Sample(
            typed =>
            {
                var card = JsonNode.Parse(Renderer.Card(Cards.Hostile(typed)).ToJsonString())!;
                Types(card).ShouldBe(Types(Renderer.Card(Cards.Hostile("Plain"))), typed);
                Texts(card, "TextBlock").ShouldAllBe(text => IsTame(text), typed);
                Texts(card, "TextRun").ShouldAllBe(text => IsPlain(text), typed);
                card["msteams"]!["entities"]!.AsArray().ShouldAllBe(entity => (string?)entity!["mentioned"]!["id"] == "29:sarah", typed);
            },
            iter: 2000);
    }

    private static bool IsPlain(string text) =>
        !text.Contains("{{", StringComparison.Ordinal) && !text.Any(char.IsControl) && !text.Contains('\u202E');

    /// <summary>In a text block nothing but our own mention, bold and link is unescaped markup.</summary>
    private static bool IsTame(string text)
    {
        var rest = System.Text.RegularExpressions.Regex.Replace(text, @"^<at>[^<>\[\]*_`\\]*</at>|(?<=.)<at>Sarah Ali( \(\d+\))?</at>", "");
        rest = System.Text.RegularExpressions.Regex.Replace(rest, @"\\[\\`*_\[\]<>~|&!#\-+=.)]", "");
        rest = rest.Replace("**", "", StringComparison.Ordinal);
        return rest.IndexOfAny(['`', '*', '_', '[', ']', '<', '>', '~', '|', '&', '\\']) < 0 && !text.Contains("{{", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(JsonNode node, string type) => All(node)
        .Where(each => (string?)each["type"] == type).Select(each => (string)each["text"]!);

    private static IEnumerable<string> Types(JsonNode node) => All(node).Select(each => (string?)each["type"] ?? "").Where(type => type.StartsWith("Action.", StringComparison.Ordinal) || type.StartsWith("Input", StringComparison.Ordinal) || type is "mention" or "Image");

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(each => All(each.Value)).Prepend(o),
        JsonArray a => a.SelectMany(All),
        _ => [],
    };

    [Fact]
    public void A_line_that_rings_nobody_is_rich_text()
    {
        var card = Renderer.Card(new Message("x", [new Block.Paragraph("*a*\n[b](http://c)", new Inline.Bold("d"))]));

        card["body"]!.AsArray().Select(each => (string)each!["type"]!).ShouldAllBe(type => type == "RichTextBlock");
        ((string?)card["body"]![1]!["inlines"]![0]!["text"]).ShouldBe("[b](http://c)");
    }

    [Fact]
    public void Two_people_of_one_name_are_both_rung()
    {
        var card = Renderer.Card(new Message("x",
        [
            new Block.Paragraph(
                new Inline.Mention(new UserRef("teams", "29:a"), "Bob"), " and ", new Inline.Mention(new UserRef("teams", "29:b"), "Bob"),
                " and again ", new Inline.Mention(new UserRef("teams", "29:a"), "Bob")),
        ]));

        ((string?)card["body"]![0]!["text"]).ShouldBe("<at>Bob</at> and <at>Bob (2)</at> and again <at>Bob</at>");
        card["msteams"]!["entities"]!.AsArray().Select(each => (string)each!["mentioned"]!["id"]!).ShouldBe(["29:a", "29:b"]);
    }

    [Fact]
    public void Somebody_of_the_other_platform_is_named_and_not_rung()
    {
        var card = Renderer.Card(new Message("x", [new Block.Paragraph(new Inline.Mention(new UserRef("slack", "U1"), "Bob"))]));

        ((string?)card["body"]![0]!["inlines"]![0]!["text"]).ShouldBe("Bob");
        card["msteams"]!["entities"].ShouldBeNull();
    }

    [Fact]
    public void Only_web_addresses_become_links()
    {
        var card = Renderer.Card(new Message("x", [new Block.Paragraph(new Inline.Link(new Uri("javascript:alert(1)"), "x"))]));

        card["body"]![0]!["inlines"]![0]!["selectAction"].ShouldBeNull();
    }

    [Fact]
    public void Inputs_of_several_forms_differ_in_name()
    {
        var ids = All(Renderer.Card(Cards.Account)).Select(each => (string?)each["id"]).OfType<string>().ToList();

        ids.ShouldBeUnique();
        ids.ShouldContain("f2.due");
    }

    [Fact]
    public void Buttons_that_cannot_be_read_in_one_row_stand_in_several_and_the_last_is_the_cards_own()
    {
        var card = Renderer.Card(Cards.Account);

        var rows = card["body"]!.AsArray().Where(each => (string?)each!["type"] == "ActionSet").Append(card)
            .Select(each => each!["actions"]!.AsArray().Select(action => (string)action!["title"]!).ToList()).ToList();
        rows.ShouldBe([["It is done", "Give the account", "New date"], ["Cannot", "Ask for help", "Not today"], ["Show C-42"]]);
    }

    [Fact]
    public void A_row_has_six_buttons_at_most()
    {
        var buttons = Enumerable.Range(1, 7).Select(i => new Button($"{i}", "a", "1")).ToArray();

        var card = Renderer.Card(new Message("x", [new Block.Actions(buttons)]));

        card["body"]![0]!["actions"]!.AsArray().Count.ShouldBe(6);
        card["actions"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void A_message_too_long_for_Teams_is_shortened_and_says_so_and_keeps_its_buttons()
    {
        var blocks = Enumerable.Repeat<Block>(new Block.Paragraph(new string('x', 3_000)), 30).Append(Cards.Account.Blocks[^1]).ToList();

        var card = Renderer.Card(new Message("long", blocks));

        card.ToJsonString().Length.ShouldBeLessThanOrEqualTo(Limits.CardCharacters);
        ((string?)card["body"]![0]!["inlines"]![0]!["text"]).ShouldBe("Shortened: the whole message is too long for Teams.");
        Types(card).Count(type => type == "Action.ShowCard").ShouldBe(2);
        ((string?)card["actions"]!.AsArray()[^1]!["title"]).ShouldBe("Show C-42");
    }

    [Fact]
    public void A_very_long_text_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 4_000));

        var shown = Texts(Renderer.Card(new Message("x", [new Block.Paragraph(text)])), "TextRun").Single();

        shown.Length.ShouldBeLessThanOrEqualTo(Limits.TextCharacters);
        shown.ShouldEndWith("😀…");
    }

    [Fact]
    public void Every_kind_of_part_is_rendered()
    {
        var message = new Message("all",
        [
            new Block.Heading("*starred*"), new Block.Paragraph("a", new Inline.Day(new LocalDate(2026, 11, 27))), new Block.Quote("q", "w"),
            new Block.Facts(new Fact("l", "v")), new Block.Note("n"), new Block.Actions(new Button("b", "a", "1")), new Block.Divider(), new Block.Paragraph("end"),
        ]);

        var body = Renderer.Card(message)["body"]!.AsArray();

        body.Select(each => (string)each!["type"]!)
            .ShouldBe(["RichTextBlock", "RichTextBlock", "Container", "ColumnSet", "RichTextBlock", "ActionSet", "RichTextBlock"]);
        ((bool?)body[5]!["separator"]).ShouldBeNull();
        ((bool?)body[6]!["separator"]).ShouldBe(true);
        ((string?)body[1]!["inlines"]![1]!["text"]).ShouldBe("Friday 27 November 2026");
    }
}
