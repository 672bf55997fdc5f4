using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using NodaTime;

namespace CommitmentBot.People;

/// <summary>
/// A channel that cannot be posted to any more, or can again: it stays its forum's, and the chairs are told what happened and what to do.
/// </summary>
internal sealed class LostChannels(RegisterDb db, PeopleDirectory people, Instant now)
{
    /// <summary>Notes it, and tells the chairs.</summary>
    public async Task Lose(ForumChannelRow channel, string reason, string? source, CancellationToken cancellationToken)
    {
        if (await Note(channel, reason, source, cancellationToken) is { } forum)
        {
            await Tell(
                forum, channel,
                $"I cannot post in {Called(channel)} any more, a channel of {forum.Name}: {reason}. Its register is kept, and nobody "
                    + "else can start a forum there. "
                + "Invite me there again and all goes on; if the channel is gone for good, link another with “forum link”.",
                cancellationToken);
        }
    }

    /// <summary>Notes it once; gives the forum, or null where it was known. What is written there proves the contrary.</summary>
    public async Task<ForumRow?> Note(ForumChannelRow channel, string reason, string? source, CancellationToken cancellationToken)
    {
        if (channel.Gone)
        {
            return null;
        }

        channel.Gone = true;
        var forum = (await db.HoldForum(channel.ForumId, cancellationToken))!;
        EventLog.Append(db, forum, new ForumEvent.ChannelLost(channel.Place.Platform, channel.Place.Channel, reason), Actor.Clock, now,
            source);
        return forum;
    }

    /// <summary>The channel can be posted to again, and the chairs are told so.</summary>
    public async Task Find(ForumChannelRow channel, string? source, CancellationToken cancellationToken)
    {
        if (channel.Gone)
        {
            channel.Gone = false;
            var forum = (await db.HoldForum(channel.ForumId, cancellationToken))!;
            EventLog.Append(db, forum, new ForumEvent.ChannelFound(channel.Place.Platform, channel.Place.Channel), Actor.Clock, now,
                source);
            await Tell(forum, channel, $"I can post in {Called(channel)} again, a channel of {forum.Name}. You need do nothing.",
                cancellationToken);
        }
    }

    /// <summary>Tells a forum's chairs, in private, what became of a channel.</summary>
    public async Task Tell(ForumRow forum, ForumChannelRow channel, string sentence, CancellationToken cancellationToken)
    {
        foreach (var chair in people.Members.Chairs(new ForumId(forum.Id)))
        {
            await Outbox.Private(
                db, $"channel:{channel.Id:N}:{Guid.CreateVersion7():N}", chair, Messages.Plain(sentence), now, null, cancellationToken);
        }
    }

    /// <summary>A channel as its people call it.</summary>
    public static string Called(ForumChannelRow channel) => channel.Name is { } name
        ? $"{(channel.Place.Platform == PlatformName.Slack ? "#" : "")}{name}"
        : $"the channel {channel.Place.Channel} on {(channel.Place.Platform == PlatformName.Slack ? "Slack" : "Teams")}";
}
