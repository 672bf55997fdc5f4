namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a forum's organisations.</summary>
internal static class OrganisationRules
{
    public static Command? ForumOrganisation(CommandText text)
    {
        if (ForumRules.Setting(text, "organisation", "organization", "org") is not { } at || text.IsEnd(at))
        {
            return null;
        }

        var words = (text.Rest(at) ?? "").Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var domains = words.Skip(1).Where(IsDomain).Select(word => word.Trim('@', '.', ';', '(', ')').ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var name = string.Join(' ', words.Skip(1).Where(word => !IsDomain(word)));
        return new Command.ForumOrganisation(words[0], name.Length == 0 ? words[0] : name, domains);
    }

    private static bool IsDomain(string word) =>
        word.Trim('@', '.', ';', '(', ')') is { Length: > 3 } domain && domain.Contains('.', StringComparison.Ordinal) && !domain.Contains("..", StringComparison.Ordinal);
}
