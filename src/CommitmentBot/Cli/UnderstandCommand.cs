using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Cli;

/// <summary>
/// <c>understand dates</c> and <c>understand commitments</c>: what the bot would make of a sentence. One JSON request a line in, one JSON answer
/// a line out. A request is <c>{"id","text","reference","timeZone","speaker","organisation"}</c>; <c>reference</c> is when it was said, local time
/// unless it has an offset.
/// </summary>
public static class UnderstandCommand
{
    private static readonly WorkingCalendar Calendar = new([]);

    /// <summary><c>{"id","date"}</c>, the date null where there is none; <c>{"id","error"}</c> for a line that is no request.</summary>
    public static string Dates(string line) =>
        Answer(line, (request, context) => Json(new DateAnswer(request.Id, Iso(DueDates.Read(request.Text, context)))));

    /// <summary><c>{"id","isCommitment","commitments":[{"owners","action","beneficiary","dueDate","condition"}]}</c>, or <c>{"id","error"}</c>.</summary>
    public static string Commitments(string line) => Answer(line, (request, context) =>
    {
        var drafts = Reader.Read(SaidText.Of(WithoutAddress(request.Text)), context) is Understood.AsDrafts said ? said.Drafts : [];
        var found = drafts.Select(draft => new FoundCommitment(
            Owners(draft.Owner, request), draft.Wording, draft.Promisee?.Name ?? (draft.ToSpeaker ? request.Speaker : null), Iso(draft.Due), draft.Condition));
        return Json(new CommitmentAnswer(request.Id, drafts.Count > 0, [.. found]));
    });

    private static string Answer(string line, Func<UnderstandRequest, ReadingContext, string> answer)
    {
        UnderstandRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line, UnderstandJson.Default.UnderstandRequest);
        }
        catch (JsonException)
        {
            return Json(new ErrorAnswer(null, "This line is not a JSON request."));
        }

        if (request?.Text is null || request.Reference is null)
        {
            return Json(new ErrorAnswer(request?.Id, "A request needs a text and a reference."));
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.TimeZone ?? "Europe/London") is not { } zone)
        {
            return Json(new ErrorAnswer(request.Id, $"There is no time zone {request.TimeZone}."));
        }

        return Moment(request.Reference, zone) is { } said
            ? answer(request, new(said, zone, Calendar, [], AboutCommitment: false))
            : Json(new ErrorAnswer(request.Id, "The reference is not an ISO 8601 date and time."));
    }

    private static Instant? Moment(string reference, DateTimeZone zone)
    {
        if (OffsetDateTimePattern.Rfc3339.Parse(reference) is { Success: true } instant)
        {
            return instant.Value.ToInstant();
        }

        return LocalDateTimePattern.ExtendedIso.Parse(reference) is { Success: true } local ? local.Value.InZoneLeniently(zone).ToInstant() : null;
    }

    // The bot's own mention, which the adapters take away: Teams' markup, Slack's, or typed.
    private static string WithoutAddress(string text)
    {
        var end = text.StartsWith("<at>", StringComparison.Ordinal) ? text.IndexOf("</at>", StringComparison.Ordinal) + "</at>".Length
            : text.StartsWith("<@", StringComparison.Ordinal) ? text.IndexOf('>', StringComparison.Ordinal) + 1
            : text.StartsWith("@bot ", StringComparison.OrdinalIgnoreCase) ? "@bot ".Length
            : 0;
        return text[end..];
    }

    private static IReadOnlyList<string> Owners(DraftOwner owner, UnderstandRequest request) => owner switch
    {
        DraftOwner.Named named => [named.Person.Name],
        DraftOwner.Several several => [.. several.People.Select(person => person.Name)],
        DraftOwner.SpeakersOrganisation => [request.Organisation ?? "we"],
        _ => [request.Speaker ?? "I"],
    };

    private static string? Iso(DueReading due) => due switch
    {
        DueReading.On on => LocalDatePattern.Iso.Format(on.Date),
        DueReading.InThePast past => LocalDatePattern.Iso.Format(past.Date),
        _ => null,
    };

    private static string Json(DateAnswer answer) => JsonSerializer.Serialize(answer, UnderstandJson.Default.DateAnswer);

    private static string Json(CommitmentAnswer answer) => JsonSerializer.Serialize(answer, UnderstandJson.Default.CommitmentAnswer);

    private static string Json(ErrorAnswer answer) => JsonSerializer.Serialize(answer, UnderstandJson.Default.ErrorAnswer);
}

/// <summary>One line in.</summary>
internal sealed record UnderstandRequest(string? Id, string Text, string Reference, string? TimeZone, string? Speaker, string? Organisation);

/// <summary>One line out of <c>understand dates</c>.</summary>
internal sealed record DateAnswer(string? Id, string? Date);

/// <summary>One line out of <c>understand commitments</c>.</summary>
internal sealed record CommitmentAnswer(string? Id, bool IsCommitment, IReadOnlyList<FoundCommitment> Commitments);

/// <summary>One commitment found.</summary>
internal sealed record FoundCommitment(IReadOnlyList<string> Owners, string Action, string? Beneficiary, string? DueDate, string? Condition);

/// <summary>What was wrong with a line.</summary>
internal sealed record ErrorAnswer(string? Id, string Error);

/// <summary>The lines' shapes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnderstandRequest))]
[JsonSerializable(typeof(DateAnswer))]
[JsonSerializable(typeof(CommitmentAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class UnderstandJson : JsonSerializerContext;
