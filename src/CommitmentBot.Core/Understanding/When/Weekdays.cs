using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>"Friday", "this Friday", "next Friday", "Friday week", "Tuesday of next week", "next week Tuesday", "Friday after next".</summary>
internal static class Weekdays
{
    private static readonly PhraseSet WeeksPossessive = new("next week's", "the following week's", "this week's");

    private static readonly PhraseSet Coming = new("this coming", "the coming", "coming", "the");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var today = text.Today;
        if (InWeek(text, at, depth) is { } inWeek)
        {
            return inWeek;
        }

        var (weeks, name) = tokens[at].Text switch
        {
            "this" when !tokens.Is(at + 1, "coming") => (0, at + 1),
            "next" or "following" => (1, at + 1),
            _ => (-1, Math.Max(at, tokens.AfterAny(at, Coming))),
        };
        var day = Weekday(tokens, name);
        if (day == IsoDayOfWeek.None)
        {
            return null;
        }

        var end = text.SkipMark(name + 1, tokens[name].Length <= 5 && tokens[name + 1].Glued && tokens[name + 2].Kind != TokenKind.None ? "." : "");
        if (weeks >= 0)
        {
            return Found.Day(Rulings.WeekdayOfWeek(day, today, weeks), end);
        }

        return After(text, day, end, depth);
    }

    /// <summary>"next week Tuesday", "this week, on Friday", "next week's Thursday".</summary>
    private static Found? InWeek(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        if (tokens.AfterAny(at, WeeksPossessive) is > 0 and var possessive)
        {
            var of = Vocabulary.Weekday(tokens[possessive]);
            return of == IsoDayOfWeek.None ? null : Found.Day(Rulings.WeekdayOfWeek(of, text.Today, tokens.Is(at, "this") ? 0 : 1), possessive + 1);
        }

        if (Weeks.Read(text, at, depth) is not { When.Grain: Grain.Week } week)
        {
            return null;
        }

        var name = tokens[week.End].Text is "on" or "from" ? week.End + 1 : text.SkipMark(week.End, ",");
        name = name > week.End && tokens.Is(name, "on") ? name + 1 : name;
        var day = Vocabulary.Weekday(tokens[name]);
        return day == IsoDayOfWeek.None ? null : Found.Day(week.When.First.PlusDays((int)day - 1), name + 1);
    }

    private static Found? After(DateText text, IsoDayOfWeek day, int end, int depth)
    {
        var tokens = text.Tokens;
        var today = text.Today;
        end = tokens.Is(end, "coming") ? end + 1 : end;

        // "Thursday of the week after next", "Friday w/c 19 May".
        var of = tokens[end].Text is "of" or "in" ? end + 1 : tokens.Is(end, ",") && tokens.Is(end + 1, "w") ? end + 1 : end;
        if (text.Point(of, depth + 1) is { When.Grain: Grain.Week } week)
        {
            return Found.Day(week.When.First.PlusDays((int)day - 1), week.End);
        }

        var coming = Rulings.Weekday(day, today);
        if (tokens.Is(end, "in") && Offsets.Read(text, end, depth) is { When.Grain: Grain.Day } ahead && tokens[ahead.End - 1].Text is "week" or "weeks" or "fortnight" or "time")
        {
            return Found.Day(coming.PlusDays(Period.Between(today, ahead.When.First, PeriodUnits.Days).Days / 7 * 7), ahead.End);
        }

        if (tokens.After(end, "after", "next") is > 0 and var afterNext)
        {
            var following = Vocabulary.Weekday(tokens[afterNext]) == day;
            return Found.Day(Rulings.WeekdayOfWeek(day, today, 2), following ? afterNext + 1 : afterNext);
        }

        return tokens[end].Text switch
        {
            "week" when tokens[end].Kind == TokenKind.Word => Found.Day(coming.PlusWeeks(1), end + 1),
            "fortnight" => Found.Day(coming.PlusWeeks(2), end + 1),
            _ => Found.Day(coming, end),
        };
    }

    // "The sun will set", "we sat down", "Mar" and the like are words of their own: short forms that are words need no article before them.
    private static IsoDayOfWeek Weekday(Tokens tokens, int at)
    {
        var day = Vocabulary.Weekday(tokens[at]);
        var isWord = tokens[at].Text is "sun" or "sat" or "wed";
        return isWord && (tokens.Is(at - 1, "the") || (!tokens[at].Capital && !IsLead(tokens[at - 1]) && tokens[at + 1].Kind == TokenKind.Word))
            ? IsoDayOfWeek.None
            : day;
    }

    private static bool IsLead(in Token before) => before.Text is "on" or "by" or "before" or "until" or "till" or "this" or "next" or "cop" or "eod";
}
