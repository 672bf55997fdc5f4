using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a forum's organisations.</summary>
internal static class OrganisationRules
{
    private static readonly string[] Nouns = ["organisation", "organization", "org", "organisations", "organizations", "orgs"];

    private static readonly PhraseSet Adding = new(
        Nouns.SelectMany(noun => (string[])[$"forum {noun}", $"forum {noun} add", $"forum add {noun}"]));

    private static readonly PhraseSet Renaming = Verb("rename"), Merging = Verb("merge"), Undoing = Verb("undo");

    private static readonly string[] OtherVerbs = ["rename", "merge", "undo", "remove", "delete"];

    private static readonly char[] Blanks = [' ', '\u00a0', '\t', '\n', '\r'], Parting = [',', ';', '\n', '\r'];

    /// <summary>A short name, the name, and then, parted by commas: e-mail domains, "kind …", "places … and …", "ODS …".</summary>
    public static Command? ForumOrganisation(CommandText text)
    {
        if (text.After(text.From, Adding) is not (> 0 and var at)
            || text.Rest(at) is not { } rest || IsOtherVerb(text.Tokens[text.SkipMarks(at)])
            || rest.Split([.. Blanks, .. Parting], 2, StringSplitOptions.RemoveEmptyEntries) is not [var shortName, ..])
        {
            return null;
        }

        var (name, kind, places, domains) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        string? ods = null;
        var last = name;
        foreach (var (index, part) in rest[(rest.IndexOf(shortName, StringComparison.Ordinal) + shortName.Length)..].Split(Parting).Index())
        {
            var words = WithoutDomains(part, domains);
            if (words.Count == 0)
            {
                continue;
            }

            // Before the first comma stands the name, even that of the Kind Care Trust.
            switch (index > 0 && words.Count > 1 ? Label(words[0]) : "")
            {
                case "KIND" or "TYPE":
                    (last, words) = (kind, words[1..]);
                    break;
                case "PLACE" or "PLACES":
                    (last, words) = (places, words[1..]);
                    break;
                case "ODS":
                    words = words[(words.Count > 2 && Label(words[1]) is "CODE" ? 2 : 1)..];
                    (ods, last) = (string.Join(' ', words).ToUpperInvariant(), name);
                    continue;
            }

            // What has no word of its own before it goes on with what was before it: "places Coventry, Rugby and Nuneaton".
            last.Add(string.Join(' ', words));
        }

        return new Command.ForumOrganisation(shortName, Joined(name) ?? shortName, [.. domains.Distinct(StringComparer.Ordinal)])
        {
            Kind = Joined(kind),
            Places = [.. places.SelectMany(it => $" {it}".Split(" and ", StringSplitOptions.RemoveEmptyEntries)).Select(it => it.Trim())
                .Distinct(StringComparer.OrdinalIgnoreCase)],
            OdsCode = ods,
        };
    }

    public static Command? RenameOrganisation(CommandText text) =>
        Words(text, Renaming) is [var from, "to" or "as", var to, .. var name]
            ? new Command.RenameOrganisation(from, to, name.Length == 0 ? null : string.Join(' ', name))
            : null;

    public static Command? MergeOrganisations(CommandText text) =>
        Words(text, Merging) is [var from, "into" or "in" or "to", var into] ? new Command.MergeOrganisations(from, into) : null;

    public static Command? UndoOrganisation(CommandText text) =>
        Words(text, Undoing) is [var name] ? new Command.UndoOrganisation(name) : null;

    // "forum organisation renmae WCC to WAR" is not about an organisation called renmae.
    private static bool IsOtherVerb(Token word) =>
        word is { Kind: TokenKind.Word, Capital: false } && OtherVerbs.Any(verb => NearMiss.IsLike(word.Text, verb));

    private static string Label(string word) => word.TrimEnd(':').ToUpperInvariant();

    // The words after a verb, without the commas at their ends.
    private static string[] Words(CommandText text, PhraseSet verb) =>
        text.After(text.From, verb) is > 0 and var at && text.Rest(at) is { } rest
            ? [.. rest.Split(Blanks).Select(word => word.Trim(',', ':', ';')).Where(word => word.Length > 0)]
            : [];

    // The words of a part without its domains, and without the "and" between two of them.
    private static List<string> WithoutDomains(string part, List<string> domains)
    {
        var words = new List<string>();
        var afterDomain = false;
        foreach (var word in part.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Domain(word) is { } domain)
            {
                if (afterDomain && words is [.., "and" or "&"])
                {
                    words.RemoveAt(words.Count - 1);
                }

                domains.Add(domain);
                afterDomain = true;
                continue;
            }

            words.Add(word);
            afterDomain &= word is "and" or "&";
        }

        return words;
    }

    private static string? Domain(string word) =>
        word.Trim('@', '.', ';', '(', ')') is { Length: > 3 } domain && domain.Contains('.', StringComparison.Ordinal)
        && !domain.Contains("..", StringComparison.Ordinal)
            ? domain.ToLowerInvariant()
            : null;

    private static string? Joined(List<string> parts) => string.Join(", ", parts) is { Length: > 0 } joined ? joined : null;

    private static PhraseSet Verb(string verb) =>
        new(Nouns.SelectMany(noun => (string[])
            [$"forum {noun} {verb}", $"forum {verb} {noun}", $"{verb} {noun}", $"{verb} the {noun}", $"{noun} {verb}"]));
}
