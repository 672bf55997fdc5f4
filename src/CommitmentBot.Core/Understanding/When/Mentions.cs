using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>How strongly the words around a date make it a deadline; of several dates the strongest counts, of equals the first.</summary>
internal enum Weight
{
    /// <summary>Words that put it off: "soon". Only where there is no date.</summary>
    Vague,

    /// <summary>An hour of today, of what is promised anyway: "I'll ring you at 4".</summary>
    Hour,

    /// <summary>A time of today: "by 5pm".</summary>
    Clock,

    /// <summary>A day that is over, said without a year: "yesterday".</summary>
    Past,

    /// <summary>It says which, not when: "the May figures".</summary>
    Named,

    /// <summary>It says when: "on Friday", "tomorrow", "w/c 12 May".</summary>
    Placed,

    /// <summary>"by", "before", "no later than", "COP".</summary>
    Deadline,
}

/// <summary>A date as it stands in a text, with the words that belong to it ("by close of play on").</summary>
internal readonly record struct DateMention(LocalDate Date, Weight Weight, int From, int To)
{
    /// <summary>The Monday of the week that was named; null where it was a day or something longer.</summary>
    public LocalDate? Monday { get; init; }

    /// <summary>The day of the week, where nothing more was named; else none.</summary>
    public IsoDayOfWeek Weekday { get; init; }
}

/// <summary>Finds the dates of a text from left to right.</summary>
internal static class Mentions
{
    private static readonly PhraseSet NotBefores = new("not before", "no earlier than", "not earlier than", "no sooner than", "not sooner than");

    private static readonly PhraseSet Befores = new("before", "ahead of", "prior to", "in advance of", "sooner than", "earlier than");

    private static readonly PhraseSet Deadlines = new(
        "by", "no later than", "not later than", "at the latest by", "on or before", "on or by", "by or on", "due", "due by", "due on", "until", "till", "til",
        "up to", "by the latest on", "for completion by", "deadline", "deadline :", "in time for", "by no later than", "latest by", "up to and including", "target date", "target date :", "due date", "due date :", "due :", "deadline of");

    private static readonly PhraseSet Places = new(
        "on", "at", "in", "for", "from", "starting", "commencing", "during", "over", "around", "about", "within", "between", "as of", "sometime", "some time",
        "sometime in", "sometime on", "hopefully", "throughout", "through", "of", "on or around", "on or about", "circa", "c .", "with effect from", "w . e . f .", "w . e . f", "wef", "as from", "effective",
        "effective from", "beginning", "once");

    private static readonly PhraseSet DayEnds = new(
        "close of play", "close of business", "close", "cop", "cob", "eod", "eop", "end of play", "end of day", "end of the day", "end of business", "play",
        "first thing", "first thing on", "noon", "midday", "midnight", "lunchtime", "lunch", "lunch time", "teatime", "tea time", "tea", "morning of", "the morning of", "evening of", "afternoon of", "night of",
        "the evening of", "the afternoon of", "early", "late", "latest");

    private static readonly PhraseSet Tails = new(
        "morning", "afternoon", "evening", "night", "lunchtime", "lunch", "first thing", "in the morning", "in the afternoon", "in the evening", "cop", "cob",
        "eod", "close of play", "at noon", "noon", "at the latest", "latest", "at lunchtime", "at midday", "midday", "at the very latest", "instead");

    private static readonly PhraseSet Ranges = new("to", "-", "until", "till", "and", "through", "through to", "and the", "to the", "or", "/", "up to", "thru");

    private static readonly PhraseSet Pasts = new("last", "this past", "the last", "past", "since last", "after last", "since");

    /// <summary>The dates from one token up to, and without, another.</summary>
    public static List<DateMention> Find(DateText text, int from, int to)
    {
        var found = new List<DateMention>();
        for (var at = from; at < to;)
        {
            if (Past(text, at) is { } past && past.To <= to)
            {
                found.Add(past);
                at = past.To;
            }
            else if (At(text, at) is { } mention && mention.To <= to)
            {
                found.Add(mention);
                at = mention.To;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    /// <summary>The date that a text is due by: the strongest one; of equals joined loosely ("today or tomorrow") the first.</summary>
    public static DateMention? Due(IReadOnlyList<DateMention> mentions)
    {
        DateMention? best = null;
        foreach (var mention in mentions)
        {
            // "Next week, say on Wednesday": the day makes the week more exact.
            if (best is { Monday: { } monday } && mention is { Weekday: not IsoDayOfWeek.None, Weight: >= Weight.Placed })
            {
                best = mention with { Date = monday.PlusDays((int)mention.Weekday - 1), Weight = Max(best.Value.Weight, mention.Weight) };
            }
            else if (best is null || mention.Weight > best.Value.Weight)
            {
                best = mention;
            }
        }

        return best;
    }

    private static DateMention? At(DateText text, int at)
    {
        var (weight, before, start) = Leads(text, at);
        if (text.Point(start) is { } found)
        {
            if (found.When.Grain == Grain.Vague)
            {
                return new(text.Today, Weight.Vague, at, found.End);
            }

            var end = Tail(text, found.End);

            // "Before noon on Friday" is still Friday.
            before &= !HasTime(text.Tokens, found.End, end);
            var date = before ? Rulings.Before(found.When, text.Today) : Rulings.Due(found.When, text.Today);
            if (!before && text.Tokens.AfterAny(end, Ranges) is > 0 and var range && Range(text, range, date) is var (last, rangeEnd))
            {
                (date, end) = (last, Tail(text, rangeEnd));
            }

            weight = weight < Weight.Deadline && Attributes.IsAttributive(text.Tokens, start, end) ? Weight.Named : Max(weight, Weight.Placed);
            return new(date, weight, at, end)
            {
                Monday = found.When.Grain == Grain.Week ? found.When.First : null,
                Weekday = found.End == start + 1 ? Vocabulary.Weekday(text.Tokens[start]) : IsoDayOfWeek.None,
            };
        }

        // "Ahead of Thursday's Board": the day, which the word after it belongs to.
        if (Attributes.Possessive(text, start) is { } day && (weight >= Weight.Placed || Attributes.IsMeeting(text.Tokens[day.End])))
        {
            return new(before ? Rulings.Before(day.When, text.Today) : Rulings.Due(day.When, text.Today), Max(weight, Weight.Placed), at, day.End);
        }

        // "Ahead of Cabinet on 7 October", "before I go away on the 23rd".
        if (before && start > at && AfterEvent(text, start) is { } held)
        {
            return new(Rulings.Before(held.When, text.Today), Weight.Deadline, at, held.End);
        }

        if (text.Tokens.Is(at, "at") && Hour(text.Tokens, at + 1) is > 0 and var hour)
        {
            return new(text.Today, Weight.Hour, at, hour);
        }

        // "by COP" and "by 5pm" without a day are today's.
        return start > at && weight is Weight.Deadline or Weight.Clock && Clock(text, at) is > 0 and var clock
            ? new(text.Today, Weight.Clock, at, clock)
            : null;
    }

    // How many words may tell of an event before its date.
    private const int LongestEvent = 7;

    private static Found? AfterEvent(DateText text, int at)
    {
        for (var on = at + 1; on <= at + LongestEvent && text.Tokens[on - 1].Kind is TokenKind.Word or TokenKind.Number; on++)
        {
            if (text.Tokens.Is(on, "on") && text.Point(on + 1) is { When.Grain: Grain.Day } held)
            {
                return held;
            }
        }

        return null;
    }

    // "4pm", "16:00", and "4" where nothing follows that it could count.
    private static int Hour(Tokens tokens, int at) =>
        Times.After(tokens, at) is > 0 and var time && !tokens.Is(time, "on") ? time
        : tokens[at].IsNumber(1, 12) && tokens[at].Length <= 2 && (tokens[at + 1].Kind is TokenKind.None or TokenKind.Break || tokens[at + 1].Text is "." or "," or "!" && !tokens[at + 2].Glued) ? at + 1
        : -1;

    private static (LocalDate Date, int End)? Range(DateText text, int at, LocalDate first)
    {
        var (_, _, start) = Leads(text, at);

        // "Next Tuesday to Friday" ends on the Friday after that Tuesday.
        if (Vocabulary.Weekday(text.Tokens[start]) is not IsoDayOfWeek.None and var weekday && text.Point(start) is { } bare && bare.End == start + 1)
        {
            return (first.With(DateAdjusters.Next(weekday)), bare.End);
        }

        return text.Point(start) is { When.Grain: not Grain.Vague } last && Rulings.Due(last.When, text.Today) is var date && date >= first
            ? (date, last.End)
            : null;
    }

    /// <summary>The prepositions, ends of day and times that stand before a date.</summary>
    private static (Weight Weight, bool Before, int End) Leads(DateText text, int at)
    {
        var tokens = text.Tokens;
        var (weight, before, end) = (Weight.Clock, false, at);
        for (var words = 0; words < 4; words++)
        {
            int next;
            if (tokens.AfterAny(end, NotBefores) is > 0 and var notBefore)
            {
                (weight, before, next) = (Weight.Placed, false, notBefore);
            }
            else if (tokens.AfterAny(end, Befores) is > 0 and var beforeEnd)
            {
                (weight, before, next) = (Weight.Deadline, true, beforeEnd);
            }
            else if (tokens.AfterAny(end, Deadlines) is > 0 and var deadline)
            {
                (weight, before, next) = (Weight.Deadline, false, deadline);
            }
            else if (tokens.AfterAny(end, DayEnds) is > 0 and var dayEnd)
            {
                (weight, before, next) = (Max(weight, IsClose(tokens, end) ? Weight.Deadline : Weight.Placed), false, dayEnd);
            }
            else if (tokens.AfterAny(end, Places) is > 0 and var place)
            {
                (weight, next) = (Max(weight, Weight.Placed), place);
            }
            else if (Times.After(tokens, end) is > 0 and var time)
            {
                (before, next) = (false, tokens.Is(time, ",") ? time + 1 : time);
            }
            else
            {
                break;
            }

            // A lead that itself begins a date ("in two weeks", "early in May") is left to the date.
            if (text.Point(end) is { } whole && (text.Point(next) is not { } part || part.End <= whole.End))
            {
                return (Max(weight, Weight.Placed), before, end);
            }

            end = next;
        }

        return (weight, before, end);
    }

    private static bool IsClose(Tokens tokens, int at) => tokens[at].Text is "close" or "cop" or "cob" or "eod" or "eop" or "end" or "play" or "latest";

    private static Weight Max(Weight a, Weight b) => a > b ? a : b;

    /// <summary>The place after "by COP", "by noon", "by 5pm" where no day follows.</summary>
    private static int Clock(DateText text, int at)
    {
        var tokens = text.Tokens;
        var start = tokens.AfterAny(at, Deadlines) is > 0 and var lead ? lead : tokens.AfterAny(at, Befores) is > 0 and var before ? before : at;
        if (Times.After(tokens, start) is > 0 and var time && start > at)
        {
            return time;
        }

        return tokens.AfterAny(start, DayEnds) is > 0 and var end && (IsClose(tokens, start) || tokens[start].Text is "noon" or "midday" or "lunchtime" or "lunch" or "teatime" or "tea")
            && !(tokens[start].Text is "end" or "play" or "latest" && end == start + 1)
            && !(tokens.Is(start, "close") && end == start + 1 && (start == at || tokens[end].Kind is TokenKind.Word or TokenKind.Number))
                ? end
                : -1;
    }

    private static bool HasTime(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (tokens[at].Kind == TokenKind.Number || tokens[at].Text is "noon" or "midday" or "lunchtime" or "lunch")
            {
                return true;
            }
        }

        return false;
    }

    private static int Tail(DateText text, int at)
    {
        var tokens = text.Tokens;
        for (var i = 0; i < 3; i++)
        {
            var start = text.SkipMark(at, ",");
            if (tokens.AfterAny(start, Tails) is > 0 and var tail)
            {
                at = tail;
                continue;
            }

            var timeAt = tokens.Is(start, "at") || tokens.Is(start, "by") || tokens.Is(start, "before") || tokens.Is(start, "around") ? start + 1 : start;
            if (Times.After(tokens, timeAt) is > 0 and var time)
            {
                at = time;
                continue;
            }

            break;
        }

        return at;
    }

    /// <summary>"last week", "last Friday's", "since March", "3 days ago": consumed, so that nothing in them counts.</summary>
    private static DateMention? Past(DateText text, int at)
    {
        var tokens = text.Tokens;
        if (tokens.AfterAny(at, Pasts) is not (> 0 and var end))
        {
            return null;
        }

        var ordinal = tokens.Is(end - 1, "last") && text.Point(at) is not null;
        if (ordinal || (!tokens.Is(end - 1, "last") && text.Point(end) is null))
        {
            return null;
        }

        var weekday = tokens.Is(at, "since") ? IsoDayOfWeek.None : Vocabulary.Weekday(tokens[end]);
        if (weekday != IsoDayOfWeek.None)
        {
            return new(text.Today.With(DateAdjusters.Previous(weekday)), Weight.Past, at, end + 1);
        }

        var unit = tokens[end].Text;
        LocalDate? date = unit switch
        {
            "week" or "week's" => Stretch.WeekOf(text.Today).First.PlusDays(-3),
            "night" => text.Today.PlusDays(-1),
            "month" or "month's" => text.Today.With(DateAdjusters.StartOfMonth).PlusDays(-1),
            "year" or "year's" => new LocalDate(text.Today.Year - 1, 12, 31),
            _ => null,
        };
        if (date is { } over)
        {
            return new(over, Weight.Past, at, end + 1);
        }

        return text.Point(end) is { } point ? new(text.Today, Weight.Vague, at, point.End) : null;
    }
}
