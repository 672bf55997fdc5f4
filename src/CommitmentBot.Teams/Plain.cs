using System.Text;

namespace CommitmentBot.Teams;

/// <summary>
/// What people typed, made safe for the places it goes to. Text runs and inputs show text as it is; text blocks and fallback
/// texts are read as markdown, so what markdown would read as its own is escaped there.
/// </summary>
internal static class Plain
{
    /// <summary>
    /// Without control characters and direction overrides (which make text read as something else), and with <c>{{</c> parted:
    /// card clients read <c>{{DATE(…)}}</c> everywhere.
    /// </summary>
    public static string Run(string text, int most = Limits.TextCharacters)
    {
        var clean = new StringBuilder(Math.Min(text.Length, most) + 8);
        foreach (var c in Cut(text, most).Replace('\t', ' '))
        {
            if (c == '\n' || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
            {
                clean.Append(c);
            }
        }

        return PartBraces(clean.ToString());
    }

    /// <summary>Parts <c>{{</c>, also where one brace was typed by one person and the next by another.</summary>
    public static string PartBraces(string text)
    {
        while (text.Contains("{{", StringComparison.Ordinal))
        {
            text = text.Replace("{{", "{\u2060{", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The same on one line.</summary>
    public static string OneLine(string text, int most = Limits.TextCharacters) =>
        Run(text, most).ReplaceLineEndings(" ").Trim();

    /// <summary>For a text block: nothing in it is markdown, HTML or a mention any more.</summary>
    public static string Markdown(string text, bool startsLine)
    {
        var clean = Run(text);
        var escaped = new StringBuilder(clean.Length + 16);
        var start = startsLine;
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '~' or '|' or '&' or '!' or '#'
                || (start && c is '-' or '+' or '=')
                || (c is '.' or ')' && i > 0 && char.IsAsciiDigit(clean[i - 1])))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
            start = start && c == ' ';
        }

        return escaped.ToString();
    }

    /// <summary>
    /// For summaries and fallback texts, which some clients show as they are and others as markdown: no backslashes that people
    /// would see, but no link with other words on it and no tag either.
    /// </summary>
    public static string Fallback(string text) =>
        OneLine(text, Limits.FallbackCharacters).Replace("](", "] (", StringComparison.Ordinal).Replace("<", "< ", StringComparison.Ordinal);

    /// <summary>A person's name as it may stand between <c>&lt;at&gt;</c> and <c>&lt;/at&gt;</c>.</summary>
    public static string MentionName(string name)
    {
        var clean = string.Concat(OneLine(name, 200).Where(c => c is not ('<' or '>' or '[' or ']' or '*' or '_' or '`' or '\\' or '~'
            or '#' or '|' or '{' or '}' or '!' or '&' or '"'))).Trim();
        return clean.Length > 0 ? clean : "somebody";
    }

    /// <summary>Whether a text block shows this text as it stands, with nothing to escape: then it can be a true heading.</summary>
    public static bool IsTame(string text) =>
        text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or ',' or '\'' or '’' or '?' or ';' or ':' or '-' or '–');

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
