using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using NodaTime.Text;

namespace CommitmentBot.Teams;

/// <summary>
/// Forms as card inputs, and the data that buttons carry. Input names get the form's place on the card in front
/// (<c>f0.due</c>): they must differ over a whole card, and so none can be taken for what a button carries.
/// </summary>
internal static class Forms
{
    /// <summary>Names in a button's data.</summary>
    public const string Action = "action", Argument = "argument", FormName = "form", Prefix = "inputs";

    /// <summary>What a plain button carries.</summary>
    public static JsonObject Data(string action, string argument) => new() { [Action] = action, [Argument] = argument };

    /// <summary>The inputs of a form, top to bottom, under its title.</summary>
    public static JsonArray Body(Form form, string prefix, JsonArray entities)
    {
        var body = new JsonArray { Renderer.Heading(form.Title) };
        if (form.Intro is { Length: > 0 } intro)
        {
            foreach (var line in Inlines.Render([intro], TextTone.Body, entities))
            {
                body.Add((JsonNode)line);
            }
        }

        foreach (var field in form.Fields)
        {
            body.Add((JsonNode)Input(field, prefix));
        }

        return body;
    }

    /// <summary>The button that sends a form off; dialogs know only <c>Action.Submit</c>, cards need <c>Action.Execute</c>.</summary>
    public static JsonObject Submit(Form form, string prefix, bool inDialog)
    {
        var action = new JsonObject
        {
            ["type"] = inDialog ? "Action.Submit" : "Action.Execute",
            ["title"] = Plain.OneLine(form.Submit, Limits.ButtonCharacters),
            ["style"] = "positive",
            ["data"] = new JsonObject { [FormName] = form.Name, [Argument] = form.Argument, [Prefix] = prefix },
        };
        if (!inDialog)
        {
            action["verb"] = form.Name;
        }

        return action;
    }

    private static JsonObject Input(Field field, string prefix)
    {
        var label = Plain.OneLine(field.Label, 200);
        var input = new JsonObject { ["id"] = $"{prefix}.{field.Name}", ["label"] = label };
        if (field.Required)
        {
            input["isRequired"] = true;
            input["errorMessage"] = $"{label}: please fill this in.";
        }

        if (field.Hint is { Length: > 0 } hint)
        {
            input["placeholder"] = Plain.OneLine(hint, 200);
        }

        switch (field)
        {
            case Field.Line line:
                input["type"] = "Input.Text";
                input["maxLength"] = line.MaxLength;
                input["isMultiline"] = line.Multiline;
                SetValue(input, line.Initial is null ? null : Plain.Run(line.Initial, line.MaxLength));
                break;
            case Field.Date date:
                input["type"] = "Input.Date";
                SetValue(input, date.Initial is { } day ? LocalDatePattern.Iso.Format(day) : null);
                break;
            case Field.Choice choice:
                input["type"] = "Input.ChoiceSet";
                input["style"] = "compact";
                input["choices"] = new JsonArray([.. choice.Options.Take(Limits.Options).Select(option =>
                    (JsonNode)new JsonObject { ["title"] = Plain.OneLine(option.Label, 200), ["value"] = option.Value })]);
                SetValue(input, choice.Initial);
                break;
            default:
                throw new InvalidOperationException($"{field.GetType().Name} is not rendered.");
        }

        return input;
    }

    private static void SetValue(JsonObject input, string? value)
    {
        if (value is { Length: > 0 })
        {
            input["value"] = value;
        }
    }
}
