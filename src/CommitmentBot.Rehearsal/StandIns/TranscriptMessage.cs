using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>One message as the platform shows it now.</summary>
public sealed record TranscriptMessage
{
    /// <summary>One of <see cref="Core.Chat.PlatformName"/>.</summary>
    public required string Platform { get; init; }

    /// <summary>Slack's channel id, or Teams' conversation without <c>;messageid=</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Slack's <c>ts</c>, or Teams' activity id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the message whose thread it is in; null for one that stands in the channel itself.</summary>
    public string? Thread { get; init; }

    /// <summary>The key of the persona who wrote it; null for the bot.</summary>
    public string? From { get; init; }

    /// <summary>The key of the only persona who sees it; null when everybody in the channel does.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>What was written, as a person reads it; the fallback of a message of the bot.</summary>
    public required string Text { get; init; }

    /// <summary>What was written, as the platform stores it.</summary>
    public required string Markup { get; init; }

    /// <summary>Slack: the array of blocks. Teams: the Adaptive Card. Never changed in place.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Slack's hidden metadata.</summary>
    public JsonNode? Metadata { get; init; }

    /// <summary>When it was posted, by the program's clock.</summary>
    public required Instant At { get; init; }

    /// <summary>How often it has been updated since.</summary>
    public int Updates { get; init; }

    /// <summary>Which change of the transcript posted or last updated it; grows with every change.</summary>
    public long Change { get; init; }

    /// <summary>Everything a reader sees of it, blocks and cards included, a line for each text.</summary>
    [JsonIgnore]
    public string Visible
    {
        get
        {
            // Pieces of one paragraph are joined, so that words can be found across a bold piece or a link.
            var seen = new StringBuilder(Text);
            foreach (var (_, node) in Body.Objects())
            {
                var apart = node.Text("type") is "text" or "link" or "TextRun" ? "" : "\n";
                foreach (var name in (string[])["text", "title", "label", "value", "altText", "alt_text", "name"])
                {
                    if (node[name] is JsonValue value && value.TryGetValue<string>(out var words) && node.Text("action_id") is null)
                    {
                        seen.Append(apart).Append(words);
                    }
                }

                seen.Append(apart);
            }

            return seen.ToString();
        }
    }

    /// <summary>Whether a reader sees these words on it.</summary>
    public bool Says(string words) => Visible.Contains(words, StringComparison.OrdinalIgnoreCase);
}
