using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Finds themes typed as <c>#urgent-care</c>.</summary>
internal static class Themes
{
    public static List<(int From, int To, string Theme)> Find(Tokens tokens)
    {
        var found = new List<(int, int, string)>();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (!tokens.Is(at, "#") || tokens[at + 1] is not { Kind: TokenKind.Word, Glued: true })
            {
                continue;
            }

            var end = at + 2;
            while (tokens[end].Glued && (tokens[end].Kind is TokenKind.Word or TokenKind.Number
                || (tokens[end].Text is "-" or "_" && tokens[end + 1] is { Kind: TokenKind.Word or TokenKind.Number, Glued: true })))
            {
                end++;
            }

            found.Add((at, end, tokens.Slice(at + 1, end).ToLowerInvariant()));
            at = end - 1;
        }

        return found;
    }
}
