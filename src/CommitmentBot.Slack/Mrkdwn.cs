using System.Buffers;
using System.Text;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>
/// Writes running text as Slack's mrkdwn. Whatever people typed is escaped, so that every control sequence in the result was made here.
/// </summary>
/// <remarks>https://docs.slack.dev/messaging/formatting-message-text/#escaping</remarks>
internal static class Mrkdwn
{
    /// <summary>Escapes the three characters that begin or end control sequences.</summary>
    public static string Escape(string text) =>
        Printable(text).Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Escapes and cuts so that the result has at most <paramref name="max"/> characters.</summary>
    public static string Escape(string text, int max) => Split([new Inline.Text(text)], max, 1)[0];

    /// <summary>The parts in one string of at most <paramref name="max"/> characters, with an ellipsis where it was cut.</summary>
    public static string One(IReadOnlyList<Inline> parts, int max) => Split(parts, max, 1)[0];

    /// <summary>
    /// The parts as at most <paramref name="count"/> strings of at most <paramref name="max"/> characters each, split at white space where there is
    /// any and never inside a control sequence; the last one ends in an ellipsis if there was more. Always at least one, never blank.
    /// </summary>
    public static IReadOnlyList<string> Split(IReadOnlyList<Inline> parts, int max, int count)
    {
        if (parts.All(it => it is Inline.Text) && parts.Sum(it => ((Inline.Text)it).Value.Length) * LongestEscape < max)
        {
            // Most messages are short: these are not taken apart.
            var whole = Escape(string.Concat(parts.Select(it => ((Inline.Text)it).Value)));
            return [string.IsNullOrWhiteSpace(whole) ? "–" : whole];
        }

        var pieces = new List<string>();
        var current = new StringBuilder();
        foreach (var atom in parts.SelectMany(Atoms))
        {
            if (current.Length + atom.Length > max - 1)
            {
                pieces.Add(current.ToString());
                current.Clear();
                if (pieces.Count == count)
                {
                    pieces[^1] = pieces[^1].TrimEnd() + "…";
                    return pieces;
                }
            }

            current.Append(atom);
        }

        pieces.Add(current.ToString());
        pieces.RemoveAll(string.IsNullOrWhiteSpace);
        return pieces.Count > 0 ? pieces : ["–"];
    }

    /// <summary>The smallest strings that must not be split: control sequences, words, and pieces of overlong words.</summary>
    private static IEnumerable<string> Atoms(Inline part) => part switch
    {
        Inline.Text text => Words(text.Value).Select(word => Escape(word)),
        Inline.Bold bold => Bold(Words(Printable(bold.Value).ReplaceLineEndings(" ").Trim())),
        Inline.Mention { User: { Platform: PlatformName.Slack, Id: var id } } when SlackId.IsValid(id) => [$"<@{id}>"],
        Inline.Mention mention => Words(mention.Name).Select(word => Escape(word)),
        Inline.Day day => [Dates.InFull(day.Date)],
        Inline.Link link when link.Url.IsAbsoluteUri && link.Url.Scheme is "https" or "http" or "mailto" => [Link(link)],
        Inline.Link link => [Escape(Limits.Cut(link.Label, WordLength))],
        _ => throw new NotSupportedException($"Slack cannot write {part.GetType().Name}."),
    };

    private static IEnumerable<string> Bold(List<string> words) =>
        words.Select((word, i) => (i == 0 ? "*" : "") + Escape(word) + (i == words.Count - 1 ? "*" : ""));

    private const int WordLength = 200;
    private const int LongestEscape = 5;

    // AbsoluteUri is percent-encoded, so of the characters that matter here only & and | can stand in it.
    private static string Link(Inline.Link link)
    {
        var url = Escape(link.Url.AbsoluteUri).Replace("|", "%7C", StringComparison.Ordinal);
        var label = Escape(Limits.Cut(Printable(link.Label).ReplaceLineEndings(" ").Replace('|', '¦'), WordLength));
        return url.Length > Limits.Field / 2 ? label : label.Length == 0 ? $"<{url}>" : $"<{url}|{label}>";
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && end - start < WordLength && (end == start || !char.IsWhiteSpace(text[end - 1])))
            {
                end++;
            }

            end = Math.Max(start + 1, Limits.Boundary(text, end));
            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    /// <summary>Without control characters other than line breaks and tabs: they show as boxes, and some databases refuse them.</summary>
    public static string Printable(string text) => text.AsSpan().ContainsAny(Unprintable) ? string.Concat(text.Where(c => !IsUnprintable(c))) : text;

    private static readonly SearchValues<char> Unprintable = SearchValues.Create([.. Enumerable.Range(0, 256).Select(it => (char)it).Where(IsUnprintable)]);

    private static bool IsUnprintable(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
