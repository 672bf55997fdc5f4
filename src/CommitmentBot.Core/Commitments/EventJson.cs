using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CommitmentBot.Core.People;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// Commitments' and forums' events as the register stores them: JSON with the kind first, days as <c>2026-11-27</c>, instants in UTC with
/// six decimals, ids as they are written, what is absent left out. The same event gives the same text for ever, as its digest stands in
/// the chain.
/// </summary>
public static class EventJson
{
    private static readonly EventJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new TextConverter<Instant>(InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'")),
            new TextConverter<LocalDate>(LocalDatePattern.Iso),
            new IdConverter<PersonId>(id => id.Value, value => new PersonId(value)),
            new IdConverter<OrganisationId>(id => id.Value, value => new OrganisationId(value)),
            new IdConverter<ForumId>(id => id.Value, value => new ForumId(value)),
            new JsonStringEnumConverter<CommitmentState>(),
            new JsonStringEnumConverter<Cause>(),
            new JsonStringEnumConverter<Helped>(),
            new JsonStringEnumConverter<ForumSeat>(),
            new JsonStringEnumConverter<DepartureReason>(),
        },
    });

    private static readonly Dictionary<Type, string> Kinds = new[] { typeof(CommitmentEvent), typeof(ForumEvent) }
        .SelectMany(family => family.GetCustomAttributes<JsonDerivedTypeAttribute>())
        .ToDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    /// <summary>The stored name of an event's kind, such as <c>move-agreed</c>.</summary>
    public static string KindOf(CommitmentEvent fact) => Kinds[fact.GetType()];

    /// <inheritdoc cref="KindOf(CommitmentEvent)"/>
    public static string KindOf(ForumEvent fact) => Kinds[fact.GetType()];

    /// <summary>The event as stored.</summary>
    public static string Serialize(CommitmentEvent fact) => JsonSerializer.Serialize(fact, Context.CommitmentEvent);

    /// <inheritdoc cref="Serialize(CommitmentEvent)"/>
    public static string Serialize(ForumEvent fact) => JsonSerializer.Serialize(fact, Context.ForumEvent);

    /// <summary>The event of a stored text. Throws <see cref="JsonException"/> when it is none.</summary>
    public static CommitmentEvent Deserialize(string json) => Read(json, Context.CommitmentEvent);

    /// <summary>The forum's event of a stored text. Throws <see cref="JsonException"/> when it is none.</summary>
    public static ForumEvent DeserializeForumEvent(string json) => Read(json, Context.ForumEvent);

    private static T Read<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("An event is not null.");
        }
        catch (NotSupportedException unknown)
        {
            // What System.Text.Json says of a text without a kind; for us it is as unreadable as any other.
            throw new JsonException("The text names no kind of event.", unknown);
        }
    }

    private sealed class TextConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && pattern.Parse(reader.GetString()!).TryGetValue(default!, out var value)
                ? value
                : throw new JsonException($"Not a {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }

    private sealed class IdConverter<T>(Func<T, Guid> value, Func<Guid, T> make) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id)
                ? make(id)
                : throw new JsonException($"Not a {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T id, JsonSerializerOptions options) =>
            writer.WriteStringValue(value(id));
    }
}

/// <summary>The metadata of events for System.Text.Json, made at compile time.</summary>
[JsonSerializable(typeof(CommitmentEvent))]
[JsonSerializable(typeof(ForumEvent))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
