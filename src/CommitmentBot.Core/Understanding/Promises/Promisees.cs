using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Reads for whom something is: "to UHCW", "with the Leader", "for the Place Forum", "ring the hospice", a mention.</summary>
internal static class Promisees
{
    private const int LongestName = 8;

    private static readonly HashSet<string> Ends = new(
        """
        by on about before in for with from at within so and or to who that which if once when as because this next tomorrow today regarding re until after during over of know through ahead again
        tmrw asap soon the a an my our their his her its first via when where what whether back out
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Pronouns = new(["you", "us", "them", "him", "her", "me", "everyone", "everybody", "all", "it", "this", "that", "those", "these"], StringComparer.Ordinal);

    private static readonly HashSet<string> Groups = new(
        ["council", "cabinet", "board", "members", "colleagues", "finance", "estates", "staff", "patients", "families", "carers", "residents", "scrutiny", "providers", "partners", "practices", "leads", "commissioners", "trustees", "governors"], StringComparer.Ordinal);

    /// <summary>Somebody named, and where: with the word before the name that says so ("to UHCW").</summary>
    public readonly record struct Found(NamedPerson Person, int From, int To);

    /// <summary>The promisee in what is promised, between two places; null where it names nobody or only "you".</summary>
    public static Found? Read(Tokens tokens, int verb, int to)
    {
        var passes = false;
        for (var at = verb; at < to; at++)
        {
            passes |= Verbs.IsTransfer(Verbs.Plain(tokens[at].Text) ?? tokens[at].Text);
        }

        return Last(tokens, verb, to, "to", passes) ?? Last(tokens, verb, to, "with", passes) ?? Last(tokens, verb, to, "for", false) ?? Object(tokens, verb, to);
    }

    /// <summary>Where it says that it is for the speaker ("send me", "to us"); -1 where it does not.</summary>
    public static int Speaker(Tokens tokens, int verb, int to) => First(tokens, verb, to, "me", "us");

    /// <summary>Where it says that it is for whoever is spoken to ("send you", "back to you"); -1 where it does not.</summary>
    public static int Listener(Tokens tokens, int verb, int to) => First(tokens, verb, to, "you");

    private static int First(Tokens tokens, int verb, int to, params ReadOnlySpan<string> words)
    {
        for (var at = verb + 1; at < to; at++)
        {
            if (tokens[at].Kind == TokenKind.Word && words.Contains(tokens[at].Text))
            {
                return at;
            }
        }

        return -1;
    }

    private static Found? Last(Tokens tokens, int verb, int to, string preposition, bool passes)
    {
        for (var at = to - 2; at > verb; at--)
        {
            if (tokens.Is(at, preposition) && Name(tokens, at + 1, to, passes) is { } name && (preposition == "to" || !IsPlural(tokens, at + 1)))
            {
                return name with { From = at };
            }
        }

        return null;
    }

    // "come back with options" names nobody; "report to providers" does.
    private static bool IsPlural(Tokens tokens, int at) =>
        !tokens[at].Capital && tokens[at].Kind == TokenKind.Word && !tokens.Is(at, "the") && !tokens.Is(at, "our") && !tokens.Is(at, "all") && !Groups.Contains(tokens[at].Text);

    /// <summary>"ring the hospice", "let Sue know", "send Tom the rota".</summary>
    private static Found? Object(Tokens tokens, int verb, int to)
    {
        for (var at = verb; at < to - 1; at++)
        {
            var word = Verbs.Plain(tokens[at].Text) ?? tokens[at].Text;
            var isFirstVerb = at == verb || tokens.Is(at - 1, "and");
            if (isFirstVerb && Verbs.IsContact(word) && Name(tokens, at + 1, to, word is not ("send" or "give" or "let" or "chase")) is { } name)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>A name of a person or body at a place; of things only where something <paramref name="passes"/> to them.</summary>
    private static Found? Name(Tokens tokens, int at, int to, bool passes)
    {
        at = tokens.Is(at, "@") ? at + 1 : at;
        var first = tokens[at];
        if (first.Kind == TokenKind.Mention)
        {
            var mention = tokens.Mentions[first.Value];
            return new(new(mention.Name.TrimStart('@'), mention.User), at, at + 1);
        }

        var isThe = first.Is("the") || first.Is("our") || first.Is("all") || first.Is("both");
        var start = isThe ? tokens.Is(at + 1, "next") ? at + 2 : at + 1 : at;
        if (first.Kind != TokenKind.Word || (!isThe && (Pronouns.Contains(first.Text) || Verbs.IsAct(first.Text))))
        {
            return null;
        }

        var end = start;
        while (end < to && end < start + LongestName && Continues(tokens, start, end, to))
        {
            end++;
        }

        if (end == start || tokens[end - 1].Kind == TokenKind.Mark)
        {
            return null;
        }

        var isNamed = tokens[start].Capital || (isThe && tokens[end - 1].Capital);
        var isBody = isThe && Subjects.IsBodyWord(tokens[end - 1].Text);
        var isGroup = Groups.Contains(tokens[end - 1].Text) || (end - start <= 2 && tokens[end - 1].Text.EndsWith('s') && tokens[end - 1].Length > 4);
        return isNamed || isBody || (passes && (isThe || isGroup)) || tokens[end - 1].Text is "forum" ? new(new(tokens.Slice(at, end), null), at, end) : null;
    }

    private static bool Continues(Tokens tokens, int start, int at, int to)
    {
        var token = tokens[at];
        return token.Kind switch
        {
            TokenKind.Number => true,
            TokenKind.Mark => token.Text is "&" or "'" or "-" or "." && token.Glued && tokens[at + 1].Glued && at > start,
            // "Secretary of State", "University Hospitals Coventry and Warwickshire".
            TokenKind.Word when token.Text is "of" or "and" or "&" => at > start && at + 1 < to && tokens[at - 1].Capital && tokens[at + 1].Capital,
            TokenKind.Word => !Ends.Contains(token.Text) && !(at > start && tokens[start].Capital && !token.Capital && !IsRole(token)),
            _ => false,
        };
    }

    private static bool IsRole(in Token token) => Subjects.IsBodyWord(token.Text);
}
