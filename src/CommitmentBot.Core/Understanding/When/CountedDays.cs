using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>
/// "the first Tuesday in October", "last Friday of the month", "second Monday of next month", "the Tuesday after Easter",
/// "3rd Tuesday after Christmas", "the first working day after Christmas", "four Mondays from today".
/// </summary>
internal static class CountedDays
{
    // Counts from the end, which are the negative numbers.
    private static readonly (PhraseSet Words, int Count)[] FromTheEnd =
    [
        (new("second to last", "second last", "last but one", "penultimate", "next to last"), -2),
        (new("third to last", "third last"), -3),
        (new("last", "final"), -1),
    ];

    private static readonly PhraseSet Working = new("working day", "working days", "business day", "business days", "weekday", "weekdays");

    // What is counted where it is no weekday.
    private const IsoDayOfWeek AnyDay = IsoDayOfWeek.None;

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        if (tokens[at].Kind is not (TokenKind.Word or TokenKind.Number))
        {
            return null;
        }

        if (tokens.Is(at, "wd") && tokens[at + 1] is { Glued: true } number && number.IsNumber(1, 23))
        {
            return WorkingDayOfMonth(text, number.Value, at + 2);
        }

        var start = text.SkipThe(at);
        var (count, end) = Count(text, start);
        if (end < 0 || count is 0 or > 60)
        {
            return null;
        }

        var working = tokens.AfterAny(end, Working);
        var isDay = working < 0 && end > start && (tokens.Is(end, "day") || tokens.Is(end, "days"));
        var weekday = working > 0 || isDay ? AnyDay : Vocabulary.Weekday(tokens[end]);
        if (working < 0 && !isDay && weekday == AnyDay && !Plural(tokens[end], out weekday))
        {
            return null;
        }

        var unit = new Unit(count, weekday, working > 0);
        var after = working > 0 ? working : end + 1;
        return tokens[after].Text switch
        {
            "of" or "in" when start > at || end > start => Within(text, after + 1, depth, unit),
            "after" or "following" or "from" when count > 0 && !tokens.Is(after + 1, "next") && !isDay => Beside(text, after + 1, depth, unit),
            "before" when !isDay => Beside(text, after + 1, depth, unit with { Count = -Math.Abs(count) }),
            "next" or "this" when end > start && text.Point(after, depth + 1) is { When.Grain: Grain.Period } => Within(text, after, depth, unit),
            _ => null,
        };
    }

    private readonly record struct Unit(int Count, IsoDayOfWeek Weekday, bool IsWorking);

    // Without an ordinal it is the first: "the Tuesday after Easter".
    private static (int Count, int End) Count(DateText text, int at)
    {
        foreach (var (words, count) in FromTheEnd)
        {
            if (text.Tokens.AfterAny(at, words) is > 0 and var end)
            {
                return (count, end);
            }
        }

        return Vocabulary.Ordinal(text.Tokens, at) ?? (text.Tokens[at].Kind == TokenKind.Number || text.Tokens[at].Text is not ("a" or "an")
            ? Vocabulary.Count(text.Tokens, at) ?? (1, at)
            : (1, at));
    }

    /// <summary>"WD5": finance's fifth working day of the month, the next one once it is over.</summary>
    private static Found? WorkingDayOfMonth(DateText text, int count, int end)
    {
        var month = text.Today.With(DateAdjusters.StartOfMonth);
        var day = text.Context.Calendar.Plus(month.PlusDays(-1), count);
        return Found.Day(day >= text.Today ? day : text.Context.Calendar.Plus(month.PlusMonths(1).PlusDays(-1), count), end);
    }

    private static bool Plural(in Token token, out IsoDayOfWeek day)
    {
        day = token is { Kind: TokenKind.Word, Length: > 6 } && token.Text[^1] == 's'
            ? Vocabulary.Weekday(token with { Text = token.Text[..^1] })
            : IsoDayOfWeek.None;
        return day != IsoDayOfWeek.None;
    }

    private static Found? Within(DateText text, int at, int depth, Unit unit)
    {
        if (Ends.PeriodAt(text, at, depth) is not { When.Grain: Grain.Period or Grain.Week } period)
        {
            return null;
        }

        var found = Nth(text, period.When, unit);
        if (found is { } day && day < text.Today && period.When.Last >= text.Today && period.When.Grain == Grain.Period)
        {
            // The first Friday of a month that has begun is the next such month's.
            var isNamed = Vocabulary.Month(text.Tokens[period.End - 1]) > 0;
            found = Nth(text, isNamed ? Stretch.Month(period.When.First.Year + 1, period.When.First.Month)
                : Stretch.Period(period.When.Last.PlusDays(1), period.When.Last.PlusDays(1).Plus(Period.Between(period.When.First, period.When.Last.PlusDays(1))).PlusDays(-1)), unit);
        }

        return found is { } date ? Found.Day(date, period.End) : null;
    }

    private static LocalDate? Nth(DateText text, Stretch period, Unit unit)
    {
        var (count, weekday, working) = unit;

        // A week's last day is its Friday.
        var last = period.Grain == Grain.Week && weekday == AnyDay ? period.First.PlusDays(4) : period.Last;
        var day = (weekday, working) switch
        {
            (AnyDay, true) => count < 0
                ? text.Context.Calendar.Plus(last.PlusDays(1), count)
                : text.Context.Calendar.Plus(period.First.PlusDays(-1), count),
            (AnyDay, false) => count < 0 ? last.PlusDays(count + 1) : period.First.PlusDays(count - 1),
            _ => count < 0
                ? period.Last.With(DateAdjusters.PreviousOrSame(weekday)).PlusWeeks(count + 1)
                : period.First.With(DateAdjusters.NextOrSame(weekday)).PlusWeeks(count - 1),
        };
        return day >= period.First && day <= period.Last ? day : null;
    }

    private static Found? Beside(DateText text, int at, int depth, Unit unit)
    {
        var anchor = text.Tokens.Is(at, "now") ? Found.Day(text.Today, at + 1) : Offsets.Anchor(text, at, depth);
        if (anchor is not { } beside)
        {
            return null;
        }

        var from = unit.Count > 0 ? beside.When.Last : beside.When.First;
        if (unit.IsWorking)
        {
            return Found.Day(text.Context.Calendar.Plus(from, unit.Count), beside.End);
        }

        var first = from.With(unit.Count > 0 ? DateAdjusters.Next(unit.Weekday) : DateAdjusters.Previous(unit.Weekday));
        return Found.Day(first.PlusWeeks(unit.Count - Math.Sign(unit.Count)), beside.End);
    }
}
