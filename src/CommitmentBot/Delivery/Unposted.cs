using System.Text.Json;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>What a channel did not take is told to the chairs of its forum, in private, with what it says and what can be done.</summary>
internal static class Unposted
{
    /// <summary>Tells them once a row; nobody of what was for one person alone, or only brought a card up to date.</summary>
    public static async Task TellChairs(RegisterDb db, OutboxRow row, Verdict why, Instant now, CancellationToken cancellationToken)
    {
        if (row is not { Kind: OutboxKind.Post, Place: { Kind: not ConversationKind.Personal } place } || Content(row) is not { } content)
        {
            return;
        }

        var channels = await db.ForumChannels
            .Where(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel).ToListAsync(cancellationToken);
        var people = new PeopleDirectory(db);
        var chairs = channels.SelectMany(it => people.Members.Chairs(new ForumId(it.ForumId))).Distinct().ToList();
        if (chairs.Count == 0)
        {
            return;
        }

        var sentence = Sentence(place.Platform, channels[0].Name, why);
        var message = new Message(
            $"{sentence} {content.Fallback}",
            [new Block.Paragraph(sentence), new Block.Divider(), .. content.Blocks.Where(block => block is not Block.Actions)]);
        foreach (var chair in chairs)
        {
            await Outbox.Private(db, $"unposted:{row.Id:N}:{chair.Value:N}", chair, message, now, null, cancellationToken);
        }
    }

    private static string Sentence(string platform, string? channel, Verdict why)
    {
        var (name, where, invite) = platform == PlatformName.Slack
            ? ("Slack", channel is null ? "a channel of your forum" : $"#{channel}", "Invite me again there")
            : ("Teams", channel is null ? "a channel of your forum" : $"the channel {channel}", "Add me to it again");
        return $"I could not post this in {where}: " + (why is Verdict.NoChannel
            ? $"{name} says that I am not in that channel, or that it is gone or archived. {invite}, or link another channel with " +
                "“forum link”; until then, please pass it on yourself."
            : $"{name} did not take it ({why.Reason}). Please pass it on yourself, or ask whoever looks after {name} "
                + "whether I may post there.");
    }

    private static Message? Content(OutboxRow row)
    {
        try
        {
            return MessageJson.Read(row.Body);
        }
        catch (JsonException)
        {
            return null; // It died of that.
        }
    }
}
