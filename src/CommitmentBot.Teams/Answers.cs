using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>What an invoke is answered with, in the same response.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model, …/messaging-extensions/how-to/action-commands/respond-to-task-module-submit</remarks>
internal static class Answers
{
    private const string Noted = "Noted.";

    /// <summary>For a press on a card's button.</summary>
    public static JsonObject ToPress(Reply? reply) => reply switch
    {
        Reply.Updated(var card) => Card(Renderer.Card(card)),
        Reply.OpenForm(var form) => Card(Renderer.FormCard(form, inDialog: false)),
        Reply.Show(var message) => Words(Plain.OneLine(message.Fallback, Limits.FallbackCharacters)),
        Reply.FieldErrors(var errors) => Words(Faults(errors)),
        _ => Words(Noted),
    };

    /// <summary>For a message extension: the form as a dialog, or what there is to say.</summary>
    public static JsonObject ToDialog(Reply? reply) => reply switch
    {
        Reply.OpenForm(var form) => Dialog(form.Title, Renderer.FormCard(form, inDialog: true)),
        Reply.Updated(var card) => Dialog("CommitmentBot", Renderer.Card(card)),
        Reply.Show(var message) => Closing(Plain.OneLine(message.Fallback, Limits.FallbackCharacters)),
        Reply.FieldErrors(var errors) => Closing(Faults(errors)),
        _ => Closing(Noted),
    };

    /// <summary>For an extension used where there is no message.</summary>
    public static JsonObject NoMessage() => Closing("Use this action on a message: open its menu, choose More actions, then Record as commitment.");

    private static string Faults(IReadOnlyDictionary<string, string> errors) =>
        Plain.OneLine("Not recorded yet. " + string.Join(' ', errors.Values), Limits.FallbackCharacters);

    private static JsonObject Card(JsonObject card) => new() { ["statusCode"] = 200, ["type"] = Renderer.CardType, ["value"] = card };

    private static JsonObject Words(string text) =>
        new() { ["statusCode"] = 200, ["type"] = "application/vnd.microsoft.activity.message", ["value"] = text };

    private static JsonObject Dialog(string title, JsonObject card) => new()
    {
        ["task"] = new JsonObject
        {
            ["type"] = "continue",
            ["value"] = new JsonObject
            {
                ["title"] = Plain.OneLine(title, 100),
                ["height"] = "medium",
                ["width"] = "medium",
                ["card"] = Renderer.Attachment(card),
            },
        },
    };

    private static JsonObject Closing(string text) => new() { ["task"] = new JsonObject { ["type"] = "message", ["value"] = text } };
}
