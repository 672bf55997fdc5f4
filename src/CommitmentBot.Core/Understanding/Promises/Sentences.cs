using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>A sentence by its first token, and the one after its last; the full stop is outside.</summary>
internal readonly record struct Sentence(int From, int To, bool IsQuestion);

/// <summary>Cuts a text into sentences. What is quoted belongs to none: it is somebody else's, or another day's, promise.</summary>
internal static class Sentences
{
    private static readonly HashSet<string> Abbreviations = new(
        [
            "dr", "mr", "mrs", "ms", "prof", "cllr", "st", "rev", "sir", "hon", "no", "vs", "approx", "e", "g", "i", "etc", "dept", "jan", "feb", "mar", "apr", "jun", "jul",
            "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
        ],
        StringComparer.Ordinal);

    public static List<Sentence> Cut(Tokens tokens)
    {
        var quoted = Quoted(tokens);
        var sentences = new List<Sentence>();
        var from = 0;
        for (var at = 0; at <= tokens.Count; at++)
        {
            if (at < tokens.Count && !quoted[at] && !IsStop(tokens, at))
            {
                continue;
            }

            if (at > from)
            {
                sentences.Add(new(from, at, tokens.Is(at, "?")));
            }

            from = at + 1;
        }

        return sentences;
    }

    private static bool IsStop(Tokens tokens, int at)
    {
        var token = tokens[at];
        if (token.Kind == TokenKind.Break)
        {
            return true;
        }

        return token.Kind == TokenKind.Mark && (token.Text is "!" or "?" or ";"
            || (token.Text == "." && !tokens[at + 1].Glued && !(tokens[at - 1].Kind == TokenKind.Word && Abbreviations.Contains(tokens[at - 1].Text)
                && tokens[at + 1].Kind is TokenKind.Word or TokenKind.Number or TokenKind.Mention)));
    }

    /// <summary>Which tokens stand in quotation marks, or on a line that begins with a quotation's angle.</summary>
    private static bool[] Quoted(Tokens tokens)
    {
        var quoted = new bool[tokens.Count];
        var (open, openSingle) = (-1, -1);
        var isQuotedLine = false;
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            if (token.Kind == TokenKind.Break)
            {
                isQuotedLine = false;
                (open, openSingle) = (-1, -1);
            }
            else if (token.Is(">") && (at == 0 || tokens[at - 1].Kind == TokenKind.Break))
            {
                isQuotedLine = true;
            }

            quoted[at] = isQuotedLine;
            if (token.Is("\""))
            {
                open = Close(quoted, open, at);
            }
            else if (token.Is("'"))
            {
                // An apostrophe after a letter closes; one before a letter opens.
                openSingle = openSingle >= 0 && token.Glued && !IsGluedWord(tokens, at + 1) ? Close(quoted, openSingle, at)
                    : openSingle < 0 && IsGluedWord(tokens, at + 1) && (!token.Glued || tokens[at - 1].Kind == TokenKind.Mark) ? at
                    : openSingle;
            }
        }

        return quoted;
    }

    private static bool IsGluedWord(Tokens tokens, int at) => tokens[at].Glued && tokens[at].Kind == TokenKind.Word;

    private static int Close(bool[] quoted, int open, int at)
    {
        if (open < 0)
        {
            return at;
        }

        Array.Fill(quoted, true, open, at - open + 1);
        return -1;
    }
}
