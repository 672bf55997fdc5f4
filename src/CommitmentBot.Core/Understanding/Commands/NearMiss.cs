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

        (string? Best, int Distance) nearest = (null, int.MaxValue);
        foreach (var entry in CommandList.All)
        {
            var words = entry.Name.Split(' ').Length;
            if (words > count || Distance(text, words, entry.Name.ToLowerInvariant()) is not { } distance || distance >= nearest.Distance)
            {
                continue;
            }

            nearest = (AsTyped(text, entry), distance);
        }

        return nearest.Best;
    }

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

    // A slip in five letters, two in eight; a first word that is right makes the rest forgivable ("my comitments").
    private static int? Distance(CommandText text, int words, string name)
    {
        var typed = string.Join(' ', Enumerable.Range(text.From, words).Select(at => text.Tokens[at].Text));
        if (typed.Length > name.Length + 3)
        {
            return null;
        }

        var distance = Edits(typed, name);
        return distance <= (name.Length < 4 ? 0 : name.Length < 8 ? 1 : 2) ? distance : null;
    }

    /// <summary>Damerau's distance: a letter too many, too few, another, or two swapped.</summary>
    private static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                table[i, j] = swapped ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
            }
        }

        return table[a.Length, b.Length];
    }
}
