using System.Text.Json;

namespace CommitmentBot.Slack;

/// <summary>The arguments of <c>chat.postMessage</c>, <c>chat.postEphemeral</c> and <c>chat.update</c>. <c>Text</c> is what notifications and screen readers give.</summary>
internal sealed record ChatArguments(string Channel, string Text, IReadOnlyList<SlackBlock> Blocks)
{
    private const string MarkerType = "commitmentbot";

    public string? Thread { get; init; }

    /// <summary>Whom alone it is shown to.</summary>
    public string? User { get; init; }

    /// <summary>The <c>ts</c> of the message in whose place it comes.</summary>
    public string? Ts { get; init; }

    /// <summary>What a new message is found by again, hidden in its metadata; only a new one has it, and only a new one can be kept from showing previews.</summary>
    public string? Marker { get; init; }

    /// <summary>Whether a message is the one that was given that marker.</summary>
    public static bool Carries(HistoryMessage message, string marker) =>
        message.Metadata is { EventType: MarkerType, EventPayload: { ValueKind: JsonValueKind.Object } payload }
        && payload.TryGetProperty("marker", out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() == marker;

    /// <summary>Writes them as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, Channel);
        json.WriteString("text"u8, Text);
        json.WritePropertyName("blocks"u8);
        SlackBlock.Write(json, Blocks);

        // Slack makes no links or mentions of its own out of what people typed.
        json.WriteBoolean("link_names"u8, false);
        json.WriteString("parse"u8, "none"u8);
        Optional(json, "thread_ts"u8, Thread);
        Optional(json, "user"u8, User);
        Optional(json, "ts"u8, Ts);
        if (Marker is not null)
        {
            json.WriteBoolean("unfurl_links"u8, false);
            json.WriteBoolean("unfurl_media"u8, false);
            json.WriteStartObject("metadata"u8);
            json.WriteString("event_type"u8, MarkerType);
            json.WriteStartObject("event_payload"u8);
            json.WriteString("marker"u8, Marker);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
