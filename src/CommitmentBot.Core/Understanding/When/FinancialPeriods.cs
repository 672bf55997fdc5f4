using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>
/// Periods of the financial year, April to March: "Q2", "Q1 2026/27", "quarter 3", "this quarter", "H2 25/26", "M6", "month 6", "FY25/26",
/// "2025/26", "the financial year". "Q2 2025" may be either year's, so it is none: ask.
/// </summary>
internal static class FinancialPeriods
{
    private static readonly PhraseSet ThisQuarter = new("this quarter", "the quarter", "the current quarter", "current quarter", "this financial quarter");

    private static readonly PhraseSet HalfYear = new("half year", "half - year", "the half year", "half year end", "half - year end", "the half year end");

    private static readonly PhraseSet NextQuarter = new("next quarter", "the next quarter", "the following quarter", "the coming quarter");

    private static readonly PhraseSet ThisYear = new(
        "the financial year", "this financial year", "financial year", "the current financial year", "current financial year", "the fiscal year",
        "this fiscal year", "this fy", "the fy");

    private static readonly PhraseSet NextYear = new("next financial year", "the next financial year", "the coming financial year", "next fy", "next fiscal year");

    private static readonly HashSet<string> MonthReports = new(
        ["close", "position", "forecast", "return", "report", "reporting", "deadline", "figures", "data", "submission", "finance", "numbers"], StringComparer.Ordinal);

    // After these "26/27" is a year: no month has that number, and nobody counts to it here.
    private static readonly HashSet<string> YearLeads = new(["of", "in", "for", "during", "by", "end", "throughout", "before", "into"], StringComparer.Ordinal);

    private static readonly HashSet<string> Roads = new(["motorway", "junction", "northbound", "southbound", "eastbound", "westbound", "traffic", "toll", "corridor", "closure", "roadworks"], StringComparer.Ordinal);

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var year = Rulings.FinancialYear(text.Today);
        var month = MonthOfYear(text.Today);
        var quarter = (month - 1) / 3;
        var half = (month - 1) / 6;
        return Half(tokens.AfterAny(at, HalfYear))
            ?? Quarter(tokens.AfterAny(at, ThisQuarter), quarter)
            ?? Quarter(tokens.AfterAny(at, NextQuarter), quarter + 1)
            ?? Whole(NamedYear(text, at, YearLeads.Contains(tokens[at - 1].Text)))
            ?? Whole(tokens.AfterAny(at, NextYear) is > 0 and var next ? (year + 1, next) : null)
            ?? Whole(tokens.AfterAny(at, ThisYear) is > 0 and var here ? (year, here) : null)
            ?? Part(text, at);

        Found? Half(int end) => end < 0 ? null : new(Rulings.FinancialMonths(year, (half * 6) + 1, (half * 6) + 6), end);

        Found? Quarter(int end, int index) =>
            end < 0 ? null : new(Rulings.FinancialMonths(year + (index / 4), ((index % 4) * 3) + 1, ((index % 4) * 3) + 3), end);
    }

    /// <summary>The month of the financial year: April is 1, March is 12.</summary>
    public static int MonthOfYear(LocalDate day) => ((day.Month + 8) % 12) + 1;

    private static Found? Whole((int Year, int End)? named) =>
        named is var (year, end) ? new(Rulings.FinancialMonths(year, 1, 12), end) : null;

    /// <summary>A quarter, half or month of a financial year by its number.</summary>
    private static Found? Part(DateText text, int at)
    {
        if (Numbered(text, at) is not var (unit, number, end))
        {
            return null;
        }

        var (from, to) = unit switch
        {
            'q' when number <= 4 => ((3 * number) - 2, 3 * number),
            'h' when number <= 2 => ((6 * number) - 5, 6 * number),
            'm' when number <= 12 => (number, number),
            _ => (0, 0),
        };
        if (from == 0)
        {
            return null;
        }

        var tokens = text.Tokens;
        var after = tokens.Is(end, "of") || tokens.Is(end, "in") || tokens.Is(end, ",") ? end + 1 : end;
        if (NamedYear(text, after, true) is var (named, afterYear))
        {
            return new(Rulings.FinancialMonths(named, from, to), afterYear);
        }

        if (text.Year(after) is var (_, afterCalendar))
        {
            return new(new(text.Today, text.Today, Grain.Vague), afterCalendar);
        }

        var current = Rulings.FinancialMonths(Rulings.FinancialYear(text.Today), from, to);
        return new(current.Last >= text.Today ? current : Rulings.FinancialMonths(Rulings.FinancialYear(text.Today) + 1, from, to), end);
    }

    private static (char Unit, int Number, int End)? Numbered(DateText text, int at)
    {
        var tokens = text.Tokens;
        var word = tokens[at];
        // "The M6" is a motorway.
        if (word.Is("m") && (tokens.IsOneOf(at + 2, Roads) || (tokens.Is(at - 1, "the") && !tokens.IsOneOf(at + 2, MonthReports))))
        {
            return null;
        }

        if (word.Kind == TokenKind.Word && word.Text is "q" or "h" or "m" && tokens[at + 1] is { Kind: TokenKind.Number, Glued: true } glued
            && glued.IsNumber(1, 12) && !(tokens[at + 2].Kind is TokenKind.Word or TokenKind.Number && tokens[at + 2].Glued) && !tokens[at].Glued)
        {
            return (word.Text[0], glued.Value, at + 2);
        }

        if (word.Is("quarter") || word.Is("month"))
        {
            return tokens[at + 1].IsNumber(1, 12) && tokens[at + 1].Length <= 2 ? (word.Text[0], tokens[at + 1].Value, at + 2)
                : word.Is("quarter") && Vocabulary.Count(tokens, at + 1) is var (count, afterCount) ? ('q', count, afterCount)
                : null;
        }

        if (Vocabulary.Ordinal(tokens, text.SkipThe(at)) is not var (ordinal, afterOrdinal))
        {
            return null;
        }

        // "The second half" alone is of a match; with a year it is the year's.
        return tokens.Is(afterOrdinal, "quarter") ? ('q', ordinal, afterOrdinal + 1)
            : tokens.Is(afterOrdinal, "half") && tokens.Is(afterOrdinal + 1, "of") && NamedYear(text, afterOrdinal + 2, true) is not null ? ('h', ordinal, afterOrdinal + 1)
            : null;
    }

    /// <summary>"2025/26", "25/26" (after FY, or a quarter), "FY26": the calendar year it begins in, and the place after it.</summary>
    private static (int Year, int End)? NamedYear(DateText text, int at, bool afterPart)
    {
        var tokens = text.Tokens;
        var marked = tokens.Is(at, "fy") ? at + 1 : tokens.After(at, "financial", "year") is > 0 and var named ? named : at;
        var first = tokens[marked];
        if (!first.IsNumber(0, 2199) || first.Length is not (2 or 4))
        {
            return null;
        }

        var year = Rulings.Year(first.Value);
        if (tokens[marked + 1] is { Kind: TokenKind.Mark, Glued: true, Text: "/" or "-" } && tokens[marked + 2] is { Kind: TokenKind.Number, Glued: true } second
            && Rulings.Year(second.Value) % 100 == (year + 1) % 100 && year >= 2000 && (first.Length == 4 || afterPart || marked > at)
            && !(tokens[marked + 3].Glued && tokens[marked + 3].Text is "/" or "-"))
        {
            return (year, marked + 3);
        }

        // A single year names the financial year it ends in: FY26 is 2025/26.
        return marked > at && year >= 2000 ? (year - 1, marked + 1) : null;
    }
}
