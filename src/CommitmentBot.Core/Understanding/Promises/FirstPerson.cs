using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Promises of the speaker: "I'll send", "we will publish", "I commit to", "I can have it by", "will do - will ring them".</summary>
internal static class FirstPerson
{
    private const int LongestInsertion = 9;

    private static readonly PhraseSet I = new(
        "i'll", "i will", "i shall", "i'm going to", "i am going to", "i'm gonna", "ill", "i guarantee to", "i've agreed to",
        "i have agreed to", "i agreed to", "i agree to", "i aim to", "i intend to", "i fully intend to", "i plan to", "i'm planning to", "i am planning to", "i'm due to",
        "me to", "i'm to", "i am to", "i've promised to", "i have promised to", "i promise i'll", "i promise that i will", "i promise i will", "i promise that i'll",
        "what i'll do is", "what i will do is", "what i'm going to do is", "what i can do is", "i to", "my commitment is to", "my action is to", "my next step is to", "my action :", "my action -", "my actions :", "actions from me :", "actions for me :", "actions on me :",
        "my commitment :", "action on me to", "action for me to", "action for me :", "action on me :", "action me :", "i've taken an action to", "i have an action to", "i took an action to",
        "i've said i'll", "i've offered to", "i have offered to", "i've volunteered to", "i volunteer to", "i offer to", "count on me to", "i'm on the hook to");

    private static readonly PhraseSet We = new(
        "we'll", "we will", "we shall", "we're going to", "we are going to", "we're gonna", "were going to", "we've agreed to", "we have agreed to",
        "we agreed to", "we agree to", "we aim to", "we intend to", "we fully intend to", "we plan to", "we're planning to", "we are planning to",
        "our organisation will", "my organisation will",
        "what we'll do is", "what we will do is", "what we're going to do is", "what we are going to do is", "what we can do is", "we to", "our commitment is to", "our action is to",
        "we've offered to", "we have offered to", "we have an action to");

    // "I commit to", and "I commit here and now to", "we commit, as a trust, to".
    private static readonly PhraseSet Pledges = new("i promise", "i commit", "i undertake", "i pledge", "i'm committed", "i am committed", "i can commit", "i'm happy to commit", "i have committed", "i've committed");

    private static readonly PhraseSet OurPledges = new(
        "we promise", "we commit", "we undertake", "we pledge", "we're committed", "we are committed", "we can commit", "we're happy to commit", "we have committed", "we've committed");

    private static readonly PhraseSet Solemnly = new("here and now", "today", "now", "publicly", "personally", "again", "fully", "formally", "here", "absolutely", "hereby");

    // A thought, unless something passes to somebody: "I think we'll write to the committee" is, "I think we'll struggle" is not.
    private static readonly PhraseSet OurThoughts = new("i think we'll", "i think we will", "i think we're going to");

    private static readonly PhraseSet Offers = new(
        "happy to", "i'm happy to", "i am happy to", "i'd be happy to", "i would be happy to", "i'd be delighted to", "i would be delighted to", "i'd be glad to", "glad to", "delighted to",
        "i'm glad to", "very happy to", "i'm very happy to", "i'd be very happy to", "more than happy to", "i'm more than happy to", "i am more than happy to",
        "i'd be more than happy to", "i would be more than happy to", "i would be very happy to", "only too happy to", "i am very happy to", "i'm quite happy to", "i'm delighted to", "pleased to");

    private static readonly PhraseSet OurOffers = new(
        "we're happy to", "we are happy to", "we'd be happy to", "we would be happy to", "we'd be very happy to", "we would be very happy to", "we'd be delighted to", "we would be delighted to",
        "we're more than happy to", "we are more than happy to", "we'd be more than happy to", "we would be more than happy to", "we're very happy to", "we are very happy to", "we'd be glad to");

    private static readonly PhraseSet Progressive = new("i'm", "i am");

    private static readonly PhraseSet OurProgressive = new("we're", "we are");

    private static readonly PhraseSet Abilities = new("i can", "let me", "i should be able to", "i'll be able to", "i will be able to");

    private static readonly PhraseSet OurAbilities = new("we can", "we should be able to", "we'll be able to", "we will be able to");

    // "No probs will get the leaflets to the hub": the speaker goes without saying.
    private static readonly PhraseSet Unsaid = new("will", "shall", "going to", "gonna");

    private static readonly PhraseSet UnsaidAbilities = new("can", "should be able to");

    // Nearly every word of a message begins none of these.
    private static readonly HashSet<string> CueWords = new(
        ((PhraseSet[])[I, We, Pledges, OurPledges, OurThoughts, Offers, OurOffers, Progressive, OurProgressive, Abilities, OurAbilities, Unsaid, UnsaidAbilities]).SelectMany(phrases => phrases.FirstWords), StringComparer.Ordinal);

    private static readonly PhraseSet Adverbs = new(
        "just", "also", "then", "now", "definitely", "certainly", "happily", "gladly", "personally", "of course", ", of course ,", "still", "always", "therefore", "both", "all", "again",
        "make every effort to", "do my best to", "do our best to", "try to", "try and", "endeavour to", "aim to", "be able to", "be sure to", "of course", "absolutely", "immediately", "quickly", "shortly", "first",
        "then also", "try my best to", "make sure to", "be happy to", "be very happy to", "simply", "get on and", "go away and", "go back and", "probably", "instead", "so", "-");

    // Words a clause may begin after; after any other word "I'll" belongs to that word: "the paper we'll discuss", "I think I'll".
    private static readonly HashSet<string> Openers = new(
        [
            "and", "but", "so", "then", "also", "yes", "yep", "yeah", "ok", "okay", "sure", "fine", "thanks", "anyway", "therefore", "meanwhile", "personally", "otherwise", "instead",
            "plus", "or", "hi", "hello", "morning", "all", "afternoon", "everyone", "colleagues", "team", "noted", "agreed", "please", "done", "absolutely", "certainly", "sadly", "unfortunately", "hopefully",
            "right", "well", "assured", "though", "too", "probs", "problem", "worries", "apologies", "sorry", "confirm", "confirming", "promise", "today", "now", "meantime", "great", "good", "cool", "perfect", "lovely", "record", "log", "this", "fyi", "say", "note",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> BareOpeners = new(
        ["ok", "okay", "sure", "yes", "yep", "thanks", "noted", "probs", "problem", "worries", "great", "agreed", "and", "but", "fine", "lovely", "absolutely", "apologies", "sorry", "cool", "perfect"], StringComparer.Ordinal);

    /// <summary>The cue that begins at a place of a sentence; null when none does.</summary>
    public static Cue? Read(DateText text, Sentence sentence, int at)
    {
        var tokens = text.Tokens;
        if (!tokens.IsOneOf(at, CueWords))
        {
            return null;
        }

        if (!BeginsClause(text, sentence, at))
        {
            return tokens[at - 1].Text is "that" or "which" ? Relative(tokens, at) : null;
        }

        var i = new DraftOwner.Speaker();
        var we = new DraftOwner.SpeakersOrganisation();
        return Plain(tokens, at, I, i) ?? Plain(tokens, at, We, we) ?? Pledge(tokens, at, Pledges, i) ?? Pledge(tokens, at, OurPledges, we) ?? OfOurs(tokens, at)
            ?? Thought(tokens, at, we)
            ?? Offer(tokens, at, Offers, i, sentence) ?? Offer(tokens, at, OurOffers, we, sentence)
            ?? Able(tokens, at, Abilities, i) ?? Able(tokens, at, OurAbilities, we)
            ?? Doing(tokens, at, Progressive, i, sentence) ?? Doing(tokens, at, OurProgressive, we, sentence)
            ?? Bare(tokens, at, sentence);
    }

    /// <summary>"A few areas that we'll write to you about": a thing by what will be sent; "the paper that we'll discuss" is none.</summary>
    private static Cue? Relative(Tokens tokens, int at)
    {
        var cue = Plain(tokens, at, I, new DraftOwner.Speaker()) ?? Plain(tokens, at, We, new DraftOwner.SpeakersOrganisation());
        return cue is { NeedsDate: false, Verb: var verb } && tokens[verb].Text is "write" or "send" or "share" or "circulate" or "forward" or "email" or "publish" or "bring"
            && (tokens.Is(verb + 1, "you") || tokens.Is(verb + 1, "to") || tokens.Is(verb + 1, "round"))
                ? cue
                : null;
    }

    /// <summary>The first token of the verb after adverbs and hedges.</summary>
    public static int SkipAdverbs(Tokens tokens, int at)
    {
        for (var words = 0; words < 3 && tokens.AfterAny(at, Adverbs) is > 0 and var after; words++)
        {
            at = after;
        }

        return at;
    }

    private static Cue? Plain(Tokens tokens, int at, PhraseSet phrases, DraftOwner owner) =>
        tokens.AfterAny(at, phrases) is > 0 and var end ? Promised(tokens, at, end, owner) : null;

    private static Cue? Pledge(Tokens tokens, int at, PhraseSet phrases, DraftOwner owner)
    {
        if (tokens.AfterAny(at, phrases) is not (> 0 and var end))
        {
            return null;
        }

        var to = SkipInsertion(tokens, tokens.AfterAny(end, Solemnly) is > 0 and var solemnly ? solemnly : end);
        return tokens.Is(to, "to") ? Promised(tokens, at, to + 1, owner) : null;
    }

    private static Cue? Promised(Tokens tokens, int at, int end, DraftOwner owner)
    {
        // "I commit to bringing", "we will be sending".
        var verb = SkipAdverbs(tokens, SkipInsertion(tokens, end));
        if (tokens.After(verb, "be", "in", "touch") > 0)
        {
            return new(at, verb, owner, NeedsDate: true);
        }

        if (tokens.Is(verb, "be"))
        {
            verb = SkipAdverbs(tokens, verb + 1);
            return tokens.Is(verb, "coming") && tokens[verb + 1].Text is "forward" or "back" ? new(at, verb, owner) : Verbs.Plain(tokens[verb].Text) is { } plain && !Verbs.IsDiary(plain) ? new(at, verb, owner) : null;
        }

        // "I'm going to Leeds tomorrow", "I'm going to clinic": a place.
        var isPlace = tokens.Is(verb - 1, "to") && tokens.Is(verb - 2, "going") && !Verbs.IsAct(tokens[verb].Text)
            && (tokens[verb].Capital || tokens[verb + 1].Kind != TokenKind.Word || tokens[verb + 1].Text is "on" or "at" or "in" or "today" or "tomorrow" or "this" or "next" or "now" or "with" or "for");
        return !isPlace && Verbs.CanBePromised(tokens, verb) && !(owner is DraftOwner.SpeakersOrganisation && Verbs.IsGathering(tokens, verb)) ? new(at, verb, owner, NeedsDate: Verbs.IsInTheRoom(tokens, verb) || Verbs.NeedsDate(tokens, verb)) : null;
    }

    private static Cue? Thought(Tokens tokens, int at, DraftOwner owner) =>
        tokens.AfterAny(at, OurThoughts) is > 0 and var end && SkipAdverbs(tokens, end) is var verb && Verbs.IsTransfer(tokens[verb].Text) && Verbs.CanBePromised(tokens, verb)
            ? new(at, verb, owner, NeedsDate: Verbs.IsInTheRoom(tokens, verb))
            : null;

    /// <summary>"We will, subject to Cabinet approval, open": the place after what stands between two commas.</summary>
    private static int SkipInsertion(Tokens tokens, int at)
    {
        for (var end = at + 1; tokens.Is(at, ",") && end < at + LongestInsertion; end++)
        {
            if (tokens.Is(end, ","))
            {
                return end + 1;
            }
        }

        return at;
    }

    /// <summary>"We at Healthwatch will".</summary>
    private static Cue? OfOurs(Tokens tokens, int at)
    {
        if (!tokens.Is(at, "we") || !(tokens.Is(at + 1, "at") || tokens.Is(at + 1, "in") || tokens.Is(at + 1, "as")))
        {
            return null;
        }

        for (var will = at + 3; will < at + 8; will++)
        {
            if (tokens.Is(will, "will"))
            {
                var verb = SkipAdverbs(tokens, will + 1);
                return Verbs.CanBePromised(tokens, verb) ? new(at, verb, new DraftOwner.SpeakersOrganisation()) : null;
            }
        }

        return null;
    }

    private static Cue? Offer(Tokens tokens, int at, PhraseSet phrases, DraftOwner owner, Sentence sentence) =>
        !sentence.IsQuestion && tokens.AfterAny(at, phrases) is > 0 and var verb && Verbs.IsAct(tokens[verb].Text) && Verbs.CanBePromised(tokens, verb)
            ? new(at, verb, owner, IsOffer: true)
            : null;

    private static Cue? Able(Tokens tokens, int at, PhraseSet phrases, DraftOwner owner) =>
        tokens.AfterAny(at, phrases) is > 0 and var end && SkipAdverbs(tokens, end) is var verb && Verbs.IsAct(tokens[verb].Text) && Verbs.CanBePromised(tokens, verb)
            ? new(at, verb, owner, NeedsDate: !(Verbs.IsTransfer(tokens[verb].Text) && tokens[end].Text is "certainly" or "definitely" or "absolutely"))
            : null;

    // "We're sending it on Friday?" is a question about a plan; "…, yes?" is none.
    private static Cue? Doing(Tokens tokens, int at, PhraseSet phrases, DraftOwner owner, Sentence sentence) =>
        (!sentence.IsQuestion || tokens[sentence.To - 1].Text is "yes" or "right" or "ok" or "okay" or "alright" or "correct") && tokens.AfterAny(at, phrases) is > 0 and var end && SkipAdverbs(tokens, end) is var verb && Verbs.Plain(tokens[verb].Text) is { } plain && plain != "go" && !Verbs.IsDiary(plain)
            ? new(at, verb, owner, NeedsDate: true)
            : null;

    private static Cue? Bare(Tokens tokens, int at, Sentence sentence)
    {
        var end = Math.Max(tokens.AfterAny(at, Unsaid), tokens.AfterAny(at, UnsaidAbilities));
        var begins = at == sentence.From || tokens[at - 1].Kind is TokenKind.Mention or TokenKind.Mark || BareOpeners.Contains(tokens[at - 1].Text);
        if (end < 0 || !begins || sentence.IsQuestion)
        {
            return null;
        }

        // "Will be sending it out later today".
        var verb = SkipAdverbs(tokens, end);
        verb = tokens.Is(verb, "be") && Verbs.Plain(tokens[verb + 1].Text) is { } doing && !Verbs.IsDiary(doing) ? verb + 1 : verb;
        return (Verbs.IsAct(tokens[verb].Text) || tokens.Is(verb - 1, "be")) && Verbs.CanBePromised(tokens, verb)
            ? new(at, verb, new DraftOwner.Speaker(), NeedsDate: tokens.AfterAny(at, UnsaidAbilities) > 0 || Verbs.IsInTheRoom(tokens, verb) || Verbs.NeedsDate(tokens, verb))
            : null;
    }

    /// <summary>Whether a clause of its own can begin here.</summary>
    private static bool BeginsClause(DateText text, Sentence sentence, int at)
    {
        var tokens = text.Tokens;
        var before = tokens[at - 1];
        // "I'm not sure we'll make Friday".
        if (before.Is("sure") && tokens[at - 2].Kind == TokenKind.Word)
        {
            return false;
        }

        if (at == sentence.From || before.Kind is TokenKind.Mark or TokenKind.Mention || Openers.Contains(before.Text))
        {
            return true;
        }

        // "Tell Dave I'll ring him".
        if (tokens[sentence.From].Text is "tell" or "let" or "remind" && at - sentence.From <= 4 && (before.Capital || before.Text is "know" or "him" or "her" or "them"))
        {
            return true;
        }

        // "You have my word that we'll", "I can confirm that we will".
        if (before.Is("that") && tokens[at - 2].Text is "word" or "confirm" or "confirming" or "promise" or "guarantee" or "you" or "say" or "commitment" or "undertaking")
        {
            return tokens[at - 2].Text is not ("you" or "say") || tokens[at - 3].Text is "assure" or "promise" or "guarantee" or "to";
        }

        // "Tomorrow I'll", "by Friday we'll", "once Cabinet has signed off I'll", "as a system we".
        return Conditions.Opens(tokens, sentence.From)
            || tokens[sentence.From].Text is "as" or "after" or "following" or "before" or "until" or "whatever" or "whichever" or "since" or "given" or "while" or "although" or "though" or "despite" or "until" or "because" || tokens.After(sentence.From, "on", "behalf", "of") > 0
            || (at - sentence.From <= 8 && Mentions.Find(text, sentence.From, at) is [.., var last] && last.To == at);
    }
}
