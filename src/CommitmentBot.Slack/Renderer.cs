using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>
/// Writes a <see cref="Message"/> as Block Kit, within Slack's limits whatever it holds. Built as objects, never as strings of JSON; what
/// people typed stands in plain_text, or escaped in verbatim mrkdwn.
/// </summary>
internal static class Renderer
{
    private const string FormMark = "form:";
    private const string AsideMark = "aside";
    private const string CutShort = "There is more than Slack shows in one message.";

    /// <summary>The arguments <c>text</c> and <c>blocks</c> of a post, an update or an answer. <c>text</c> is what notifications and screen readers give.</summary>
    public static JsonObject Content(Message message) => new()
    {
        ["text"] = Mrkdwn.Escape(message.Fallback, Limits.Text),
        ["blocks"] = Blocks(message.Blocks, Limits.MessageBlocks),
    };

    /// <summary>
    /// The same for what one person alone is shown. Slack gives a click in it without the message, so that only the id of the clicked block can
    /// say in which installation it was.
    /// </summary>
    public static JsonObject Aside(Message message, string tenant)
    {
        var content = Content(message);
        foreach (var (block, nth) in content["blocks"]!.AsArray().Where(it => it!["type"]!.GetValue<string>() == "actions").Select((it, nth) => (it!, nth)))
        {
            block["block_id"] = $"{AsideMark}:{tenant}:{nth}";
        }

        return content;
    }

    /// <summary>The installation that a block shown aside belongs to; null for any other block.</summary>
    public static string? TenantOf(string? blockId) =>
        blockId?.Split(':') is [AsideMark, var tenant, _] ? tenant : null;

    /// <summary>The blocks, at most <paramref name="max"/> of them; what does not fit is left out from the end, and a note says so.</summary>
    public static JsonArray Blocks(IReadOnlyList<Block> blocks, int max)
    {
        var rendered = new JsonArray();
        var text = 0;
        foreach (var block in blocks.SelectMany(Render))
        {
            text += TextLength(block);
            if (rendered.Count == max - 1 || text > Limits.MessageText)
            {
                rendered.Add(Context(CutShort));
                return rendered;
            }

            rendered.Add((JsonNode)block);
        }

        return rendered;
    }

    /// <summary>The message without its pictures, the words that stand for them in their place.</summary>
    public static Message WithoutPictures(Message message) => message with
    {
        Blocks = [.. message.Blocks.Select(block => block is Block.Picture picture ? new Block.Paragraph(picture.AltText) : block)],
    };

    /// <summary>Plain text, shown as it is.</summary>
    public static JsonObject Plain(string text, int max) =>
        new() { ["type"] = "plain_text", ["text"] = Shown(text, max), ["emoji"] = false };

    /// <summary>A section of running text.</summary>
    public static JsonObject Section(string mrkdwn) => new() { ["type"] = "section", ["text"] = Marked(mrkdwn) };

    // Slack refuses empty text.
    private static string Shown(string text, int max) =>
        Mrkdwn.Printable(text).Trim() is { Length: > 0 } shown ? Limits.Cut(shown, max) : "–";

    private static JsonObject Context(string mrkdwn) => new() { ["type"] = "context", ["elements"] = new JsonArray(Marked(mrkdwn)) };

    // verbatim: Slack makes no links, channels or mentions of its own out of what people typed.
    private static JsonObject Marked(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };

    private static IEnumerable<JsonObject> Render(Block block) => block switch
    {
        Block.Heading heading => [new() { ["type"] = "header", ["text"] = Plain(heading.Text.ReplaceLineEndings(" "), Limits.Header) }],
        Block.Paragraph paragraph => Mrkdwn.Split(paragraph.Parts, Limits.Section, Limits.MessageBlocks).Select(Section),
        Block.Quote quote => Quote(quote),
        Block.Facts facts => facts.Rows.Chunk(Limits.Fields).Select(Fields),
        Block.Note note => [Context(Mrkdwn.One(note.Parts, Limits.Section))],
        Block.Divider => [new() { ["type"] = "divider" }],
        Block.Picture picture => [Picture(picture)],
        Block.Actions actions => actions.Buttons.Chunk(Limits.Actions).Select(Buttons),
        _ => throw new NotSupportedException($"Slack cannot show {block.GetType().Name}."),
    };

    // Each line gets its mark, or the quotation would end at the first line break. Escaping comes first: the marks are ours.
    private static IEnumerable<JsonObject> Quote(Block.Quote quote)
    {
        var lines = Mrkdwn.Printable(quote.Words).ReplaceLineEndings("\n").Trim().Split('\n');
        // Room for the marks, of which a piece has no more than there are lines, nor more than it has characters.
        var room = Math.Max(Limits.Section - lines.Length, Limits.Section / 2) - 1;
        var words = Mrkdwn.Split([new Inline.Text(string.Join("\n", lines))], room, Limits.MessageBlocks);
        foreach (var part in words)
        {
            yield return Section(">" + part.Replace("\n", "\n>", StringComparison.Ordinal));
        }

        if (!string.IsNullOrWhiteSpace(quote.Who))
        {
            yield return Context("– " + Mrkdwn.Escape(quote.Who, Limits.Section - 2));
        }
    }

    private static JsonObject Fields(Fact[] rows) => new()
    {
        ["type"] = "section",
        ["fields"] = new JsonArray([.. rows.Select(row => (JsonNode)Marked(
            Mrkdwn.One([new Inline.Bold(row.Label), "\n", .. row.Value], Limits.Field)))]),
    };

    private static JsonObject Picture(Block.Picture picture)
    {
        var url = picture.Url.AbsoluteUri;
        if (picture.Url.Scheme == Uploads.FileScheme)
        {
            return new()
            {
                ["type"] = "image",
                ["slack_file"] = new JsonObject { ["id"] = picture.Url.AbsolutePath },
                ["alt_text"] = Shown(picture.AltText, Limits.ImageText),
                ["title"] = Plain(picture.Title, Limits.ImageText),
            };
        }

        return url.Length > Limits.ImageUrl
            ? Section(Mrkdwn.Escape(picture.AltText, Limits.Section))
            : new()
            {
                ["type"] = "image",
                ["image_url"] = url,
                ["alt_text"] = Shown(picture.AltText, Limits.ImageText),
                ["title"] = Plain(picture.Title, Limits.ImageText),
            };
    }

    private static JsonObject Buttons(Button[] buttons)
    {
        var elements = new JsonArray();
        var used = new Dictionary<string, int>();
        foreach (var button in buttons)
        {
            var action = Limits.Cut(button.Action, Limits.Id - 16);
            used[action] = used.GetValueOrDefault(action) + 1;
            var element = new JsonObject
            {
                ["type"] = "button",
                ["text"] = Plain(button.Label, Limits.ButtonShown),
                ["action_id"] = ActionId(action, used[action], button.Form is not null),
                ["value"] = Limits.Cut(button.Argument, Limits.ButtonValue),
            };
            if (button.Label.Length > Limits.ButtonShown)
            {
                element["accessibility_label"] = Limits.Cut(Mrkdwn.Printable(button.Label), Limits.ButtonLabel);
            }

            if (button.Style == ButtonStyle.Primary)
            {
                element["style"] = "primary";
            }

            elements.Add((JsonNode)element);
        }

        return new() { ["type"] = "actions", ["elements"] = elements };
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

    private static int TextLength(JsonNode? node) => node switch
    {
        JsonObject it => it.Sum(pair => pair.Key is "text" or "alt_text" && pair.Value is JsonValue text ? text.GetValue<string>().Length : TextLength(pair.Value)),
        JsonArray list => list.Sum(TextLength),
        _ => 0,
    };
}
