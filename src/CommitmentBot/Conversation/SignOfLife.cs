using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>A channel that was taken for gone, or that another installation told of: it is the forum's all the same.</summary>
internal static class SignOfLife
{
    /// <summary>
    /// The forum of such a channel; null where there is none. A message or a click from there proves that the bot is in it, by the way the turn
    /// came. Commands and shortcuts prove nothing: they work where the bot is not.
    /// </summary>
    public static async Task<Guid?> Forum(RegisterDb db, Turn turn, CancellationToken cancellationToken)
    {
        var place = turn.Conversation;
        if (place.Kind == ConversationKind.Personal || turn.Content is TurnContent.BotRemoved)
        {
            return null;
        }

        var channel = await db.ForumChannels
            .Where(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel)
            .OrderBy(it => it.LinkedAt).FirstOrDefaultAsync(cancellationToken);
        if (channel is { Gone: true }
            && turn.Content is TurnContent.Said { Answerable: false } or TurnContent.Clicked { Card: not null } or TurnContent.BotAdded)
        {
            (channel.Gone, channel.Place) = (false, Place.Of(place.Root));
        }

        return channel?.ForumId;
    }
}
