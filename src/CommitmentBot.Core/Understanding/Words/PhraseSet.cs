namespace CommitmentBot.Core.Understanding.Words;

/// <summary>A set of phrases, found by their first word; the longest one wins.</summary>
internal sealed class PhraseSet
{
    private readonly Dictionary<string, string[][]> _byFirst;

    // The letters that its phrases begin with: most words are none of its own, and this says so without looking them up.
    private readonly uint _letters;

    /// <summary>From phrases whose words and marks are separated by single spaces.</summary>
    public PhraseSet(params IEnumerable<string> phrases)
    {
        _byFirst = phrases.Select(phrase => phrase.Split(' '))
            .GroupBy(words => words[0], StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key, group => group.OrderByDescending(words => words.Length).ToArray(), StringComparer.Ordinal);
        _letters = _byFirst.Keys.Aggregate(0u, (letters, word) => letters | Letter(word));
    }

    private static uint Letter(string word) => 1u << (word[0] & 31);

    /// <summary>The words its phrases begin with.</summary>
    public IEnumerable<string> FirstWords => _byFirst.Keys;

    /// <summary>The place after the longest phrase that begins at <paramref name="at"/>; -1 when none does.</summary>
    public int Match(Tokens tokens, int at)
    {
        ref readonly var first = ref tokens[at];
        if (first.Kind is not (TokenKind.Word or TokenKind.Mark) || (_letters & Letter(first.Text)) == 0 || !_byFirst.TryGetValue(first.Text, out var phrases))
        {
            return -1;
        }

        foreach (var phrase in phrases)
        {
            var after = tokens.After(at, phrase);
            if (after >= 0)
            {
                return after;
            }
        }

        return -1;
    }
}
