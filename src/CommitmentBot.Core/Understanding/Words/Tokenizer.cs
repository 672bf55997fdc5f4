using System.Globalization;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Core.Understanding.Words;

/// <summary>Cuts a text into tokens, in one pass. Any sequence of UTF-16 units is a text.</summary>
internal static class Tokenizer
{
    /// <summary>The tokens of what somebody said.</summary>
    public static Tokens Cut(SaidText said)
    {
        var text = said.Plain;
        var mentions = said.Mentions.Count == 0 ? said.Mentions : [.. said.Mentions.OrderBy(mention => mention.Start)];
        var tokens = new List<Token>((text.Length / 4) + 4);
        var nextMention = 0;
        for (var at = 0; at < text.Length;)
        {
            while (nextMention < mentions.Count && mentions[nextMention].Start < at)
            {
                nextMention++;
            }

            int end;
            Token token;
            if (nextMention < mentions.Count && mentions[nextMention].Start == at && mentions[nextMention].Length > 0)
            {
                var mention = mentions[nextMention];
                end = (int)Math.Min(text.Length, (long)at + mention.Length);
                token = new(TokenKind.Mention, at, end - at, mention.Name, nextMention, false, true);
            }
            else if (IsBlank(text[at]) || IsEmphasis(text, at))
            {
                at++;
                continue;
            }
            else
            {
                token = Next(text, at);
                end = token.End;
            }

            tokens.Add(token with { Glued = tokens.Count > 0 && tokens[^1].End == at && tokens[^1].Kind != TokenKind.Break });
            at = end;
        }

        return new(text, mentions, [.. tokens]);
    }

    private static Token Next(string text, int at)
    {
        var c = text[at];
        if (c is '\n' or '\r' or '\u2028' or '\u2029')
        {
            return new(TokenKind.Break, at, 1, "\n", 0, false, false);
        }

        if (IsLink(text, at))
        {
            return Link(text, at);
        }

        if (char.IsAsciiDigit(c))
        {
            return Number(text, at);
        }

        if (IsLetter(c))
        {
            return Word(text, at);
        }

        return char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            ? new(TokenKind.Mark, at, 2, text.Substring(at, 2), 0, false, false)
            : new(TokenKind.Mark, at, 1, Mark(c), 0, false, false);
    }

    private static Token Number(string text, int at)
    {
        var end = at;
        var value = 0;
        for (; end < text.Length && char.IsAsciiDigit(text[end]); end++)
        {
            value = end - at >= 9 ? -1 : (value * 10) + (text[end] - '0');
        }

        return new(TokenKind.Number, at, end - at, text[at..end], value, false, false);
    }

    private static Token Word(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length
            && (IsLetter(text[end]) || (IsInside(text[end]) && end + 1 < text.Length && IsLetter(text[end + 1]))))
        {
            end++;
        }

        var word = text[at..end].ToLowerInvariant().Replace('\u2019', '\'').Replace('\u2018', '\'');
        return new(TokenKind.Word, at, end - at, Spellings.Of(word), 0, false, char.IsUpper(text[at]));
    }

    private static Token Link(string text, int at)
    {
        var end = at;
        while (end < text.Length && !IsBlank(text[end]) && text[end] is not ('<' or '>' or '"' or '\n' or '\r'))
        {
            end++;
        }

        while (end > at + 1 && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or '\'')
        {
            end--;
        }

        return new(TokenKind.Link, at, end - at, text[at..end], 0, false, false);
    }

    private static bool IsLink(string text, int at)
    {
        var rest = text.AsSpan(at);
        return rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsInside(char c) => c is '\'' or '\u2019' or '\u2018' or '&';

    // Zero-width characters and direction marks carry no meaning here.
    private static bool IsBlank(char c) =>
        c is not ('\n' or '\r' or '\u2028' or '\u2029')
        && (char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control);

    // "I'll *definitely* send the _final_ plan": a mark at one end of a word; "urgent_care" is one name, "* " is a bullet.
    private static bool IsEmphasis(string text, int at) =>
        text[at] is '*' or '_' or '~' or '`'
        && (at > 0 && char.IsLetter(text[at - 1])) != (at + 1 < text.Length && char.IsLetter(text[at + 1]));

    private static string Mark(char c) => c switch
    {
        '\u2013' or '\u2014' or '\u2012' or '\u2011' or '\u2010' or '\u2212' => "-",
        '\u201c' or '\u201d' or '\u201e' or '\u00ab' or '\u00bb' => "\"",
        '\u2018' or '\u2019' => "'",
        '\u2026' => ".",
        < '\u0080' => Ascii[c],
        _ => c.ToString(),
    };

    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];
}
