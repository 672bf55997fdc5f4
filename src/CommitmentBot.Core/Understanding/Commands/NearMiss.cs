namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>Finds the command that a mistyped text may have been meant as.</summary>
internal static class NearMiss
{
    // Somebody who types more than this is writing a sentence.
    private const int LongestCommand = 12;

    /// <summary>The nearest command as one would type it, with the number that was typed; null when none is near.</summary>
    public static string? Find(CommandText text)
    {
        var count = text.To - text.From;
        if (count is 0 or > LongestCommand)
        {
            return null;
        }

        // "forum nme" is nearer to "forum name" than to "forum", which it begins with: what says more of the text comes first.
        (CommandEntry? Best, int Words, int Distance) nearest = (null, 0, int.MaxValue);
        Span<string?> typed = new string?[MostWords + 1];
        foreach (var (entry, name, words) in Names)
        {
            if (words >= nearest.Words && words <= count && Distance(typed[words] ??= Typed(text, words), name) is { } distance
                && (words > nearest.Words || distance < nearest.Distance))
            {
                nearest = (entry, words, distance);
            }
        }

        return nearest.Best is { } best ? AsTyped(text, best) : null;
    }

    /// <summary>Whether a word is typed like another, but for a slip of the fingers.</summary>
    public static bool IsLike(string typed, string word) => Distance(typed, word) is not null;

    private static readonly (CommandEntry Entry, string Name, int Words)[] Names =
        [.. CommandList.All.Select(entry => (entry, entry.Name.ToLowerInvariant(), entry.Name.Split(' ').Length))];

    private static readonly int MostWords = Names.Max(name => name.Words);

    private static string Typed(CommandText text, int words) => string.Join(' ', Enumerable.Range(text.From, words).Select(at => text.Tokens[at].Text));

    private static string AsTyped(CommandText text, CommandEntry entry)
    {
        for (var at = text.From; at < text.To; at++)
        {
            if (entry.Topic == CommandTopic.Commitment && text.Reference(at) is var (number, _))
            {
                return entry.Examples[0].Contains(" to ", StringComparison.Ordinal) || entry.Name.StartsWith("call", StringComparison.Ordinal)
                    ? entry.Examples[0].Replace("C-42", $"C-{number}", StringComparison.Ordinal)
                    : $"{entry.Name} C-{number}";
            }
        }

        return entry.Topic != CommandTopic.Commitment ? entry.Examples[0]
            : text.Context.AboutCommitment ? entry.Name
            : $"{entry.Name} C-42";
    }

    // A slip in five letters, two in eight.
    private static int? Distance(string typed, string name)
    {
        var allowed = name.Length < 4 ? 0 : name.Length < 8 ? 1 : 2;
        return Math.Abs(typed.Length - name.Length) <= allowed && Edits(typed, name, allowed) is var distance && distance <= allowed ? distance : null;
    }

    /// <summary>Damerau's distance: a letter too many, too few, another, or two swapped. Any number above <paramref name="allowed"/> where it is more than that.</summary>
    private static int Edits(string a, string b, int allowed)
    {
        // Both are about as short as a command's name.
        var width = b.Length + 1;
        Span<int> table = stackalloc int[(a.Length + 1) * width];
        for (var j = 0; j < width; j++)
        {
            table[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var (row, above) = (i * width, (i - 1) * width);
            table[row] = i;
            var least = i;
            for (var j = 1; j < width; j++)
            {
                var best = Math.Min(table[above + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(table[above + j], table[row + j - 1]) + 1);
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                table[row + j] = swapped ? Math.Min(best, table[above - width + j - 2] + 1) : best;
                least = Math.Min(least, table[row + j]);
            }

            // Not even two letters swapped, which go back to the row before, can make it less than one again.
            if (least > allowed + 1)
            {
                return least;
            }
        }

        return table[^1];
    }
}
