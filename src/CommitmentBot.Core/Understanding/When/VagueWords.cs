using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Words that put something off without a day.</summary>
internal static class VagueWords
{
    private static readonly PhraseSet Phrases = new(
        "soon", "asap", "as soon as possible", "as soon as i can", "as soon as we can", "shortly", "in due course", "at some point", "at some stage", "when i can",
        "when we can", "when possible", "when time allows", "later", "later on", "eventually", "tbc", "tba", "to be confirmed", "in the near future", "in the coming weeks",
        "in the coming months", "in the next few weeks", "in the next few days", "over the coming weeks", "over the next few weeks", "over the summer", "sometime",
        "some time", "in a bit", "in a while", "before too long", "before long", "when i get a chance", "when i get a minute", "sooner rather than later",
        "at the earliest opportunity", "urgently", "immediately", "straight away", "at the next opportunity", "going forward", "in good time", "in the new term",
        "early next year", "next term", "this term", "one day", "some day", "someday", "any day now");

    /// <summary>The first such phrase between two places: where it stands.</summary>
    public static (int From, int To)? Find(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (tokens.AfterAny(at, Phrases) is > 0 and var end && end <= to)
            {
                return (at, end);
            }
        }

        return null;
    }
}
