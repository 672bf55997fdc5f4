using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>What our people mean where English leaves a choice: the only place where such choices stand.</summary>
internal static class Rulings
{
    /// <summary>A week is due on its Friday (on its Sunday once the Friday is over); anything longer on its last day.</summary>
    public static LocalDate Due(Stretch when, LocalDate today) =>
        when.Grain == Grain.Week && when.Last.PlusDays(-2) >= today ? when.Last.PlusDays(-2) : when.Last;

    /// <summary>Before a day or a period is the day before it begins; before the end of something is its last day.</summary>
    public static LocalDate Before(Stretch when, LocalDate today) =>
        when.Grain == Grain.End ? Due(when, today) : when.First.PlusDays(-1);

    /// <summary>A weekday is the next one; said on that day, a week later.</summary>
    public static LocalDate Weekday(IsoDayOfWeek day, LocalDate today) => today.With(DateAdjusters.Next(day));

    /// <summary>A weekday of this week, of next week, …: weeks are Monday to Sunday.</summary>
    public static LocalDate WeekdayOfWeek(IsoDayOfWeek day, LocalDate today, int weeks) =>
        Stretch.WeekOf(today).First.PlusDays((int)day - 1 + (7 * weeks));

    /// <summary>A date without a year is the next one; today counts. Null for 30 February.</summary>
    public static LocalDate? NextDate(int month, int day, LocalDate today)
    {
        for (var year = today.Year; year <= today.Year + 8; year++)
        {
            if (Exact(year, month, day) is { } date && date >= today)
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>A bare day of the month is the next one; today counts.</summary>
    public static LocalDate? NextDayOfMonth(int day, LocalDate today)
    {
        for (var month = today.With(DateAdjusters.StartOfMonth); month < today.PlusMonths(3); month = month.PlusMonths(1))
        {
            if (Exact(month.Year, month.Month, day) is { } date && date >= today)
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>"Monday the 2nd" is the next second of a month that is a Monday.</summary>
    public static LocalDate? NextDayOfMonth(int day, IsoDayOfWeek weekday, LocalDate today)
    {
        var month = today.With(DateAdjusters.StartOfMonth);
        for (var i = 0; i < 60; i++, month = month.PlusMonths(1))
        {
            if (Exact(month.Year, month.Month, day) is { } date && date >= today && date.DayOfWeek == weekday)
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>A month without a year is the one that has not ended yet.</summary>
    public static Stretch Month(int month, LocalDate today) => Stretch.Month(month >= today.Month ? today.Year : today.Year + 1, month);

    /// <summary>Two figures of a year are of this century up to 50, else of the last.</summary>
    public static int Year(int value) => value > 99 ? value : value > 50 ? 1900 + value : 2000 + value;

    /// <summary>Financial years run from April to March; this is the first calendar year of the one a day is in.</summary>
    public static int FinancialYear(LocalDate day) => day.Month >= 4 ? day.Year : day.Year - 1;

    /// <summary>Months <paramref name="from"/> to <paramref name="to"/> of a financial year, numbered from April: (4, 6) is the second quarter.</summary>
    public static Stretch FinancialMonths(int financialYear, int from, int to)
    {
        var april = new LocalDate(financialYear, 4, 1);
        return Stretch.Period(april.PlusMonths(from - 1), april.PlusMonths(to).PlusDays(-1));
    }

    /// <summary>The first week of a month or year is the one that holds its first Thursday.</summary>
    public static Stretch FirstWeek(Stretch period) => Stretch.WeekOf(period.First.With(DateAdjusters.NextOrSame(IsoDayOfWeek.Thursday)));

    /// <summary>The last week of a month or year is the one that holds its last Thursday.</summary>
    public static Stretch LastWeek(Stretch period) => Stretch.WeekOf(period.Last.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Thursday)));

    /// <summary>That date, if there is such a day within a sensible range of years.</summary>
    public static LocalDate? Exact(int year, int month, int day) =>
        year is >= 1900 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;
}
