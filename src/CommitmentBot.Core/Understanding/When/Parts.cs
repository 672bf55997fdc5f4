using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Parts of periods: "start of July", "mid-June", "middle of next week", "first half of December", "rest of the month", "early in May".</summary>
internal static class Parts
{
    private static readonly PhraseSet Starts = new("start of", "the start of", "beginning of", "the beginning of");

    private static readonly PhraseSet Middles = new(
        "mid", "mid -", "middle of", "the middle of", "midway through", "halfway through", "half way through", "half - way through");

    private static readonly PhraseSet FirstHalves = new("first half of", "the first half of");

    // A period is due on its last day, whichever of its later parts is named.
    private static readonly PhraseSet Wholes = new(
        "second half of", "the second half of", "rest of", "the rest of", "remainder of", "the remainder of", "whole of", "the whole of", "all of", "later", "later in", "late",
        "late in", "latter part of", "the latter part of", "back end of", "the back end of", "course of", "the course of", "late -", "most of", "this side of");

    private static readonly PhraseSet MidWeek = new("midweek", "mid - week");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        if (tokens[at].Kind != TokenKind.Word || !Openers.Contains(tokens[at].Text))
        {
            return null;
        }

        if (tokens.AfterAny(at, Starts) is > 0 and var start)
        {
            return Ends.PeriodAt(text, start, depth) is { } of ? Found.Day(Start(of.When, text.Today), of.End) : null;
        }

        if (tokens.AfterAny(at, FirstHalves) is > 0 and var firstHalf)
        {
            return Ends.PeriodAt(text, firstHalf, depth) is { When.Grain: Grain.Period } of ? Found.Day(Half(of.When), of.End) : null;
        }

        if (tokens.AfterAny(at, Wholes) is > 0 and var whole)
        {
            return Ends.PeriodAt(text, whole, depth) is { When.Grain: Grain.Week or Grain.Period or Grain.End } of ? of : null;
        }

        // "Early" in a month or a year could be any day of weeks: ask.
        if (tokens.Is(at, "early"))
        {
            var of = Ends.PeriodAt(text, tokens.Is(at + 1, "in") ? at + 2 : text.SkipMark(at + 1, "-"), depth);
            return of is { When.Grain: Grain.Period } early ? new(early.When with { Grain = Grain.Vague }, early.End) : null;
        }

        return Middle(text, at, depth);
    }

    private static Found? Middle(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var midWeek = tokens.AfterAny(at, MidWeek);
        if (midWeek > 0)
        {
            return text.Point(midWeek, depth + 1) is { When.Grain: Grain.Week } week
                ? Found.Day(week.When.First.PlusDays(2), week.End)
                : Found.Day(text.Today.With(DateAdjusters.NextOrSame(IsoDayOfWeek.Wednesday)), midWeek);
        }

        if (tokens.AfterAny(at, Middles) is not (> 0 and var middle))
        {
            return null;
        }

        if (Vocabulary.Month(tokens[middle]) is > 0 and var month && Years.After(text, middle + 1) is null)
        {
            return Rulings.NextDate(month, 15, text.Today) is { } fifteenth ? Found.Day(fifteenth, middle + 1) : null;
        }

        return Ends.PeriodAt(text, middle, depth) switch
        {
            { When.Grain: Grain.Week } of => Found.Day(of.When.First.PlusDays(2), of.End),
            { When.Grain: Grain.Period } of => Found.Day(Half(of.When), of.End),
            _ => null,
        };
    }

    // The start of what has begun is the start of the next one.
    private static LocalDate Start(Stretch of, LocalDate today) => of.First >= today ? of.First : of.Last.PlusDays(1);

    private static LocalDate Half(Stretch of) =>
        of.First.Day == 1 && of.First.PlusMonths(1).PlusDays(-1) != of.Last
            ? of.First.PlusMonths(Period.Between(of.First, of.Last.PlusDays(1), PeriodUnits.Months).Months / 2).PlusDays(-1)
            : of.First.PlusDays(14);

    private static readonly HashSet<string> Openers = new(
        Starts.FirstWords.Concat(Middles.FirstWords).Concat(FirstHalves.FirstWords).Concat(Wholes.FirstWords).Concat(MidWeek.FirstWords).Append("early"),
        StringComparer.Ordinal);
}
