using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>A text read as a command: courtesies at both ends are outside, and a commitment's number is found before or after the verb.</summary>
internal sealed class CommandText
{
    private static readonly PhraseSet Openings = new(
        "please", "hi", "hello", "hey", "ok", "okay", "right", "so", "well", "thanks", "thank you", "can you", "could you", "would you", "can i",
        "could i", "may i", "can we", "could we", "can you please", "could you please", "i would like to", "i'd like to", "i want to", "i need to", "let's",
        "good morning", "good afternoon", "morning", "afternoon", ",", "-", "/ commit", "sorry", "sorry ,");

    private static readonly PhraseSet Closings = new(
        "please", "thanks", "thank you", "thanks very much", "thank you very much", "many thanks", "cheers", "ta", "thanks all", "thanks again", "regards");

    private static readonly PhraseSet Reasons = new(
        "because", "because of", "due to", "owing to", "since", "reason :", "- reason :", "as", "so that", "given", "on the grounds that");

    private static readonly PhraseSet SureReasons = new("because", "because of", "due to", "owing to", "reason :", "on the grounds that");

    /// <summary>Takes the courtesies away.</summary>
    public CommandText(Tokens tokens, ReadingContext context)
    {
        Tokens = tokens;
        Context = context;
        var (from, to) = (0, tokens.Count);
        while (from < to && (tokens[from].Kind == TokenKind.Break || tokens.AfterAny(from, Openings) > 0) && !IsAllThereIs(tokens, from, to))
        {
            from = Math.Max(from + 1, tokens.AfterAny(from, Openings));
        }

        while (to > from && (IsClosingMark(tokens[to - 1]) || Closing(tokens, from, to) < to))
        {
            to = IsClosingMark(tokens[to - 1]) ? to - 1 : Closing(tokens, from, to);
        }

        (From, To) = (from, to);
    }

    /// <summary>The tokens of the whole text.</summary>
    public Tokens Tokens { get; }

    /// <summary>Where it was said.</summary>
    public ReadingContext Context { get; }

    /// <summary>The first token of the command.</summary>
    public int From { get; }

    /// <summary>The token after the command.</summary>
    public int To { get; }

    /// <summary>Whether nothing is left at a place.</summary>
    public bool IsEnd(int at) => at >= To;

    /// <summary>The place after a phrase, if all of it is inside the command; -1 otherwise.</summary>
    public int After(int at, PhraseSet phrases) => Tokens.AfterAny(at, phrases) is > 0 and var end && end <= To ? end : -1;

    /// <summary>Whether the command is exactly one of these phrases.</summary>
    public bool Is(PhraseSet phrases) => After(From, phrases) == To;

    /// <summary>A commitment's reference ("C-42", "c42", "C - 42", "commitment 42", "#42") and the place after it.</summary>
    public (int Number, int End)? Reference(int at)
    {
        var word = Tokens[at];
        if (word.Is("c") || word.Is("commitment") || word.Is("#"))
        {
            var number = at + 1;
            while (number < at + 3 && Tokens[number].Text is "-" or "#" or "no" or "number" or ".")
            {
                number++;
            }

            if (Tokens[number] is { Kind: TokenKind.Number, Value: > 0 } && number < To)
            {
                return (Tokens[number].Value, number + 1);
            }
        }

        return null;
    }

    /// <summary>Verb and number in either order ("done C-42", "C-42 done", "C-42: done"), and the place after them.</summary>
    public (int? Number, int End)? VerbAndReference(PhraseSet verbs)
    {
        if (Reference(From) is var (before, afterNumber))
        {
            var verb = SkipMarks(afterNumber);
            verb = Tokens.Is(verb, "is") || Tokens.Is(verb, "are") ? verb + 1 : verb;
            return After(verb, verbs) is > 0 and var end ? (before, SkipMarks(end)) : null;
        }

        if (After(From, verbs) is not (> 0 and var at))
        {
            return null;
        }

        at = SkipMarks(at);
        var reference = Tokens.Is(at, "with") || Tokens.Is(at, "on") || Tokens.Is(at, "for") || Tokens.Is(at, "to") ? Reference(at + 1) : null;
        return (reference ?? Reference(at)) is var (number, afterwards) ? (number, SkipMarks(afterwards)) : (null, at);
    }

    /// <summary>The place after commas, colons, dashes and full stops.</summary>
    public int SkipMarks(int at)
    {
        while (at < To && Tokens[at] is { Kind: TokenKind.Break } or { Kind: TokenKind.Mark, Text: "," or ":" or "-" or "." or ";" or "!" })
        {
            at++;
        }

        return at;
    }

    /// <summary>What is left, as typed; null when that is nothing.</summary>
    public string? Rest(int at) => Text(SkipMarks(at), To);

    /// <summary>What is left without a leading "because"; null when that is nothing.</summary>
    public string? Because(int at)
    {
        at = SkipMarks(at);
        return Rest(After(at, Reasons) is > 0 and var reason ? reason : at);
    }

    /// <summary>Splits at "because": the place before it, and the reason; the end and null where there is none.</summary>
    public (int End, string? Because) SplitReason(int at)
    {
        for (var i = at; i < To; i++)
        {
            if (After(i, SureReasons) is > 0 and var reason)
            {
                return (i, Rest(reason));
            }
        }

        return (To, null);
    }

    /// <summary>The words between two places without the commas and stops around them; null when that is nothing.</summary>
    public string? Text(int from, int to)
    {
        while (to > from && Tokens[to - 1] is { Kind: TokenKind.Break } or { Kind: TokenKind.Mark, Text: "," or ":" or "-" or ";" })
        {
            to--;
        }

        var text = Tokens.Slice(from, to);
        return text.Length == 0 ? null : text;
    }

    /// <summary>The dates of the command.</summary>
    public DateText Dates => _dates ??= new(Tokens, Context);

    private DateText? _dates;

    /// <summary>Somebody named between two places; null when nobody is.</summary>
    public NamedPerson? Person(int from, int to)
    {
        from = SkipMarks(from);
        if (Tokens[from].Kind == TokenKind.Mention && from < to)
        {
            var mention = Tokens.Mentions[Tokens[from].Value];
            return new(mention.Name.TrimStart('@'), mention.User);
        }

        from = Tokens.Is(from, "@") ? from + 1 : from;
        return Text(from, to) is { } name ? new(name, null) : null;
    }

    /// <summary>An organisation's short or full name, which is all that is left; null when it is more than that, or tells a date.</summary>
    public string? Organisation(int at)
    {
        at = Tokens.Is(at, "the") ? at + 1 : at;
        var isShortName = To == at + 1 && Tokens[at].Length > 1 && !Tokens.Slice(at, at + 1).AsSpan().ContainsAnyInRange('a', 'z');
        return To - at <= LongestOrganisation && !IsPronoun(Tokens[at]) && (isShortName || !EndsInDate(at)) ? Rest(at) : null;
    }

    /// <summary>Whether what is left ends in a date, or has one after "on" or "by". It looks at every word.</summary>
    public bool EndsInDate(int from)
    {
        for (var at = from; at < To; at++)
        {
            var isWhen = at > from && Tokens[at - 1].Text is "on" or "by" or "until" or "before" or "at" or "from";
            if (Dates.Point(at) is { } found && (isWhen || found.End >= To))
            {
                return true;
            }
        }

        return false;
    }

    private const int LongestOrganisation = 10;

    private static bool IsPronoun(in Token token) => !token.Capital
        && token.Text is "me" or "us" or "him" or "her" or "them" or "it" or "you" or "itself" or "himself" or "herself" or "themselves"
            or "myself" or "ourselves" or "everyone" or "everybody" or "nobody" or "all" or "both" or "many" or "most";

    private static bool IsAllThereIs(Tokens tokens, int from, int to) => Math.Max(from + 1, tokens.AfterAny(from, Openings)) >= to;

    private static bool IsClosingMark(in Token token) =>
        token is { Kind: TokenKind.Break } or { Kind: TokenKind.Mark, Text: "." or "!" or "?" or "," or ";" };

    private static int Closing(Tokens tokens, int from, int to)
    {
        for (var words = 1; words <= 4 && to - words > from; words++)
        {
            if (tokens.AfterAny(to - words, Closings) == to)
            {
                return to - words;
            }
        }

        return to;
    }
}
