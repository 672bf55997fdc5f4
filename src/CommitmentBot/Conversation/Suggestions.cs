using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>Promises made in a channel without telling the bot. Where a chair wants it, the bot asks their speaker, once, whether to record them.</summary>
internal sealed class Suggestions(TurnContext context, Capture capture)
{
    // Asked with all that people write to each other where the bot is, which is most of what comes.
    private const string Wanted = """
        SELECT 'yes' FROM forum_channels c JOIN forums f ON f.id = c.forum_id
        WHERE c.place_platform = @platform AND c.place_channel = @channel AND (f.suggestions OR c.gone)
        LIMIT 1
        """;

    /// <summary>
    /// Whether the forum of a place has them turned on, or the place was taken for lost, which any message from it disproves. Where
    /// neither, a message that is not for the bot is not even looked at.
    /// </summary>
    public static async Task<bool> AreWanted(RegisterFactory register, ConversationRef place, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        return await db.Text(
            Wanted, cancellationToken, ("platform", place.Platform), ("channel", place.Channel)) is not null;
    }

    /// <summary>Asks about the first dated promise of the speaker's own in a message that was not for the bot.</summary>
    public async Task Consider(TurnContent.Said said, CancellationToken cancellationToken)
    {
        if (context is not { IsPersonal: false, Forum.Suggestions: true } || said.Message is not { } message
            || context.People.Row(context.Me).NeverAsk
            || PatientIdentifier.Find(said.Text.Plain, context.Today) is not null)
        {
            return;
        }

        var key = $"suggestion:{message.Conversation.Lane}:{message.Id}";
        var promise = Reader.Drafts(said.Text, context.Reading(context.Now, false))
            .FirstOrDefault(it => it is { Owner: DraftOwner.Speaker or DraftOwner.SpeakersOrganisation, Due: DueReading.On });
        if (promise is not null && !await context.Db.Outbox.AnyAsync(it => it.Key == key, cancellationToken))
        {
            await capture.Suggest(promise,
                new Capture.Origin(said.Text.Plain, context.Me, context.Now, said.Link, context.Turn.ReplyTo, message), key,
                cancellationToken);
        }
    }
}
