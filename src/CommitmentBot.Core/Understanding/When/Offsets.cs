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
        "in under", "in less than", "within a maximum of", "within about", "in about", "+");

    private static readonly PhraseSet FromNow = new(
        "from now", "from today", "today", "hence", "later", "time", "' time", "' s time", "in the future", "from the date of this message", "after today", "out");

    // How far an event may stand from its date: "a week before the Health and Wellbeing Board on 19 June".
    private const int LongestEventName = 6;

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var lead = tokens.AfterAny(at, Leads);
        if (Length(tokens, lead > 0 ? lead : at) is not { } duration)
        {
            return WeekOn(text, at, depth);
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

        if (Anchored(text, duration, depth) is { } anchored)
        {
            return anchored;
        }

        var isWholeText = at == 0 && tokens[text.SkipMark(end, ".")].Kind == TokenKind.None;
        return lead > 0 || isWholeText ? From(text, duration, text.Today, 1, end) : null;
    }

    /// <summary>"2 weeks from Friday", "3 days after the meeting on 12 May", "a week before Christmas".</summary>
    private static Found? Anchored(DateText text, Span duration, int depth)
    {
        var tokens = text.Tokens;
        var sign = tokens[duration.End].Text switch
        {
            "after" or "from" or "following" => 1,
            "before" => -1,
            _ => 0,
        };
        if (sign == 0)
        {
            return null;
        }

        var at = duration.End + 1;
        for (var i = 0; i <= LongestEventName; i++)
        {
            if (i > 0 && !(tokens.Is(at + i - 1, "on") || i == 1))
            {
                continue;
            }

            if (text.Point(at + i, depth + 1) is { When.Grain: not Grain.Vague } anchor)
            {
                return From(text, duration, sign > 0 ? anchor.When.Last : anchor.When.First, sign, anchor.End);
            }
        }

        return null;
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
        var isWeekday = on && Vocabulary.Weekday(tokens[text.SkipThe(end + 1)]) != IsoDayOfWeek.None;
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
        if (Vocabulary.Count(tokens, at) is not var (count, end) || count is < 1 or > 100_000)
        {
            return null;
        }

        // "two and a half days": the half is not counted.
        end = tokens.After(end, "and", "a", "half") is > 0 and var half ? half : tokens.After(end, "and", "half") is > 0 and var bare ? bare : end;
        var working = tokens.Is(end, "working") || tokens.Is(end, "business");
        var calendar = tokens.Is(end, "calendar") || tokens.Is(end, "full") || tokens.Is(end, "whole") || tokens.Is(end, "clear");
        end = working || calendar ? end + 1 : end;
        if (tokens[end].Kind != TokenKind.Word)
        {
            return null;
        }

        return tokens[end].Text switch
        {
            "day" or "days" when working => new(0, 0, count, 0, end + 1),
            "day" or "days" => new(0, count, 0, 0, end + 1),
            "week" or "weeks" or "wk" or "wks" => new(0, 7 * count, 0, 0, end + 1),
            "fortnight" or "fortnights" => new(0, 14 * count, 0, 0, end + 1),
            "month" or "months" => new(count, 0, 0, 0, end + 1),
            "year" or "years" or "yr" or "yrs" => new(12 * count, 0, 0, 0, end + 1),
            "hour" or "hours" or "hr" or "hrs" => new(0, 0, 0, 60 * count, end + 1),
            "minute" or "minutes" or "min" or "mins" => new(0, 0, 0, count, end + 1),
            _ => null,
        };
    }
}
