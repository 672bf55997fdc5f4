using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>
/// What the Connector's refusals concern, and so what is to be done next: one table, by status, code and where it was sent; the first row
/// that fits counts. A status without a code that says more concerns the smallest thing it can.
/// </summary>
/// <remarks>
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages, "Status codes from bot
/// conversational APIs", and for blocked and removed apps …/send-proactive-messages. Teams says <c>ConversationNotFound</c> of a thread
/// whose root is deleted as of a channel that is gone, so that only a thread that would have been a new one speaks for its channel.
/// </remarks>
internal static class Refusals
{
    private static readonly Row[] Table =
    [
        new(401, null, null, RefusalKind.Installation),
        new(403, "BotDisabledByAdmin", null, RefusalKind.Installation),
        new(412, null, null, RefusalKind.Later),
        new(429, null, null, RefusalKind.Later),

        new(403, "MessageWritesBlocked", Sent.Privately, RefusalKind.Person),
        new(403, "ConversationBlockedByUser", Sent.Privately, RefusalKind.Person),
        new(403, "ForbiddenOperationException", Sent.Privately, RefusalKind.Person),
        new(403, "BotNotInstalled", Sent.Privately, RefusalKind.Person),
        new(404, "ActivityNotFoundInConversation", null, RefusalKind.Message),

        new(403, "BotNotInConversationRoster", Sent.InThread, RefusalKind.Channel),
        new(403, "BotNotInConversationRoster", Sent.ToChannel, RefusalKind.Channel),
        new(404, "ConversationNotFound", Sent.ToChannel, RefusalKind.Channel),

        .. from status in new[] { 403, 404, 410 }
           from smallest in new[] { (Sent.InThread, RefusalKind.Thread), (Sent.Privately, RefusalKind.Chat) }
           select new Row(status, null, smallest.Item1, smallest.Item2),
    ];

    private enum Sent
    {
        Privately,
        InThread,
        ToChannel,
    }

    /// <summary>What a refusal of something sent to this place concerns.</summary>
    public static RefusalKind Of(ConnectorAnswer.Refused refused, ConversationRef place)
    {
        var sent = place.Kind == ConversationKind.Personal ? Sent.Privately
            : place is { Kind: ConversationKind.Channel, Thread: not null } ? Sent.InThread
            : Sent.ToChannel;
        return Table
            .FirstOrDefault(row => row.Status == refused.Status && (row.Code ?? refused.Code) == refused.Code
                && (row.Sent ?? sent) == sent)?
            .Kind ?? RefusalKind.Message;
    }

    private sealed record Row(int Status, string? Code, Sent? Sent, RefusalKind Kind);
}
