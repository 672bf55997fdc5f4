using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>What a promise depends on: "if funding is agreed", "subject to Cabinet", "once we have the data".</summary>
internal static class Conditions
{
    private static readonly PhraseSet Openers = new(
        "if", "once", "subject to", "provided", "provided that", "providing", "as long as", "so long as", "assuming", "assuming that", "unless", "on condition that",
        "when", "as soon as", "pending", "dependent on", "depending on", "conditional on", "should", "whenever");

    private static readonly PhraseSet Ifs = new("if", "unless", "provided", "providing", "assuming", "should");

    // Courtesies that look like conditions.
    private static readonly PhraseSet Courtesies = new(
        "if that's ok", "if that's okay", "if that's alright", "if that's all right", "if that's fine", "if that is ok", "if that is okay", "if that works", "if that helps", "if it helps",
        "if ok", "if okay", "if possible", "if i may", "if that suits", "if i can", "if we can", "when i can", "when we can", "as soon as possible", "as soon as i can", "as soon as we can", "when possible", "if that's helpful");

    private static readonly PhraseSet Wishes = new(
        "if needed", "if useful", "if helpful", "if required", "if wanted", "if it would help", "if it's useful", "if it would be useful", "if necessary", "if you need", "if anyone needs");

    private static readonly PhraseSet Choices = new(
        "if you'd like", "if you like", "if you want", "if you would like", "if anyone wants", "if people want", "if you wish", "if you'd prefer", "if you prefer", "if anybody wants", "if anyone would like",
        "if you'd rather", "if you fancy");

    /// <summary>Whether a condition begins at a place.</summary>
    public static bool Opens(Tokens tokens, int at) => tokens.AfterAny(at, Openers) > 0;

    /// <summary>Whether the condition at a place may not come true: "if", "unless", and not "once", "when".</summary>
    public static bool IsIf(Tokens tokens, int at) => tokens.AfterAny(at, Ifs) > 0;

    /// <summary>Where a condition begins between two places, after the promise; the end where there is none.</summary>
    public static int Find(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (Opens(tokens, at))
            {
                return at;
            }
        }

        return to;
    }

    /// <summary>Whether what begins at a place is only a courtesy ("if that's alright").</summary>
    public static bool IsCourtesy(Tokens tokens, int at) => tokens.AfterAny(at, Courtesies) > 0;

    /// <summary>Whether what begins at a place makes a "happy to" a bare offer ("if needed").</summary>
    public static bool IsWish(Tokens tokens, int at) => tokens.AfterAny(at, Wishes) > 0 || IsChoice(tokens, at);

    /// <summary>Whether what begins at a place leaves the choice to others ("if you'd like"): an offer, however it is worded.</summary>
    public static bool IsChoice(Tokens tokens, int at) => tokens.AfterAny(at, Choices) > 0;
}
