using CommitmentBot.Core.Chat;

namespace CommitmentBot.UnitTests.SayDo;

/// <summary>A message as plain text, one block a paragraph, for tests to read.</summary>
internal static class PlainText
{
    public static string Of(Message message) =>
        string.Join("\n", message.Blocks.Select(Of)) + "\n\nFallback\n" + message.Fallback;

    public static string Of(Block block) => block switch
    {
        Block.Heading heading => $"# {heading.Text}",
        Block.Paragraph paragraph => Of(paragraph.Parts),
        Block.Quote quote => $"> {quote.Words} ({quote.Who})",
        Block.Facts facts => string.Join("\n", facts.Rows.Select(row => $"- {row.Label}: {Of(row.Value)}")),
        Block.Note note => $"Note: {Of(note.Parts)}",
        Block.Divider => "---",
        Block.Picture picture => $"[{picture.Title}] {picture.Url} | {picture.AltText}",
        _ => throw new NotSupportedException($"{block}"),
    };

    private static string Of(IEnumerable<Inline> parts) => string.Concat(parts.Select(part => part switch
    {
        Inline.Text text => text.Value,
        Inline.Bold bold => $"*{bold.Value}*",
        Inline.Day day => Dates.InFull(day.Date),
        Inline.Mention mention => $"@{mention.Name}",
        _ => throw new NotSupportedException($"{part}"),
    }));
}
