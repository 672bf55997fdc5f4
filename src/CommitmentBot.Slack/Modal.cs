using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using NodaTime.Text;

namespace CommitmentBot.Slack;

/// <summary>
/// Writes a <see cref="Form"/> as a modal and reads what was filled in. The form's name travels in callback_id, its argument and where it was
/// opened in private_metadata; each question is a block with the field's name as its id.
/// </summary>
internal static class Modal
{
    private const string ActionId = "value";

    /// <summary>The callback_id of a modal that only shows a message.</summary>
    public const string Shown = "shown";

    private const string Wait = "One moment …";

    /// <summary>The modal that stands there until it is known what belongs into it.</summary>
    public static JsonObject Loading(ViewOrigin origin) =>
        View("CommitmentBot", Shown, SlackBlock.Tree([new SlackBlock.Section(Mrkdwn.Escape(Wait))]), origin, null);

    /// <summary>The Home tab; its callback_id tells whether the blocks are others than those shown.</summary>
    public static JsonObject Home(Message message, ViewOrigin origin)
    {
        var blocks = SlackBlock.Tree(Renderer.Blocks(message.Blocks, Limits.ViewBlocks));
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(blocks.ToJsonString()));
        return new()
        {
            ["type"] = "home",
            ["callback_id"] = $"home:{Convert.ToHexStringLower(digest.AsSpan(0, 16))}",
            ["private_metadata"] = JsonSerializer.Serialize(origin, Json.Default.ViewOrigin),
            ["blocks"] = blocks,
        };
    }

    /// <summary>A modal with one menu that is filled while typing.</summary>
    public static JsonObject Search(string name, string title, string submit, string field, string label, ViewOrigin origin) =>
        View(
            title,
            name,
            [
                new JsonObject
                {
                    ["type"] = "input",
                    ["block_id"] = field,
                    ["label"] = Plain(label, Limits.InputLabel),
                    ["element"] = new JsonObject { ["type"] = "external_select", ["action_id"] = ActionId, ["min_query_length"] = 0 },
                },
            ],
            origin,
            submit);

    /// <summary>The modal of a form.</summary>
    public static JsonObject Of(Form form, ViewOrigin origin)
    {
        var blocks = string.IsNullOrWhiteSpace(form.Intro) ? [] : SlackBlock.Tree([new SlackBlock.Section(Mrkdwn.Escape(form.Intro, Limits.Section))]);
        foreach (var field in form.Fields.Take(Limits.ViewBlocks - 1))
        {
            blocks.Add((JsonNode)Input(field));
        }

        return View(form.Title, Limits.Cut(form.Name, Limits.Id), blocks, origin, form.Submit);
    }

    /// <summary>A modal that shows a message, for answers where there is no conversation to show them in.</summary>
    public static JsonObject Of(Message message, string title, ViewOrigin origin) =>
        View(title.Length > 0 ? title : "CommitmentBot", Shown, SlackBlock.Tree(Renderer.Blocks(message.Blocks, Limits.ViewBlocks)), origin, null);

    /// <summary>What was filled in, by field name; what was left empty is absent.</summary>
    public static IReadOnlyDictionary<string, string> Values(ViewState? state)
    {
        var values = new Dictionary<string, string>();
        foreach (var (field, inputs) in state?.Values ?? [])
        {
            if (inputs?.GetValueOrDefault(ActionId) is { } input
                && (input.Value ?? input.SelectedDate ?? input.SelectedOption?.Value) is { } value
                && Mrkdwn.Printable(value).Trim() is { Length: > 0 } filled)
            {
                values[field] = filled;
            }
        }

        return values;
    }

    /// <summary>The modal's hidden origin; null where it is none of ours.</summary>
    public static ViewOrigin? OriginOf(string? privateMetadata)
    {
        try
        {
            return string.IsNullOrEmpty(privateMetadata) ? null : JsonSerializer.Deserialize(privateMetadata, Json.Default.ViewOrigin);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Plain(string text, int max) =>
        new() { ["type"] = "plain_text", ["text"] = Renderer.Plain(text, max), ["emoji"] = false };

    private static JsonObject View(string title, string callbackId, JsonArray blocks, ViewOrigin origin, string? submit)
    {
        var view = new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = callbackId,
            ["private_metadata"] = JsonSerializer.Serialize(origin, Json.Default.ViewOrigin),
            ["title"] = Plain(title, Limits.ViewTitle),
            ["close"] = Plain(submit is null ? "Close" : "Cancel", Limits.ViewTitle),
            ["blocks"] = blocks,
        };
        if (submit is not null)
        {
            view["submit"] = Plain(submit, Limits.ViewTitle);
        }

        return view;
    }

    private static JsonObject Input(Field field)
    {
        var input = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = Limits.Cut(field.Name, Limits.Id),
            ["label"] = Plain(field.Label, Limits.InputLabel),
            ["optional"] = !field.Required,
            ["element"] = Element(field),
        };
        if (!string.IsNullOrWhiteSpace(field.Hint))
        {
            input["hint"] = Plain(field.Hint, Limits.InputLabel);
        }

        return input;
    }

    private static JsonObject Element(Field field) => field switch
    {
        Field.Line line => Line(line),
        Field.Date date => Date(date),
        Field.Choice choice => Choice(choice),
        _ => throw new NotSupportedException($"Slack cannot ask for {field.GetType().Name}."),
    };

    private static JsonObject Line(Field.Line line)
    {
        var max = Math.Clamp(line.MaxLength, 1, Limits.Input);
        var element = new JsonObject
        {
            ["type"] = "plain_text_input",
            ["action_id"] = ActionId,
            ["multiline"] = line.Multiline,
            ["max_length"] = max,
        };
        if (!string.IsNullOrEmpty(line.Initial))
        {
            var initial = line.Multiline ? line.Initial : line.Initial.ReplaceLineEndings(" ");
            element["initial_value"] = Limits.Cut(Mrkdwn.Printable(initial), max);
        }

        return element;
    }

    private static JsonObject Date(Field.Date date)
    {
        var element = new JsonObject { ["type"] = "datepicker", ["action_id"] = ActionId };
        if (date.Initial is { } initial)
        {
            element["initial_date"] = LocalDatePattern.Iso.Format(initial);
        }

        return element;
    }

    private static JsonObject Choice(Field.Choice choice)
    {
        var element = new JsonObject
        {
            ["type"] = "static_select",
            ["action_id"] = ActionId,
            ["options"] = new JsonArray([.. choice.Options.Take(Limits.Options).Select(option => (JsonNode)Option(option))]),
        };
        if (choice.Options.Take(Limits.Options).FirstOrDefault(option => option.Value == choice.Initial) is { } initial)
        {
            element["initial_option"] = Option(initial);
        }

        return element;
    }

    /// <summary>One choice of a menu.</summary>
    public static JsonObject Option(Option option) => new()
    {
        ["text"] = Plain(option.Label, Limits.OptionLabel),
        ["value"] = Limits.Cut(option.Value, Limits.OptionValue),
    };
}
