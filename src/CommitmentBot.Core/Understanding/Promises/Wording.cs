using System.Text;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Makes the tidy wording: an imperative with a capital letter, without its date, its themes and the words around it.</summary>
internal static class Wording
{
    private static readonly HashSet<string> Trailing = new(
        ["please", "thanks", "then", "too", "instead", "though", "yes", "ok", "okay", "right", "alright", "by", "on", "and", "but", "so", "also", "well", "now", "if", "-", "or", "cheers", "for"], StringComparer.Ordinal);

    /// <summary>The words from <paramref name="verb"/> up to <paramref name="to"/> without the ranges in <paramref name="left"/>; empty where nothing is left.</summary>
    public static string Of(Tokens tokens, int verb, int to, IReadOnlyList<(int From, int To)> left)
    {
        var kept = new List<int>();
        for (var at = verb; at < to; at++)
        {
            if (!IsLeftOut(left, at))
            {
                kept.Add(at);
            }
        }

        while (kept.Count > 0 && IsTrailing(tokens, kept[^1], kept.Count == 1))
        {
            kept.RemoveAt(kept.Count - 1);
        }

        var text = new StringBuilder();
        for (var i = 0; i < kept.Count; i++)
        {
            var token = tokens[kept[i]];
            if (i > 0 && !(token.Glued && kept[i] == kept[i - 1] + 1))
            {
                text.Append(' ');
            }

            var words = token.Kind == TokenKind.Mention ? token.Text.TrimStart('@') : tokens.Source.Substring(token.Start, token.Length);
            text.Append(i == 0 ? Imperative(words, token) : words);
        }

        return text.ToString();
    }

    private static bool IsLeftOut(IReadOnlyList<(int From, int To)> left, int at)
    {
        foreach (var (from, to) in left)
        {
            if (at >= from && at < to)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTrailing(Tokens tokens, int at, bool isOnly) =>
        tokens[at].Kind == TokenKind.Break
        || (tokens[at].Kind == TokenKind.Mark && tokens[at].Text is not (")" or "%" or "\"" or "'" or "]"))
        || (!isOnly && tokens[at].Kind == TokenKind.Word && Trailing.Contains(tokens[at].Text));

    private static string Imperative(string word, in Token token)
    {
        var plain = token.Kind == TokenKind.Word ? Verbs.Plain(token.Text) ?? word : word;
        return plain.Length == 0 ? plain : char.ToUpperInvariant(plain[0]) + plain[1..];
    }
}
