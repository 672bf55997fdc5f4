using System.Globalization;
using System.Net;
using System.Text;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>
/// A message that "Record as commitment" was used on. It arrives in Microsoft Graph's words: HTML, and people by their
/// directory ids, which stand in the result behind <see cref="DirectoryPrefix"/> until somebody has looked them up.
/// </summary>
internal static class Captured
{
    /// <summary>In front of a directory object id that stands for a person until their id for this bot is known.</summary>
    public const string DirectoryPrefix = "aad:";

    public static TurnContent.CaptureAsked? Read(Payload payload, Activity activity, ConversationRef place, string? botId, Instant now)
    {
        if (payload is not { Id.Length: > 0, Body.Content: { } content })
        {
            return null;
        }

        var source = new MessageRef(place, payload.Id);
        var link = Uri.TryCreate(payload.LinkToMessage, UriKind.Absolute, out var given) && given.Scheme == Uri.UriSchemeHttps
            ? given
            : Links.To(source);
        return new TurnContent.CaptureAsked(
            Text(content, payload, activity, botId),
            new Speaker(Who(payload.From, activity), payload.From?.User?.DisplayName ?? payload.From?.Application?.DisplayName, place.Tenant),
            source,
            link,
            payload.CreatedDateTime is { } said ? Instant.FromDateTimeOffset(said) : now);
    }

    private static UserRef Who(Author? author, Activity activity)
    {
        var id = author?.User?.Id;
        return new UserRef(PlatformName.Teams, id switch
        {
            null => author?.Application?.Id ?? "unknown",
            _ when id.Equals(activity.From?.AadObjectId, StringComparison.OrdinalIgnoreCase) => activity.From!.Id!,
            _ => DirectoryPrefix + id,
        });
    }

    private static SaidText Text(string content, Payload payload, Activity activity, string? botId)
    {
        if (payload.Body?.ContentType != "html")
        {
            return SaidText.Of(content.Trim());
        }

        // The same marks as in a typed message, so the same reader: tags but <at> go, and each <at> becomes an entity.
        var text = new StringBuilder();
        List<Entity> entities = [];
        for (var i = 0; i < content.Length;)
        {
            var end = content[i] == '<' ? content.IndexOf('>', i) : -1;
            if (end < 0)
            {
                text.Append(content[i++]);
                continue;
            }

            var tag = content[i..(end + 1)];
            if (tag.StartsWith("<at ", StringComparison.Ordinal)
                && content.IndexOf("</at>", end, StringComparison.Ordinal) is >= 0 and var close
                && Mention(tag, payload) is { } mention)
            {
                var whole = content[i..(close + 5)];
                text.Append(whole);
                entities.Add(new Entity("mention", whole, new Account(
                    mention.Mentioned?.Application?.Id is { } bot ? BotId(bot) : Who(mention.Mentioned, activity).Id,
                    WebUtility.HtmlDecode(mention.MentionText ?? content[(end + 1)..close]), null, null)));
                i = close + 5;
                continue;
            }

            if (tag is "</p>" or "</div>" or "</li>" || tag.StartsWith("<br", StringComparison.Ordinal))
            {
                text.Append('\n');
            }

            i = end + 1;
        }

        return MarkedText.Read(text.ToString(), "xml", entities, botId);
    }

    private static PayloadMention? Mention(string tag, Payload payload)
    {
        var digits = string.Concat(tag.Where(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? payload.Mentions?.FirstOrDefault(mention => mention?.Id == id)
            : null;
    }

    private static string BotId(string id) => id.StartsWith("28:", StringComparison.Ordinal) ? id : $"28:{id}";
}
