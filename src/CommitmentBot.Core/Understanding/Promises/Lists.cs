using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>A list under a heading that says whose it is: "My actions:", "We will:", "Grace to:", "Actions for Grace:".</summary>
internal static class Lists
{
    private const int LongestHeading = 9;

    private static readonly PhraseSet Mine = new(
        "my actions", "my action points", "my next steps", "my commitments", "my to do list", "my to dos", "actions for me", "actions on me", "i will", "i'll", "i'm going to", "i am going to", "from me", "from my side",
        "on my side", "things i'll do", "what i'll do", "what i will do", "i commit to", "i have agreed to", "i've agreed to", "i've taken on", "i have taken on", "on me", "mine");

    private static readonly PhraseSet Ours = new(
        "our actions", "our next steps", "our commitments", "we will", "we'll", "we're going to", "we are going to", "from us", "from our side", "on our side", "what we'll do", "what we will do", "we commit to", "we have agreed to",
        "we've agreed to");

    private static readonly PhraseSet Theirs = new("actions for", "action for", "actions on", "actions");

    /// <summary>Whose the list is that a line heads; null where it heads none.</summary>
    public static DraftOwner? Heading(DateText text, Sentence sentence)
    {
        var tokens = text.Tokens;
        var last = sentence.To - 1;
        if (!tokens.Is(last, ":") || tokens[sentence.To].Kind != TokenKind.Break || sentence.To - sentence.From > LongestHeading)
        {
            return null;
        }

        for (var at = sentence.From; at < last; at++)
        {
            if (tokens.AfterAny(at, Mine) > 0)
            {
                return new DraftOwner.Speaker();
            }

            if (tokens.AfterAny(at, Ours) > 0)
            {
                return new DraftOwner.SpeakersOrganisation();
            }
        }

        return tokens[last - 1].Text is "to" or "will" ? Subjects.Read(text, sentence.From, last - 1)
            : tokens.AfterAny(sentence.From, Theirs) is > 0 and var whose ? Subjects.Read(text, whose, last)
            : null;
    }

    /// <summary>Whether a line is an item of a list: it begins with a dash, a bullet or a number.</summary>
    public static bool IsItem(Tokens tokens, Sentence sentence) => Marker(tokens, sentence) > sentence.From;

    /// <summary>The cue of an item that begins with what is promised; null where it does not.</summary>
    public static Cue? Item(Tokens tokens, Sentence sentence, DraftOwner? listed)
    {
        var verb = Marker(tokens, sentence);
        return listed is not null && (Verbs.IsAct(tokens[verb].Text) || Verbs.Plain(tokens[verb].Text) is not null) && Verbs.CanBePromised(tokens, verb)
            ? new(verb, verb, listed)
            : null;
    }

    private static int Marker(Tokens tokens, Sentence sentence)
    {
        var at = sentence.From;
        if (tokens[at].Kind == TokenKind.Number && tokens[at + 1].Text is "." or ")" or ":" or "-")
        {
            return at + 2;
        }

        while (at < sentence.To && tokens[at].Kind == TokenKind.Mark && tokens[at].Text is "-" or "*" or "•" or "☐" or "[" or "]")
        {
            at++;
        }

        return at;
    }
}
