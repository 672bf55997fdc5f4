using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>What the same person promises in the same breath with a date of its own: "… by Friday and share the rota by Monday", "… and the rota to the ICB by Monday".</summary>
internal static class Continuations
{
    // As many tokens as the first date may take, and as the second may be away: a text of nothing but "and send" is read once.
    private const int Before = 8, After = 40;

    /// <summary>The further cues in the clause of <paramref name="cue"/>, which ends at <paramref name="end"/>.</summary>
    public static IEnumerable<Cue> In(DateText text, Cue cue, int end)
    {
        var (tokens, verb) = (text.Tokens, cue.Verb);
        for (var at = cue.Verb + 2; at < end - 2; at++)
        {
            var begins = tokens.Is(at, "and") ? tokens.Is(at + 1, "then") ? at + 2 : at + 1
                : tokens.Is(at, "then") && tokens.Is(at - 1, ",") ? at + 1
                : -1;

            // Dates are looked for last, where all else fits: they cost the most.
            var isAct = begins > 0 && Verbs.IsAct(tokens[begins].Text) && !tokens.Is(begins, "see") && Verbs.CanBePromised(tokens, begins);
            var isThing = begins > 0 && !isAct && IsThing(tokens, begins) && Verbs.IsTransfer(tokens[verb].Text);
            if (!(isAct || isThing) || !IsDated(text, Math.Max(cue.Verb + 1, at - Before), at))
            {
                continue;
            }

            var (due, from, _) = DueDates.ReadPromised(text, begins + 1, Math.Min(end, begins + After));
            if (due is DueReading.None)
            {
                continue;
            }

            if (isAct)
            {
                verb = begins;
                yield return cue with { From = at, Verb = begins, SaidBefore = cue.Whose };
            }
            else if (IsHandedOver(tokens, begins, from))
            {
                yield return cue with { From = at, Verb = begins, Borrowed = verb, SaidBefore = cue.Whose };
            }
        }
    }

    // The date stands right before the "and", or before a comma before it.
    private static bool IsDated(DateText text, int from, int at)
    {
        var (due, _, to) = DueDates.ReadPromised(text, from, at);
        return due is not DueReading.None && to >= at - 1;
    }

    private static bool IsThing(Tokens tokens, int at) =>
        tokens[at].Text is "the" or "a" or "an" or "my" or "our" or "your" or "their" or "his" or "her" or "some" or "all";

    // Not "and the Board meets on Monday".
    private static bool IsHandedOver(Tokens tokens, int from, int due)
    {
        for (var at = from + 1; at <= due; at++)
        {
            if (tokens[at].Text is "to" or "with" or "for" or "by" or "before")
            {
                return true;
            }
        }

        return false;
    }
}
