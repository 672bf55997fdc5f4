using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>
/// "in three weeks", "within 5 working days", "in the next 10 days", "2 weeks from Friday", "a week before the HWB on 19 June",
/// "a week on Friday", "six months hence", "in 24 hours".
/// </summary>
internal static class Offsets
{
    private static readonly PhraseSet Leads = new(
        "in the next", "within the next", "over the next", "for the next", "during the next", "the next", "next", "in", "within", "inside", "after",
        "in under", "in less than", "within a maximum of", "within about", "in about", "+", "the coming", "coming", "in the coming", "over the coming", "within the coming",
        "during the coming", "for the coming", "the following", "following", "in the following", "over the following", "within the following", "upcoming", "the upcoming",
        "in the upcoming", "no more than", "in no more than", "within no more than", "not more than", "within a period of", "in approximately", "in approx", "in around",
        "in roughly", "in just over", "in just under", "in the space of", "in another", "in exactly", "give me", "give us", "at most", "within the", "in at most", "within at most");

    private static readonly PhraseSet FromNow = new(
        "from now", "from today", "today", "hence", "later", "time", "' time", "' s time", "in the future", "from the date of this message", "after today", "out", "from this date",
        "of today", "from the date of this email", "from now on", "on from now", "on from today");

    // How far an event may stand from its date: "a week before the Health and Wellbeing Board on 19 June".
    private const int LongestEventName = 6;

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var lead = tokens.AfterAny(at, Leads);
        if (Length(tokens, lead > 0 ? lead : at) is not { } duration)
        {
            return WeekOn(text, at, depth) ?? Nth(text, at, depth);
        }

        var end = duration.End;
        if (tokens.AfterAny(end, FromNow) is > 0 and var now)
        {
            return tokens.Is(now - 1, "out") && lead < 0 ? null : From(text, duration, text.Today, 1, now);
        }

        if (WeekOn(text, at, depth) is { } weekOn)
        {
            return weekOn;
        }

        if (!IsRate(tokens, at) && Anchored(text, duration, depth, lead > 0) is { } anchored)
        {
            return anchored;
        }

        var isWholeText = at == 0 && tokens[text.SkipMark(end, ".")].Kind == TokenKind.None;
        return lead > 0 || isWholeText ? From(text, duration, text.Today, 1, end) : null;
    }

    // "30 referrals a week from 2 June".
    private static bool IsRate(Tokens tokens, int at) => tokens.Is(at, "a") && tokens[at - 1].Kind == TokenKind.Word && (tokens[at - 2].Kind == TokenKind.Number || tokens[at - 3].Kind == TokenKind.Number) && tokens[at - 1].Text is not ("and" or "for" or "in");

    /// <summary>"2 weeks from Friday", "3 days after the meeting on 12 May", "a week before Christmas"; "within 5 days of the Board on 12 May".</summary>
    private static Found? Anchored(DateText text, Span duration, int depth, bool hasLead)
    {
        var sign = text.Tokens[duration.End].Text switch
        {
            "after" or "from" or "following" => 1,
            "of" when hasLead => 1,
            "before" => -1,
            "prior" when text.Tokens.Is(duration.End + 1, "to") => -1,
            _ => 0,
        };
        var at = duration.End + (text.Tokens.Is(duration.End, "prior") ? 2 : 1);
        return sign != 0 && Anchor(text, at, depth) is { } anchor
            ? From(text, duration, sign > 0 ? anchor.When.Last : anchor.When.First, sign, anchor.End)
            : null;
    }

    /// <summary>The day or period at a place, or after an event's name: "Friday", "the Health and Wellbeing Board on 19 June".</summary>
    public static Found? Anchor(DateText text, int at, int depth)
    {
        for (var i = 0; i <= LongestEventName; i++)
        {
            if ((i < 2 || text.Tokens.Is(at + i - 1, "on")) && text.Point(at + i, depth + 1) is { When.Grain: not Grain.Vague } anchor)
            {
                return anchor;
            }
        }

        return null;
    }

    /// <summary>"the day before the Board on 29 May", "the second week after Easter".</summary>
    private static Found? Nth(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var start = text.SkipThe(at);
        var (count, unit) = Vocabulary.Ordinal(tokens, start) ?? (0, start);
        var days = tokens[unit].Text switch
        {
            "day" or "night" or "evening" or "morning" or "afternoon" => Math.Max(count, 1),
            "week" when count > 0 => 7 * count,
            _ => 0,
        };
        return days is > 0 and < 1000 && tokens[unit].Kind == TokenKind.Word ? Anchored(text, new(0, days, 0, 0, unit + 1), depth, hasLead: false) : null;
    }

    /// <summary>"a week on Friday", "week tomorrow", "a fortnight today", "two weeks on Friday".</summary>
    private static Found? WeekOn(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var (weeks, end) = Vocabulary.Count(tokens, at) is var (count, after)
            ? tokens.Is(after, "week") || tokens.Is(after, "weeks") ? (count, after + 1)
                : tokens.Is(after, "fortnight") ? (2 * count, after + 1)
                : (0, -1)
            : tokens.Is(at, "week") ? (1, at + 1)
            : tokens.Is(at, "fortnight") ? (2, at + 1)
            : (0, -1);
        if (weeks is < 1 or > 520)
        {
            return null;
        }

        var on = tokens.Is(end, "on");
        var isNearDay = tokens[end].Text is "today" or "tomorrow" or "tmrw";
        var isWeekday = (on || !tokens.Is(at, "week")) && Vocabulary.Weekday(tokens[text.SkipThe(on ? end + 1 : end)]) != IsoDayOfWeek.None;
        return (isNearDay || isWeekday) && text.Point(on ? end + 1 : end, depth + 1) is { When.Grain: Grain.Day } day
            ? Found.Day(day.When.First.PlusWeeks(weeks), day.End)
            : null;
    }

    private static Found? From(DateText text, Span span, LocalDate start, int sign, int end)
    {
        if (span.IsTooLong)
        {
            return null;
        }

        if (span.WorkingDays > 0)
        {
            return Found.Day(text.Context.Calendar.Plus(start, sign * span.WorkingDays), end);
        }

        var day = start.PlusMonths(sign * span.Months).PlusDays(sign * span.Days);
        if (span.Minutes > 0 && start == text.Today)
        {
            var moment = text.Context.Said + Duration.FromMinutes(sign * span.Minutes);
            day = moment.InZone(text.Context.Zone).Date.PlusMonths(sign * span.Months).PlusDays(sign * span.Days);
        }

        return Found.Day(day, end);
    }

    private readonly record struct Span(int Months, int Days, int WorkingDays, int Minutes, int End)
    {
        public bool IsTooLong => Months > 1200 || Days > 36525 || WorkingDays > 1000 || Minutes > 1_000_000;
    }

    /// <summary>"three weeks", "1 day 2 hours", "5 years, 1 month and 12 days", "10 working days", "a fortnight".</summary>
    private static Span? Length(Tokens tokens, int at)
    {
        var sum = new Span(0, 0, 0, 0, -1);
        for (var parts = 0; parts < 4; parts++)
        {
            var start = parts == 0 ? at : tokens.Is(at, "and") || tokens.Is(at, ",") ? at + 1 : at;
            if (Part(tokens, start) is not { } part)
            {
                break;
            }

            sum = new(sum.Months + part.Months, sum.Days + part.Days, sum.WorkingDays + part.WorkingDays, sum.Minutes + part.Minutes, part.End);
            at = part.End;
        }

        return sum.End > 0 ? sum : null;
    }

    private static Span? Part(Tokens tokens, int at)
    {
        if (Halves(tokens, at) is { } half)
        {
            return half;
        }

        if (Vocabulary.Count(tokens, at) is not var (count, end) || count is < 1 or > 100_000)
        {
            return null;
        }

        // "2 or 3 weeks", "two to three days": the later one.
        if (tokens[end].Text is "or" or "to" or "-" && Vocabulary.Count(tokens, end + 1) is var (more, afterMore) && more > count && Of(tokens, afterMore, more, false) is not null)
        {
            (count, end) = (more, afterMore);
        }

        // "A week or two": the later again.
        if (count == 1 && Of(tokens, end, 2, false) is { } two && tokens.After(two.End, "or", "two") is > 0 and var orTwo)
        {
            return two with { End = orTwo };
        }

        // "two and a half years", "1.5 hours".
        var isHalf = tokens.AfterAny(end, AndAHalf) > 0;
        end = isHalf ? tokens.AfterAny(end, AndAHalf) : end;
        if (tokens.Is(end, ".") && tokens[end].Glued && tokens[end + 1] is { Glued: true, Kind: TokenKind.Number, Text: "5" })
        {
            (isHalf, end) = (true, end + 2);
        }

        var working = tokens.Is(end, "working") || tokens.Is(end, "business");
        var calendar = tokens.Is(end, "calendar") || tokens.Is(end, "full") || tokens.Is(end, "whole") || tokens.Is(end, "clear") || tokens.Is(end, "more");
        end = working || calendar ? end + 1 : end;
        if (Of(tokens, end, count, working) is not { } span)
        {
            return null;
        }

        if (!isHalf && tokens.AfterAny(span.End, AndAHalf) is > 0 and var halfAfter)
        {
            (isHalf, span) = (true, span with { End = halfAfter });
        }

        return isHalf && Half(tokens[end].Text) is { } rest
            ? span with { Months = span.Months + rest.Months, Days = span.Days + rest.Days, Minutes = span.Minutes + rest.Minutes }
            : span;
    }

    private static readonly PhraseSet AndAHalf = new("and a half", "and half", "1 / 2", "½");

    /// <summary>"half an hour", "half a year"; a bare "fortnight" or "hour" after "the next".</summary>
    private static Span? Halves(Tokens tokens, int at)
    {
        if (tokens.Is(at, "half"))
        {
            var unit = tokens.Is(at + 1, "a") || tokens.Is(at + 1, "an") ? at + 2 : at + 1;
            return Half(tokens[unit].Text) is { } half ? half with { End = unit + 1 } : null;
        }

        if (tokens.After(at, "a", "half") is > 0 and var aHalf)
        {
            return Half(tokens[aHalf].Text) is { } half ? half with { End = aHalf + 1 } : null;
        }

        return tokens[at].Text is "fortnight" or "hour" or "decade" && tokens[at - 1].Text is "next" or "coming" or "following" or "the" ? Of(tokens, at, 1, false) : null;
    }

    // Half a day is still the same day.
    private static Span? Half(string unit) => unit switch
    {
        "year" or "years" => new(6, 0, 0, 0, 0),
        "month" or "months" => new(0, 15, 0, 0, 0),
        "fortnight" => new(0, 7, 0, 0, 0),
        "week" or "weeks" => new(0, 3, 0, 0, 0),
        "day" or "days" => new(0, 0, 0, 0, 0),
        "hour" or "hours" => new(0, 0, 0, 30, 0),
        _ => null,
    };

    private static Span? Of(Tokens tokens, int at, int count, bool working)
    {
        var unit = tokens[at];
        if (unit.Kind != TokenKind.Word)
        {
            return null;
        }

        // "1 week's time"; "2h" and "5d" only as one word.
        var isTime = unit.Text.EndsWith("'s", StringComparison.Ordinal) && tokens.Is(at + 1, "time");
        var name = isTime ? unit.Text[..^2] : unit.Text;
        Span? span = name switch
        {
            "day" or "days" when working => new(0, 0, count, 0, at + 1),
            "wd" or "wds" => new(0, 0, count, 0, at + 1),
            "day" or "days" => new(0, count, 0, 0, at + 1),
            "d" when unit.Glued => new(0, count, 0, 0, at + 1),
            "week" or "weeks" or "wk" or "wks" => new(0, 7 * count, 0, 0, at + 1),
            "w" when unit.Glued => new(0, 7 * count, 0, 0, at + 1),
            "fortnight" or "fortnights" => new(0, 14 * count, 0, 0, at + 1),
            "month" or "months" or "mth" or "mths" => new(count, 0, 0, 0, at + 1),
            "mo" or "mos" when unit.Glued => new(count, 0, 0, 0, at + 1),
            "quarter" or "quarters" => new(3 * count, 0, 0, 0, at + 1),
            "year" or "years" or "yr" or "yrs" => new(12 * count, 0, 0, 0, at + 1),
            "y" when unit.Glued => new(12 * count, 0, 0, 0, at + 1),
            "decade" or "decades" => new(120 * count, 0, 0, 0, at + 1),
            "hour" or "hours" or "hr" or "hrs" => new(0, 0, 0, 60 * count, at + 1),
            "h" when unit.Glued => new(0, 0, 0, 60 * count, at + 1),
            "minute" or "minutes" or "min" or "mins" => new(0, 0, 0, count, at + 1),
            "second" or "seconds" or "secs" or "sec" => new(0, 0, 0, 1, at + 1),
            _ => null,
        };
        return span;
    }
}
