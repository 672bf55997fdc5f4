using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Dates in figures, day before month: "12/3", "12.3.25", "12-3-2025"; a leading four-figure year is ISO; "2019/aug/01"; "11/2016" is a month.</summary>
internal static class NumericDates
{
    // Figures after these count or name something: "page 12/30", "version 2.1", "scored 3/5".
    private static readonly HashSet<string> Labels = new(
        [
            "page", "pages", "p", "version", "v", "section", "item", "items", "phase", "appendix", "paragraph", "para", "chapter", "table", "figure",
            "scored", "score", "scores", "scoring", "rated", "rating", "got", "gave", "averaged", "averaging", "ratio", "slide", "slides", "ward", "room", "band", "action", "issue", "ref", "reference",
        ],
        StringComparer.Ordinal);

    // "The 9/10 score".
    private static readonly HashSet<string> Counted = new(["score", "scores", "rating", "ratings", "mark", "marks", "ratio", "majority", "split", "vote", "star", "stars"], StringComparer.Ordinal);

    private static readonly HashSet<string> DayLeads = new(["on", "by", "until", "till", "before", "due"], StringComparer.Ordinal);

    // Before a dotted day and month without a year; otherwise it is a decimal.
    private static readonly HashSet<string> DotLeads = new(["on", "by", "from", "to", "until", "till", "-", ",", "before"], StringComparer.Ordinal);

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var weekday = Vocabulary.Weekday(tokens[at]) != NodaTime.IsoDayOfWeek.None;
        var first = weekday ? text.SkipMark(text.SkipMark(at + 1, "."), ",") : at;
        if (tokens[first].Kind != TokenKind.Number || (!weekday && tokens[first].Glued && IsPartOfFigure(tokens, first - 1)))
        {
            return null;
        }

        var before = tokens[first - 1].Is(":") ? tokens[first - 2] : tokens[first - 1];
        if (before.Kind == TokenKind.Word && Labels.Contains(before.Text))
        {
            return null;
        }

        return tokens[first].Length == 8 ? Compact(text, first)
            : tokens[first].Length == 4 ? YearFirst(text, first) : DayFirst(text, first, weekday) ?? MonthAndYear(text, first);
    }

    private static bool IsPartOfFigure(Tokens tokens, int before) =>
        tokens[before].Kind is TokenKind.Word or TokenKind.Number
        || (tokens[before] is { Kind: TokenKind.Mark } mark && mark.Text is "." or "/" or "," or "£" or "$" or "#" && tokens[before].Glued)
        || tokens[before].Is("£") || tokens[before].Is("$") || tokens[before].Is("#");

    /// <summary>"2025-05-16", "2025/5/16", "2019-aug-1", with or without a time after a T.</summary>
    private static Found? YearFirst(DateText text, int at)
    {
        var tokens = text.Tokens;
        if (tokens[at + 1] is not { Kind: TokenKind.Mark, Text: "-" or "/" or "." } || tokens[at + 3].Text != tokens[at + 1].Text || tokens[at + 4].Kind != TokenKind.Number)
        {
            return YearAndMonth(text, at);
        }

        var month = tokens[at + 2].IsNumber(1, 12) ? tokens[at + 2].Value : Vocabulary.Month(tokens[at + 2]);
        return month > 0 && tokens[at + 4].IsNumber(1, 31) && !IsMoreFigures(tokens, at + 5)
                && Rulings.Exact(tokens[at].Value, month, tokens[at + 4].Value) is { } date
            ? Found.Day(date, at + 5)
            : null;
    }

    /// <summary>"2026-05"; "2025/26" is a financial year.</summary>
    private static Found? YearAndMonth(DateText text, int at)
    {
        var tokens = text.Tokens;
        return tokens[at].IsNumber(1900, 2199) && tokens[at + 1] is { Kind: TokenKind.Mark, Glued: true, Text: "-" or "/" } && tokens[at + 2] is { Glued: true, Length: 2 } month
                && month.IsNumber(1, 12) && month.Value != (tokens[at].Value + 1) % 100 && !IsMoreFigures(tokens, at + 3) && !tokens[at + 3].Is("-")
            ? new(Stretch.Month(tokens[at].Value, month.Value), at + 3)
            : null;
    }

    /// <summary>"20260516".</summary>
    private static Found? Compact(DateText text, int at)
    {
        var value = text.Tokens[at].Value;
        return value / 10000 is > 1999 and < 2100 && !(text.Tokens[at + 1].Glued && text.Tokens[at + 1].Kind != TokenKind.Mark && !text.Tokens[at + 1].Text.StartsWith('t'))
                && Rulings.Exact(value / 10000, value / 100 % 100, value % 100) is { } date
            ? Found.Day(date, at + 1)
            : null;
    }

    private static Found? DayFirst(DateText text, int at, bool afterWeekday)
    {
        var tokens = text.Tokens;
        var mark = tokens[at + 1];
        // "20. 9."
        if (tokens[at].IsNumber(1, 31) && mark is { Glued: true, Text: "." } && tokens[at + 2].IsNumber(1, 12) && !tokens[at + 2].Glued && tokens[at + 3] is { Glued: true, Text: "." })
        {
            return Rulings.NextDate(tokens[at + 2].Value, tokens[at].Value, text.Today) is { } spaced ? Found.Day(spaced, at + 4) : null;
        }

        if (!tokens[at].IsNumber(1, 31) || mark is not { Kind: TokenKind.Mark, Glued: true, Text: "/" or "." or "-" }
            || !tokens[at + 2].Glued || tokens[at + 2].Kind != TokenKind.Number)
        {
            return DottedRange(text, at);
        }

        var (day, month) = (tokens[at].Value, tokens[at + 2].Value);
        if (tokens[at + 3] is { Glued: true, Kind: TokenKind.Mark } second && second.Text == mark.Text
            && tokens[at + 4] is { Glued: true, Kind: TokenKind.Number, Length: 2 or 4 } year && !IsMoreFigures(tokens, at + 5))
        {
            return (Rulings.Exact(Rulings.Year(year.Value), month, day)
                    ?? Rulings.Exact(Rulings.Year(year.Value), day, month)) is { } full
                ? Found.Day(full, at + 5)
                : null;
        }

        // "5/7, 2020".
        if (mark.Text == "/" && tokens.Is(at + 3, ",") && text.Year(at + 4) is var (later, afterYear) && tokens[at + 4].Length == 4)
        {
            return Rulings.Exact(later, month, day) is { } ofYear ? Found.Day(ofYear, afterYear) : null;
        }

        // Whether "by 12/24" is an American's day or a month of 2024, nobody can tell: ask.
        if (mark.Text == "/" && day <= 12 && month > 12 && DayLeads.Contains(tokens[at - 1].Text) && !IsMoreFigures(tokens, at + 3))
        {
            return new(new(text.Today, text.Today, Grain.Vague), at + 3);
        }

        return (mark.Text != "-" || IsDashedDay(tokens, at)) && !IsOrdinal(tokens, at + 3) && IsDayAndMonth(tokens, at, mark.Text, afterWeekday) && Rulings.NextDate(month, day, text.Today) is { } date
            ? Found.Day(date, text.SkipMark(at + 3, mark.Text == "." && tokens[at + 3].Glued ? "." : ""))
            : null;
    }

    // "by 24-12", or "24-12" and no more; "4-2" is a score.
    private static bool IsDashedDay(Tokens tokens, int at) =>
        DayLeads.Contains(tokens[at - 1].Text) || (tokens[at].Value > 12 && tokens[at - 1].Kind == TokenKind.None && tokens[at + 3].Kind == TokenKind.None);

    // "10/11ths".
    private static bool IsOrdinal(Tokens tokens, int at) => tokens[at] is { Kind: TokenKind.Word, Glued: true };

    private static bool IsDayAndMonth(Tokens tokens, int at, string mark, bool afterWeekday)
    {
        var (day, month) = (tokens[at].Value, tokens[at + 2].Value);
        var before = tokens[at - 1];
        if (IsMoreFigures(tokens, at + 3) || tokens.Is(at + 3, "%"))
        {
            return false;
        }

        if (mark == ".")
        {
            return afterWeekday || before.Kind is TokenKind.None or TokenKind.Break || DotLeads.Contains(before.Text);
        }

        // "24/7" is always; "3/4 of the posts" and "1/2 day" are shares.
        var isShare = tokens.Is(at + 3, "of") || tokens.IsOneOf(at + 3, Counted) || (day < month && month <= 4 && tokens[at].Length == 1 && tokens[at + 3].Kind == TokenKind.Word && !DotLeads.Contains(before.Text));
        var isAlways = (day == 24 && month == 7) || (day == 7 && month == 7 && tokens[at + 3].Kind == TokenKind.Word && !tokens.Is(at + 3, "at"));
        return !isAlways && !isShare;
    }

    private static bool IsMoreFigures(Tokens tokens, int at) =>
        (tokens[at].Kind == TokenKind.Number && tokens[at].Glued)
        || (tokens[at] is { Kind: TokenKind.Mark, Glued: true, Text: "/" or "." } && tokens[at + 1] is { Kind: TokenKind.Number, Glued: true }
            && Times.After(tokens, at + 1) < 0);

    /// <summary>"07.-10.08.2018" and "14-15.11.2017": the first day of a range borrows the month of the last.</summary>
    private static Found? DottedRange(DateText text, int at)
    {
        var next = text.SkipMark(text.SkipMark(at + 1, "."), "-");
        return text.Tokens.Is(next - 1, "-") && text.Tokens[next].Kind == TokenKind.Number && text.Tokens[next].Length <= 2
            && (text.Tokens.Is(next + 1, ".") || text.Tokens.Is(next + 1, "/")) && text.Tokens[next + 1].Glued
                ? DayFirst(text, next, true)
                : null;
    }

    /// <summary>"11/2016".</summary>
    private static Found? MonthAndYear(DateText text, int at)
    {
        var tokens = text.Tokens;
        return tokens[at].IsNumber(1, 12) && tokens[at + 1] is { Kind: TokenKind.Mark, Text: "/" or "-" } && tokens[at + 2].Length == 4
                && tokens[at + 2].IsNumber(1900, 2199) && !IsMoreFigures(tokens, at + 3)
            ? new(Stretch.Month(tokens[at + 2].Value, tokens[at].Value), at + 3)
            : null;
    }
}
