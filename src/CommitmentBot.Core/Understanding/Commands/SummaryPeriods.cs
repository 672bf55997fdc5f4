using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>
/// Periods looked back on: "this quarter", "last month", "since April", "2025/26", "Q2", "April to June". Quarters and years are financial,
/// April to March; a month or quarter without a year is the latest one that has begun; a period that still runs goes to its end.
/// </summary>
internal static class SummaryPeriods
{
    private static readonly PhraseSet Leads = new("for", "in", "over", "during", "of", "from", "between");

    private static readonly PhraseSet Tos = new("to", "-", "until", "till", "and", "through");

    private static readonly PhraseSet ThisYear = new("this year", "this financial year", "the year", "year to date", "the financial year", "this fy", "the year to date", "the financial year to date");

    private static readonly PhraseSet LastYear = new("last year", "last financial year", "the last financial year", "previous year", "last fy");

    /// <summary>The period that begins at a place, and the place after it; null when none does.</summary>
    public static (DateInterval Days, int End)? Read(CommandText text, int at)
    {
        var tokens = text.Tokens;
        var today = text.Context.Today;
        var since = tokens.Is(at, "since");
        var start = since ? at + 1 : tokens.AfterAny(at, Leads) is > 0 and var lead ? lead : at;
        if (Named(text, start) is not var (first, end))
        {
            return null;
        }

        if (since)
        {
            return first.Start <= today ? (new(first.Start, today), end) : null;
        }

        return tokens.AfterAny(end, Tos) is > 0 and var to && Named(text, to) is var (last, lastEnd) && last.End >= first.Start
            ? (new(first.Start, last.End), lastEnd)
            : (first, end);
    }

    private static (DateInterval Days, int End)? Named(CommandText text, int at)
    {
        var tokens = text.Tokens;
        var today = text.Context.Today;
        var financial = Rulings.FinancialYear(today);
        if (tokens.AfterAny(at, ThisYear) is > 0 and var thisYear)
        {
            return (Interval(Rulings.FinancialMonths(financial, 1, 12)), thisYear);
        }

        if (tokens.AfterAny(at, LastYear) is > 0 and var lastYear)
        {
            return (Interval(Rulings.FinancialMonths(financial - 1, 1, 12)), lastYear);
        }

        var start = tokens.Is(at, "the") ? at + 1 : at;
        if (tokens[start].Text is "last" or "previous" or "past" && Before(text, start + 1) is { } before)
        {
            return before;
        }

        if (text.Dates.Point(at) is not { When.Grain: not Grain.Vague } found)
        {
            return tokens.Is(at, "today") ? (new(today, today), at + 1) : null;
        }

        var days = found.When;
        if (days.First > today && !tokens[at].Is("next"))
        {
            days = days.Grain == Grain.Period && days.Last.Month == days.First.Month && days.Last.Year == days.First.Year
                ? Stretch.Month(days.First.Year - 1, days.First.Month)
                : new(days.First.PlusYears(-1), days.Last.PlusYears(-1), days.Grain);
        }

        return (Interval(days), found.End);
    }

    /// <summary>"last quarter", "last month", "last week", "the last three months", "last 30 days".</summary>
    private static (DateInterval Days, int End)? Before(CommandText text, int at)
    {
        var today = text.Context.Today;
        var monthOfYear = FinancialPeriods.MonthOfYear(today);
        var quarter = Rulings.FinancialMonths(Rulings.FinancialYear(today), ((monthOfYear - 1) / 3 * 3) + 1, ((monthOfYear - 1) / 3 * 3) + 3);
        switch (text.Tokens[at].Text)
        {
            case "week":
                return (Interval(Stretch.WeekOf(today.PlusWeeks(-1))), at + 1);
            case "month":
                var month = today.PlusMonths(-1);
                return (Interval(Stretch.Month(month.Year, month.Month)), at + 1);
            case "quarter":
                return (new(quarter.First.PlusMonths(-3), quarter.First.PlusDays(-1)), at + 1);
        }

        if (Vocabulary.Month(text.Tokens[at]) is > 0 and var named)
        {
            var year = named < today.Month ? today.Year : today.Year - 1;
            return (Interval(Stretch.Month(year, named)), at + 1);
        }

        if (Vocabulary.Count(text.Tokens, at) is not var (count, end) || count is < 1 or > 1000)
        {
            return null;
        }

        LocalDate? from = text.Tokens[end].Text switch
        {
            "day" or "days" => today.PlusDays(-count),
            "week" or "weeks" => today.PlusWeeks(-count),
            "month" or "months" => today.PlusMonths(-count),
            "quarter" or "quarters" => quarter.First.PlusMonths(-3 * count),
            "year" or "years" when count < 100 => today.PlusYears(-count),
            _ => null,
        };
        return from is { } first ? (new(first, text.Tokens[end].Text.StartsWith('q') ? quarter.First.PlusDays(-1) : today), end + 1) : null;
    }

    private static DateInterval Interval(Stretch days) => new(days.First, days.Last);
}
