using NodaTime;
using NodaTime.Text;

namespace CommitmentBot;

/// <summary>The settings under <c>Bot</c>.</summary>
public sealed class BotOptions
{
    /// <summary>Where the platforms reach the program from outside; pictures are served from it.</summary>
    public Uri PublicUrl { get; set; } = new("http://localhost:3978");

    /// <summary>IANA name of the zone of forums, and of people whose own is not known.</summary>
    public string DefaultTimeZone { get; set; } = "Europe/London";

    /// <summary>Bank holidays proclaimed after this version was made, as ISO 8601 dates.</summary>
    public IReadOnlyList<string> ExtraHolidays { get; set; } = [];

    /// <summary>Who may see the job dashboard at <c>/hangfire</c>.</summary>
    public DashboardAccess Dashboard { get; set; } = DashboardAccess.Closed;

    /// <summary>The default zone; throws with a sentence when there is no such zone.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb.GetZoneOrNull(DefaultTimeZone)
        ?? throw new InvalidOperationException($"Bot:DefaultTimeZone is “{DefaultTimeZone}”, which is not an IANA time zone such as Europe/London.");

    /// <summary>The extra holidays; throws with a sentence when one is no date.</summary>
    public IEnumerable<LocalDate> Holidays => ExtraHolidays.Select(text => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }
        ? day
        : throw new InvalidOperationException($"Bot:ExtraHolidays has “{text}”, which is not a date such as 2027-05-10."));
}

/// <summary>Who may see the job dashboard.</summary>
public enum DashboardAccess
{
    /// <summary>Nobody.</summary>
    Closed,

    /// <summary>Whoever is logged on to the machine itself: loopback, and not through a proxy.</summary>
    Loopback,
}
