using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>"end of the week", "by end July", "month end", "year end", "EOM", "end of the financial year", "end of day Friday".</summary>
internal static class Ends
{
    private static readonly PhraseSet Of = new("end of the", "end of", "end", "the end of the", "the end of", "close of", "end - of - the -", "end - of -", "end -", "very end of", "the very end of", "tail end of", "the tail end of");

    private static readonly PhraseSet FinancialYearEnd = new(
        "year end", "year - end", "the year end", "financial year end", "the financial year end", "fiscal year end", "eofy", "fye");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var financial = Rulings.FinancialMonths(Rulings.FinancialYear(text.Today), 1, 12);
        if (tokens.AfterAny(at, FinancialYearEnd) is > 0 and var yearEnd)
        {
            return End(financial, yearEnd);
        }

        if (Short(text, at) is { } brief)
        {
            return brief;
        }

        var after = tokens.AfterAny(at, Of);
        if (after < 0)
        {
            return null;
        }

        return PeriodAt(text, after, depth) is { } of ? End(of.When, of.End) : null;

        // A day or a week keeps its kind: its end is what it is due on anyway.
        static Found End(Stretch of, int end) => new(of.Grain is Grain.Day or Grain.Week ? of : of with { Grain = Grain.End }, end);
    }

    /// <summary>The day or period at a place, "the month" and "the year" among them; null where it is vague.</summary>
    public static Found? PeriodAt(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var point = text.Point(at, depth + 1);
        var start = text.SkipThe(at);
        Found? unit = tokens.After(start, "calendar", "year") is > 0 and var calendar ? new(Year(text.Today), calendar)
            : tokens[start].Kind == TokenKind.Word && !tokens.Is(start + 1, "commencing") && Unit(text.Today, tokens[start].Text) is { } of ? new(of, start + 1)
            : null;
        if (unit is { When.Grain: Grain.Day } today)
        {
            // "The end of the day on Friday" is Friday's.
            var on = tokens.Is(today.End, "on") || tokens.Is(today.End, ",") ? today.End + 1 : today.End;
            unit = text.Point(on, depth + 1) is { When.Grain: Grain.Day } day ? day : today;
        }

        return point is { When.Grain: not Grain.Vague } && (unit is null || point.Value.End > unit.Value.End) ? point : unit;
    }

    /// <summary>"EOW", "EOM", "month end", "quarter end", "calendar year end".</summary>
    private static Found? Short(DateText text, int at)
    {
        var tokens = text.Tokens;
        var start = text.SkipThe(at);
        var (unit, end) = tokens[start].Text switch
        {
            "eow" => ("week", start + 1),
            "eom" => ("month", start + 1),
            "eoq" => ("quarter", start + 1),
            "eoy" => ("year", start + 1),
            "week's" or "month's" or "quarter's" or "year's" when tokens.Is(start + 1, "end") => (tokens[start].Text[..^2], start + 2),
            "month" or "quarter" when EndsAt(tokens, start + 1) is > 0 and var after => (tokens[start].Text, after),
            "calendar" when tokens.Is(start + 1, "year") && EndsAt(tokens, start + 2) is > 0 and var after => ("year", after),
            _ => ("", -1),
        };
        return end > 0 && Unit(text.Today, unit) is { } of
            ? new(of.Grain == Grain.Week ? of : of with { Grain = Grain.End }, end)
            : null;
    }

    private static int EndsAt(Tokens tokens, int at)
    {
        var word = tokens.Is(at, "-") ? at + 1 : at;
        return tokens.Is(word, "end") ? word + 1 : -1;
    }

    private static Stretch? Unit(LocalDate today, string unit) => unit switch
    {
        "day" => Stretch.Day(today),
        "week" => Stretch.WeekOf(today),
        "month" => Stretch.Month(today.Year, today.Month),
        "quarter" => Quarter(today),
        "year" => Year(today),
        "fy" => Rulings.FinancialMonths(Rulings.FinancialYear(today), 1, 12),
        _ => null,
    };

    private static Stretch Quarter(LocalDate today)
    {
        var first = ((FinancialPeriods.MonthOfYear(today) - 1) / 3 * 3) + 1;
        return Rulings.FinancialMonths(Rulings.FinancialYear(today), first, first + 2);
    }

    private static Stretch Year(LocalDate today) => Stretch.Period(new(today.Year, 1, 1), new(today.Year, 12, 31));
}
