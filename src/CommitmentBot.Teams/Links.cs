using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>Links that open a message in Teams.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams</remarks>
internal static class Links
{
    /// <summary>The link to a message of a channel or group chat; null where Teams offers none (personal chats, stand-ins' ids).</summary>
    public static Uri? To(MessageRef message)
    {
        var place = message.Conversation;
        if (!message.Id.All(char.IsAsciiDigit) || place.Kind == ConversationKind.Personal)
        {
            return null;
        }

        var path = $"https://teams.microsoft.com/l/message/{Uri.EscapeDataString(place.Channel)}/{message.Id}";
        return new Uri(place.Kind == ConversationKind.Channel
            ? $"{path}?tenantId={Uri.EscapeDataString(place.Tenant)}&parentMessageId={Uri.EscapeDataString(place.Thread ?? message.Id)}"
            : $"{path}?context=%7B%22contextType%22%3A%22chat%22%7D");
    }
}
