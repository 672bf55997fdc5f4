using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Chat;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Data;

/// <summary>Messages as the outbox stores them.</summary>
public static class MessageJson
{
    private static readonly MessageJsonContext Context = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // For nobody's page: curly quotes may stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new DayConverter() },
    });

    /// <summary>The message as JSON.</summary>
    public static string Write(Message message) => JsonSerializer.Serialize(message, Context.Message);

    /// <summary>The message of a stored text. Throws <see cref="JsonException"/> when it is none.</summary>
    public static Message Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Context.Message) is { Fallback: not null, Blocks: not null } message
                ? message
                : throw new JsonException("A message has a fallback and blocks.");
        }
        catch (NotSupportedException unknown)
        {
            // What System.Text.Json says of a part without a kind.
            throw new JsonException("A part of the message is of no kind.", unknown);
        }
    }

    private sealed class DayConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && LocalDatePattern.Iso.Parse(reader.GetString()!).TryGetValue(default, out var day)
                ? day
                : throw new JsonException("Not a date.");

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}

/// <summary>The metadata of messages for System.Text.Json, made at compile time.</summary>
[JsonSerializable(typeof(Message))]
internal sealed partial class MessageJsonContext : JsonSerializerContext;
