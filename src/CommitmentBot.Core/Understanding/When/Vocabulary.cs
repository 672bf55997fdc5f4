using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>The words of dates.</summary>
internal static class Vocabulary
{
    private static readonly Dictionary<string, int> MonthNames = new(StringComparer.Ordinal)
    {
        ["january"] = 1,
        ["jan"] = 1,
        ["february"] = 2,
        ["feb"] = 2,
        ["febr"] = 2,
        ["march"] = 3,
        ["mar"] = 3,
        ["april"] = 4,
        ["apr"] = 4,
        ["may"] = 5,
        ["june"] = 6,
        ["jun"] = 6,
        ["july"] = 7,
        ["jul"] = 7,
        ["august"] = 8,
        ["aug"] = 8,
        ["september"] = 9,
        ["sept"] = 9,
        ["sep"] = 9,
        ["october"] = 10,
        ["oct"] = 10,
        ["november"] = 11,
        ["nov"] = 11,
        ["december"] = 12,
        ["dec"] = 12,
    };

    private static readonly Dictionary<string, IsoDayOfWeek> WeekdayNames = new(StringComparer.Ordinal)
    {
        ["monday"] = IsoDayOfWeek.Monday,
        ["mon"] = IsoDayOfWeek.Monday,
        ["tuesday"] = IsoDayOfWeek.Tuesday,
        ["tues"] = IsoDayOfWeek.Tuesday,
        ["tue"] = IsoDayOfWeek.Tuesday,
        ["wednesday"] = IsoDayOfWeek.Wednesday,
        ["weds"] = IsoDayOfWeek.Wednesday,
        ["wed"] = IsoDayOfWeek.Wednesday,
        ["thursday"] = IsoDayOfWeek.Thursday,
        ["thurs"] = IsoDayOfWeek.Thursday,
        ["thur"] = IsoDayOfWeek.Thursday,
        ["thu"] = IsoDayOfWeek.Thursday,
        ["friday"] = IsoDayOfWeek.Friday,
        ["fri"] = IsoDayOfWeek.Friday,
        ["saturday"] = IsoDayOfWeek.Saturday,
        ["sat"] = IsoDayOfWeek.Saturday,
        ["sunday"] = IsoDayOfWeek.Sunday,
        ["sun"] = IsoDayOfWeek.Sunday,
    };

    private static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    private static readonly Dictionary<string, int> Cardinals = Units.Select((word, value) => (word, value))
        .Append(("thirty", 30)).Append(("forty", 40)).Append(("fifty", 50)).Append(("sixty", 60)).Append(("seventy", 70)).Append(("eighty", 80)).Append(("ninety", 90))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly Dictionary<string, int> Ordinals = new[]
    {
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
        "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    }.Select((word, index) => (word, index + 1)).Append(("thirtieth", 30))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly HashSet<string> Suffixes = new(["st", "nd", "rd", "th"], StringComparer.Ordinal);

    /// <summary>1 to 12; 0 when the token is no month.</summary>
    public static int Month(in Token token) => token.Kind == TokenKind.Word ? MonthNames.GetValueOrDefault(token.Text) : 0;

    /// <summary>A weekday; None when the token is none.</summary>
    public static IsoDayOfWeek Weekday(in Token token) =>
        token.Kind == TokenKind.Word ? WeekdayNames.GetValueOrDefault(token.Text) : IsoDayOfWeek.None;

    /// <summary>Whether the token is the ending of an ordinal ("th"), glued to its number.</summary>
    public static bool IsSuffix(in Token token) => token is { Kind: TokenKind.Word, Glued: true } && Suffixes.Contains(token.Text);

    /// <summary>A count in figures or words ("3", "three", "twenty-one", "a", "a couple of"), and the place after it.</summary>
    public static (int Value, int End)? Count(Tokens tokens, int at)
    {
        var token = tokens[at];
        if (token.Kind == TokenKind.Number)
        {
            return token.Value >= 0 ? (token.Value, at + 1) : null;
        }

        if (token.Is("a") || token.Is("an"))
        {
            return tokens.Is(at + 1, "couple") ? (2, tokens.Is(at + 2, "of") ? at + 3 : at + 2) : (1, at + 1);
        }

        if (token.Is("couple") && tokens.Is(at + 1, "of"))
        {
            return (2, at + 2);
        }

        return token.Kind == TokenKind.Word && Cardinals.TryGetValue(token.Text, out var value)
            ? Compound(tokens, at, value, Cardinals)
            : null;
    }

    /// <summary>An ordinal in figures or words ("3rd", "third", "twenty-first"), and the place after it.</summary>
    public static (int Value, int End)? Ordinal(Tokens tokens, int at)
    {
        var token = tokens[at];
        if (token.Kind == TokenKind.Number)
        {
            return token.Value is > 0 and <= 366 && IsSuffix(tokens[at + 1]) ? (token.Value, at + 2) : null;
        }

        if (token.Kind != TokenKind.Word)
        {
            return null;
        }

        if (Ordinals.TryGetValue(token.Text, out var value))
        {
            return (value, at + 1);
        }

        if (Cardinals.TryGetValue(token.Text, out var tens) && tens >= 20)
        {
            return Compound(tokens, at, tens, Ordinals) is var (sum, end) && sum != tens ? (sum, end) : null;
        }

        return null;
    }

    private static (int Value, int End) Compound(Tokens tokens, int at, int tens, Dictionary<string, int> ones)
    {
        var next = tokens.Is(at + 1, "-") ? at + 2 : at + 1;
        return tens >= 20 && tokens[next].Kind == TokenKind.Word && ones.TryGetValue(tokens[next].Text, out var one) && one is > 0 and < 10
            ? (tens + one, next + 1)
            : (tens, at + 1);
    }
}
