using System.Text.Json.Nodes;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>Fills a view in, as Slack's client does before it submits it.</summary>
internal static class SlackForm
{
    /// <summary>Writes <c>state.values</c>; answers what is required and missing, by block id.</summary>
    public static IReadOnlyDictionary<string, string> Fill(JsonObject view, IReadOnlyDictionary<string, string> given)
    {
        var missing = new Dictionary<string, string>();
        var state = new JsonObject();
        foreach (var block in (view["blocks"] as JsonArray ?? []).OfType<JsonObject>().Where(block => block.Text("type") == "input"))
        {
            var element = block["element"]!;
            var blockId = block.Text("block_id") ?? "";
            var actionId = element.Text("action_id") ?? "";
            var value = new[] { blockId, actionId, block["label"].Text("text") ?? "" }
                .Where(given.ContainsKey).Select(name => given[name]).FirstOrDefault() ?? Initial(element);
            if (string.IsNullOrWhiteSpace(value) && block.Text("optional") != "true")
            {
                missing[blockId] = "Please complete this required field.";
            }

            state[blockId] = new JsonObject { [actionId] = Answered(element, string.IsNullOrWhiteSpace(value) ? null : value) };
        }

        view["state"] = new JsonObject { ["values"] = state };
        return missing;
    }

    private static string? Initial(JsonNode element) =>
        element.Text("initial_value") ?? element.Text("initial_date") ?? element["initial_option"].Text("value");

    private static JsonObject Answered(JsonNode element, string? value)
    {
        var type = element.Text("type");
        var answered = new JsonObject { ["type"] = type };
        switch (type)
        {
            case "datepicker":
                answered["selected_date"] = value;
                break;
            case "static_select" or "radio_buttons":
                answered["selected_option"] = (element["options"] as JsonArray ?? [])
                    .FirstOrDefault(option => option.Text("value") == value || option?["text"].Text("text") == value)?.DeepClone();
                break;
            default:
                answered["value"] = value;
                break;
        }

        return answered;
    }
}
