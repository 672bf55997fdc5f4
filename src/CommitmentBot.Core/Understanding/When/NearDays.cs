using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>"today", "tonight", "tomorrow", "tmrw", "the day after tomorrow", "tomorrow week", "a week today"; and "yesterday".</summary>
internal static class NearDays
{
    private static readonly PhraseSet Now = new(
        "today", "tonight", "tonite", "this morning", "this afternoon", "this evening", "this lunchtime", "later today", "within the hour",
        "for the day", "my day", "rest of the day", "the rest of the day", "this eve", "this aft", "this am", "this pm");

    private static readonly PhraseSet Tomorrow = new("tomorrow", "tmrw", "tmw", "tomoz", "tmr", "tomo", "tmoro", "tommorow", "tommorrow", "tomorow");

    private static readonly PhraseSet DayAfter = new("day after tomorrow", "the day after tomorrow", "day after tmrw", "overmorrow");

    private static readonly PhraseSet NextWorkingDay = new(
        "next working day", "the next working day", "following working day", "the following working day", "next business day", "the next business day");

    private static readonly PhraseSet NextDay = new("next day", "the next day", "following day", "the following day");

    private static readonly PhraseSet Same = new("this time", "same time", "the same time", "by this time");

    private static readonly PhraseSet ThisDayWeek = new("this day week", "this day next week");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        if (tokens.AfterAny(at, DayAfter) is > 0 and var afterTomorrow)
        {
            return Found.Day(text.Today.PlusDays(2), afterTomorrow);
        }

        if (tokens.AfterAny(at, NextWorkingDay) is > 0 and var working)
        {
            return Found.Day(text.Context.Calendar.Plus(text.Today, 1), working);
        }

        if (tokens.AfterAny(at, ThisDayWeek) is > 0 and var dayWeek)
        {
            return Found.Day(text.Today.PlusWeeks(1), dayWeek);
        }

        // "Next day delivery" is a kind of delivery.
        if (tokens.AfterAny(at, NextDay) is > 0 and var nextDay && (tokens[nextDay].Kind != TokenKind.Word || tokens[nextDay].Text is "at" or "by" or "before" or "for" or "to"))
        {
            return Found.Day(text.Today.PlusDays(1), nextDay);
        }

        // "2day", "2moro", "2nite".
        if (tokens[at].Text == "2" && tokens[at + 1] is { Glued: true, Text: "day" or "moro" or "morrow" or "nite" or "night" } texted)
        {
            return Found.Day(text.Today.PlusDays(texted.Text is "moro" or "morrow" ? 1 : 0), at + 2);
        }

        if (tokens.AfterAny(at, Same) is > 0 and var time)
        {
            return ThisTime(text, time);
        }

        if (tokens.Is(at, "yesterday"))
        {
            return Found.Day(text.Today.PlusDays(-1), at + 1);
        }

        var (days, end) = tokens.AfterAny(at, Now) is > 0 and var now ? (0, now)
            : tokens.AfterAny(at, Tomorrow) is > 0 and var tomorrow ? (1, tomorrow)
            : (-1, at);
        return days < 0 ? null : tokens[end].Text switch
        {
            "week" when !tokens.Is(end + 1, "'") => Found.Day(text.Today.PlusDays(days + 7), end + 1),
            "fortnight" => Found.Day(text.Today.PlusDays(days + 14), end + 1),
            _ => Found.Day(text.Today.PlusDays(days), end),
        };
    }

    /// <summary>"this time next week", "this time tomorrow".</summary>
    private static Found? ThisTime(DateText text, int at)
    {
        var tokens = text.Tokens;
        return tokens.After(at, "next", "week") is > 0 and var week ? Found.Day(text.Today.PlusWeeks(1), week)
            : tokens.After(at, "next", "month") is > 0 and var month ? Found.Day(text.Today.PlusMonths(1), month)
            : tokens.After(at, "next", "year") is > 0 and var year ? Found.Day(text.Today.PlusYears(1), year)
            : tokens.AfterAny(at, Tomorrow) is > 0 and var tomorrow ? Found.Day(text.Today.PlusDays(1), tomorrow)
            : null;
    }
}
