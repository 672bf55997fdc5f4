using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>
/// "the first Tuesday in October", "last Friday of the month", "second Monday of next month", "the Tuesday after Easter",
/// "3rd Tuesday after Christmas", "the first working day after Christmas", "four Mondays from today".
/// </summary>
internal static class CountedDays
{
    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var start = text.SkipThe(at);
        var last = tokens.Is(start, "last");
        var (count, end) = last ? (-1, start + 1) : Count(text, start);
        if (end < 0 || count is 0 or > 60)
        {
            return null;
        }

        var working = tokens.After(end, "working", "day") is > 0 and var day ? day : -1;
        var weekday = working > 0 ? IsoDayOfWeek.None : Vocabulary.Weekday(tokens[end]);
        if (working < 0 && weekday == IsoDayOfWeek.None && !Plural(tokens[end], out weekday))
        {
            return null;
        }

        var after = working > 0 ? working : end + 1;
        return tokens[after].Text switch
        {
            "of" or "in" when start > at || last || end > start => Within(text, after + 1, depth, count, weekday),
            "after" or "following" or "from" when !last && !tokens.Is(after + 1, "next") => Beside(text, after + 1, depth, count, weekday, 1),
            "before" when !last => Beside(text, after + 1, depth, count, weekday, -1),
            _ => null,
        };
    }

    // Without an ordinal it is the first: "the Tuesday after Easter".
    private static (int Count, int End) Count(DateText text, int at) =>
        Vocabulary.Ordinal(text.Tokens, at) ?? (text.Tokens[at].Kind == TokenKind.Number || text.Tokens[at].Text is "two" or "three" or "four"
            ? Vocabulary.Count(text.Tokens, at) ?? (0, -1)
            : (1, at));

    private static bool Plural(in Token token, out IsoDayOfWeek day)
    {
        day = token is { Kind: TokenKind.Word, Length: > 6 } && token.Text[^1] == 's'
            ? Vocabulary.Weekday(token with { Text = token.Text[..^1] })
            : IsoDayOfWeek.None;
        return day != IsoDayOfWeek.None;
    }

    private static Found? Within(DateText text, int at, int depth, int count, IsoDayOfWeek weekday)
    {
        if ((text.Point(at, depth + 1) ?? text.Point(text.SkipThe(at), depth + 1)) is not { When.Grain: Grain.Period or Grain.Week } period)
        {
            var month = text.Tokens.After(text.SkipThe(at), "month");
            if (month < 0)
            {
                return null;
            }

            period = new(Stretch.Month(text.Today.Year, text.Today.Month), month);
        }

        var found = Nth(text, period.When, count, weekday);
        if (found is { } day && day < text.Today && period.When is { Grain: Grain.Period } && Vocabulary.Month(text.Tokens[period.End - 1]) > 0)
        {
            found = Nth(text, Stretch.Month(period.When.First.Year + 1, period.When.First.Month), count, weekday);
        }

        return found is { } date ? Found.Day(date, period.End) : null;
    }

    private static LocalDate? Nth(DateText text, Stretch period, int count, IsoDayOfWeek weekday)
    {
        LocalDate day;
        if (weekday == IsoDayOfWeek.None)
        {
            day = count < 0
                ? text.Context.Calendar.Plus(period.Last.PlusDays(1), -1)
                : text.Context.Calendar.Plus(period.First.PlusDays(-1), count);
        }
        else
        {
            day = count < 0
                ? period.Last.With(DateAdjusters.PreviousOrSame(weekday))
                : period.First.With(DateAdjusters.NextOrSame(weekday)).PlusWeeks(count - 1);
        }

        return day >= period.First && day <= period.Last ? day : null;
    }

    private static Found? Beside(DateText text, int at, int depth, int count, IsoDayOfWeek weekday, int sign)
    {
        if (text.Point(at, depth + 1) is not { When.Grain: not Grain.Vague } anchor)
        {
            return null;
        }

        var from = sign > 0 ? anchor.When.Last : anchor.When.First;
        if (weekday == IsoDayOfWeek.None)
        {
            return Found.Day(text.Context.Calendar.Plus(from, sign * count), anchor.End);
        }

        var first = from.With(sign > 0 ? DateAdjusters.Next(weekday) : DateAdjusters.Previous(weekday));
        return Found.Day(first.PlusWeeks(sign * (count - 1)), anchor.End);
    }
}
