using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>The verbs of promises: which are acts for after the conversation, and which are not.</summary>
internal static class Verbs
{
    private static readonly HashSet<string> Acts = Set(
        """
        accept add address adjust administer advertise advise agree align allocate amend analyse announce apply appoint approach arrange ask assess assign attend audit author
        award book brief bring broker build buy call cancel capture carry chair change chase check circulate clarify clear close co-design co-ordinate collate
        collect combine commission communicate compare compile complete conduct confirm consider consult contact contribute convene convert coordinate copy correct cost cover
        create cut deal decide define deliver deploy describe do design determine develop devise diarise discuss display distribute document double draft draw drive drop edit
        email embed employ enable encourage engage ensure escalate establish evaluate examine expand expedite explain explore extend facilitate feed file fill finalise find fix
        flag fold follow formalise forward fund gather get give go grow guarantee halve hand have help highlight hire hold host identify implement improve include incorporate increase inform
        initiate inspect instruct introduce investigate invite involve issue join keep launch lead liaise lift link list load lobby log look make manage map mark match meet model
        monitor move negotiate nominate notify obtain offer open order organise outline own oversee pay phone pick pilot plan post prepare present print prioritise procure produce
        progress promote propose provide publicise publish purchase pursue push put quantify query raise re-run reach read realign recirculate reconcile record recruit redesign
        redo redraft reduce refer refine refresh register reinstate reissue release relocate remind remove reopen repair repeat replace reply report represent request research
        resend reschedule resolve resource respond restart restore resubmit retain return review revise revisit ring roll run schedule scope score secure seek send set settle
        share shift shortlist show sign simplify site slot sort source speak split sponsor staff stand start step stop streamline strengthen submit summarise supply support
        survey switch table take talk target tell test text tidy trace track train transfer transform treat trial triage try turn undertake update upgrade upload use validate verify visit
        volunteer walk weight widen withdraw work write
        """);

    private static readonly HashSet<string> NoActs = Set(
        """
        be have see think wait know say love miss admit assume guess believe second need want like hear feel remember forget die eat struggle manage stick suppose expect hope wish
        mean understand seem appear become happen remain stay live depend hate prefer enjoy worry regret leave live lose fail bet wonder imagine appreciate recall notice doubt
        magic defer not never hardly
        """);

    // What is done in the conversation itself, and sayings.
    private static readonly PhraseSet InTheRoom = new(
        "hand over to", "hand back to", "hand you over", "pass over to", "pass you over", "pass to", "pass back to", "come to", "come back to", "come on to", "move on", "bring in", "stop there",
        "pause there", "do without", "finish up", "finish with", "finish there", "start with", "start by", "begin with", "begin by", "share my screen", "let you go", "let you finish", "let you get on", "let you in", "turn to", "go to", "go first",
        "go back to", "go on", "go through", "join you", "ask you", "take questions", "take that as", "take it as", "take a question", "take your word", "read out", "put that to", "make a start",
        "make one point", "make a point", "make two points", "try my best", "try to be", "pick up on", "call on", "open the floor", "open it up", "keep an eye", "keep it short", "keep it brief", "keep this short",
        "keep this brief", "give it a miss", "give you a flavour", "give it some thought", "get my coat", "get back on track", "look forward", "be honest", "put my hand up", "hold my hands up", "run out",
        "try and be", "go along with", "go with", "get through", "find out soon", "work it out somehow", "talk about", "talk you through", "speak to that", "explain that", "explain why", "give way", "drop off", "jump off", "add to that");

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

    /// <summary>Whether it is done in the conversation itself ("come back to Suzy"), unless it has a date.</summary>
    public static bool IsInTheRoom(Tokens tokens, int at) => tokens.AfterAny(at, InTheRoom) > 0;

    /// <summary>Whether what begins at a place can be promised: an act, not a state.</summary>
    public static bool CanBePromised(Tokens tokens, int at)
    {
        var verb = tokens[at];
        if (verb.Kind != TokenKind.Word)
        {
            return false;
        }

        // "have it to Kay" is an act; "have to think" and "have had enough" are none.
        return verb.Text == "have" ? tokens[at + 1].Text is not ("to" or "been" or "had" or "a" or "an") && tokens[at + 1].Kind != TokenKind.None
            : !NoActs.Contains(verb.Text) && !NotVerbs.Contains(verb.Text);
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
