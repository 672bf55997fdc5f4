using System.Collections.Concurrent;
using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// The one core behind both platforms. A turn is handled in one transaction: its keys go into the inbox, what it changes into the
/// register, what there is to say into the outbox; a crash leaves all of it or nothing.
/// </summary>
internal sealed class Conversation(
    RegisterFactory register, IEnumerable<IChatPlatform> platforms, IClock clock, WorkingCalendar calendar,
    IOptions<BotOptions> options, Express express, Pictures pictures)
{
    // Whoever has no address on the platform has none a minute later either.
    private static readonly Duration AskedAgainAfter = Duration.FromHours(1);

    private readonly ConcurrentDictionary<UserRef, Instant> _askedAbout = new();
    private Known? _known;

    /// <summary>Handles one verified turn.</summary>
    public async Task<Reply> Handle(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Content is TurnContent.Said { ToBot: false } && turn.Conversation.Thread is null && !await Suggestions.AreWanted(register, turn.Conversation, cancellationToken))
        {
            return new Reply.None();
        }

        turn = turn.Content is TurnContent.Happening ? turn : await Introduce(turn, cancellationToken);
        return await express.InTransaction(
            async (db, stop) =>
            {
                var now = clock.GetCurrentInstant().ToMicroseconds();
                if (ChangesSomething(turn.Content) && !await Inbox.Take(register.Hot, db, turn.Keys, now, stop))
                {
                    return new Reply.None();
                }

                var known = await Known.Read(db, _known, stop);
                var reply = await Handle(db, turn, known, now, stop);
                _known = await known.Save(db, stop);
                return reply;
            },
            cancellationToken);
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

    // Null for a stranger, false for somebody of whom neither address nor organisation is known.
    private async Task<bool?> IsKnownWell(UserRef user, CancellationToken cancellationToken)
    {
        if (_known is { } known && known.Accounts.TryGetValue(user, out var account))
        {
            return account.Email is not null || known.People[account.PersonId].OrganisationId is not null;
        }

        // What is kept is as of the last turn, and another instance may have met them.
        await using var db = register.Open();
        return await db.Identities.Where(it => it.Platform == user.Platform && it.UserId == user.Id)
            .Select(it => (bool?)(it.Email != null || db.People.Any(person => person.Id == it.PersonId && person.OrganisationId != null)))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Reply> Handle(RegisterDb db, Turn turn, Known known, Instant now, CancellationToken cancellationToken)
    {
        var names = new Directory(db, known);
        if (turn.Content is TurnContent.Happening happening)
        {
            await new Happenings(db, turn, names, now).Note(happening, cancellationToken);
            return new Reply.None();
        }

        var acquaintance = new Acquaintance(db, names, now, options.Value);
        var wasRefused = turn.Conversation.Kind == ConversationKind.Personal && names.Look(turn.From.User)?.RefusedOn is not null;
        var me = acquaintance.Hear(turn.From, turn.Conversation);
        if (wasRefused)
        {
            await Accounts.Release(db, me, Place.Of(turn.Conversation.Root), cancellationToken);
        }

        var scene = new Scene(db, turn, now, names, calendar, options.Value) { Me = me };
        await FindForum(scene, acquaintance, cancellationToken);

        var moves = new Moves(scene);
        var whom = new Whom(scene, acquaintance);
        var capture = new Capture(scene, acquaintance, whom, moves);
        var commands = new MoveCommands(scene, moves, whom);
        return turn.Content switch
        {
            TurnContent.Said said => await new Sentences(scene, acquaintance, whom, capture, commands, pictures).Hear(said, cancellationToken),
            TurnContent.Clicked clicked => await new Clicks(scene, capture, commands).Click(clicked, cancellationToken),
            TurnContent.Submitted submitted => await new Clicks(scene, capture, commands).Submit(submitted, cancellationToken),
            TurnContent.CaptureAsked asked => await FromMessage(scene, capture, asked, cancellationToken),
            TurnContent.SearchAsked asked => await new ListCommands(scene).Search(asked.Words, cancellationToken),
            TurnContent.HomeOpened => new Reply.Show(await new ListCommands(scene).Home(cancellationToken)),
            TurnContent.BotAdded => await Welcome(scene, cancellationToken),
            TurnContent.BotRemoved => await Leave(scene, cancellationToken),
            _ => new Reply.None(),
        };
    }

    // A platform asks for the same view or search many times over, and it may be answered as often.
    private static bool ChangesSomething(TurnContent content) =>
        content is not (TurnContent.SearchAsked or TurnContent.HomeOpened or TurnContent.Clicked { Action: Verb.Look });

    private static async Task FindForum(Scene scene, Acquaintance acquaintance, CancellationToken cancellationToken)
    {
        var known = scene.Names.Forum(scene.Turn.Conversation, scene.Me);
        if ((known ?? await SignOfLife.Forum(scene.Db, scene.Turn, cancellationToken)) is { } id)
        {
            var forum = (await scene.Db.Forums.FindAsync([id], cancellationToken))!;
            if (!scene.IsPersonal)
            {
                await acquaintance.Join(forum, scene.Me, cancellationToken);
            }

            await scene.Enter(forum, cancellationToken);
        }
    }

    private static async Task<Reply> FromMessage(
        Scene scene, Capture capture, TurnContent.CaptureAsked asked, CancellationToken cancellationToken) =>
        scene.Forum is null ? new Reply.Show(Messages.Plain(scene.IsPersonal ? Refusals.WhichForum : Refusals.NoForum))
        : PatientIdentifier.Find(asked.Text.Plain, scene.Today) is { } kind ? new Reply.Show(Messages.Plain(Refusals.Of(kind)))
        : new Reply.OpenForm(await capture.FromMessage(asked, cancellationToken));

    // The platforms announce an installation more than once and in any order: one welcome a place.
    private static async Task<Reply> Welcome(Scene scene, CancellationToken cancellationToken)
    {
        var key = $"welcome:{scene.Turn.Conversation.Lane}";
        if (!await scene.Db.Outbox.AnyAsync(it => it.Key == key, cancellationToken))
        {
            Outbox.Post(scene.Db, key, scene.Turn.Conversation.Root, HelpMessage.Welcome(scene.IsPersonal), scene.Now);
        }

        var place = scene.Turn.Conversation;
        foreach (var channel in await scene.Db.ForumChannels
            .Where(it => it.Gone && it.Place.Platform == place.Platform && it.Place.Channel == place.Channel).ToListAsync(cancellationToken))
        {
            channel.Gone = false;
        }

        return new Reply.None();
    }

    private static async Task<Reply> Leave(Scene scene, CancellationToken cancellationToken)
    {
        var place = scene.Turn.Conversation;
        if (scene.IsPersonal)
        {
            await Accounts.Remove(scene.Db, scene.Names.Account(scene.Turn.From.User)!, cancellationToken);
            return new Reply.None();
        }

        // Where two workspaces share a channel, the other one's installation may be in it still.
        foreach (var channel in await scene.Db.ForumChannels
            .Where(it => it.Place.Platform == place.Platform && it.Place.Tenant == place.Tenant && it.Place.Channel == place.Channel)
            .ToListAsync(cancellationToken))
        {
            channel.Gone = true;
        }

        return new Reply.None();
    }
}
