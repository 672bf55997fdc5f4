using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Promises;
using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding;

/// <summary>Finds what would identify a patient, so that nothing of it is stored: an NHS number, or a date of birth beside a full name.</summary>
public static class PatientIdentifier
{
    // How far a name, and the words that announce a date of birth, may stand from the date.
    private const int Beside = 12;

    private const int Announced = 8;

    private const int Near = 4;

    // A day that long ago, next to a name and not announced, is nobody's deadline.
    private const int YearsAgo = 5;

    private static readonly PhraseSet BirthWords = new(
        "dob", "d . o . b", "d . o . b .", "date of birth", "birth date", "birthdate", "born", "born on", "birthday", "d / o / b", "b . d");

    private static readonly HashSet<string> Titles = new(["mr", "mrs", "ms", "miss", "master", "baby", "dr", "patient", "pt"], StringComparer.Ordinal);

    /// <summary>What of that kind is in <paramref name="text"/>; null where there is nothing.</summary>
    public static PatientIdentifierKind? Find(string text, LocalDate today) =>
        NhsNumber.IsIn(text) ? PatientIdentifierKind.NhsNumber
        : IsBirthDateWithName(text, today) ? PatientIdentifierKind.DateOfBirth
        : null;

    private static bool IsBirthDateWithName(string text, LocalDate today)
    {
        var tokens = Tokenizer.Cut(SaidText.Of(text));
        for (var at = 0; at < tokens.Count; at++)
        {
            if (FullDate(tokens, at) is not var (date, end))
            {
                continue;
            }

            var isAnnounced = IsAnnounced(tokens, at, end);
            var isOld = date is { } day && day.PlusYears(YearsAgo) < today;
            if ((isAnnounced && HasName(tokens, at - Beside, at + Beside)) || (isOld && HasName(tokens, at - Near, end + Near)))
            {
                return true;
            }

            at = end - 1;
        }

        return false;
    }

    /// <summary>A date with its year, "12/03/1947", "12.3.47", "1947-03-12", "12 March 1947", "March 12th, 1947"; its day null where the century is a guess.</summary>
    private static (LocalDate? Date, int End)? FullDate(Tokens tokens, int at)
    {
        if (tokens[at].Kind == TokenKind.Number && tokens[at + 1] is { Kind: TokenKind.Mark, Text: "/" or "." or "-" } mark && tokens[at + 3].Is(mark.Text)
            && tokens[at + 2].Kind == TokenKind.Number && tokens[at + 4].Kind == TokenKind.Number)
        {
            var (first, middle, last) = (tokens[at], tokens[at + 2], tokens[at + 4]);
            return first.Length == 4 ? Dated(first, middle.Value, last.Value, at + 5)
                : last.Length is 2 or 4 ? Dated(last, middle.Value, first.Value, at + 5)
                : null;
        }

        var (day, month, after) = tokens[at].Kind == TokenKind.Number ? (tokens[at].Value, MonthAt(tokens, at + 1, out var afterMonth), afterMonth)
            : Vocabulary.Month(tokens[at]) is > 0 and var named ? (tokens[at + 1].Value, named, at + 2)
            : (0, 0, at);
        after = Vocabulary.IsSuffix(tokens[after]) ? after + 1 : after;
        after = tokens.Is(after, ",") ? after + 1 : after;
        return month > 0 && tokens[after] is { Kind: TokenKind.Number, Length: 2 or 4 } year && (year.Length == 4 || !tokens.Is(after + 1, ":")) ? Dated(year, month, day, after + 1) : null;
    }

    private static int MonthAt(Tokens tokens, int at, out int after)
    {
        at = Vocabulary.IsSuffix(tokens[at]) ? at + 1 : at;
        at = tokens[at].Text is "of" or "-" or "/" or "." ? at + 1 : at;
        after = at + 1;
        return Vocabulary.Month(tokens[at]);
    }

    private static (LocalDate? Date, int End)? Dated(in Token year, int month, int day, int end) =>
        Rulings.Exact(Rulings.Year(year.Value), month, day) is { } date ? (year.Length == 4 ? date : null, end) : null;

    private static bool IsAnnounced(Tokens tokens, int from, int to)
    {
        for (var at = Math.Max(0, from - Announced); at < to + Announced; at++)
        {
            if ((at < from || at >= to) && tokens.AfterAny(at, BirthWords) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Two capitalised words in a row, or a title with one: "Mary Jones", "J Smith", "Mr Patel".</summary>
    private static bool HasName(Tokens tokens, int from, int to)
    {
        for (var at = Math.Max(0, from); at < to; at++)
        {
            var isGiven = IsNamePart(tokens[at]) || Titles.Contains(tokens[at].Text);
            var last = tokens.Is(at + 1, "-") || tokens.Is(at + 1, ",") || tokens.Is(at + 1, ".") ? at + 2 : at + 1;
            if (isGiven && IsNamePart(tokens[last]) && tokens[last].Length > 1)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamePart(in Token token) =>
        token is { Kind: TokenKind.Word, Capital: true } && Vocabulary.Month(token) == 0 && Vocabulary.Weekday(token) == IsoDayOfWeek.None
        && !NoNames.Contains(token.Text) && !Subjects.IsBodyWord(token.Text);

    // Words that are written with a capital and name nobody.
    private static readonly HashSet<string> NoNames = new(
        """
        dob date birth born patient nhs i i'll we we'll the please report since on by action and opened founded act health care social bill regulations strategy house street road ward england plan
        city county national mental primary public integrated royal community guidance white paper
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);
}
