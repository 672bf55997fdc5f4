using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Reads who is to do something: a mention, a name, initials, a body ("the Trust"), a role; and several of them.</summary>
internal static class Subjects
{
    private static readonly HashSet<string> Bodies = new(
        [
            "council", "trust", "board", "team", "committee", "panel", "practice", "hospital", "icb", "pcn", "forum", "cabinet", "department", "directorate", "group", "network", "partnership", "service",
            "services", "charity", "hospice", "university", "college", "police", "ambulance", "leader", "chair", "secretary", "manager", "director", "clerk", "facilitator", "officer", "officers", "lead", "leads", "nurse",
            "matron", "administrator", "coordinator", "co-ordinator", "registrar", "provider", "providers", "commissioners", "commissioner", "system", "office", "centre", "unit", "estates", "finance", "communications", "comms", "hr",
            "governance", "members", "staff", "advisor", "adviser", "convenor", "treasurer", "executive", "headteacher", "consultant", "programme", "officials", "partners", "colleagues", "trusts", "councils", "boards", "trustees", "governors", "teams", "hospitals", "charities", "councillors", "ministers", "minister", "government", "association", "representatives", "gp", "gps", "practices", "federation", "healthwatch", "analyst", "districts", "boroughs", "parishes", "schools", "wards", "sites",
            "alliance", "consortium", "collaborative", "taskforce", "secretariat", "agency", "authority", "authorities", "foundation", "society", "mayor", "ombudsman", "regulator", "coalition",
        ],
        StringComparer.Ordinal);

    // What bodies and roles are of: "Public health colleagues", "Social care leads".
    private static readonly HashSet<string> Fields = new(
        [
            "health", "care", "mental", "social", "primary", "secondary", "community", "adult", "adults", "children's", "public", "acute", "housing", "clinical", "medical", "nursing", "legal", "digital", "workforce", "quality",
            "commissioning", "planning", "transport", "education", "safeguarding", "urgent", "emergency", "voluntary", "sector", "senior", "information", "human", "resources", "environment", "regeneration",
        ],
        StringComparer.Ordinal);

    // Words that begin sentences with a capital and are no names.
    private static readonly HashSet<string> NoNames = new(
        """
        i we you he she it they me us them him her my this that these those there here who what which when where why how someone somebody everyone everybody anyone anybody nobody no one none need needs want wants
        please thanks thank welcome happy glad sorry ready able keen nice good great lovely right time aim plan plans hope hopes due according up back next again just also still only really very
        looking going trying meeting meetings nothing something anything everything people others another each both all some many most more less first second third last let let's can could would should may might must
        shall will do does did is are was were be been has have had not never if once unless until while although because since so but and or yet as in on at by for from with without about after before during
        demand activity performance costs admissions attendances waits waiting numbers figures capacity funding winter summer autumn spring patients pressure pressures supply inflation
        vacancies sickness prices rates rate risk risks traffic work training recruitment implementation progress consultation growth savings
        ought remember forget don't doesn't didn't won't can't try hard easy important helpful useful best better option options one two three ways way reply response request attempt agreement failure effort efforts
        proposal decision deadline target objective action actions point ability opportunity chance used hoping wanting needing waiting ideally perhaps maybe then now today tomorrow
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Titles = new(["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "cllr", "councillor", "sir", "dame", "rev", "lord", "lady", "baroness"], StringComparer.Ordinal);

    private static readonly HashSet<string> Links = new(["of", "for", "and", "&", "'s", "de", "van", "von", "der", "la", "bin", "al", "-", ".", "/", ",", "@", "'"], StringComparer.Ordinal);

    /// <summary>The owner between two places; null when what stands there names nobody.</summary>
    public static DraftOwner? Read(DateText text, int from, int to)
    {
        var owner = ReadWhole(text, from, to);
        return owner is DraftOwner.Named { Person: var person } && to > from && IsContracted(text.Tokens[to - 1])
            ? new DraftOwner.Named(person with { Name = person.Name[..(person.Name.Length - text.Tokens[to - 1].Length + Stem(text.Tokens[to - 1]).Length)] })
            : owner;
    }

    private static DraftOwner? ReadWhole(DateText text, int from, int to)
    {
        var tokens = text.Tokens;
        while (to > from && tokens[to - 1].Text is "," or "-" or ":")
        {
            to--;
        }

        if (from >= to)
        {
            return null;
        }

        // "My lot will".
        if (to == from + 2 && tokens[from].Text is "my" or "our" && tokens[from + 1].Text is "lot" or "people" or "guys" or "folks")
        {
            return new DraftOwner.Named(new(tokens.Slice(from, to), null));
        }

        if (tokens[from].Text is "the" or "our" or "my" or "all" or "each" or "both" or "every" && tokens[from].Kind == TokenKind.Word)
        {
            return IsBody(tokens, from + 1, to) ? new DraftOwner.Named(new(tokens.Slice(from, to), null)) : null;
        }

        // "It was agreed that officers would".
        if (to == from + 1 && Bodies.Contains(tokens[from].Text) && tokens[from].Text.EndsWith('s'))
        {
            return new DraftOwner.Named(new(tokens.Slice(from, to), null));
        }

        var people = new List<NamedPerson>();
        for (var at = from; at < to;)
        {
            var end = at;
            while (end < to && !IsJoin(tokens, end))
            {
                end++;
            }

            if (Person(tokens, at, end) is not { } person)
            {
                // "Health and Wellbeing Board": one name after all.
                return IsName(tokens, from, to) ? new DraftOwner.Named(new(tokens.Slice(from, to), null)) : null;
            }

            people.Add(person);
            at = end;
            while (at < to && IsJoin(tokens, at))
            {
                at++;
            }
        }

        // "Health and Wellbeing Board" is one; "Tom and the ICB" are two.
        if (people.Count > 1 && people.Exists(person => person.User is null) && !people.Exists(person => person.Name.StartsWith("the ", StringComparison.OrdinalIgnoreCase))
            && HasBody(tokens, from, to))
        {
            return IsName(tokens, from, to) ? new DraftOwner.Named(new(tokens.Slice(from, to), null)) : null;
        }

        return people.Count == 1 ? new DraftOwner.Named(people[0]) : new DraftOwner.Several(people);
    }

    private static bool IsJoin(Tokens tokens, int at) => tokens[at].Text is "and" or "," or "/" or "&" or "+" && tokens[at].Kind is TokenKind.Word or TokenKind.Mark;

    private static NamedPerson? Person(Tokens tokens, int from, int to)
    {
        if (tokens[from].Kind == TokenKind.Mention && to == from + 1)
        {
            var mention = tokens.Mentions[tokens[from].Value];
            return new(mention.Name.TrimStart('@'), mention.User);
        }

        if (tokens.Is(from, "the"))
        {
            return IsBody(tokens, from + 1, to) ? new(tokens.Slice(from, to), null) : null;
        }

        from = tokens.Is(from, "@") ? from + 1 : from;
        return IsName(tokens, from, to) ? new(tokens.Slice(from, to), null) : null;
    }

    /// <summary>Capitalised words, a capitalised word with a role ("Committee secretary", "Grace's team"), initials.</summary>
    private static bool IsName(Tokens tokens, int from, int to)
    {
        if (from >= to || !tokens[from].Capital || tokens[from].Kind != TokenKind.Word || NoNames.Contains(tokens[from].Text) || IsContraction(tokens[from]) || IsParticiple(tokens[from], to - from))
        {
            return false;
        }

        if (to == from + 1)
        {
            return !Titles.Contains(tokens[from].Text) && !(Bodies.Contains(tokens[from].Text) && tokens[from].Length < 3);
        }

        for (var at = from + 1; at < to; at++)
        {
            if (tokens[at].Text is "i" or "we" || (tokens[at].Is("-") && !tokens[at].Glued))
            {
                return false;
            }

            if (!tokens[at].Capital && !Links.Contains(tokens[at].Text) && !Bodies.Contains(tokens[at].Text) && !Fields.Contains(tokens[at].Text) && tokens[at].Kind != TokenKind.Number)
            {
                return false;
            }
        }

        return tokens[to - 1].Kind is TokenKind.Word or TokenKind.Number;
    }

    // "We're", "It's", "Who'll".
    private static bool IsContraction(in Token token) =>
        token.Text.IndexOf('\'', StringComparison.Ordinal) is > 0 and var at && (NoNames.Contains(token.Text[..at]) || token.Text[at..] is "'re" or "'ve" or "'d" or "'m");

    /// <summary>Whether a name and a verb are drawn together: "Jim's agreed to", "Dave'll send", "the trust's going to".</summary>
    public static bool IsContracted(in Token token) =>
        token.Kind == TokenKind.Word && Stem(token) is { } stem && stem.Length < token.Text.Length && !NoNames.Contains(stem);

    // Without the "'s" or "'ll" at its end.
    private static string Stem(in Token token) =>
        token.Text.EndsWith("'s", StringComparison.Ordinal) ? token.Text[..^2] : token.Text.EndsWith("'ll", StringComparison.Ordinal) ? token.Text[..^3] : token.Text;

    /// <summary>Whether a word is what a body or a role is called: "trust", "manager".</summary>
    public static bool IsBodyWord(string word) => Bodies.Contains(word);

    /// <summary>Whether such a word may as well be a thing, which does nothing by itself: "the new system will go live".</summary>
    public static bool IsThing(in Token token) => !token.Capital && token.Text is "system" or "programme" or "service" or "services" or "centre" or "unit" or "office" or "hospital" or "network" or "hub";

    private static bool IsParticiple(in Token token, int words) =>
        words == 1 && token.Length > 4 && (token.Text.EndsWith("ing", StringComparison.Ordinal) || token.Text.EndsWith("ed", StringComparison.Ordinal));

    /// <summary>"council", "Practice Manager", "Social Care and Environment Overview &amp; Scrutiny Facilitator".</summary>
    private static bool IsBody(Tokens tokens, int from, int to)
    {
        var isNamed = from < to && (tokens[to - 1].Capital || Bodies.Contains(Stem(tokens[to - 1])) || tokens[to - 1].Kind == TokenKind.Number);
        for (var at = from; at < to; at++)
        {
            isNamed &= (tokens[at].Kind is TokenKind.Word or TokenKind.Number && (tokens[at].Text is "of" or "for" or "and" or "the" || !NoNames.Contains(tokens[at].Text)))
                || Links.Contains(tokens[at].Text);
        }

        return isNamed;
    }

    private static bool HasBody(Tokens tokens, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (Bodies.Contains(tokens[at].Text))
            {
                return true;
            }
        }

        return false;
    }
}
