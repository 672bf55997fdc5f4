using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>How running text is set.</summary>
internal enum TextTone
{
    /// <summary>As usual.</summary>
    Body,

    /// <summary>A title that cannot be a true heading.</summary>
    Title,

    /// <summary>A label or small print.</summary>
    Small,

    /// <summary>Somebody's own words.</summary>
    Spoken,
}

/// <summary>
/// Running text on a card: rich text, which no client reads as markdown. Only a line that rings somebody becomes a text block,
/// since Teams rings from nowhere else; there everything typed is escaped.
/// </summary>
internal static class Inlines
{
    /// <summary>One element a line. Mentions to ring are added to <paramref name="entities"/>.</summary>
    public static IEnumerable<JsonObject> Render(IReadOnlyList<Inline> parts, TextTone tone, JsonArray entities)
    {
        var first = true;
        foreach (var line in Lines(parts))
        {
            var element = line.Any(Rings) ? Block(line, tone, entities) : Rich(line, tone);
            if (!first)
            {
                element["spacing"] = "None";
            }

            first = false;
            yield return element;
        }
    }

    /// <summary>One line of rich text, which rings nobody.</summary>
    public static JsonObject Line(string text, TextTone tone) => Rich([text], tone);

    private static bool Rings(Inline part) => part is Inline.Mention { User.Platform: PlatformName.Teams };

    private static JsonObject Rich(IReadOnlyList<Inline> line, TextTone tone)
    {
        var runs = new JsonArray();
        foreach (var part in line)
        {
            runs.Add(part switch
            {
                Inline.Text(var text) => Run(text, tone),
                Inline.Bold(var text) => Run(text, tone, bold: true),
                Inline.Mention(_, var name) => Run(Plain.OneLine(name), tone),
                Inline.Day(var date) => Run(Dates.InFull(date), tone),
                Inline.Link(var url, var label) => Link(url, label, tone),
                _ => throw new InvalidOperationException($"{part.GetType().Name} is not rendered."),
            });
        }

        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = runs };
    }

    private static JsonObject Run(string text, TextTone tone, bool bold = false)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = Plain.Run(text) };
        if (bold || tone == TextTone.Title)
        {
            run["weight"] = "Bolder";
        }

        switch (tone)
        {
            case TextTone.Title:
                run["size"] = "Medium";
                break;
            case TextTone.Small:
                run["size"] = "Small";
                run["isSubtle"] = true;
                break;
            case TextTone.Spoken:
                run["italic"] = true;
                break;
        }

        return run;
    }

    private static JsonObject Link(Uri url, string label, TextTone tone)
    {
        var run = Run(Plain.OneLine(label), tone);
        if (IsWeb(url))
        {
            run["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = url.AbsoluteUri };
        }

        return run;
    }

    private static JsonObject Block(IReadOnlyList<Inline> line, TextTone tone, JsonArray entities)
    {
        var text = "";
        foreach (var part in line)
        {
            text += part switch
            {
                Inline.Text(var words) => Plain.Markdown(words, startsLine: text.Length == 0),
                Inline.Bold(var words) => words.Trim() is { Length: > 0 } kept ? $"**{Plain.Markdown(kept, startsLine: false)}**" : words,
                Inline.Mention(var user, var name) when Rings(part) => Ring(user, name, entities),
                Inline.Mention(_, var name) => Plain.Markdown(Plain.OneLine(name), startsLine: text.Length == 0),
                Inline.Day(var date) => Dates.InFull(date),
                Inline.Link(var url, var label) => IsWeb(url)
                    ? $"[{Plain.Markdown(Plain.OneLine(label), startsLine: false)}]({url.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})"
                    : Plain.Markdown(Plain.OneLine(label), startsLine: text.Length == 0),
                _ => throw new InvalidOperationException($"{part.GetType().Name} is not rendered."),
            };
        }

        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = Plain.PartBraces(text), ["wrap"] = true };
        if (tone == TextTone.Small)
        {
            block["size"] = "Small";
            block["isSubtle"] = true;
        }

        return block;
    }

    private static string Ring(UserRef user, string name, JsonArray entities)
    {
        var text = $"<at>{Plain.MentionName(name)}</at>";
        if (!entities.Any(entity => (string?)entity?["text"] == text && (string?)entity["mentioned"]?["id"] == user.Id))
        {
            // Two people of one name need two texts, or the first would be rung twice.
            if (entities.Any(entity => (string?)entity?["text"] == text))
            {
                text = $"<at>{Plain.MentionName(name)} ({entities.Count + 1})</at>";
            }

            entities.Add((JsonNode)new JsonObject
            {
                ["type"] = "mention",
                ["text"] = text,
                ["mentioned"] = new JsonObject { ["id"] = user.Id, ["name"] = Plain.MentionName(name) },
            });
        }

        return text;
    }

    private static bool IsWeb(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    /// <summary>The parts cut at line ends; what is beyond the limit runs on in the last line.</summary>
    private static List<List<Inline>> Lines(IReadOnlyList<Inline> parts)
    {
        List<List<Inline>> lines = [[]];
        foreach (var part in parts)
        {
            var (text, again) = part switch
            {
                Inline.Text(var words) => (words, static (string piece) => new Inline.Text(piece)),
                Inline.Bold(var words) => (words, static (string piece) => new Inline.Bold(piece)),
                _ => ((string?)null, (Func<string, Inline>?)null),
            };
            if (text is null || again is null)
            {
                lines[^1].Add(part);
                continue;
            }

            var pieces = text.ReplaceLineEndings("\n").Split('\n', Math.Max(1, Limits.Lines - lines.Count + 1));
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                {
                    lines.Add([]);
                }

                if (pieces[i].Length > 0)
                {
                    lines[^1].Add(again(pieces[i].Replace('\n', ' ')));
                }
            }
        }

        return [.. lines.Where(line => line.Count > 0)];
    }
}
