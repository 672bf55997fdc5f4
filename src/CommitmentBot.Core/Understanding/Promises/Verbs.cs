using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>The verbs of promises: which are acts for after the conversation, and which are not.</summary>
internal static class Verbs
{
    private static readonly HashSet<string> Acts = Set(
        """
        accept action add address adjust administer advertise advise agree align allocate amend analyse announce apply appoint approach arrange ask assess assign attend audit author
        award book brief bring broker build buy call cancel capture carry chair change chase check circulate clarify clear close co collate
        collect combine commission communicate compare compile complete conduct confirm consider consult contact contribute convene convert coordinate copy correct cost cover
        create cut deal decide define deliver deploy describe do design determine develop devise diarise discuss display distribute document double draft draw drive drop edit
        email embed employ enable encourage engage ensure escalate establish evaluate examine expand expedite explain explore extend facilitate feed file fill finalise find fix
        flag fold follow formalise forward free fund gather get give go grow guarantee halve hand have help highlight hire hold host identify implement improve include incorporate increase inform
        initiate inspect instruct introduce investigate invite involve issue join keep launch lead liaise lift link list load lobby log look make manage map mark match meet model
        monitor move negotiate nominate notify obtain offer open order organise outline own oversee pay phone pick pilot plan post prepare present print prioritise procure produce
        progress promote propose provide publicise publish purchase pursue push put quantify query raise re reach read realign recirculate reconcile record recruit redesign
        redo redraft reduce refer refine refresh register reinstate reissue release relocate remind remove reopen repair repeat replace reply report represent request research
        resend reschedule resolve resource respond restart restore resubmit retain return review revise revisit ring roll run schedule scope score secure seek send set settle
        share shift shortlist show sign simplify site slot sort source speak split sponsor staff stand start step stop streamline strengthen submit summarise supply support
        survey switch table take talk target tell test text tidy trace track train transfer transform treat trial triage try turn undertake update upgrade upload use validate verify visit
        anonymise activate apologise backfill benchmark calculate cascade chivvy commit configure countersign deputise delegate estimate execute forecast halt honour install investigate
        lend let listen loan maintain mediate mentor message mitigate mobilise nudge pause ping pop proof protect rectify redact redeploy rerun reset retrieve ringfence scan shadow sit socialise sound step surface swap
        tender thank unblock vote waive welcome
        volunteer walk weight widen withdraw work write
        """);

    private static readonly HashSet<string> NoActs = Set(
        """
        be have see think wait know say love miss admit assume guess believe second need want like hear feel remember forget die eat struggle manage stick suppose expect hope wish
        mean understand seem appear become happen remain stay live depend hate prefer enjoy worry regret leave live lose fail bet wonder imagine appreciate recall notice doubt
        magic conjure wave defer not never hardly reflect bear benefit notice cope manage receive face hit resume adjourn reconvene hear outstrip bite
        """);

    // What is done in the conversation itself, and sayings.
    private static readonly PhraseSet InTheRoom = new(
        "hand over to", "hand back to", "hand you over", "pass over to", "pass you over", "pass to", "pass back to", "come to", "come back to that", "come back to it", "come back to this", "come back to those", "come on to", "move on", "bring in", "stop there",
        "pause there", "do without", "finish up", "finish with", "finish there", "start with", "start by", "begin with", "begin by", "share my screen", "let you go", "let you finish", "let you get on", "let you in", "turn to", "go to", "go first",
        "go back to", "go on", "go through", "join you", "ask you", "take questions", "take that as", "take it as", "take a question", "take your word", "read out", "put that to", "make a start",
        "make one point", "make a point", "make one final point", "make one last point", "make another point", "make it happen", "make my apologies", "make a comment", "take minutes", "take notes",
        "take the minutes", "take a short break", "take a quick break", "take five", "move to item", "move to the next", "move into", "go round", "go into private", "do my best", "do our best", "do what i can",
        "do what we can", "do everything", "do the maths", "do the same", "get that one", "get this one", "suspend", "make two points", "try my best", "try to be", "pick up on", "call on", "open the floor", "open it up", "keep an eye", "keep it short", "keep it brief", "keep this short",
        "keep this brief", "give it a miss", "give you a flavour", "give it some thought", "get my coat", "get back on track", "look forward", "be honest", "put my hand up", "hold my hands up", "run out",
        "try and be", "go along with", "go with", "get through", "find out soon", "work it out somehow", "talk about", "talk you through", "speak to that", "explain that", "explain why", "give way", "drop off", "jump off", "add to that",
        "stop sharing", "put that in the chat", "put it in the chat", "put this in the chat", "put a link in the chat", "put the link in the chat", "drop it in the chat", "pop it in the chat",
        "move us on", "move us along", "give you that", "catch up with", "catch you", "speak to you", "talk to you", "get there", "keep it under review", "keep that under review",
        "keep this under review", "answer that", "answer your", "answer the question", "answer this", "answer the first", "answer it", "read it out", "read that out", "draw a line", "draw it", "draw that",
        "write it down", "write that down", "write this down", "make a note", "make a quick note", "note that", "tell you what", "tell you why", "tell you how", "tell you something", "tell you now",
        "tell you that", "take your questions", "take your question", "take the question", "take any questions", "take that point", "take that on board", "buy you", "join the call", "join the meeting",
        "join us", "join by", "join on", "join at", "dial in", "log on", "log in", "pop in", "pop over", "pop along", "come along", "come in", "come over", "come down", "kick off", "kick us off", "wrap up",
        "wrap it up", "sum up", "give it a go", "give it a try", "call it a day", "get started", "get going", "get on with", "take it from here", "take a seat", "take a break",
        "take the blame", "take my chances", "take my hat", "make it quick", "make it brief", "give you an example", "give an example", "give one example", "give you one", "show you what i mean", "try not to",
        "draw your attention", "point out", "add one", "add something", "touch on", "repeat what", "repeat that", "repeat myself", "skip over", "park that", "park it", "hold my", "hold that thought",
        "speak for", "speak up", "speak first", "speak about", "play devil's advocate", "do without", "do that now", "do it now", "do this now", "do better", "do more", "save this", "save that", "save it", "introduce myself", "get out of your", "get out of the way");

    private static readonly HashSet<string> Transfers = Set(
        """
        send share circulate give get forward submit present report write speak talk provide email issue confirm respond reply bring deliver hand pass return have take show explain feed
        come let offer ring phone call tell ask contact brief update raise discuss liaise check meet notify inform copy put table escalate refer distribute recirculate resend remind
        supply invite recommend propose demonstrate text post
        """);

    private static readonly HashSet<string> Contacts = Set(
        "ring phone call tell ask contact brief notify inform email text meet remind chase invite let give send visit");

    /// <summary>Whether a word is the plain form of an act known here.</summary>
    public static bool IsAct(string word) => Acts.Contains(word);

    /// <summary>Whether it is done in the conversation itself ("come to Suzy", "let Priya come in"), unless it has a date.</summary>
    public static bool IsInTheRoom(Tokens tokens, int at)
    {
        if (tokens.AfterAny(at, InTheRoom) > 0)
        {
            return true;
        }

        // "come back to Suzy"; "come back to you" and "to the committee" is a promise.
        if (tokens.After(at, "come", "back", "to") is > 0 and var to)
        {
            return tokens[to].Kind == TokenKind.Mention || (tokens[to].Capital && tokens[to + 1].Kind is not TokenKind.Word);
        }

        for (var word = at + 2; tokens[at].Text is "let" or "ask" or "invite" or "get" or "bring" && word <= at + 4; word++)
        {
            if (tokens.AfterAny(word, Turns) > 0 || (tokens.Is(at, "bring") && tokens.Is(word, "in") && tokens[word - 1].Capital))
            {
                return true;
            }
        }

        return false;
    }

    // Giving somebody the floor.
    private static readonly PhraseSet Turns = new(
        "come in", "to come in", "to answer", "answer", "to comment", "comment", "to speak", "speak", "to start", "start", "to introduce", "introduce", "to kick", "to respond", "to go first", "go first",
        "to explain", "explain", "to say", "say", "finish", "to lead us", "to talk");

    /// <summary>Whether it only says where the speaker will be: "attending", "working".</summary>
    public static bool IsDiary(string verb) => verb is "attend" or "join" or "work" or "chair" or "travel" or "visit" or "return" or "look" or "meet" or "pop" or "sit";

    /// <summary>Whether it is a promise only by a date: "have the draft with you by Friday", "take the first one", "get that".</summary>
    public static bool NeedsDate(Tokens tokens, int at)
    {
        if (tokens[at].Text is not ("take" or "get"))
        {
            return tokens.Is(at, "have") && tokens.AfterAny(at, HavingActs) < 0;
        }

        for (var word = at + 1; word <= at + LongestObject && tokens[word].Kind is TokenKind.Word or TokenKind.Number or TokenKind.Mention; word++)
        {
            if (tokens.IsOneOf(word, Directions) || (tokens[word].Length > 4 && tokens[word].Text.EndsWith("ed", StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private const int LongestObject = 10;

    // What is taken or got goes somewhere, or gets done.
    private static readonly HashSet<string> Directions = Set(
        "to over out back with from on up away forward offline through in into round across action actions lead part responsibility ownership done ready sorted together agreement sign hold paper");

    /// <summary>Whether several do it together, which is a date in the diary: "we'll meet on Tuesday", not "we'll meet with the families".</summary>
    public static bool IsGathering(Tokens tokens, int at)
    {
        if (tokens[at].Text is not ("meet" or "discuss" or "talk" or "reconvene" or "gather" or "chat" or "speak"))
        {
            return false;
        }

        for (var word = at + 1; word <= at + LongestObject; word++)
        {
            if (tokens.Is(word, "with") || tokens.Is(word, "to"))
            {
                return false;
            }
        }

        return true;
    }

    private static readonly PhraseSet HavingActs = new("have a look", "have a word", "have a chat", "have a conversation", "have a quick look", "have a quick word", "have a discussion");

    private static readonly PhraseSet HavingStates = new(
        "have a think", "have a problem", "have a meeting", "have a day", "have a rest", "have a drink", "have a lot", "have a good", "have a great", "have a bit", "have an issue", "have a go", "have a sense",
        "have a better", "have a baby", "have a busy", "have an operation", "have a view", "have a clear", "have a clearer");

    /// <summary>Whether what begins at a place can be promised: an act, not a state.</summary>
    public static bool CanBePromised(Tokens tokens, int at)
    {
        var verb = tokens[at];
        if (verb.Kind != TokenKind.Word)
        {
            return false;
        }

        return verb.Text switch
        {
            "have" => (CanBeHad(tokens, at + 1) || IsHadDone(tokens, at + 1)) && tokens.AfterAny(at, HavingStates) < 0,
            // "Second one of our analysts" lends somebody; "second that" agrees.
            "second" => tokens[at + 1].Kind == TokenKind.Number || tokens[at + 1].Text is "a" or "an" or "one" or "two" or "three" or "some" or "someone" or "staff" or "our" or "my",
            // "I'll come to the site visit" is in the diary.
            "come" => !tokens.Is(at + 1, "to") || IsWith(tokens, at + 2),
            "make" => !tokens.Is(at + 1, "no"),
            "leave" => IsLeftSomewhere(tokens, at + 1),
            "go" => tokens[at + 1].Text is "away" or "back" or "and" or "through" or "out" or "over" or "live" or "ahead",
            _ => !NoActs.Contains(verb.Text) && !NotVerbs.Contains(verb.Text),
        };
    }

    // "have it to Kay" and "have published the plan" are acts; "have to think", "have had enough" and "have more capacity" are none.
    private static bool CanBeHad(Tokens tokens, int at) =>
        tokens[at].Text is "it" or "this" or "that" or "these" or "those" or "them" or "the" or "my" or "our" or "your" or "his" or "her" or "their" or "something" or "a" or "an" or "all" or "both"
        || tokens[at].Kind is TokenKind.Number or TokenKind.Mention || tokens[at].Capital
        || (tokens[at].Length > 4 && tokens[at].Text.EndsWith("ed", StringComparison.Ordinal) && NotVerbs.Contains(tokens[at + 1].Text))
        || tokens[at].Text is "sent" or "written" or "done" or "spoken" or "drafted" or "built" or "met" or "brought";

    private static bool IsWith(Tokens tokens, int at)
    {
        for (var word = at; word <= at + LongestObject; word++)
        {
            if (tokens.Is(word, "with"))
            {
                return true;
            }
        }

        return false;
    }

    // "I'll leave the originals at the front desk for you"; not "leave it there".
    private static bool IsLeftSomewhere(Tokens tokens, int at)
    {
        for (var word = at + 1; word <= at + LongestObject && tokens[word].Kind == TokenKind.Word; word++)
        {
            if (tokens[word].Text is "at" or "on" or "in" or "with" && tokens[word + 1].Text is "the" or "your" or "my" or "reception" or "security")
            {
                return true;
            }
        }

        return false;
    }

    // "Have heads of terms agreed", "have slides with Jo", "have plans ready".
    private static bool IsHadDone(Tokens tokens, int at)
    {
        for (var word = at + 1; tokens[at].Kind == TokenKind.Word && !NotVerbs.Contains(tokens[at].Text) && word <= at + LongestObject && tokens[word].Kind is TokenKind.Word or TokenKind.Number; word++)
        {
            if (tokens[word].Text is "ready" or "done" or "sorted" or "out" or "over" or "with" or "sent" or "written" or "drafted")
            {
                return true;
            }

            if (tokens[word].Length > 4 && tokens[word].Text.EndsWith("ed", StringComparison.Ordinal) && !NotVerbs.Contains(tokens[word].Text))
            {
                return true;
            }

            if (tokens[word].Text is "to" or "by" or "on" or "if" or "when")
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The plain form of "sending"; null when it is none of an act known here.</summary>
    public static string? Plain(string word)
    {
        if (word.Length < 5 || !word.EndsWith("ing", StringComparison.Ordinal))
        {
            return null;
        }

        var stem = word[..^3];
        return Acts.Contains(stem) && !Acts.Contains(stem + "e") ? stem
            : Acts.Contains(stem + "e") ? stem + "e"
            : Acts.Contains(stem) ? stem
            : stem.Length > 2 && stem[^1] == stem[^2] && Acts.Contains(stem[..^1]) ? stem[..^1]
            : null;
    }

    /// <summary>Whether something passes to somebody with this verb, so that "to" or "with" names who.</summary>
    public static bool IsTransfer(string word) => Transfers.Contains(word);

    /// <summary>Whether its object is a person: "ring the hospice".</summary>
    public static bool IsContact(string word) => Contacts.Contains(word);

    private static readonly HashSet<string> NotVerbs = Set(
        """
        the a an my your our their his her its this that these those it you me us him them i we they he she if when by on in at to for of with from as and or but so because who what
        where why how which there here no yes ok today tomorrow one all both each every some any soon only
        """);

    private static HashSet<string> Set(string words) =>
        new(words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
