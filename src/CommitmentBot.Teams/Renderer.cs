using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>Messages as Adaptive Cards 1.5, always built as objects, never as strings.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format</remarks>
public static class Renderer
{
    /// <summary>The content type of a card.</summary>
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The activity that posts a message: a sentence as a sentence, everything else as a card.</summary>
    public static JsonObject Posted(Message message) => message is { Own: null, Blocks: [Block.Paragraph { Parts: [Inline.Text(var text)] }] }
        && text.Length <= Limits.TextCharacters
            ? new JsonObject { ["type"] = "message", ["locale"] = "en-GB", ["text"] = Plain.Run(text), ["textFormat"] = "plain" }
            : Activity(message);

    /// <summary>The activity that shows a message as a card, also in the place of one that was posted.</summary>
    public static JsonObject Activity(Message message) => new()
    {
        ["type"] = "message",
        ["locale"] = "en-GB",
        ["summary"] = Plain.Fallback(message.Fallback),
        ["attachments"] = new JsonArray(Attachment(Card(message))),
    };

    /// <summary>A card as an attachment.</summary>
    public static JsonObject Attachment(JsonObject card) => new() { ["contentType"] = CardType, ["content"] = card };

    /// <summary>A message's card. One too long for Teams loses its last parts, never its buttons, and says so.</summary>
    public static JsonObject Card(Message message)
    {
        var card = Build(message.Fallback, message.Blocks);
        for (var keep = message.Blocks.Count(block => block is not Block.Actions) - 1; keep >= 0 && IsTooLong(card); keep--)
        {
            var seen = 0;
            var rest = message.Blocks.Where(block => block is Block.Actions || seen++ < keep);
            card = Build(message.Fallback, [new Block.Note("Shortened: the whole message is too long for Teams."), .. rest]);
        }

        if (message.Own is { } own && Readers(own) is { Count: > 0 } readers)
        {
            card["refresh"] = new JsonObject
            {
                ["action"] = new JsonObject
                {
                    ["type"] = "Action.Execute",
                    ["title"] = "Show as mine",
                    ["verb"] = own.Action,
                    ["data"] = Forms.Data(own.Action, own.Argument),
                },
                ["userIds"] = readers,
            };
        }

        return card;
    }

    private static JsonArray Readers(OwnView own) => new([.. own.Readers
        .Where(it => it.Platform == PlatformName.Teams).Select(it => it.Id).Distinct().Take(Limits.Readers).Select(id => (JsonNode)id)]);

    private static bool IsTooLong(JsonObject card) => card.ToJsonString().Length > Limits.CardCharacters;

    /// <summary>A form on a card of its own: in a dialog, or in the place of the card whose button asked for it.</summary>
    public static JsonObject FormCard(Form form, bool inDialog)
    {
        var entities = new JsonArray();
        var card = Envelope(form.Title, Forms.Body(form, "f0", entities), entities);
        card["actions"] = new JsonArray(Forms.Submit(form, "f0", inDialog));
        return card;
    }

    internal static JsonObject Heading(string text)
    {
        // A text block can be a heading to screen readers but is read as markdown; rich text is neither.
        var line = Plain.OneLine(text, 200);
        return Plain.IsTame(line)
            ? new JsonObject { ["type"] = "TextBlock", ["text"] = line, ["style"] = "heading", ["size"] = "Medium", ["weight"] = "Bolder", ["wrap"] = true }
            : Inlines.Line(line, TextTone.Title);
    }

    private static JsonObject Build(string fallback, IReadOnlyList<Block> blocks)
    {
        var (body, entities) = (new JsonArray(), new JsonArray());
        var (forms, separate) = (0, false);
        JsonArray? closing = null;
        foreach (var block in blocks)
        {
            if (block is Block.Actions actions)
            {
                foreach (var row in Rows(actions.Buttons))
                {
                    Place(closing);
                    closing = new JsonArray([.. row.Select(button => (JsonNode)Press(button, $"f{forms++}", entities))]);
                }

                continue;
            }

            Place(closing);
            closing = null;
            if (block is Block.Divider)
            {
                separate = true;
                continue;
            }

            Add(Elements(block, entities));
        }

        // Forms fold out most reliably below the card, so the last row is the card's own.
        var card = Envelope(fallback, body, entities);
        if (closing is not null)
        {
            card["actions"] = closing;
        }

        return card;

        void Place(JsonArray? row)
        {
            if (row is not null)
            {
                Add([new JsonObject { ["type"] = "ActionSet", ["actions"] = row }]);
            }
        }

        void Add(IEnumerable<JsonObject> elements)
        {
            foreach (var element in elements)
            {
                if (separate)
                {
                    element["separator"] = true;
                    element["spacing"] = "Medium";
                    separate = false;
                }

                body.Add((JsonNode)element);
            }
        }
    }

    private static JsonObject Envelope(string fallback, JsonArray body, JsonArray entities)
    {
        var teams = new JsonObject { ["width"] = "Full" };
        if (entities.Count > 0)
        {
            teams["entities"] = entities;
        }

        return new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["lang"] = "en", // Card clients know two letters only.
            ["fallbackText"] = Plain.Fallback(fallback),
            ["speak"] = Plain.OneLine(fallback, Limits.FallbackCharacters).Replace('<', ' ').Replace('>', ' ').Replace("&", " and ", StringComparison.Ordinal),
            ["msteams"] = teams,
            ["body"] = body,
        };
    }

    private static IEnumerable<JsonObject> Elements(Block block, JsonArray entities) => block switch
    {
        Block.Heading(var text) => [Heading(text)],
        Block.Paragraph paragraph => Inlines.Render(paragraph.Parts, TextTone.Body, entities),
        Block.Note note => Inlines.Render(note.Parts, TextTone.Small, entities),
        Block.Quote(var words, var who) => [Quote(words, who, entities)],
        Block.Facts facts => facts.Rows.Select((row, i) => Row(row, i > 0, entities)),
        Block.Picture picture => Picture(picture),
        _ => throw new InvalidOperationException($"{block.GetType().Name} is not rendered."),
    };

    private static JsonObject Quote(string words, string who, JsonArray entities) => new()
    {
        ["type"] = "Container",
        ["style"] = "emphasis",
        ["items"] = new JsonArray([
            .. Inlines.Render([$"“{words.Trim()}”"], TextTone.Spoken, entities),
            .. Inlines.Render([$"— {who}"], TextTone.Small, entities)]),
    };

    // Not a FactSet: that one reads its values as markdown.
    private static JsonObject Row(Fact fact, bool follows, JsonArray entities)
    {
        var row = new JsonObject
        {
            ["type"] = "ColumnSet",
            ["columns"] = new JsonArray(
                Column(1, Inlines.Render([new Inline.Bold(fact.Label)], TextTone.Body, entities)),
                Column(3, Inlines.Render(fact.Value, TextTone.Body, entities))),
        };
        if (follows)
        {
            row["spacing"] = "Small";
        }

        return row;
    }

    private static JsonObject Column(int width, IEnumerable<JsonObject> items) =>
        new JsonObject { ["type"] = "Column", ["width"] = width, ["items"] = new JsonArray([.. items]) };

    private static IEnumerable<JsonObject> Picture(Block.Picture picture)
    {
        yield return Inlines.Line(Plain.OneLine(picture.Title, 200), TextTone.Title);
        yield return new JsonObject
        {
            ["type"] = "Image",
            ["url"] = picture.Url.AbsoluteUri,
            ["altText"] = Plain.OneLine(picture.AltText),
            ["size"] = "Stretch",
            ["msteams"] = new JsonObject { ["allowExpand"] = true },
        };
    }

    /// <summary>Buttons in rows in which their labels can be read on a narrow card.</summary>
    private static List<List<Button>> Rows(IReadOnlyList<Button> buttons)
    {
        List<List<Button>> rows = [];
        var room = 0;
        foreach (var button in buttons)
        {
            var width = Limits.ButtonPadding + (Math.Min(button.Label.Length, Limits.ButtonCharacters) * Limits.CharacterWidth);
            room -= width;
            if (room < 0 || rows[^1].Count == Limits.Buttons)
            {
                rows.Add([]);
                room = Limits.RowWidth - width;
            }

            rows[^1].Add(button);
        }

        return rows;
    }

    private static JsonObject Press(Button button, string prefix, JsonArray entities)
    {
        var title = Plain.OneLine(button.Label, Limits.ButtonCharacters);
        var action = button.Form is { } form
            ? new JsonObject
            {
                ["type"] = "Action.ShowCard",
                ["title"] = title,
                ["card"] = new JsonObject
                {
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.5",
                    ["body"] = Forms.Body(form, prefix, entities),
                    ["actions"] = new JsonArray(Forms.Submit(form, prefix, inDialog: false)),
                },
            }
            : new JsonObject { ["type"] = "Action.Execute", ["title"] = title, ["verb"] = button.Action, ["data"] = Forms.Data(button.Action, button.Argument) };
        if (button.Style == ButtonStyle.Primary)
        {
            action["style"] = "positive";
        }

        return action;
    }
}
