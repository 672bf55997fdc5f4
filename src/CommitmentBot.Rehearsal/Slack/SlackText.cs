using System.Text.RegularExpressions;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>What a person types, to and from Slack's markup.</summary>
internal static partial class SlackText
{
    private static readonly (string Name, string User)[] Names =
    [
        (World.BotName, World.SlackBotUser),
        .. World.Everybody.Where(person => person.SlackUser is not null).Select(person => (person.Name, person.SlackUser!)),
    ];

    /// <summary>Escapes as Slack's own client does and turns <c>@Name</c> into a mention.</summary>
    public static string Encode(string typed)
    {
        var text = typed.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        foreach (var (name, user) in Names.OrderByDescending(known => known.Name.Length))
        {
            text = text.Replace("@" + name, $"<@{user}>", StringComparison.OrdinalIgnoreCase);
        }

        return Address().Replace(text, "<$0>");
    }

    /// <summary>The other way round, for a transcript.</summary>
    public static string Decode(string markup) => Mark().Replace(markup, found => found.Groups["user"] switch
    {
        { Success: true } user => "@" + (Names.FirstOrDefault(known => known.User == user.Value).Name ?? user.Value),
        _ => found.Groups["label"] is { Success: true } label ? label.Value : found.Groups["link"].Value,
    })
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal);

    [GeneratedRegex(@"https?://[^\s<>|]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"<(?:@(?<user>[A-Z0-9]+)(?:\|[^>]*)?|(?<link>[^|>]+)(?:\|(?<label>[^>]*))?)>")]
    private static partial Regex Mark();
}
