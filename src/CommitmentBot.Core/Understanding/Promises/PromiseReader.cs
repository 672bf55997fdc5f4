using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Reads the promises and proposals of a text, sentence by sentence and clause by clause.</summary>
internal static class PromiseReader
{
    // More than anybody wants to confirm from one message.
    private const int MostDrafts = 12;

    private const int LongestAside = 12;

    // How far before "I'll" its date may begin: "Before I go on holiday on the 23rd I'll".
    private const int LongestLead = 12;

    private static readonly PhraseSet ClauseEnds = new(
        ", but", "but", ", so", "because", ", because", ", as i", ", as we", ", as it", ", as the", ", as there", ", as they", "(", ", which", ", where", "so that", ", though", "although", ", and i", ", and we", "and i", "and we", ", and then i", "and then i", ", and they", ", and you",
        ", and please", "and please", ", please", ", can you", ", could you", ", and can you", ", and could you", ", is that", ", ok", ", yes", ", alright", ", right", ", does that", "- can", "- could", "- does", "- is",
        ", thanks", "- thanks", ", and he", ", and she", ", let me know", ", not", "- not", "in order to be", ", would", ", will you", ", if you", "as i ", "as we");

    private static readonly PhraseSet Sneers = new("oh sure", "yeah right", "oh yes", "as if", "oh yeah", "sure sure", "oh of course", "oh great", "oh brilliant", "oh good", "oh lovely", "oh fantastic", "oh wonderful", "yeah sure", "yeah yeah", "and pigs", "pigs will", "oh absolutely", "oh no doubt", "sure , and", "right , and i'll just", "yeah , and", "of course , and i'll just", "agenda item", "agenda :");

    /// <summary>The drafts, in the order of the text.</summary>
    public static IReadOnlyList<Draft> Read(DateText text)
    {
        var drafts = new List<Draft>();
        var themes = Themes.Find(text.Tokens);
        DraftOwner? listed = null;
        var isTakenOn = false;
        foreach (var sentence in Sentences.Cut(text.Tokens))
        {
            if (text.Tokens.AfterAny(sentence.From, Sneers) > 0)
            {
                continue;
            }

            if (Lists.Heading(text, sentence) is { } heading)
            {
                listed = heading;
                continue;
            }

            var before = drafts.Count;
            listed = listed is not null && Lists.IsItem(text.Tokens, sentence) ? listed : null;
            foreach (var (cue, end) in Clauses(text, sentence, listed, isTakenOn))
            {
                if (drafts.Count < MostDrafts && Clause(text, sentence, cue, end, themes, isFirst: drafts.Count == before) is { } draft)
                {
                    drafts.Add(draft);
                }
            }

            if (drafts.Count == before && before > 0 && drafts[^1].Due is DueReading.None && DateAlone(text, sentence) is { } due)
            {
                drafts[^1] = drafts[^1] with { Due = due, DueSaid = text.Tokens.Span(sentence.From, sentence.To) };
            }

            isTakenOn = drafts.Count == before && Deliveries.TakesOn(text.Tokens, sentence);
        }

        return drafts;
    }

    /// <summary>The cues of a sentence, each with the place after its clause.</summary>
    private static List<(Cue Cue, int End)> Clauses(DateText text, Sentence sentence, DraftOwner? listed, bool isTakenOn)
    {
        var cues = new List<Cue>();
        if (!sentence.IsQuestion && Assignments.Read(text, sentence) is { } assignment)
        {
            cues.Add(assignment);
        }

        var at = cues.Count > 0 ? cues[0].Verb : sentence.From;
        for (; at < sentence.To && cues.Count <= MostDrafts; at++)
        {
            if ((FirstPerson.Read(text, sentence, at) ?? Assignments.Another(text, sentence, at, isFirst: cues.Count == 0)) is { } cue)
            {
                cues.Add(cue);
                at = cue.Verb;
            }
        }

        if (cues.Count == 0 && (Lists.Item(text.Tokens, sentence, listed) ?? Deliveries.Read(text.Tokens, sentence, isTakenOn)) is { } unsaid)
        {
            cues.Add(unsaid);
        }

        var clauses = new List<(Cue, int)>();
        for (var i = 0; i < cues.Count; i++)
        {
            var limit = i + 1 < cues.Count ? cues[i + 1].From : sentence.To;
            var end = cues[i].Verb + 1;
            while (end < limit && (text.Tokens.AfterAny(end, ClauseEnds) < 0 || Aside(text.Tokens, end, limit) > 0))
            {
                end = Math.Max(end + 1, Aside(text.Tokens, end, limit));
            }

            var cue = cues[i];
            foreach (var next in Continuations.In(text, cue, end).Take(MostDrafts))
            {
                clauses.Add((cue, next.From));
                cue = next;
            }

            clauses.Add((cue, end));
        }

        return clauses;
    }

    // "Send the paper (and the appendix) to Priya": the place after a bracket that closes before the sentence ends; -1 where none opens.
    private static int Aside(Tokens tokens, int at, int limit)
    {
        for (var close = at + 1; tokens.Is(at, "(") && close < limit - 1 && close <= at + LongestAside; close++)
        {
            if (tokens.Is(close, ")"))
            {
                return close + 1;
            }
        }

        return -1;
    }

    private static Draft? Clause(DateText text, Sentence sentence, Cue cue, int end, IReadOnlyList<(int From, int To, string Theme)> themes, bool isFirst)
    {
        var tokens = text.Tokens;
        var conditionAt = Conditions.Find(tokens, cue.Verb, end);
        var courtesy = Conditions.IsCourtesy(tokens, conditionAt);
        var main = conditionAt;
        var leading = sentence.From < cue.From && Conditions.Opens(tokens, sentence.From) ? sentence.From : -1;
        if (Conditions.IsChoice(tokens, conditionAt) || (leading >= 0 && Conditions.IsChoice(tokens, leading)) || (cue.IsOffer && Conditions.IsWish(tokens, conditionAt)))
        {
            return null;
        }

        var inserted = Conditions.Find(tokens, cue.From, cue.Verb);
        var (due, from, to) = Due(text, sentence, cue, main, end, leading, isFirst);
        if (cue.NeedsDate && due is DueReading.None)
        {
            return null;
        }

        var left = themes.Select(theme => (theme.From, theme.To)).Where(range => range.From >= cue.Verb && range.To <= main).ToList();
        var isLoose = from >= cue.Verb && to <= main && IsLoose(tokens, from, to, main);
        if (isLoose)
        {
            left.Add((from, to));
        }

        var wording = Wording.Of(tokens, cue.Verb, main, left);
        if (cue.Borrowed > 0 && wording.Length > 0)
        {
            wording = $"{Wording.Of(tokens, cue.Borrowed, cue.Borrowed + 1, [])} {char.ToLowerInvariant(wording[0])}{wording[1..]}";
        }

        // "Will forward shortly" says when, if not what; "I'll explain" says neither.
        if (wording.Length == 0 || (!wording.Contains(' ', StringComparison.Ordinal) && (cue.NeedsDate || due is DueReading.None { Words: null })))
        {
            return null;
        }

        var promised = isLoose && to == main && from > cue.Verb + 1 ? from : main;
        var promisee = Promisees.Read(tokens, cue.Verb, promised);
        var listener = Promisees.Listener(tokens, cue.Verb, promised);
        var speaker = cue.Owner is DraftOwner.Named or DraftOwner.Several ? Promisees.Speaker(tokens, cue.Verb, promised) : -1;
        var pronoun = Math.Max(speaker, listener);
        return new()
        {
            Owner = cue.Owner,
            OwnerSaid = Whose(tokens, cue),
            Wording = wording,
            Promisee = promisee?.Person,
            ToListener = listener > 0,
            ToSpeaker = speaker > 0,
            PromiseeSaid = promisee is { From: var toFrom, To: var toEnd } ? tokens.Span(toFrom, toEnd) : pronoun > 0 ? tokens.Span(pronoun, pronoun + 1) : null,
            Due = due,
            Said = tokens.Span(leading >= 0 ? leading : cue.From, end),
            DueSaid = to > from ? tokens.Span(from, to) : null,
            Condition = leading >= 0 ? Condition(tokens, leading, cue.From)
                : inserted < cue.Verb ? Condition(tokens, inserted, cue.Verb)
                : conditionAt < end && !courtesy ? Condition(tokens, conditionAt, end) : null,
            Themes = [.. themes.Where(theme => theme.From >= sentence.From && theme.To <= sentence.To).Select(theme => theme.Theme)],
        };
    }

    /// <summary>The date of the promise itself, else of what was said before it ("By Friday I'll"), else of its condition.</summary>
    private static (DueReading Due, int From, int To) Due(DateText text, Sentence sentence, Cue cue, int main, int end, int leading, bool isFirst)
    {
        var tokens = text.Tokens;
        var own = DueDates.ReadPromised(text, cue.Verb, main, isHourEnough: !cue.NeedsDate);
        if (own.Due is not DueReading.None)
        {
            return own;
        }

        // "I'm away tomorrow so Sam will cover", "I'll send it by Friday, Sam will do the slides": what stands before is another clause's.
        var isJoined = tokens[cue.From - 1].Text is "and" or "so" or "but" or "then" || (!isFirst && tokens.Is(cue.From - 1, ","));
        if (leading < 0 && !isJoined)
        {
            var before = DueDates.ReadPromised(text, Math.Max(sentence.From, cue.From - LongestLead), cue.Verb);
            if (before.Due is not DueReading.None && before.To >= cue.From - 1)
            {
                return before;
            }
        }

        // "Once Cabinet has met on Monday" says when; "if you don't hear by Monday" does not.
        var after = main < end && !Conditions.IsIf(tokens, main) ? DueDates.ReadPromised(text, main, end) : own;
        return after.Due is DueReading.None ? own : after;
    }

    // A date is taken out of the wording where the sentence still stands without it: not from "the Tuesday clinic rota".
    private static bool IsLoose(Tokens tokens, int from, int to, int end) =>
        to > from && !tokens.Is(from - 1, "to") && (to >= end || tokens[to].Kind != TokenKind.Word || tokens[to].Text is "to" or "for" or "with" or "and" or "so" or "at" or "in" or "if" or "once" or "about" or "on" or "via" or "from"
            || tokens[from].Text is "by" or "before" or "on" or "within" or "in" or "tomorrow" or "today");

    // "We will, subject to Cabinet, open" says whose it is by "We will".
    private static TextSpan? Whose(Tokens tokens, Cue cue)
    {
        var (from, to) = cue.Whose;
        var end = from;
        while (end < to && !tokens.Is(end, ","))
        {
            end++;
        }

        return end > from ? tokens.Span(from, end) : null;
    }

    private static string? Condition(Tokens tokens, int from, int to)
    {
        while (to > from && (tokens[to - 1].Kind is TokenKind.Mark or TokenKind.Break || tokens[to - 1].Text is "then" or "and"))
        {
            to--;
        }

        var words = tokens.Slice(from, to);
        return words.Length == 0 ? null : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>"I'll send the bed plan. By Friday."</summary>
    private static DueReading? DateAlone(DateText text, Sentence sentence)
    {
        var (due, from, to) = DueDates.Read(text, sentence.From, sentence.To);
        return due is not DueReading.None && from == sentence.From && to == sentence.To ? due : null;
    }
}
