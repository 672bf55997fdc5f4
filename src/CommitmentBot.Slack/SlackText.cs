using System.Text;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>
/// Reads what Slack delivers as text: control sequences in angle brackets, three characters escaped, the markers of bold and the like. Total: whatever
/// comes in, something readable comes out.
/// </summary>
/// <remarks>https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages</remarks>
internal static class SlackText
{
    /// <summary>How many different people of one message are asked for by name.</summary>
    private const int MaxPeople = 20;

    /// <summary>How far the end of a bold or italic run is looked for.</summary>
    private const int MaxRun = 500;

    /// <summary>The people mentioned, the bot left out.</summary>
    public static IReadOnlyList<string> People(string text, string? bot) =>
        [.. Tokens(text).Where(it => it.IsControl && UserOf(it.Text) is { } user && user != bot).Select(it => UserOf(it.Text)!)
            .Distinct().Take(MaxPeople)];

    /// <summary>Whether somebody is mentioned.</summary>
    public static bool Mentions(string text, string user) => Tokens(text).Any(it => it.IsControl && UserOf(it.Text) == user);

    /// <summary>The text as it was typed, without the mention of <paramref name="bot"/>; people are named by <paramref name="names"/>, or by their id.</summary>
    public static SaidText Read(string text, string? bot, IReadOnlyDictionary<string, string> names)
    {
        var plain = new StringBuilder();
        var mentions = new List<Mentioned>();
        foreach (var token in Tokens(WithoutMarkers(Mrkdwn.Printable(text).ReplaceLineEndings("\n"))))
        {
            if (!token.IsControl)
            {
                Append(plain, Unescape(token.Text));
            }
            else if (UserOf(token.Text) is not { } user)
            {
                Append(plain, Unescape(Control(token.Text)));
            }
            else if (user != bot)
            {
                var name = names.GetValueOrDefault(user) ?? LabelOf(token.Text) ?? user;
                mentions.Add(new Mentioned(plain.Length, name.Length + 1, new UserRef(PlatformName.Slack, user), name));
                plain.Append('@').Append(name);
            }
        }

        var end = plain.Length;
        while (end > 0 && char.IsWhiteSpace(plain[end - 1]))
        {
            end--;
        }

        return new SaidText(plain.ToString(0, end), mentions);
    }

    // Where the bot's mention stood, no gap stays: neither a leading space, colon or comma nor two spaces in a row.
    private static void Append(StringBuilder plain, string piece)
    {
        if (plain.Length == 0)
        {
            plain.Append(piece.TrimStart(' ', '\n', '\t', '\u00a0', ':', ','));
        }
        else
        {
            plain.Append(plain[^1] == ' ' && piece.StartsWith(' ') ? piece[1..] : piece);
        }
    }

    private static string Control(string body)
    {
        var label = LabelOf(body);
        var target = TargetOf(body);
        return target switch
        {
            ['#', .. var channel] => "#" + (label ?? channel),
            "!here" or "!channel" or "!everyone" => "@" + target[1..],
            ['!', .. var other] => label ?? other.Split('^')[0],
            _ when target.StartsWith("mailto:", StringComparison.Ordinal) || target.StartsWith("tel:", StringComparison.Ordinal) =>
                label ?? target[(target.IndexOf(':') + 1)..],
            _ => target,
        };
    }

    private static string? UserOf(string body) =>
        body.StartsWith('@') && TargetOf(body)[1..] is var user && SlackId.IsValid(user) ? user : null;

    private static string TargetOf(string body) => body.IndexOf('|') is >= 0 and var bar ? body[..bar] : body;

    private static string? LabelOf(string body) =>
        body.IndexOf('|') is >= 0 and var bar && bar + 1 < body.Length ? Unescape(body[(bar + 1)..]) : null;

    // The ampersand last, or "&amp;lt;" would become "<".
    private static string Unescape(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);

    private readonly record struct Token(string Text, bool IsControl);

    private static IEnumerable<Token> Tokens(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('<', at);
            var close = open < 0 ? -1 : text.IndexOf('>', open);
            if (close < 0)
            {
                yield return new Token(text[at..], false);
                yield break;
            }

            if (open > at)
            {
                yield return new Token(text[at..open], false);
            }

            yield return new Token(text[(open + 1)..close], true);
            at = close + 1;
        }
    }

    /// <summary>Takes away the pairs of <c>*</c>, <c>_</c>, <c>~</c> and backticks that stand around words; those inside words stay.</summary>
    private static string WithoutMarkers(string text)
    {
        if (text.AsSpan().IndexOfAny("*_~`") < 0)
        {
            return text;
        }

        var dropped = new bool[text.Length];
        for (var at = 0; at < text.Length; at++)
        {
            if (!dropped[at] && text[at] is '*' or '_' or '~' or '`' && Opens(text, at) && Closing(text, at) is { } close)
            {
                dropped[at] = true;
                dropped[close] = true;
            }
        }

        return string.Concat(text.Where((_, at) => !dropped[at]));
    }

    private static bool Opens(string text, int at) =>
        (at == 0 || !IsWord(text[at - 1])) && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]) && text[at + 1] != text[at];

    private static int? Closing(string text, int open)
    {
        var end = Math.Min(text.Length, open + MaxRun);
        for (var at = open + 2; at < end && text[at] != '\n'; at++)
        {
            if (text[at] == text[open] && !char.IsWhiteSpace(text[at - 1]) && (at + 1 == text.Length || !IsWord(text[at + 1])))
            {
                return at;
            }
        }

        return null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '/' or '@';
}
