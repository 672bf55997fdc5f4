using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Proposals for somebody else, at the start of a sentence: "Sarah Ali to circulate", "Action: Tom to", "Cllr Ali agreed to", "the Trust will".</summary>
internal static class Assignments
{
    private const int LongestSubject = 12;

    private static readonly PhraseSet Labels = new(
        "action", "actions", "ap", "action point", "agreed", "agreed action", "resolved", "decision", "it was agreed that", "it was agreed", "we agreed that", "we agreed", "todo", "to do", "next steps",
        "next step", "record", "record that", "log", "log this", "please record", "please record that", "note", "please note", "note that", "so", "and", "ok", "ok so", "then", "please log", "commitment", "propose", "propose that", "i propose that");

    private static readonly PhraseSet TheirTo = new("to", "to please");

    private static readonly PhraseSet TheirWill = new(
        "will", "shall", "agreed to", "has agreed to", "have agreed to", "is to", "are to", "is going to", "are going to", "has offered to", "undertook to", "has undertaken to", "committed to",
        "has committed to", "have committed to", "promised to", "has promised to", "commits to", "offered to", "volunteered to", "would",
        "resolved to", "has resolved to", "agrees to", "undertakes to", "is committed to", "are committed to", "pledged to", "has pledged to", "was asked to", "were asked to", "has been asked to",
        "have been asked to", "took an action to", "took the action to", "has an action to", "has taken an action to", "has promised that they will", "volunteers to", "offers to");

    /// <summary>The cue at the start of a sentence; null when it does not assign anything.</summary>
    public static Cue? Read(DateText text, Sentence sentence)
    {
        var (from, isLabelled) = SkipLabel(text.Tokens, sentence);
        return Read(text, sentence, from, isLabelled, mayBeTo: true);
    }

    /// <summary>The cue of another person's part in the middle of a sentence: "…, and Kay will circulate it"; null when there is none at this place.</summary>
    public static Cue? Another(DateText text, Sentence sentence, int at)
    {
        var tokens = text.Tokens;
        var begins = tokens[at - 1].Text is "and" or "," or "while" or "then" or "but" or ";" && at > sentence.From;
        return begins && (tokens[at].Capital || tokens[at].Is("the")) && tokens[at].Kind is TokenKind.Word or TokenKind.Mention
            ? Read(text, sentence, at, isLabelled: false, mayBeTo: tokens.Is(at - 1, ","))
            : null;
    }

    private static Cue? Read(DateText text, Sentence sentence, int from, bool isLabelled, bool mayBeTo)
    {
        var tokens = text.Tokens;
        for (var at = from; at < sentence.To && at <= from + LongestSubject; at++)
        {
            var (end, isTo) = tokens.AfterAny(at, TheirTo) is > 0 and var to ? (to, true)
                : tokens.AfterAny(at, TheirWill) is > 0 and var will ? (will, false)
                : isLabelled && at > from && (tokens.Is(at, "-") || tokens.Is(at, ":")) ? (at + 1, true)
                : (-1, false);
            if (end < 0 || at == from)
            {
                continue;
            }

            if ((isTo && !mayBeTo) || (!isTo && Subjects.IsThing(tokens[at - 1])))
            {
                return null;
            }

            var verb = FirstPerson.SkipAdverbs(tokens, end);
            var promised = tokens.Is(verb, "be") && Verbs.Plain(tokens[verb + 1].Text) is not null ? verb + 1 : verb;
            if (!Verbs.CanBePromised(tokens, promised) || tokens[promised].Capital)
            {
                return null;
            }

            var isAct = Verbs.IsAct(tokens[promised].Text) || promised > verb || Verbs.Plain(tokens[promised].Text) is not null;
            return Subjects.Read(text, from, at) is { } owner && (isAct || isLabelled || (!isTo && Mentions.Find(text, promised, sentence.To).Count > 0))
                ? new(from, promised, owner)
                : null;
        }

        return null;
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
