using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>Which commitment a thread is about: the one made in it, or whose card it hangs from.</summary>
internal static class CommitmentThreads
{
    /// <summary>The commitment of the thread that <paramref name="turn"/> was said in; null outside any.</summary>
    public static async Task<CommitmentRow?> Find(RegisterDb db, Turn turn, CancellationToken cancellationToken)
    {
        var (channel, thread) = (turn.ReplyTo.Channel, turn.ReplyTo.Thread);
        if (thread is null || turn.Content is TurnContent.Said { Message.Id: var said } && said == thread)
        {
            // Nothing can hang yet from a message that has only now begun a thread.
            return null;
        }

        var platform = turn.ReplyTo.Platform;
        var made = await db.Commitments
            .Where(it => it.Thread != null && it.Thread.Platform == platform && it.Thread.Channel == channel && it.Thread.Thread == thread)
            .OrderByDescending(it => it.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        if (made is not null)
        {
            return made;
        }

        var card = await db.Cards
            .Where(it => it.Place.Platform == platform && it.Place.Channel == channel && (it.MessageId == thread || it.Place.Thread == thread))
            .FirstOrDefaultAsync(cancellationToken);
        return card is null ? null : await db.Commitments.FindAsync([card.CommitmentId], cancellationToken);
    }
}
