using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>"this week", "next week", "the week after next", "w/c 12 May", "week of the 12th", "w/e 16 May", "the weekend", "first week of October".</summary>
internal static class Weeks
{
    private static readonly PhraseSet This = new("this week", "this working week", "the current week", "current week", "my week", "within the week");

    private static readonly PhraseSet Next = new(
        "next week", "next working week", "the coming week", "coming week", "the following week", "following week", "the next week",
        "this or next week", "this week or next");

    private static readonly PhraseSet AfterNext = new("week after next", "the week after next", "the week after", "week after the next");

    private static readonly PhraseSet Commencing = new(
        "w / c", "w / b", "wc", "week commencing", "week beginning", "week starting", "the week commencing", "the week beginning",
        "the week starting", "week of", "the week of", "week of the", "the week of the");

    private static readonly PhraseSet Ending = new("w / e", "week ending", "the week ending");

    private static readonly PhraseSet Weekend = new("weekend", "the weekend", "this weekend", "this coming weekend", "the coming weekend");

    private static readonly PhraseSet NextWeekend = new("next weekend", "the next weekend", "the following weekend");

    private static readonly PhraseSet WeekendAfterNext = new("weekend after next", "the weekend after next", "the weekend after the next", "weekend after the next");

    private static readonly PhraseSet WeekendOfDay = new("weekend of", "the weekend of");

    private static readonly PhraseSet Before = new("week before", "the week before", "week prior to", "the week prior to");

    private static readonly PhraseSet After = new("week after", "the week after", "week following", "the week following");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var monday = Stretch.WeekOf(text.Today).First;
        if (tokens.AfterAny(at, Commencing) is > 0 and var from && text.Point(from, depth + 1) is { } first)
        {
            return first.When.Grain is Grain.Day ? new(Stretch.WeekOf(first.When.First), first.End) : null;
        }

        if (tokens.AfterAny(at, Ending) is > 0 and var until && text.Point(until, depth + 1) is { } last)
        {
            return last.When.Grain == Grain.Day ? Found.Day(last.When.Last, last.End) : null;
        }

        if (tokens.AfterAny(at, WeekendOfDay) is > 0 and var weekend && text.Point(weekend, depth + 1) is { } weekendDay)
        {
            return weekendDay.When.Grain == Grain.Day ? Found.Day(Stretch.WeekOf(weekendDay.When.First).Last, weekendDay.End) : null;
        }

        return Beside(text, tokens.AfterAny(at, Before), depth, -1)
            ?? Beside(text, tokens.AfterAny(at, After), depth, 1)
            ?? Week(tokens.AfterAny(at, AfterNext), 2)
            ?? Week(tokens.AfterAny(at, Next), 1)
            ?? Week(tokens.AfterAny(at, This), 0)
            ?? WeekendOf(tokens.AfterAny(at, WeekendAfterNext), 2)
            ?? WeekendOf(tokens.AfterAny(at, NextWeekend), 1)
            ?? WeekendOf(tokens.AfterAny(at, Weekend), 0)
            ?? Counted(text, at, depth);

        Found? Week(int end, int weeks) => end < 0 ? null : new(Stretch.WeekOf(monday.PlusWeeks(weeks)), end);

        Found? WeekendOf(int end, int weeks) => end < 0 ? null : Found.Day(monday.PlusWeeks(weeks).PlusDays(6), end);
    }

    /// <summary>"the week before Christmas", "the week after the Board on 29 May".</summary>
    private static Found? Beside(DateText text, int at, int depth, int sign)
    {
        if (at < 0 || Offsets.Anchor(text, at, depth) is not { } anchor)
        {
            return null;
        }

        // The week before a Sunday is the one that leads up to it.
        var isWeekend = sign < 0 && anchor.When.First.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
        return new(Stretch.WeekOf(sign < 0 ? anchor.When.First.PlusDays(isWeekend ? 0 : -7) : anchor.When.Last.PlusDays(7)), anchor.End);
    }

    /// <summary>"first week of October", "last week of this month", "3rd week of Jan", "the third week next year".</summary>
    private static Found? Counted(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var start = text.SkipThe(at);
        var last = tokens.Is(start, "last");
        var count = last ? (Value: 0, End: start + 1) : Vocabulary.Ordinal(tokens, start) ?? (0, -1);
        if (count.End < 0 || !tokens.Is(count.End, "week"))
        {
            return null;
        }

        var of = tokens.Is(count.End + 1, "of") || tokens.Is(count.End + 1, "in") ? count.End + 2 : count.End + 1;
        if (text.Point(text.SkipThe(of), depth + 1) is not { When.Grain: Grain.Period } period)
        {
            return null;
        }

        var week = last ? Rulings.LastWeek(period.When) : Stretch.WeekOf(Rulings.FirstWeek(period.When).First.PlusWeeks(count.Value - 1));
        return week.First <= period.When.Last ? new(week, period.End) : null;
    }
}
