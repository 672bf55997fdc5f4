using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Core.Chat;

/// <summary>How dates are written, everywhere: with the weekday, day before month, and the year.</summary>
public static class Dates
{
    // The invariant culture's names are English and the same on every machine, with or without ICU.
    private static readonly LocalDatePattern Full = LocalDatePattern.Create("dddd d MMMM yyyy", CultureInfo.InvariantCulture);
    private static readonly LocalDatePattern Brief = LocalDatePattern.Create("ddd d MMM", CultureInfo.InvariantCulture);

    /// <summary><c>Friday 27 November 2026</c>.</summary>
    public static string InFull(LocalDate date) => Full.Format(date);

    /// <summary><c>Fri 27 Nov</c>, for lists.</summary>
    public static string InBrief(LocalDate date) => Brief.Format(date);
}
