using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>
/// Makes Block Kit of a <see cref="Message"/>, within Slack's limits whatever it holds.
/// </summary>
internal static class Renderer
{
    private const string FormMark = "form:";
    private const string AsideMark = "aside";
    private const string CutShort = "There is more than Slack shows in one message.";

    /// <summary>The argument <c>text</c> of a post, an update or an answer: what notifications and screen readers give.</summary>
    public static string Text(Message message) => Mrkdwn.Escape(message.Fallback, Limits.Text);

    /// <summary>
    /// The blocks of what one person alone is shown. Slack gives a click in it without the message, so that only the id of the clicked block can
    /// say in which installation it was.
    /// </summary>
    public static IReadOnlyList<SlackBlock> Aside(Message message, string tenant)
    {
        var rows = 0;
        return [.. Blocks(message.Blocks, Limits.MessageBlocks).Select(it => it is SlackBlock.Actions row ? row with { Id = $"{AsideMark}:{tenant}:{rows++}" } : it)];
    }

    /// <summary>The installation that a block shown aside belongs to; null for any other block.</summary>
    public static string? TenantOf(string? blockId) =>
        blockId?.Split(':') is [AsideMark, var tenant, _] ? tenant : null;

    /// <summary>The blocks, at most <paramref name="max"/> of them; what does not fit is left out from the end, and a note says so.</summary>
    public static IReadOnlyList<SlackBlock> Blocks(IReadOnlyList<Block> blocks, int max)
    {
        var rendered = new List<SlackBlock>(blocks.Count);
        var text = 0;
        foreach (var block in blocks.SelectMany(Render))
        {
            text += block.Length;
            if (rendered.Count == max - 1 || text > Limits.MessageText)
            {
                rendered.Add(new SlackBlock.Context(CutShort));
                return rendered;
            }

            rendered.Add(block);
        }

        return rendered;
    }

    /// <summary>The message without its pictures, the words that stand for them in their place.</summary>
    public static Message WithoutPictures(Message message) => message with
    {
        Blocks = [.. message.Blocks.Select(block => block is Block.Picture picture ? new Block.Paragraph(picture.AltText) : block)],
    };

    /// <summary>What plain text shows, at most so many characters of it; Slack refuses empty text.</summary>
    public static string Plain(string text, int max) =>
        Mrkdwn.Printable(text).Trim() is { Length: > 0 } shown ? Limits.Cut(shown, max) : "–";

    private static IEnumerable<SlackBlock> Render(Block block) => block switch
    {
        Block.Heading heading => [new SlackBlock.Header(Plain(heading.Text.ReplaceLineEndings(" "), Limits.Header))],
        Block.Paragraph paragraph => Mrkdwn.Split(paragraph.Parts, Limits.Section, Limits.MessageBlocks).Select(it => new SlackBlock.Section(it)),
        Block.Quote quote => Quote(quote),
        Block.Facts facts => facts.Rows.Chunk(Limits.Fields).Select(Fields),
        Block.Note note => [new SlackBlock.Context(Mrkdwn.One(note.Parts, Limits.Section))],
        Block.Divider => [new SlackBlock.Divider()],
        Block.Picture picture => [Picture(picture)],
        Block.Actions actions => actions.Buttons.Chunk(Limits.Actions).Select(Buttons),
        _ => throw new NotSupportedException($"Slack cannot show {block.GetType().Name}."),
    };

    // Each line gets its mark, or the quotation would end at the first line break. Escaping comes first: the marks are ours.
    private static IEnumerable<SlackBlock> Quote(Block.Quote quote)
    {
        var lines = Mrkdwn.Printable(quote.Words).ReplaceLineEndings("\n").Trim().Split('\n');
        // Room for the marks, of which a piece has no more than there are lines, nor more than it has characters.
        var room = Math.Max(Limits.Section - lines.Length, Limits.Section / 2) - 1;
        var words = Mrkdwn.Split([new Inline.Text(string.Join("\n", lines))], room, Limits.MessageBlocks);
        foreach (var part in words)
        {
            yield return new SlackBlock.Section(">" + part.Replace("\n", "\n>", StringComparison.Ordinal));
        }

        if (!string.IsNullOrWhiteSpace(quote.Who))
        {
            yield return new SlackBlock.Context("– " + Mrkdwn.Escape(quote.Who, Limits.Section - 2));
        }
    }

    private static SlackBlock.Fields Fields(Fact[] rows) =>
        new([.. rows.Select(row => Mrkdwn.One([new Inline.Bold(row.Label), "\n", .. row.Value], Limits.Field))]);

    private static SlackBlock Picture(Block.Picture picture)
    {
        var url = picture.Url.AbsoluteUri;
        var (words, title) = (Plain(picture.AltText, Limits.ImageText), Plain(picture.Title, Limits.ImageText));
        return picture.Url.Scheme == Uploads.FileScheme ? new SlackBlock.Image(null, picture.Url.AbsolutePath, words, title)
            : url.Length > Limits.ImageUrl ? new SlackBlock.Section(Mrkdwn.Escape(picture.AltText, Limits.Section))
            : new SlackBlock.Image(url, null, words, title);
    }

    private static SlackBlock.Actions Buttons(Button[] buttons)
    {
        var used = new Dictionary<string, int>();
        return new([.. buttons.Select(button =>
        {
            var action = Limits.Cut(button.Action, Limits.Id - 16);
            used[action] = used.GetValueOrDefault(action) + 1;
            return new BlockButton(
                Plain(button.Label, Limits.ButtonShown),
                ActionId(action, used[action], button.Form is not null),
                Limits.Cut(button.Argument, Limits.ButtonValue),
                button.Label.Length > Limits.ButtonShown ? Limits.Cut(Mrkdwn.Printable(button.Label), Limits.ButtonLabel) : null,
                button.Style == ButtonStyle.Primary);
        })]);
    }

    /// <summary>Within a block an action_id stands once only, so the second "accept" of a row is <c>accept#2</c>.</summary>
    private static string ActionId(string action, int nth, bool opensForm) =>
        (opensForm ? FormMark : "") + (nth == 1 ? action : $"{action}#{nth}");

    /// <summary>The button's action again.</summary>
    public static string ActionOf(string actionId)
    {
        var action = OpensForm(actionId) ? actionId[FormMark.Length..] : actionId;
        return action.LastIndexOf('#') is > 0 and var at ? action[..at] : action;
    }

    /// <summary>Whether a form belongs to the button, so that one can be opened before it is known what it asks.</summary>
    public static bool OpensForm(string actionId) => actionId.StartsWith(FormMark, StringComparison.Ordinal);
}
