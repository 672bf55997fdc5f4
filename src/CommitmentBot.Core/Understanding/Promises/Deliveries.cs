using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Promises that say what arrives instead of who sends it: "Slides with you by Monday", "Letter to the CEO goes out tomorrow", "You'll have it by Friday".</summary>
internal static class Deliveries
{
    private const int LongestThing = 12;

    private static readonly PhraseSet Arrivals = new(
        "with you", "over to you", "across to you", "to you", "out to", "over to", "goes out", "going out", "go out", "will go out", "will be with you", "will be out", "will be over to you", "to follow",
        "will follow", "coming your way", "coming to you", "coming over", "coming across", "coming shortly", "on its way", "on their way", "heading your way", "in your inbox", "will be in your inbox", "on its way to you", "back to you", "will be back with you");

    private static readonly PhraseSet YoullHave = new("you'll have", "you will have", "you shall have", "you'll get", "you can have", "you can expect", "expect");

    // "It'll be with you by Friday": the thing is known.
    private static readonly PhraseSet Coming = new(
        ((string[])["it'll", "it will", "that'll", "that will", "this will", "they'll", "they will", "these will", "both will"]).SelectMany(
            it => ((string[])["be with you", "be over to you", "be in your inbox", "be back with you"]).Select(there => $"{it} {there}")));

    private static readonly HashSet<string> Openers = new(["sorry", "ok", "okay", "thanks", "yes", "yep", "apologies", "noted", "hi", "morning", "afternoon", "and", "also", "so", "right"], StringComparer.Ordinal);

    private static readonly PhraseSet TakingOn = new(
        "on it", "i'm on it", "i'm on the case", "leave it with me", "leave that with me", "leave this with me", "will do", "i'll own that", "i'll own this", "i'm owning this", "i'm owning that",
        "i've got this", "mine", "that's mine", "that's on me", "no problem", "no probs", "no worries", "can do", "consider it done");

    private static readonly HashSet<string> Things = new(["it", "this", "that", "the", "my", "our", "those", "them", "something", "these", "an", "a"], StringComparer.Ordinal);

    // A thing is named without a verb and without people who would act.
    private static readonly HashSet<string> NotInThings = new(
        """
        i we you he she they it is are was were be been has have had will would can could should may might must need needs want wants please not no never if when who what how why let let's get gets
        send sends sent said says told ask asks asked went came goes go gave i'll we'll i'm we're don't didn't won't can't
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>The cue of a sentence that has no other; it holds only with a date.</summary>
    public static Cue? Read(Tokens tokens, Sentence sentence, bool isTakenOn)
    {
        var from = sentence.From;
        while (from < sentence.To && !sentence.IsQuestion)
        {
            // "Sorry, DPIA coming over today".
            if (tokens.IsOneOf(from, Openers))
            {
                from += tokens[from + 1].Kind == TokenKind.Mark ? 2 : 1;
                continue;
            }

            if (tokens[from].Kind is not (TokenKind.Word or TokenKind.Number))
            {
                return null;
            }

            if (Begins(tokens, sentence, from, isTakenOn) is { } cue)
            {
                return cue;
            }

            // "Just to confirm what I said on the call: …": only what follows the colon counts.
            var colon = from + 1;
            while (colon <= from + LongestThing && (!tokens.Is(colon, ":") || tokens[colon + 1].Glued))
            {
                colon++;
            }

            from = colon <= from + LongestThing ? colon + 1 : sentence.To;
        }

        return null;
    }

    private static Cue? Begins(Tokens tokens, Sentence sentence, int from, bool isTakenOn)
    {
        if (Have(tokens, from) is { } have)
        {
            return have;
        }

        if (tokens.AfterAny(from, Coming) > 0)
        {
            return new(from, from, new DraftOwner.Speaker(), NeedsDate: true);
        }

        for (var at = from + 1; at < sentence.To && at <= from + LongestThing && !tokens.Is(at, ":"); at++)
        {
            // "I owe you a reply, you'll have it tonight".
            if (tokens[at].Text is "," or "-" or "so" or "and" && !tokens.Is(at + 1, "expect") && Have(tokens, at + 1) is { } later)
            {
                return later;
            }

            var arrives = tokens.AfterAny(at, Arrivals) > 0 || (isTakenOn && tokens.Is(at, "to"));
            if (arrives && !HasVerb(tokens, from, at))
            {
                return new(from, from, new DraftOwner.Speaker(), NeedsDate: true);
            }
        }

        return null;
    }

    private static Cue? Have(Tokens tokens, int at) =>
        tokens.AfterAny(at, YoullHave) is > 0 and var have && Things.Contains(tokens[have].Text) ? new(at, have - 1, new DraftOwner.Speaker(), NeedsDate: true) : null;

    /// <summary>Whether a sentence takes on what was asked, so that the next one may say what arrives: "On it. Revised trajectory to region by noon."</summary>
    public static bool TakesOn(Tokens tokens, Sentence sentence) => !sentence.IsQuestion && tokens.AfterAny(sentence.From, TakingOn) > 0;

    private static bool HasVerb(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            // "We'd go out to advert".
            if (tokens.IsOneOf(at, NotInThings) || tokens[at].Text.EndsWith("'d", StringComparison.Ordinal) || tokens[at].Text.EndsWith("'ve", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
