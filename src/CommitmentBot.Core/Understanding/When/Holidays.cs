using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Days with a name: bank holidays of England and Wales, quarter days, and the feasts people plan by; with a year or the next one.</summary>
internal static class Holidays
{
    private static readonly (PhraseSet Names, Func<int, DateText, LocalDate?> Day)[] Named =
    [
        (new("christmas eve", "xmas eve"), (year, _) => new(year, 12, 24)),
        (new("christmas", "christmas day", "xmas", "xmas day"), (year, _) => new(year, 12, 25)),
        (new("boxing day"), (year, _) => new(year, 12, 26)),
        (new("new year ' s eve", "new year's eve", "new years eve", "nye"), (year, _) => new(year, 12, 31)),
        (new("new year", "the new year", "new year's", "new year's day", "new years day", "new year day"), (year, _) => new(year, 1, 1)),
        (new("good friday"), (year, text) => Bank(year, text, "Good Friday")),
        (new("easter monday"), (year, text) => Bank(year, text, "Easter Monday")),
        (new("easter", "easter sunday", "easter day"), (year, text) => Easter(year, text, 0)),
        (new("palm sunday"), (year, text) => Easter(year, text, -7)),
        (new("maundy thursday"), (year, text) => Easter(year, text, -3)),
        (new("shrove tuesday", "pancake day"), (year, text) => Easter(year, text, -47)),
        (new("ash wednesday"), (year, text) => Easter(year, text, -46)),
        (new("mothering sunday", "mother's day", "mothers day"), (year, text) => Easter(year, text, -21)),
        (new("ascension day"), (year, text) => Easter(year, text, 39)),
        (new("whit sunday", "pentecost", "whitsun"), (year, text) => Easter(year, text, 49)),
        (new("whit monday"), (year, text) => Easter(year, text, 50)),
        (new("epiphany"), (year, _) => new(year, 1, 6)),
        (new("international women's day", "women's day"), (year, _) => new(year, 3, 8)),
        (new("april fool's day", "april fools day", "april fools' day"), (year, _) => new(year, 4, 1)),
        (new("earth day"), (year, _) => new(year, 4, 22)),
        (new("all saints' day", "all saints day", "all saints ' day"), (year, _) => new(year, 11, 1)),
        (new("all souls' day", "all souls day", "all souls ' day"), (year, _) => new(year, 11, 2)),
        (new("st andrew's day", "saint andrew's day", "st . andrew's day"), (year, _) => new(year, 11, 30)),
        (new("hogmanay"), (year, _) => new(year, 12, 31)),
        (new("may day"), (year, text) => Bank(year, text, "Early May bank holiday")),
        (new("burns night"), (year, _) => new(year, 1, 25)),
        (new("valentine's day", "valentines day"), (year, _) => new(year, 2, 14)),
        (new("saint david's day", "st david's day", "st . david's day"), (year, _) => new(year, 3, 1)),
        (new("saint patrick", "saint patrick's day", "st patrick's day", "st . patrick's day"), (year, _) => new(year, 3, 17)),
        (new("st george's day", "saint george's day", "st . george's day"), (year, _) => new(year, 4, 23)),
        (new("lady day"), (year, _) => new(year, 3, 25)),
        (new("midsummer", "midsummer day", "midsummer's day"), (year, _) => new(year, 6, 24)),
        (new("michaelmas", "michaelmas day"), (year, _) => new(year, 9, 29)),
        (new("father's day", "fathers day"), (year, _) => new LocalDate(year, 6, 1).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Sunday)).PlusWeeks(2)),
        (new("halloween", "hallowe'en"), (year, _) => new(year, 10, 31)),
        (new("bonfire night", "guy fawkes night"), (year, _) => new(year, 11, 5)),
        (new("remembrance sunday"), (year, _) => new LocalDate(year, 11, 1).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Sunday)).PlusWeeks(1)),
        (new("armistice day", "remembrance day"), (year, _) => new(year, 11, 11)),
    ];

    private static readonly (PhraseSet Names, string Title)[] BankHolidays =
    [
        (new("early may", "first may", "may day", "may"), "Early May bank holiday"),
        (new("late may", "second may", "spring", "whit", "whitsun"), "Spring bank holiday"),
        (new("august", "late august", "summer"), "Summer bank holiday"),
        (new("easter"), "Easter Monday"),
        (new("christmas"), "Christmas Day"),
        (new("boxing day"), "Boxing Day"),
        (new("new year", "new year's", "new year's day"), "New Year's Day"),
    ];

    // Nearly every word of a message is none of these.
    private static readonly HashSet<string> Openers = new(
        Named.SelectMany(holiday => holiday.Names.FirstWords).Concat(BankHolidays.SelectMany(holiday => holiday.Names.FirstWords)).Concat(["bank", "next"]),
        StringComparer.Ordinal);

    public static Found? Read(DateText text, int at, int depth)
    {
        var start = text.SkipThe(at);
        start = text.Tokens[start].Text is "this" or "coming" ? start + 1 : start;
        start = text.Tokens.Is(start, "coming") ? start + 1 : start;
        if (text.Tokens[start].Kind != TokenKind.Word)
        {
            return null;
        }

        if (!Openers.Contains(text.Tokens[start].Text))
        {
            return null;
        }

        if (BankHoliday(text, start) is { } bank)
        {
            return bank;
        }

        foreach (var (names, day) in Named)
        {
            if (text.Tokens.AfterAny(start, names) is > 0 and var end && (end > start + 1 || start == at || text.Tokens[start].Capital))
            {
                return InYear(text, end, year => day(year, text));
            }
        }

        return null;
    }

    /// <summary>"the bank holiday", "bank holiday Monday", "the late May bank holiday", "August bank holiday 2026".</summary>
    private static Found? BankHoliday(DateText text, int at)
    {
        var tokens = text.Tokens;
        var next = tokens.Is(at, "next") ? at + 1 : at;
        if (Words(tokens, next) is > 0 and var any)
        {
            var weekday = Vocabulary.Weekday(tokens[any]);
            any = weekday != IsoDayOfWeek.None ? any + 1 : any;
            for (var year = text.Today.Year; year < text.Today.Year + 9; year++)
            {
                var coming = text.Context.Calendar.Holidays(year).Keys.Where(day => day >= text.Today && (weekday == IsoDayOfWeek.None || day.DayOfWeek == weekday)).Order().ToList();
                if (coming.Count > 0)
                {
                    return Found.Day(coming[0], any);
                }
            }
        }

        foreach (var (names, title) in BankHolidays)
        {
            if (tokens.AfterAny(at, names) is > 0 and var named && Words(tokens, named) is > 0 and var end)
            {
                end = Vocabulary.Weekday(tokens[end]) != IsoDayOfWeek.None ? end + 1 : end;
                return InYear(text, end, year => Bank(year, text, title));
            }
        }

        return null;
    }

    private static int Words(Tokens tokens, int at) =>
        tokens.After(at, "bank", "holiday") is > 0 and var two ? two : tokens.After(at, "bank", "hol");

    private static Found? InYear(DateText text, int end, Func<int, LocalDate?> day)
    {
        if (Years.After(text, end) is var (year, after))
        {
            return day(year) is { } exact ? Found.Day(exact, after) : null;
        }

        for (var candidate = text.Today.Year; candidate <= text.Today.Year + 1; candidate++)
        {
            if (day(candidate) is { } date && date >= text.Today)
            {
                return Found.Day(date, end);
            }
        }

        return null;
    }

    private static LocalDate? Easter(int year, DateText text, int days) => Bank(year, text, "Easter Monday")?.PlusDays(days - 1);

    private static LocalDate? Bank(int year, DateText text, string title)
    {
        foreach (var (day, name) in text.Context.Calendar.Holidays(year))
        {
            if (name == title)
            {
                return day;
            }
        }

        return null;
    }
}
