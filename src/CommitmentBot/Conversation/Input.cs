using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation;

/// <summary>Reads the values of a submitted form; what is missing or no such thing is null.</summary>
internal static class Input
{
    public static string? Text(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public static LocalDate? Date(IReadOnlyDictionary<string, string> values, string name) =>
        Text(values, name) is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } ? date : null;

    public static Guid? Id(IReadOnlyDictionary<string, string> values, string name) =>
        Text(values, name) is { } text && Guid.TryParse(text, out var id) ? id : null;

    public static LocalTime? Hour(IReadOnlyDictionary<string, string> values, string name) =>
        Text(values, name) is { } text
        && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text) is { Success: true, Value: var hour } ? hour : null;

    public static T? Choice<T>(IReadOnlyDictionary<string, string> values, string name)
        where T : struct, Enum =>
        Text(values, name) is { } text && Enum.TryParse<T>(text, out var choice) && Enum.IsDefined(choice) ? choice : null;
}
