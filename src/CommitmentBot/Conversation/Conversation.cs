using System.Collections.Concurrent;
using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// The one core behind both platforms. A turn is handled in one transaction: its keys go into the inbox, what it changes into the
/// register, what there is to say into the outbox; a crash leaves all of it or nothing.
/// </summary>
internal sealed partial class Conversation(
    RegisterFactory register, IEnumerable<IChatPlatform> platforms, IClock clock, WorkingCalendar calendar,
    IOptions<BotOptions> options, DeliveryBell bell, Pictures pictures, RosterRefresh rosters, BotMetrics metrics,
    ILogger<Conversation> logger)
{
    // No e-mail on the platform: don't ask again for an hour.
    private static readonly Duration AskedAgainAfter = Duration.FromHours(1);

    private readonly ConcurrentDictionary<UserRef, Instant> _askedAbout = new();

    /// <summary>
    /// Handles one verified turn. Whoever pressed a button, sent a form or typed a slash command is told when it cannot be saved, as no
    /// platform sends those again; what fails of a message is thrown, so that the platform does.
    /// </summary>
    public async Task<Reply> Handle(Turn turn, CancellationToken cancellationToken)
    {
        try
        {
            return await Answer(turn, cancellationToken);
        }
        catch (Exception error)
        {
            metrics.Unanswered(turn);
            if (turn.Content is not (TurnContent.Clicked { Action: not Verb.Look } or TurnContent.Submitted or TurnContent.CaptureAsked
                or TurnContent.Said { Answerable: true }))
            {
                throw;
            }

            var reference = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
            Log.NotSaved(logger, error, reference);
            return new Reply.Show(Messages.Plain("I could not save that. Please try once more. If it happens again, give whoever looks "
                + $"after me this reference: {reference}."));
        }
    }

    private async Task<Reply> Answer(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Content is TurnContent.Said { ToBot: false } && turn.Conversation.Thread is null && !await Suggestions.AreWanted(register, turn.Conversation, cancellationToken))
        {
            return new Reply.None();
        }

        if (turn.Content is not TurnContent.Happening)
        {
            turn = await Introduce(turn, cancellationToken);
            await rosters.RefreshFor(turn, cancellationToken);
        }

        Guid? linked = null;
        var reply = await register.InTransaction(
            async (db, stop) =>
            {
                var now = clock.GetCurrentInstant().ToMicroseconds();
                if (ChangesSomething(turn.Content) && !await Inbox.Take(register.Hot, db, turn.Keys, now, stop))
                {
                    return new Reply.None();
                }

                var reply = await Handle(db, turn, now, stop);
                linked = db.ForumChannels.Local.FirstOrDefault(it => it.RosterAt is null)?.ForumId;
                return reply;
            },
            cancellationToken);
        bell.Ring();
        if (linked is { } forum)
        {
            await rosters.RefreshForum(forum, cancellationToken);
        }

        return reply;
    }

    // Asking the platform about a stranger, or somebody known by a mention only, is a network call: before the transaction.
    private async Task<Turn> Introduce(Turn turn, CancellationToken cancellationToken)
    {
        var user = turn.From.User;
        var now = clock.GetCurrentInstant();
        if (!turn.From.Listed || turn.From.Email is not null || (_askedAbout.TryGetValue(user, out var asked) && now - asked < AskedAgainAfter))
        {
            return turn;
        }

        switch (await IsKnownWell(user, cancellationToken))
        {
            case true:
                return turn;
            case false:
                _askedAbout[user] = now;
                break;
        }

        var profile = await platforms.First(it => it.Name == user.Platform).Describe(user, turn.Conversation, cancellationToken);
        return profile is null
            ? turn
            : turn with
            {
                From = turn.From with
                {
                    Name = turn.From.Name ?? profile.Name,
                    Email = turn.From.Email ?? profile.Email,
                    HomeTenant = turn.From.HomeTenant ?? profile.HomeTenant,
                    TimeZone = turn.From.TimeZone ?? profile.TimeZone,
                    Guest = turn.From.Guest ?? profile.Guest,
                },
            };
    }

    // Null for a stranger, false for somebody whose address is not known.
    private async Task<bool?> IsKnownWell(UserRef user, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        return await db.Identities.Where(it => it.Platform == user.Platform && it.UserId == user.Id)
            .Select(it => (bool?)(it.Email != null)).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Reply> Handle(RegisterDb db, Turn turn, Instant now, CancellationToken cancellationToken)
    {
        var people = new PeopleDirectory(db);
        var zone = options.Value.DefaultTimeZone;
        if (turn.Content is TurnContent.Happening happening)
        {
            await new Happenings(db, turn, people, now, zone).Note(happening, cancellationToken);
            return new Reply.None();
        }

        var channel = turn.Conversation.Kind == ConversationKind.Personal ? null
            : await people.Members.ChannelOf(turn.Conversation, cancellationToken);
        turn = AsLinked(turn, channel);
        var me = await Hear(people, turn, now, zone, cancellationToken);
        var context = new TurnContext(db, turn, now, people, calendar, options.Value) { Me = me, Place = channel };
        if (turn.Content is TurnContent.BotAdded or TurnContent.BotRemoved)
        {
            return await new Installations(context).Note(turn.Content, cancellationToken);
        }

        await FindForum(context, cancellationToken);
        var resolver = new PersonResolver(context);
        var moves = new Moves(context);
        var capture = new Capture(context, resolver, moves);
        var commands = new MoveCommands(context, moves, resolver);
        var sentences = new Sentences(context, resolver, capture, commands, pictures);
        return turn.Content switch
        {
            TurnContent.Said said => await sentences.Hear(said, cancellationToken),
            TurnContent.Clicked clicked =>
                await new Clicks(context, resolver, capture, commands, sentences).Click(clicked, cancellationToken),
            TurnContent.Submitted submitted =>
                await new Clicks(context, resolver, capture, commands, sentences).Submit(submitted, cancellationToken),
            TurnContent.CaptureAsked asked => FromMessage(context, capture, asked),
            TurnContent.SearchAsked asked => await new ListCommands(context).Search(asked.Words, cancellationToken),
            TurnContent.HomeOpened => new Reply.Show(await new ListCommands(context).Home(cancellationToken)),
            _ => new Reply.None(),
        };
    }

    // A platform asks for the same view or search many times over, and it may be answered as often.
    private static bool ChangesSomething(TurnContent content) =>
        content is not (TurnContent.SearchAsked or TurnContent.HomeOpened or TurnContent.Clicked { Action: Verb.Look });

    // A channel shared between workspaces is one place, whichever installation tells of it: the one it was linked by speaks there.
    private static Turn AsLinked(Turn turn, ForumChannelRow? channel) =>
        channel is null || channel.Gone || channel.Place.Tenant == turn.Conversation.Tenant
            || turn.Content is TurnContent.BotAdded or TurnContent.BotRemoved
        ? turn
        : turn with
        {
            Conversation = turn.Conversation with { Tenant = channel.Place.Tenant },
            ReplyTo = turn.ReplyTo.Channel == turn.Conversation.Channel ? turn.ReplyTo with { Tenant = channel.Place.Tenant }
                : turn.ReplyTo,
        };

    private static async Task<PersonId> Hear(PeopleDirectory people, Turn turn, Instant now, string zone,
        CancellationToken cancellationToken)
    {
        var before = people.Account(turn.From.User);
        var (lost, refused) = (before?.Reachable is ReachableBy.Nothing or ReachableBy.RemovedApp, before?.RefusedOn is not null);
        var me = people.Hear(turn.From, turn.Conversation, now, zone);
        if (turn.Conversation.Kind == ConversationKind.Personal && turn.Content is not TurnContent.BotRemoved)
        {
            await (refused ? Accounts.Release(people.Db, me, Place.Of(turn.Conversation.Root), cancellationToken) : Task.CompletedTask);
            await (lost ? new Departures(people.Db, people, now).ReturnAll(me, cancellationToken) : Task.CompletedTask);
        }

        return me;
    }

    // What was written in a channel proves that its writer is in it, and that the bot is. Only a message does: a click, a form or a slash
    // command may be forged or late.
    private static async Task FindForum(TurnContext context, CancellationToken cancellationToken)
    {
        if (context.Place is { } channel)
        {
            await context.Enter(channel.ForumId, cancellationToken);
            if (context.Turn.Content is TurnContent.Said { Message: not null })
            {
                await context.People.Members.Enter(channel, context.Turn.From.User, context.Now, cancellationToken);
                await new Departures(context.Db, context.People, context.Now).Return(context.Forum!, context.Me, hasWritten: true,
                    cancellationToken);
            }

            // Commands and shortcuts prove nothing: they work where the bot is not.
            if (channel.Gone && context.Turn.Content is TurnContent.Said { Answerable: false } or TurnContent.Clicked { Card: not null })
            {
                channel.Place = Place.Of(context.Turn.Conversation.Root);
                await new LostChannels(context.Db, context.People, context.Now).Find(channel, context.Source, cancellationToken);
            }
        }
        else if (context.IsPersonal || context.Turn.Content is TurnContent.Said { Answerable: true })
        {
            await new ForumChoice(context).Settle(cancellationToken);
        }
    }

    private static Reply FromMessage(TurnContext context, Capture capture, TurnContent.CaptureAsked asked) =>
        context.Forum is null ? new Reply.Show(Messages.Plain(context.IsPersonal ? Refusals.InNoForum : Refusals.NoForum))
        : !Permissions.May(ForumRight.Record, context.Actor) ? new Reply.Show(Messages.Plain(Refusals.Of(ForumRight.Record, "")))
        : PatientIdentifier.Find(asked.Text.Plain, context.Today) is { } kind ? new Reply.Show(Messages.Plain(Refusals.Of(kind)))
        : new Reply.OpenForm(capture.FromMessage(asked));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A turn was not saved, and its actor was told so: {Reference}")]
        public static partial void NotSaved(ILogger logger, Exception error, string reference);
    }
}
