using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>Reading and writing the platforms' JSON.</summary>
internal static class Wire
{
    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(), "application/json; charset=utf-8", Encoding.UTF8, status);

    /// <summary>The text of a value, whatever simple kind it is; null when absent.</summary>
    public static string? Text(this JsonNode? node, string name) => (node as JsonObject)?[name] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>The object of that text; null when it is no JSON object.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The node at a JSON pointer (RFC 6901); null when there is none.</summary>
    public static JsonNode? At(this JsonNode? node, string pointer)
    {
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node switch
            {
                JsonObject held => held[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)],
                JsonArray held when int.TryParse(part, out var index) && index >= 0 && index < held.Count => held[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Every object in a document, with its pointer, in the document's order.</summary>
    public static IEnumerable<(string Pointer, JsonObject Node)> Objects(this JsonNode? node, string pointer = "")
    {
        switch (node)
        {
            case JsonObject held:
                yield return (pointer, held);
                foreach (var found in held.SelectMany(part => part.Value.Objects($"{pointer}/{part.Key}")))
                {
                    yield return found;
                }

                break;
            case JsonArray held:
                foreach (var found in held.SelectMany((part, index) => part.Objects($"{pointer}/{index}")))
                {
                    yield return found;
                }

                break;
        }
    }
}
