using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>The year that may follow a day or a month: "2026", "'26", "two thousand and twenty-six", "next year", "of this year".</summary>
internal static class Years
{
    private static readonly PhraseSet This = new("this year", "the current year", "this same year", "the same year");

    private static readonly PhraseSet Next = new("next year", "the next year", "the following year", "the coming year");

    /// <summary>The year at a place or after "of", "in" and marks; and the place after it.</summary>
    public static (int Year, int End)? After(DateText text, int at)
    {
        var tokens = text.Tokens;
        at = text.SkipMark(text.SkipMark(at, "."), ",-/");
        at = tokens.Is(at, "of") || tokens.Is(at, "in") ? at + 1 : at;
        return text.Year(at)
            ?? (tokens.AfterAny(at, This) is > 0 and var here ? ((int, int)?)(text.Today.Year, here) : null)
            ?? (tokens.AfterAny(at, Next) is > 0 and var next ? ((int, int)?)(text.Today.Year + 1, next) : null)
            ?? InWords(tokens, at);
    }

    private static (int Year, int End)? InWords(Tokens tokens, int at)
    {
        if (tokens.After(at, "two", "thousand") is > 0 and var thousands)
        {
            var rest = tokens.Is(thousands, "and") ? thousands + 1 : thousands;
            return TwoFigures(tokens, rest) is var (value, end) ? (2000 + value, end) : (2000, thousands);
        }

        var century = tokens[at].Text switch { "nineteen" => 1900, "twenty" => 2000, _ => 0 };
        return century > 0 && TwoFigures(tokens, at + 1) is var (years, after) && years >= 10 ? (century + years, after) : null;
    }

    private static (int Value, int End)? TwoFigures(Tokens tokens, int at) =>
        tokens[at].Kind == TokenKind.Word && Vocabulary.Count(tokens, at) is var (value, end) && value is > 0 and < 100 && tokens[at].Length > 2
            ? (value, end)
            : null;
}
