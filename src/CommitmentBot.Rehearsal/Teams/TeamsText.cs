using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>What a person types, to and from Teams' markup.</summary>
internal static partial class TeamsText
{
    private static readonly (string Name, string User)[] Names =
    [
        (World.BotName, World.TeamsBot),
        .. World.Everybody.Where(person => person.TeamsUser is not null).Select(person => (person.Name, person.TeamsUser!)),
    ];

    /// <summary>Turns <c>@Name</c> into a mention: the text, and the entities that go with it.</summary>
    public static (string Markup, IReadOnlyList<JsonObject> Mentions) Encode(string typed)
    {
        var mentions = new List<JsonObject>();
        var text = typed;
        foreach (var (name, user) in Names.OrderByDescending(known => known.Name.Length))
        {
            if (!text.Contains("@" + name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            text = text.Replace("@" + name, $"<at>{name}</at>", StringComparison.OrdinalIgnoreCase);
            mentions.Add(new JsonObject
            {
                ["type"] = "mention",
                ["text"] = $"<at>{name}</at>",
                ["mentioned"] = new JsonObject { ["id"] = user, ["name"] = name },
            });
        }

        return (text, mentions);
    }

    /// <summary>The other way round, for a transcript.</summary>
    public static string Decode(string markup) => WebUtility.HtmlDecode(Mark().Replace(markup, "@$1"));

    [GeneratedRegex("<at>(.*?)</at>")]
    private static partial Regex Mark();
}
