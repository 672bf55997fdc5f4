using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.People;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Reports;

/// <summary>The due date of a commitment as an entry for one's own calendar: a whole day that keeps nobody busy.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc5545</remarks>
internal static class CalendarEntry
{
    private const string OutlookOnTheWeb = "https://outlook.office.com/calendar/action/compose";

    /// <summary>The entry as iCalendar. A later one of the same commitment takes its place: the same UID, a higher SEQUENCE.</summary>
    public static string Write(Commitment it, PeopleDirectory names, Instant now)
    {
        var entry = new CalendarEvent
        {
            Uid = it.Id.Value.ToString("D"),
            DtStamp = new CalDateTime(now.ToDateTimeUtc()),
            LastModified = new CalDateTime(it.ChangedAt.ToDateTimeUtc()),
            Start = On(it.Due),
            End = On(it.Due.PlusDays(1)),
            Summary = Summary(it),
            Description = About(it, names),
            Url = Uri.TryCreate(it.Verbatim.Link, UriKind.Absolute, out var link) ? link : null,
            Sequence = it.Version,
            Status = it.State switch
            {
                CommitmentState.Proposed or CommitmentState.Countered => EventStatus.Tentative,
                CommitmentState.Declined or CommitmentState.Lapsed or CommitmentState.Released => EventStatus.Cancelled,
                _ => EventStatus.Confirmed,
            },
            Transparency = TransparencyType.Transparent,
            Class = "PRIVATE",
        };
        var calendar = new Calendar { ProductId = "-//CommitmentBot//Register of commitments//EN", Method = CalendarMethods.Publish };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>Opens the same in Outlook on the web, to be saved there; for where no file can be handed over.</summary>
    public static Uri InOutlook(Commitment it, PeopleDirectory names)
    {
        (string Name, string Value)[] fields =
        [
            ("subject", Summary(it)), ("startdt", LocalDatePattern.Iso.Format(it.Due)), ("enddt", LocalDatePattern.Iso.Format(it.Due.PlusDays(1))),
            ("allday", "true"), ("body", About(it, names)),
        ];
        return new Uri($"{OutlookOnTheWeb}?{string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"))}");
    }

    private static CalDateTime On(LocalDate day) => new(day.Year, day.Month, day.Day);

    private static string Summary(Commitment it) => Printable($"{it.Reference} {it.Wording}");

    private static string About(Commitment it, PeopleDirectory names) => Printable(
        $"{names.OwnerOf(it)} promised this to {names.PromiseeOf(it)}, by {Dates.InFull(it.Due)}.");

    // The format has no way to write the others.
    private static string Printable(string text) => string.Concat(text.Where(it => !char.IsControl(it)));
}
