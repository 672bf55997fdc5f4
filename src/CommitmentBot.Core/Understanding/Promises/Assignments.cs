using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Proposals for somebody else, at the start of a sentence: "Sarah Ali to circulate", "Action: Tom to", "Cllr Ali agreed to", "the Trust will".</summary>
internal static class Assignments
{
    private const int LongestSubject = 12, LongestTopic = 8;

    // "One option: Tom to circulate it" assigns nothing.
    private static readonly HashSet<string> NoTopics = new(
        ["option", "options", "idea", "suggestion", "suggest", "proposal", "question", "maybe", "perhaps", "could", "if", "said", "says", "told", "reads", "wrote", "headline", "plan", "template", "example", "quote", "i", "we"],
        StringComparer.Ordinal);

    private static readonly PhraseSet Labels = new(
        "action", "actions", "ap", "action point", "agreed", "agreed action", "resolved", "decision", "it was agreed that", "it was agreed", "we agreed that", "we agreed", "todo", "to do", "next steps",
        "next step", "record", "record that", "log", "log this", "please record", "please record that", "one for the minutes", "for the minutes", "minutes", "note", "please note", "note that", "so", "and", "ok", "ok so", "then", "please log", "commitment", "propose", "propose that", "i propose that");

    private static readonly PhraseSet TheirTo = new("to", "to please");

    private static readonly PhraseSet TheirWill = new(
        "will", "shall", "agreed to", "is to", "are to", "undertook to", "committed to", "promised to", "commits to", "offered to", "volunteered to", "would",
        "resolved to", "agrees to", "undertakes to", "pledged to", "was asked to", "were asked to", "took an action to", "took the action to", "has an action to",
        "volunteers to", "offers to", "promises to", "pledges to");

    // "Has agreed to", "have kindly offered to", "Jim's committed to", "Dave's gonna".
    private static readonly PhraseSet Auxiliaries = new("has", "have", "is", "are");

    private static readonly PhraseSet Kindly = new(
        "kindly", "already", "also", "now", "since", "all", "both", "today", "very kindly", "formally", "verbally", "provisionally", "in principle", "just", "then", "helpfully");

    private static readonly PhraseSet Agreed = new(
        "agreed to", "offered to", "undertaken to", "committed to", "promised to", "volunteered to", "resolved to", "pledged to", "been asked to", "taken an action to", "going to",
        "gonna", "signed up to", "taken the action to");

    /// <summary>The cue at the start of a sentence; null when it does not assign anything.</summary>
    public static Cue? Read(DateText text, Sentence sentence)
    {
        var (from, isLabelled) = SkipLabel(text.Tokens, sentence);
        return Read(text, sentence, from, isLabelled, mayBeTo: true) ?? AfterTopic(text, sentence, from);
    }

    /// <summary>"AOB - Farida to liaise", "Winter plan: Jo to circulate".</summary>
    private static Cue? AfterTopic(DateText text, Sentence sentence, int from)
    {
        var tokens = text.Tokens;
        for (var at = from; at < from + LongestTopic && at < sentence.To; at++)
        {
            if (tokens.IsOneOf(at, NoTopics))
            {
                return null;
            }

            if (at > from && !tokens[at + 1].Glued && (tokens.Is(at, ":") || (tokens.Is(at, "-") && !tokens[at].Glued)))
            {
                return Read(text, sentence, at + 1, isLabelled: false, mayBeTo: true);
            }
        }

        return null;
    }

    /// <summary>The cue of another person's part in the middle of a sentence: "…, and Kay will circulate it"; null when there is none at this place.</summary>
    public static Cue? Another(DateText text, Sentence sentence, int at, bool isFirst)
    {
        var tokens = text.Tokens;
        var begins = tokens[at - 1].Text is "and" or "," or "while" or "then" or "but" or "so" or ";" && at > sentence.From;
        return begins && (tokens[at].Capital || tokens[at].Is("the")) && tokens[at].Kind is TokenKind.Word or TokenKind.Mention && !(isFirst && (sentence.IsQuestion || IsOthers(tokens, sentence.From, at)))
            ? Read(text, sentence, at, isLabelled: false, mayBeTo: tokens.Is(at - 1, ",") && !isFirst)
            : null;
    }

    // "I think the Board agrees and Grace will send it": a thought or somebody's words, and no promise yet.
    private static bool IsOthers(Tokens tokens, int from, int to)
    {
        for (var at = Math.Max(from, to - LongestTopic); at < to; at++)
        {
            if (tokens.IsOneOf(at, Reporters))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly HashSet<string> Reporters = new(
        [
            "think", "thinks", "thought", "hope", "hopes", "hoping", "said", "says", "saying", "told", "tells", "believe", "believes", "assume", "expect", "expects", "suppose", "reckon", "wonder", "advised", "reported", "heard",
            "hear", "that", "whether", "doubt", "know", "knows", "suspect", "wish", "why", "how", "what", "who", "like", "imagine", "according",
        ],
        StringComparer.Ordinal);

    private static Cue? Read(DateText text, Sentence sentence, int from, bool isLabelled, bool mayBeTo)
    {
        var tokens = text.Tokens;
        for (var at = from; at < sentence.To && at <= from + LongestSubject; at++)
        {
            var isContracted = Subjects.IsContracted(tokens[at]);
            var (end, isTo) = tokens.AfterAny(at, TheirTo) is > 0 and var to ? (to, true)
                : Their(tokens, at, isContracted) is > 0 and var will ? (will, false)
                : isLabelled && at > from && (tokens.Is(at, "-") || tokens.Is(at, ":")) ? (at + 1, true)
                : (-1, false);
            if (end < 0 || (at == from && !isContracted))
            {
                continue;
            }

            if ((isTo && !mayBeTo) || (!isTo && Subjects.IsThing(tokens[at - 1])))
            {
                return null;
            }

            // "DPIA to follow": a thing does.
            if (isTo && tokens.Is(end, "follow") && tokens[end + 1].Text is not ("up" or "the" or "this" or "that"))
            {
                return null;
            }

            var verb = FirstPerson.SkipAdverbs(tokens, end);
            var promised = tokens.Is(verb, "be") && Verbs.Plain(tokens[verb + 1].Text) is not null ? verb + 1 : verb;
            // "The regional director will visit in June" is in the diary; "has agreed to visit" is a promise.
            var isDiary = tokens[end - 1].Text is "will" or "shall" && tokens[promised].Text is "visit" or "attend" or "travel";
            if (isDiary || !Verbs.CanBePromised(tokens, promised) || tokens[promised].Capital)
            {
                return null;
            }

            var isAct = Verbs.IsAct(tokens[promised].Text) || promised > verb || Verbs.Plain(tokens[promised].Text) is not null;
            return Subjects.Read(text, from, isContracted ? at + 1 : at) is { } owner && (isAct || isLabelled || (!isTo && Mentions.Find(text, promised, sentence.To).Count > 0))
                ? new(from, promised, owner)
                : null;
        }

        return null;
    }

    /// <summary>The place after what says that somebody is to do something; -1 where nothing does.</summary>
    private static int Their(Tokens tokens, int at, bool isContracted)
    {
        if (tokens.AfterAny(at, TheirWill) is > 0 and var will)
        {
            return will;
        }

        if (isContracted && tokens[at].Text.EndsWith("'ll", StringComparison.Ordinal))
        {
            return at + 1;
        }

        var auxiliary = isContracted ? at + 1 : tokens.AfterAny(at, Auxiliaries);
        var adverb = tokens.AfterAny(Math.Max(auxiliary, at), Kindly);
        return Math.Max(auxiliary, adverb) is > 0 and var verb ? tokens.AfterAny(verb, Agreed) : -1;
    }

    private static (int From, bool IsLabelled) SkipLabel(Tokens tokens, Sentence sentence)
    {
        var (at, isLabelled) = (sentence.From, false);
        while (at < sentence.To)
        {
            if (tokens[at].Kind == TokenKind.Mark && tokens[at].Text is "-" or "*" or "•" or ":" or "," or "." or ")" or "(" or "[" or "]" or "☐" or "#")
            {
                at++;
            }
            else if (tokens[at].Kind == TokenKind.Number && tokens[at + 1].Text is "." or ")" or ":" or "-")
            {
                at += 2;
            }
            else if (at > sentence.From && tokens.Is(at, "that"))
            {
                at++;
            }
            else if (tokens.AfterAny(at, Labels) is > 0 and var label && !tokens.Is(label, "to"))
            {
                isLabelled |= tokens[at].Text is "action" or "actions" or "ap";
                at = label;
                at = isLabelled && tokens[at].Kind == TokenKind.Number ? at + 1 : at;
                at = isLabelled && tokens[at].Text is "for" or "on" ? at + 1 : at;
            }
            else
            {
                break;
            }
        }

        return (at, isLabelled);
    }
}
