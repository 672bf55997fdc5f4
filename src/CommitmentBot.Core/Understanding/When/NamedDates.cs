using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Dates with a month's name or a bare day: "Friday 27th June 2025", "12 to 16 May", "June 11-16", "the 14th", "Monday 2nd", "20th of next month".</summary>
internal static class NamedDates
{
    private static readonly PhraseSet Ranges = new("to", "to the", "and", "and the", "till", "until", "through", "-", "- the", "/");

    private static readonly PhraseSet OfNextMonth = new(
        "of the next month", "of next month", "next month", "in next month", "of the following month", "of the coming month", "in the next month");

    private static readonly PhraseSet OfThisMonth = new("of this month", "this month", "of the current month", "in this month");

    private static readonly PhraseSet OfTheMonth = new("of the month", "of month");

    // Words that can follow a bare "the 14th"; after any other it counts something ("the 14th floor").
    private static readonly HashSet<string> Followers = new(
        [
            "at", "in", "by", "on", "for", "to", "and", "before", "with", "if", "as", "because", "please", "so", "or", "but", "then", "when",
            "morning", "afternoon", "evening", "night", "noon", "around", "latest", "after", "via", "instead", "from", "until", "till", "too",
            "i", "we", "you", "he", "she", "they", "it", "this", "that", "the", "my", "our", "a", "hopefully", "thanks", "cheers", "once", "unless", "assuming", "subject", "provided", "pending", "given", "is", "are", "was",
            "will", "would", "should", "can", "may", "though", "although", "however", "which", "who", "while", "onwards", "also", "otherwise", "maybe", "probably", "possibly", "ahead", "where", "not", "about", "through",
        ],
        StringComparer.Ordinal);

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var weekday = Vocabulary.Weekday(tokens[at]);
        if (weekday == IsoDayOfWeek.None)
        {
            return DayMonth(text, at) ?? MonthDay(text, at) ?? BareDay(text, at) ?? NextMonthOn(text, at);
        }

        var after = text.SkipMark(text.SkipMark(at + 1, "."), ",");
        return DayMonth(text, after) ?? MonthDay(text, after) ?? WeekdayAndDay(text, after, weekday);
    }

    /// <summary>"27th of June 2025", "12 to 16 May", "22-feb".</summary>
    private static Found? DayMonth(DateText text, int at)
    {
        if (Day(text, text.SkipThe(at)) is not var (day, after))
        {
            return null;
        }

        var range = text.Tokens.AfterAny(text.SkipMark(after, "."), Ranges);
        if (range > 0 && Day(text, range) is var (last, afterLast) && last > day && Month(text, afterLast) is { } ranged)
        {
            return Date(text, last, ranged.Month, ranged.End);
        }

        return Month(text, after) is { } named ? Date(text, day, named.Month, named.End) : null;
    }

    private static (int Month, int End)? Month(DateText text, int at)
    {
        var tokens = text.Tokens;
        var after = tokens.After(at, "day", "of");
        at = after > 0 ? after : tokens.Is(at, "of") ? at + 1 : text.SkipMark(at, ".-/");
        var month = Vocabulary.Month(tokens[at]);
        return month > 0 ? (month, at + 1) : null;
    }

    /// <summary>"June 11-16, 2026", "Sept. 16th", "September the 16th".</summary>
    private static Found? MonthDay(DateText text, int at)
    {
        var tokens = text.Tokens;
        var month = Vocabulary.Month(tokens[at]);
        if (month == 0)
        {
            return null;
        }

        var after = text.SkipThe(text.SkipMark(at + 1, ".-/,"));
        if (Day(text, after) is not var (day, end) || tokens.Is(end, ":") || IsHour(tokens, end))
        {
            return null;
        }

        var range = tokens.AfterAny(end, Ranges);
        if (range > 0 && Day(text, range) is var (last, afterLast) && last > day && !IsHour(tokens, afterLast))
        {
            return Date(text, last, month, afterLast);
        }

        return Date(text, day, month, end);
    }

    private static Found? Date(DateText text, int day, int month, int at)
    {
        if (Year(text, at) is var (year, end))
        {
            return Rulings.Exact(year, month, day) is { } exact ? Found.Day(exact, end) : null;
        }

        return Rulings.NextDate(month, day, text.Today) is { } next ? Found.Day(next, at) : null;
    }

    private static (int Year, int End)? Year(DateText text, int at)
    {
        var tokens = text.Tokens;
        if (Years.After(text, at) is { } full)
        {
            return full;
        }

        var after = text.SkipMark(text.SkipMark(at, "."), ",-/");
        after = tokens.Is(after, "of") || tokens.Is(after, "in") ? after + 1 : after;
        if (AfterTime(text, after) is { } afterTime)
        {
            return afterTime;
        }

        // "14th April 15", "27-Jun-25"; not "14 April 15:00" or "14 April 10am".
        var two = tokens[after];
        return two.IsNumber(10, 99) && two.Length == 2 && !IsHour(tokens, after + 1) && !tokens.Is(after + 1, ":") && !tokens.Is(after + 1, ".")
                && tokens[after + 1].Kind is TokenKind.None or TokenKind.Mark or TokenKind.Break && (after == at || tokens[after].Glued)
            ? (Rulings.Year(two.Value), after + 1)
            : null;
    }

    /// <summary>"Oct 26, 10:00 - 11:00:09 2023": the year behind a time of day.</summary>
    private static (int Year, int End)? AfterTime(DateText text, int at)
    {
        if (Times.After(text.Tokens, at) is not (> 0 and var end))
        {
            return null;
        }

        var until = text.SkipMark(end, "-");
        end = until > end && Times.After(text.Tokens, until) is > 0 and var last ? last : end;
        return text.Tokens[end].Length == 4 ? text.Year(end) : null;
    }

    private static bool IsHour(Tokens tokens, int at) => tokens.Is(at, "am") || tokens.Is(at, "pm") || tokens.Is(at, "h");

    /// <summary>"Monday 2nd", "Tuesday the 8th", "Thu 17".</summary>
    private static Found? WeekdayAndDay(DateText text, int at, IsoDayOfWeek weekday)
    {
        var tokens = text.Tokens;
        // "Friday first thing" is no first.
        if (Day(text, text.SkipThe(at)) is not var (day, end) || (tokens[at].Kind == TokenKind.Word && text.SkipThe(at) == at))
        {
            return null;
        }

        // A plain figure may be an hour: "Monday 4 in the afternoon", "Monday 8 to 9", "Monday 3-8".
        var plain = !Vocabulary.IsSuffix(tokens[end - 1]) && tokens[end - 1].Kind == TokenKind.Number;
        if (plain && (IsHour(tokens, end) || tokens.Is(end, "in") || tokens.Is(end, "to") || tokens.Is(end, "-") || tokens.Is(end, ":")
            || (tokens.Is(end, ".") && tokens[end + 1] is { Kind: TokenKind.Number, Glued: true }) || tokens.Is(end, "/")))
        {
            return null;
        }

        return OfMonth(text, day, end)
            ?? (Rulings.NextDayOfMonth(day, weekday, text.Today) is { } date ? Found.Day(date, end) : null);
    }

    /// <summary>"the 14th", "14th", "the 26th of the month", "20 of next month", "4 to 23 next month".</summary>
    private static Found? BareDay(DateText text, int at)
    {
        var tokens = text.Tokens;
        var first = text.SkipThe(at);
        if (Day(text, first) is not var (day, end))
        {
            return null;
        }

        var range = tokens.AfterAny(end, Ranges);
        if (range > 0 && Day(text, range) is var (last, afterLast) && OfMonth(text, last, afterLast) is { } ranged)
        {
            return ranged;
        }

        if (OfMonth(text, day, end) is { } placed)
        {
            return placed;
        }

        // In words only after "by the": "the second" is mostly no day.
        var ordinal = Vocabulary.IsSuffix(tokens[end - 1])
            || (first > at && tokens[first].Kind == TokenKind.Word && tokens[at - 1].Text is "by" or "on" or "before" or "until" or "till");
        var next = tokens[end];
        return ordinal && (next.Kind is not (TokenKind.Word or TokenKind.Number) || tokens.IsOneOf(end, Followers) || tokens[end].Text.Contains('\'', StringComparison.Ordinal))
                && Rulings.NextDayOfMonth(day, text.Today) is { } date
            ? Found.Day(date, end)
            : null;
    }

    /// <summary>"next month on the 3rd".</summary>
    private static Found? NextMonthOn(DateText text, int at)
    {
        var month = text.Today.PlusMonths(1);
        return text.Tokens.After(at, "next", "month", "on") is > 0 and var on && Day(text, text.SkipThe(on)) is var (day, end) && Rulings.Exact(month.Year, month.Month, day) is { } date
            ? Found.Day(date, end)
            : null;
    }

    private static Found? OfMonth(DateText text, int day, int at)
    {
        var tokens = text.Tokens;
        var after = tokens.After(at, "day") is > 0 and var days ? days : at;
        var month = text.Today.With(DateAdjusters.StartOfMonth);
        if (tokens.AfterAny(after, OfNextMonth) is > 0 and var next)
        {
            month = month.PlusMonths(1);
            return Rulings.Exact(month.Year, month.Month, day) is { } date ? Found.Day(date, next) : null;
        }

        if (tokens.AfterAny(after, OfThisMonth) is > 0 and var here)
        {
            return Rulings.Exact(month.Year, month.Month, day) is { } date ? Found.Day(date, here) : null;
        }

        return tokens.AfterAny(after, OfTheMonth) is > 0 and var end && Rulings.NextDayOfMonth(day, text.Today) is { } coming ? Found.Day(coming, end) : null;
    }

    /// <summary>A day of the month: "14", "14th", "fourteenth"; not "14%" or part of a longer figure.</summary>
    private static (int Day, int End)? Day(DateText text, int at)
    {
        var tokens = text.Tokens;
        if (Vocabulary.Ordinal(tokens, at) is var (ordinal, after))
        {
            return ordinal <= 31 ? (ordinal, after) : null;
        }

        return tokens[at].IsNumber(1, 31) && tokens[at].Length <= 2 && !tokens.Is(at + 1, "%") ? (tokens[at].Value, at + 1) : null;
    }
}
