using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>The bot came into a conversation, or is out of it.</summary>
internal sealed class Installations(TurnContext context)
{
    /// <summary>Notes it; a welcome is said once a place.</summary>
    public async Task<Reply> Note(TurnContent content, CancellationToken cancellationToken)
    {
        var departures = new Departures(context.Db, context.People, context.Now);
        switch (content, context.IsPersonal)
        {
            case (TurnContent.BotAdded, true):
                await departures.ReturnAll(context.Me, cancellationToken);
                await Welcome(cancellationToken);
                break;
            case (TurnContent.BotAdded, false):
                await Added(cancellationToken);
                await Welcome(cancellationToken);
                break;
            case (_, true):
                // What they have open waits for somebody else, unless another account of theirs can be reached.
                var account = context.People.Account(context.Turn.From.User)!;
                await Accounts.Remove(context.Db, account, cancellationToken);
                if (context.People.Accounts(context.Me).All(it => it.Reachable is ReachableBy.RemovedApp or ReachableBy.Nothing))
                {
                    await departures.CheckAll(context.Me, DepartureReason.RemovedTheApp, cancellationToken);
                }

                break;
            default:
                // Where two workspaces share a channel, the other one's installation may be in it still.
                if (context.Place is { } channel && channel.Place.Tenant == context.Turn.Conversation.Tenant)
                {
                    await new LostChannels(context.Db, context.People, context.Now).Lose(channel,
                        "I was removed from it, or it was archived or deleted", context.Source, cancellationToken);
                }

                break;
        }

        return new Reply.None();
    }

    // Whoever added the bot may start a forum there. Where the platform names nobody else, it names the bot, which chairs nothing.
    private async Task Added(CancellationToken cancellationToken)
    {
        var here = context.Turn.Conversation;
        if (context.Place is { Gone: true } channel)
        {
            channel.Place = Place.Of(here.Root);
            await new LostChannels(context.Db, context.People, context.Now).Find(channel, context.Source, cancellationToken);
        }

        if (context.Turn.From.Listed)
        {
            if (await context.Db.Inviters.FindAsync([here.Platform, here.Channel], cancellationToken) is { } row)
            {
                (row.PersonId, row.At) = (context.Me.Value, context.Now);
            }
            else
            {
                context.Db.Inviters.Add(new InviterRow
                {
                    Platform = here.Platform,
                    Channel = here.Channel,
                    PersonId = context.Me.Value,
                    At = context.Now
                });
            }
        }
    }

    // The platforms announce an installation more than once and in any order.
    private async Task Welcome(CancellationToken cancellationToken)
    {
        var key = $"welcome:{context.Turn.Conversation.Lane}";
        if (!await context.Db.Outbox.AnyAsync(it => it.Key == key, cancellationToken))
        {
            Outbox.Post(context.Db, key, context.Turn.Conversation.Root, HelpMessage.Welcome(context.IsPersonal), context.Now);
        }
    }
}
