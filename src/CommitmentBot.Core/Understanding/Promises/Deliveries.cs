using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Promises that say what arrives instead of who sends it: "Slides with you by Monday", "Letter to the CEO goes out tomorrow", "You'll have it by Friday".</summary>
internal static class Deliveries
{
    private const int LongestThing = 12;

    private static readonly PhraseSet Arrivals = new(
        "with you", "over to you", "across to you", "to you", "out to", "over to", "goes out", "going out", "go out", "will go out", "will be with you", "will be out", "will be over to you", "to follow",
        "will follow", "coming your way", "coming to you", "heading your way", "in your inbox", "will be in your inbox", "on its way to you", "back to you", "will be back with you");

    private static readonly PhraseSet YoullHave = new("you'll have", "you will have", "you shall have", "you'll get", "you can have", "you can expect", "expect");

    private static readonly HashSet<string> Things = new(["it", "this", "that", "the", "my", "our", "those", "them", "something", "these", "an", "a"], StringComparer.Ordinal);

    // A thing is named without a verb and without people who would act.
    private static readonly HashSet<string> NotInThings = new(
        """
        i we you he she they it is are was were be been has have had will would can could should may might must need needs want wants please not no never if when who what how why let let's get gets
        send sends sent said says told ask asks asked went came goes go gave i'll we'll i'm we're don't didn't won't can't
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>The cue of a sentence that has no other; it holds only with a date.</summary>
    public static Cue? Read(Tokens tokens, Sentence sentence)
    {
        var from = sentence.From;
        if (sentence.IsQuestion || tokens[from].Kind is not (TokenKind.Word or TokenKind.Number))
        {
            return null;
        }

        if (tokens.AfterAny(from, YoullHave) is > 0 and var have && Things.Contains(tokens[have].Text))
        {
            return new(from, have - 1, new DraftOwner.Speaker(), NeedsDate: true);
        }

        for (var at = from; at < sentence.To && at <= from + LongestThing; at++)
        {
            // "Just to confirm what I said on the call: …": only what follows the colon counts.
            if (tokens.Is(at, ":") && !tokens[at + 1].Glued)
            {
                return Read(tokens, sentence with { From = at + 1 });
            }

            if (at > from && tokens.AfterAny(at, Arrivals) > 0 && !HasVerb(tokens, from, at))
            {
                return new(from, from, new DraftOwner.Speaker(), NeedsDate: true);
            }
        }

        return null;
    }

    private static bool HasVerb(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (tokens.IsOneOf(at, NotInThings))
            {
                return true;
            }
        }

        return false;
    }
}
