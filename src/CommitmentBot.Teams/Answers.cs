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

    /// <summary>For a client that asked by itself for the card as its reader sees it: that, or nothing, but never words that pop up.</summary>
    public static JsonObject ToLook(Reply? reply) => reply is Reply.Updated(var card) ? Card(Renderer.Card(card)) : new() { ["statusCode"] = 404 };

    /// <summary>For a message extension's or a button's dialog: the form as a dialog, or what there is to say.</summary>
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

    /// <summary>For a search: what was found, or that there is nothing; one page holds it all.</summary>
    public static JsonObject ToSearch(Reply? reply, bool furtherPage) => reply switch
    {
        Reply.Found { Hits: { Count: > 0 } hits } => Results(furtherPage ? [] : [.. hits.Select(Hit)]),
        Reply.Show(var message) => NothingFound(Plain.OneLine(message.Fallback, Limits.FallbackCharacters)),
        _ => NothingFound("No commitment was found. Its number, a word of it, a name or a #theme will do."),
    };

    private static JsonObject Results(JsonArray hits) => new()
    {
        ["composeExtension"] = new JsonObject { ["type"] = "result", ["attachmentLayout"] = "list", ["attachments"] = hits },
    };

    private static JsonObject NothingFound(string text) => new()
    {
        ["composeExtension"] = new JsonObject { ["type"] = "message", ["text"] = text },
    };

    // The line in the list is a thumbnail card, whose texts some clients read as HTML.
    private static JsonNode Hit(Hit hit)
    {
        var found = Renderer.Attachment(Renderer.Card(hit.Card));
        found["preview"] = new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.thumbnail",
            ["content"] = new JsonObject
            {
                ["title"] = Plain.Fallback(hit.Title),
                ["text"] = Plain.Fallback(hit.Line),
            },
        };
        return found;
    }

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
