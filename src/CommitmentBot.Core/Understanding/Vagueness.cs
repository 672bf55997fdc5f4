using CommitmentBot.Core.Chat;

namespace CommitmentBot.Core.Understanding;

/// <summary>The one friendly question about what a draft leaves open. Whoever is asked may leave it as it is.</summary>
public static class Vagueness
{
    // Words that promise an effort and not a result.
    private static readonly string[] Hedges =
    [
        "try to", "try and", "do my best", "do our best", "make every effort", "endeavour", "aim to", "hope to", "look into", "look at", "have a look", "explore", "consider", "think about", "work on",
        "work towards", "keep an eye", "see whether", "see if", "continue to", "as far as possible", "where possible", "if possible", "asap", "as soon as possible",
    ];

    // "Do it", "Pick this up": fine in a conversation, but nobody else will know what it was.
    private static readonly HashSet<string> Pronouns = new(["it", "this", "that", "those", "these", "them", "one", "something", "things"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Particles = new(
        ["up", "on", "over", "out", "back", "away", "forward", "to", "with", "for", "round", "you", "the", "a", "in", "off", "together", "again", "all"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The question that must be answered before anything can be recorded, as there is no day to hold it to; null where there is one.</summary>
    public static string? AboutDate(Draft draft) => draft.Due switch
    {
        DueReading.InThePast past => $"{Dates.InFull(past.Date)} is over. By when will it be?",
        DueReading.None { Words: { } vague } => $"By which day would “{vague}” be?",
        DueReading.None => "By which day?",
        _ => null,
    };

    /// <summary>The question that may be left unanswered: about a hedge, or about what there will be to see; null where the words are plain.</summary>
    public static string? AboutWords(Draft draft, string words)
    {
        var start = Math.Clamp(draft.Said.Start, 0, words.Length);
        var clause = words.AsSpan(start, Math.Min(draft.Said.Length, words.Length - start));
        foreach (var hedge in Hedges)
        {
            if (clause.Contains(hedge, StringComparison.OrdinalIgnoreCase))
            {
                return $"You said “{hedge}”: what will there be to see by then? You can also leave it as it is.";
            }
        }

        return HasNoObject(draft.Wording) ? "What exactly will there be by then? You can also leave it as it is." : null;
    }

    private static bool HasNoObject(string wording)
    {
        var words = wording.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 1 || (words.Length <= 5 && words.Skip(1).Any(Pronouns.Contains) && words.Skip(1).All(word => Pronouns.Contains(word) || Particles.Contains(word)));
    }
}
