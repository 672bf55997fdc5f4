using System.Collections.Concurrent;
using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>
/// The working days of England and Wales: not Saturday, Sunday or a bank holiday. Bank holidays follow the rule of the Banking and
/// Financial Dealings Act 1971, Schedule 1, and the yearly proclamations, with the one-offs since 2019; days proclaimed later come in by settings.
/// </summary>
/// <remarks>https://www.legislation.gov.uk/ukpga/1971/80/schedule/1 and https://www.gov.uk/bank-holidays</remarks>
public sealed class WorkingCalendar(IEnumerable<LocalDate> extraHolidays)
{
    private readonly Dictionary<LocalDate, string> _extra =
        extraHolidays.Distinct().ToDictionary(day => day, _ => "Additional bank holiday");

    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<LocalDate, string>> _years = new();

    /// <summary>The bank holidays of a year, by date.</summary>
    public IReadOnlyDictionary<LocalDate, string> Holidays(int year) => _years.GetOrAdd(year, Build);

    /// <summary>Whether people work on that day.</summary>
    public bool IsWorkingDay(LocalDate day) =>
        day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !Holidays(day.Year).ContainsKey(day);

    /// <summary>The day itself if it is a working day, else the next one.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>
    /// The day that many working days after (or, negative, before); counting starts with the next working day, as for "within 5 working days".
    /// Zero gives the day itself.
    /// </summary>
    public LocalDate Plus(LocalDate day, int workingDays)
    {
        for (var left = Math.Abs(workingDays); left > 0;)
        {
            day = day.PlusDays(Math.Sign(workingDays));
            if (IsWorkingDay(day))
            {
                left--;
            }
        }

        return day;
    }

    /// <summary>How many working days lie after <paramref name="from"/> up to and with <paramref name="to"/>; 0 when it is not later.</summary>
    public int Between(LocalDate from, LocalDate to)
    {
        var count = 0;
        for (var day = from.PlusDays(1); day <= to; day = day.PlusDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }

        return count;
    }

    private Dictionary<LocalDate, string> Build(int year)
    {
        var days = new Dictionary<LocalDate, string>();
        var easter = EasterSunday(year);

        days[Substitute(new LocalDate(year, 1, 1), days)] = "New Year's Day";
        days[easter.PlusDays(-2)] = "Good Friday";
        days[easter.PlusDays(1)] = "Easter Monday";
        days[year == 2020 ? new LocalDate(2020, 5, 8) : Nth(year, 5, DateAdjusters.NextOrSame(IsoDayOfWeek.Monday))] =
            "Early May bank holiday";
        days[year == 2022 ? new LocalDate(2022, 6, 2) : Last(year, 5)] = "Spring bank holiday";
        days[Last(year, 8)] = "Summer bank holiday";

        // On a weekend Boxing Day is substituted first when Christmas Day is the Sunday: the 26th is then the Monday itself.
        var christmas = new LocalDate(year, 12, 25);
        var boxing = new LocalDate(year, 12, 26);
        if (boxing.DayOfWeek != IsoDayOfWeek.Saturday && boxing.DayOfWeek != IsoDayOfWeek.Sunday)
        {
            days[boxing] = "Boxing Day";
            days[Substitute(christmas, days)] = "Christmas Day";
        }
        else
        {
            days[Substitute(christmas, days)] = "Christmas Day";
            days[Substitute(boxing, days)] = "Boxing Day";
        }

        foreach (var (day, name) in OneOffs.Concat(_extra).Where(extra => extra.Key.Year == year))
        {
            days[day] = name;
        }

        return days;
    }

    private static readonly Dictionary<LocalDate, string> OneOffs = new()
    {
        [new LocalDate(2022, 6, 3)] = "Platinum Jubilee bank holiday",
        [new LocalDate(2022, 9, 19)] = "Bank holiday for the State Funeral of Queen Elizabeth II",
        [new LocalDate(2023, 5, 8)] = "Bank holiday for the coronation of King Charles III",
    };

    private static LocalDate Substitute(LocalDate day, Dictionary<LocalDate, string> taken)
    {
        while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || taken.ContainsKey(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    private static LocalDate Nth(int year, int month, Func<LocalDate, LocalDate> adjust) => adjust(new LocalDate(year, month, 1));

    private static LocalDate Last(int year, int month) =>
        Nth(year, month, DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));

    // The anonymous Gregorian computus, as printed by Meeus, Astronomical Algorithms, chapter 8.
    private static LocalDate EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var sum = h + l - (7 * m) + 114;
        return new LocalDate(year, sum / 31, (sum % 31) + 1);
    }
}
