using System.Text.Json;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

public sealed class MessageJsonTests
{
    private static readonly Message Everything = new(
        "A message with everything",
        [
            new Block.Heading("Winter bed plan"),
            new Block.Paragraph(
                "Due ", new Inline.Day(Registers.Friday), new Inline.Bold("by close of play"), new Inline.Mention(new UserRef("slack", "U1"), "Sarah Ali"),
                new Inline.Link(new Uri("https://example.org/a?b=c"), "the message")),
            new Block.Quote("I'll send it <!channel> “Friday”", "Sarah Ali"),
            new Block.Facts(new Fact("Owner", "Sarah Ali"), new Fact("Due", new Inline.Day(Registers.Friday))),
            new Block.Note("Small print"),
            new Block.Divider(),
            new Block.Picture(new Uri("https://example.org/1.png"), "A bar for each organisation", "Summary"),
            new Block.Actions(
                new Button("Done", "done", "C-1", ButtonStyle.Primary),
                new Button("New date", "move", "C-1", Form: new Form("move", "C-1", "A new date", "Ask",
                    [
                        new Field.Date("due", "When", Initial: new LocalDate(2026, 12, 4)),
                        new Field.Line("why", "Why", Hint: "In a sentence", Multiline: true, MaxLength: 300),
                        new Field.Choice("cause", "Cause", [new Option("a", "A"), new Option("b", "B")], Required: false),
                    ]))),
        ]);

    [Fact]
    public void Every_kind_of_part_comes_back_as_it_went_in()
    {
        var json = MessageJson.Write(Everything);
        var back = MessageJson.Read(json);

        MessageJson.Write(back).ShouldBe(json);
        back.Blocks.Select(it => it.GetType()).ShouldBe(Everything.Blocks.Select(it => it.GetType()));
        back.Blocks[2].ShouldBe(Everything.Blocks[2]);
        ((Block.Paragraph)back.Blocks[1]).Parts.ShouldBe(((Block.Paragraph)Everything.Blocks[1]).Parts);
        var form = ((Block.Actions)back.Blocks[7]).Buttons[1].Form.ShouldNotBeNull();
        form.Fields[0].ShouldBe(new Field.Date("due", "When", Initial: new LocalDate(2026, 12, 4)));
        form.Fields[1].ShouldBe(new Field.Line("why", "Why", Hint: "In a sentence", Multiline: true, MaxLength: 300));
    }

    [Fact]
    public void Every_block_inline_and_field_is_in_the_test_above()
    {
        var json = MessageJson.Write(Everything);

        foreach (var kind in new[] { typeof(Block), typeof(Inline), typeof(Field) }
            .SelectMany(it => it.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false))
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>())
        {
            json.ShouldContain($"\"$type\":\"{kind.TypeDiscriminator}\"");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Fallback":"x","Blocks":[{"$type":"fanfare"}]}""")]
    [InlineData("""{"Fallback":"x","Blocks":[{"Text":"of no kind"}]}""")]
    [InlineData("""{"Fallback":"x","Blocks":[{"$type":"paragraph","Parts":[{"$type":"day","Date":"tomorrow"}]}]}""")]
    public void What_is_no_message_is_said_to_be_none(string json) =>
        Should.Throw<JsonException>(() => MessageJson.Read(json));
}
