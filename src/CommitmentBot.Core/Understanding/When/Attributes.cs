using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Tells a date that says when ("tomorrow I'll") from one that says which ("the May figures"), and reads "Friday's Board".</summary>
internal static class Attributes
{
    private static readonly HashSet<string> Determiners = new(
        ["the", "our", "my", "your", "his", "her", "their", "a", "an", "that", "those", "these", "all", "its", "each", "any", "draft", "final", "full", "revised", "updated", "latest"],
        StringComparer.Ordinal);

    // After a date these go on with the sentence; any other word is what the date describes.
    private static readonly HashSet<string> Followers = new(
        """
        at in by on for to and before with if as because please so or but then when morning afternoon evening night noon around latest after via instead from until till too is was are
        were will would i we you they he she it once unless though although while that which who this where about lunchtime evening onwards onward though thanks again also not now
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    // What is held on its day: "the May Board" says when.
    private static readonly HashSet<string> Meetings = new(
        [
            "board", "meeting", "meetings", "forum", "committee", "call", "council", "cabinet", "panel", "session", "workshop", "huddle", "summit", "conference", "agm", "hwb", "hosc",
            "event", "visit", "scrutiny", "review", "deadline", "partnership", "exec", "execs", "smt", "slt", "elt", "icb", "standup", "catchup", "gold", "silver", "seminar", "hearing", "webinar",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether the words from one place up to another describe the noun behind them: "the Friday rota", not "the Friday meeting".</summary>
    public static bool IsAttributive(Tokens tokens, int from, int to)
    {
        var next = tokens[to];
        return next.Kind == TokenKind.Word && !Followers.Contains(next.Text) && !next.Text.Contains('\'', StringComparison.Ordinal) && !Meetings.Contains(next.Text)
            && (Determiners.Contains(tokens[from - 1].Text) || (tokens.Is(from, "the") && !next.Capital) || IsKind(tokens, from, to));
    }

    // "Open Saturday clinics", "run Friday sessions": a bare weekday and several of something.
    private static bool IsKind(Tokens tokens, int from, int to) =>
        to == from + 1 && Vocabulary.Weekday(tokens[from]) != IsoDayOfWeek.None
        && tokens[to] is { Capital: false, Length: > 4 } next && next.Text.EndsWith('s') && !next.Text.EndsWith("ss", StringComparison.Ordinal) && next.Text is not ("perhaps" or "always");

    /// <summary>Whether a word is what is held on its day.</summary>
    public static bool IsMeeting(in Token token) => token.Kind == TokenKind.Word && Meetings.Contains(token.Text);

    /// <summary>"Thursday's Board", "tomorrow's call", "next week's meeting", "May's Cabinet": the day or period, and the place after its word.</summary>
    public static Found? Possessive(DateText text, int at)
    {
        var tokens = text.Tokens;
        var start = text.SkipThe(at);
        var word = tokens[start];
        if (Bare(word) is { } single)
        {
            var day = Vocabulary.Weekday(single);
            var month = Vocabulary.Month(single);
            return day != IsoDayOfWeek.None ? Found.Day(Rulings.Weekday(day, text.Today), start + 1)
                : month > 0 ? new(Rulings.Month(month, text.Today), start + 1)
                : single.Text is "today" or "tonight" ? Found.Day(text.Today, start + 1)
                : single.Text is "tomorrow" ? Found.Day(text.Today.PlusDays(1), start + 1)
                : null;
        }

        if (word.Text is not ("this" or "next") || Bare(tokens[start + 1]) is not { } unit)
        {
            return null;
        }

        var ahead = word.Text == "next" ? 1 : 0;
        var weekday = Vocabulary.Weekday(unit);
        var later = text.Today.PlusMonths(ahead);
        return weekday != IsoDayOfWeek.None ? Found.Day(Rulings.WeekdayOfWeek(weekday, text.Today, ahead), start + 2)
            : unit.Text == "week" ? new(Stretch.WeekOf(text.Today.PlusWeeks(ahead)), start + 2)
            : unit.Text == "month" ? new(Stretch.Month(later.Year, later.Month), start + 2)
            : null;
    }

    private static Token? Bare(in Token token) =>
        token.Kind == TokenKind.Word && token.Text.EndsWith("'s", StringComparison.Ordinal) ? token with { Text = token.Text[..^2] } : null;
}
