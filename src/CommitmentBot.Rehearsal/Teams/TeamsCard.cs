using System.Text.Json.Nodes;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>Finds actions and inputs in an Adaptive Card, as Teams' client does when somebody clicks.</summary>
internal static class TeamsCard
{
    /// <summary>
    /// The action at a JSON pointer or with a title; a title inside a fold-out card may be given with its parent's, as in
    /// <c>Give the account › Send</c>.
    /// </summary>
    public static (string Pointer, JsonObject Action)? FindAction(JsonNode? card, string target)
    {
        var actions = card.Objects().Where(found => found.Node.Text("type") is "Action.Execute" or "Action.Submit").ToList();
        var hit = actions.FirstOrDefault(found => found.Pointer == target);
        if (hit.Node is null)
        {
            hit = actions.FirstOrDefault(found => found.Node.Text("title") == target);
        }

        if (hit.Node is null)
        {
            hit = actions.FirstOrDefault(found => FullTitle(card, found.Pointer) == target);
        }

        return hit.Node is null ? null : (hit.Pointer, hit.Node);
    }

    /// <summary>The action's data with the inputs around it: those of its own fold-out card and of the cards that hold that one.</summary>
    public static JsonObject Data(JsonNode? card, string pointer, JsonObject action, IReadOnlyDictionary<string, string> values)
    {
        var data = action["data"]?.DeepClone() as JsonObject ?? [];
        if (action.Text("associatedInputs")?.Equals("none", StringComparison.OrdinalIgnoreCase) == true)
        {
            return data;
        }

        foreach (var (where, input) in card.Objects().Where(found => found.Node.Text("type")?.StartsWith("Input.", StringComparison.Ordinal) == true))
        {
            if (!Reaches(pointer, where) || input.Text("id") is not { } id)
            {
                continue;
            }

            // An id may carry its form's place on the card in front, as in f0.due.
            var given = new[] { id, id[(id.LastIndexOf('.') + 1)..], input.Text("label") ?? "" }.FirstOrDefault(values.ContainsKey);
            data[id] = Chosen(input, given is null ? input.Text("value") ?? "" : values[given]);
        }

        return data;
    }

    /// <summary>The first required input in reach that has no value; null when there is none.</summary>
    public static string? Missing(JsonNode? card, string pointer, JsonObject data) => card.Objects()
        .Where(found => found.Node.Text("type")?.StartsWith("Input.", StringComparison.Ordinal) == true && found.Node.Text("isRequired") == "true")
        .Where(found => Reaches(pointer, found.Pointer) && found.Node.Text("id") is { } id && string.IsNullOrWhiteSpace(data.Text(id)))
        .Select(found => found.Node.Text("label") ?? found.Node.Text("id"))
        .FirstOrDefault();

    private static string Chosen(JsonObject input, string value) => (input["choices"] as JsonArray ?? [])
        .FirstOrDefault(choice => choice.Text("title") == value).Text("value") ?? value;

    /// <summary>Whether an input belongs to the same fold-out card as the action, or to one around it.</summary>
    private static bool Reaches(string action, string input)
    {
        var cut = input.LastIndexOf("/card/", StringComparison.Ordinal);
        return cut < 0 || action.StartsWith(input[..(cut + "/card/".Length)], StringComparison.Ordinal);
    }

    private static string FullTitle(JsonNode? card, string pointer)
    {
        var titles = new List<string>();
        for (var cut = pointer.IndexOf("/card/", StringComparison.Ordinal); cut >= 0; cut = pointer.IndexOf("/card/", cut + 1, StringComparison.Ordinal))
        {
            titles.Add(card.At(pointer[..cut]).Text("title") ?? "");
        }

        titles.Add(card.At(pointer).Text("title") ?? "");
        return string.Join(" › ", titles);
    }
}
