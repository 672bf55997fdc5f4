using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>"Friday", "this Friday", "next Friday", "Friday week", "Tuesday of next week", "next week Tuesday", "Friday after next".</summary>
internal static class Weekdays
{
    private static readonly PhraseSet OfNextWeek = new("of next week", "next week", "of the following week", "the following week");

    private static readonly PhraseSet OfThisWeek = new("of this week", "this week");

    private static readonly PhraseSet NextWeek = new("next week", "the following week");

    private static readonly PhraseSet Coming = new("this coming", "the coming", "coming", "the");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var today = text.Today;
        if (tokens.AfterAny(at, NextWeek) is > 0 and var week)
        {
            week = tokens.Is(week, "on") ? week + 1 : text.SkipMark(week, ",");
            var inWeek = Vocabulary.Weekday(tokens[week]);
            return inWeek == IsoDayOfWeek.None ? null : Found.Day(Rulings.WeekdayOfWeek(inWeek, today, 1), week + 1);
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

        return After(text, day, end);
    }

    private static Found? After(DateText text, IsoDayOfWeek day, int end)
    {
        var tokens = text.Tokens;
        var today = text.Today;
        if (tokens.AfterAny(end, OfNextWeek) is > 0 and var next)
        {
            return Found.Day(Rulings.WeekdayOfWeek(day, today, 1), next);
        }

        if (tokens.AfterAny(end, OfThisWeek) is > 0 and var here)
        {
            return Found.Day(Rulings.WeekdayOfWeek(day, today, 0), here);
        }

        var coming = Rulings.Weekday(day, today);
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
        return isWord && (tokens.Is(at - 1, "the") || (tokens[at - 1].Kind == TokenKind.Word && !tokens[at].Capital && !IsLead(tokens[at - 1])))
            ? IsoDayOfWeek.None
            : day;
    }

    private static bool IsLead(in Token before) => before.Text is "on" or "by" or "before" or "until" or "till" or "this" or "next" or "cop" or "eod";
}
