using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>The channels of a forum: starting one, linking another with a code, and letting one go.</summary>
internal sealed class ChannelLinks(TurnContext context)
{
    private static readonly Duration CodeLives = Duration.FromDays(1);

    /// <summary>
    /// <c>forum name …</c> in a channel that belongs to none: whoever brought the bot there chairs it, else whoever names it.
    /// </summary>
    public async Task<Answer> Start(string name, CancellationToken cancellationToken)
    {
        var here = context.Turn.Conversation;
        var inviter = await Inviter(cancellationToken);
        if (!MembershipDirectory.IsFullIn(context.People.Account(context.Turn.From.User)!, here))
        {
            return Answer.Privately("A guest, or somebody from another workspace or tenant, cannot start a forum. "
                + (inviter is { } other ? $"{context.People.NameOf(other)}, who added me here, can."
                    : "A full member of this workspace or tenant can."));
        }

        var chair = inviter ?? context.Me;
        var id = ForumId.New();
        var forum = new ForumRow
        {
            Id = id.Value,
            SystemId = id.Value,
            Name = name,
            ZoneId = context.Options.DefaultTimeZone,
            PolicyProfile = Policy.Standard.Profile,
            CreatedAt = context.Now,
        };
        context.Db.Forums.Add(forum);
        await Link(forum, cancellationToken);
        context.Enter(forum);
        context.People.Members.Seat(id, chair, ForumSeat.Chair);
        context.Note(new ForumEvent.Named(name));
        context.Note(new ForumEvent.Seated(chair, ForumSeat.Chair));
        NoteLinked();
        context.PlanDigest();
        return Answer.Openly(
            $"{name} has a register now, and {context.People.NameOf(chair)} chairs "
                + $"it{(chair == context.Me ? "" : ", having added me here")}. Next: “forum organisation …” for each organisation, " +
            "“forum link” for a channel elsewhere, “forum meets …”, “forum facilitator @…”. Then simply promise something, with a date.");
    }

    /// <summary><c>forum link</c>: a code for another channel.</summary>
    public Answer Code()
    {
        (context.Forum!.LinkCode, context.Forum.LinkCodeExpiresAt) = (Codes.New(), context.Now + CodeLives);
        return Answer.Privately(
            $"In the other channel, on Slack or Teams, add me and say: “forum link {context.Forum.LinkCode}”. The code works once, until "
                + "this time tomorrow.");
    }

    /// <summary><c>forum link 7KQ2-M9XT</c>: this channel belongs to that forum from now on, and gets the cards of what is open.</summary>
    public async Task<Answer> Join(string code, CancellationToken cancellationToken)
    {
        if (context.IsPersonal)
        {
            return Answer.Privately("Please say that in the channel that is to be linked.");
        }

        if (context.Place is not null)
        {
            return Answer.Privately($"This channel belongs to {(context.Actor.IsMember ? context.Forum!.Name : "a forum")} already.");
        }

        var typed = Codes.Typed(code);
        var id = await context.Db.Forums.Where(it => it.LinkCode == typed && it.LinkCodeExpiresAt > context.Now)
            .Select(it => (Guid?)it.Id).FirstOrDefaultAsync(cancellationToken);
        if (id is null || await context.Db.HoldForum(id.Value, cancellationToken) is not { } forum || forum.LinkCode != typed)
        {
            return Answer.Privately("That code is not valid, or has expired. A chair gets a new one with “forum link”.");
        }

        (forum.LinkCode, forum.LinkCodeExpiresAt) = (null, null);
        await context.Enter(forum.Id, cancellationToken);
        await Link(forum, cancellationToken);
        NoteLinked();
        var open = (await EventLog.LoadForum(context.Db, context.ForumId, cancellationToken)).Where(it => it.IsOpen).ToList();
        var gaps = await UnreportedGaps.Among(context.Db, context.People, open, context.Now, cancellationToken);
        var hidden = open.RemoveAll(gaps.Contains);
        context.Say(Messages.Plain(
            $"This channel now belongs to {forum.Name}. What is promised here or in its other channels is shown in all of them."
            + (open.Count == 0 ? ""
                : $" {(open.Count == 1 ? "One commitment is" : $"{open.Count} commitments are")} open; here they are.")
            + (hidden == 0 ? "" : $" {(open.Count == 0 ? "" : "Besides, ")}{UnreportedGaps.InWords(hidden)}")));
        foreach (var it in open)
        {
            context.Post(context.Turn.Conversation.Root, context.Card(it), it.Id);
        }

        return Answer.Privately($"Linked to {forum.Name}.");
    }

    /// <summary>
    /// <c>forum unlink</c>: this channel no longer belongs to the forum, and its people cannot read the register from here.
    /// </summary>
    public async Task<Answer> Unlink(CancellationToken cancellationToken)
    {
        if (context.Place is not { } channel)
        {
            return Answer.Privately("Please say that in the channel that is to be unlinked.");
        }

        var forum = context.Forum!;
        if (await context.Db.ForumChannels.CountAsync(it => it.ForumId == forum.Id, cancellationToken) == 1)
        {
            return Answer.Privately($"This is the only channel of {forum.Name}, and nobody could reach its register without it. Link "
                + "another one first: “forum link”.");
        }

        var place = channel.Place;
        context.Note(new ForumEvent.ChannelUnlinked(place.Platform, place.Channel));
        await context.AnnounceElsewhere($"A channel on {place.Platform}, {channel.Name ?? place.Channel}, no longer belongs to "
            + $"{forum.Name}.", cancellationToken);
        var members = await context.Db.ChannelMembers.Where(it => it.ChannelId == channel.Id).ToListAsync(cancellationToken);
        context.Db.ChannelMembers.RemoveRange(members);
        context.Db.Cards.RemoveRange(await context.Db.Cards
            .Where(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel
                && context.Db.Commitments.Any(commitment => commitment.Id == it.CommitmentId && commitment.ForumId == forum.Id))
                    .ToListAsync(cancellationToken));
        await LeaveThreads(forum.Id, place, cancellationToken);
        await PlannedMessages.Withdraw(context.Db, place, "The channel was unlinked.", context.Now, cancellationToken);
        context.Db.ForumChannels.Remove(channel);
        context.People.Members.Forget();
        var departures = new Departures(context.Db, context.People, context.Now);
        foreach (var person in members.Select(it => context.People.PersonOf(new UserRef(it.Platform, it.UserId))).OfType<PersonId>()
            .Distinct())
        {
            await departures.Check(forum, person, DepartureReason.LeftTheChannels, cancellationToken);
        }

        return Answer.Openly($"This channel no longer belongs to {forum.Name}. What was said here stays in the register; nothing new is "
            + "shown here.");
    }

    // What was promised in the channel is asked about, answered and shown in the forum's other channels from now on.
    private async Task LeaveThreads(Guid forum, Place place, CancellationToken cancellationToken)
    {
        foreach (var row in await context.Db.Commitments
            .Where(it => it.ForumId == forum && it.Thread != null && it.Thread.Platform == place.Platform
                && it.Thread.Channel == place.Channel)
            .ToListAsync(cancellationToken))
        {
            row.Thread = null;
        }

        // A yes to a card here would show the commitment here.
        foreach (var draft in await context.Db.Drafts.Where(it => it.ForumId == forum).ToListAsync(cancellationToken))
        {
            if (DraftBody.Parse(draft.Body).Thread is { } thread && thread.Platform == place.Platform && thread.Channel == place.Channel)
            {
                context.Db.Drafts.Remove(draft);
            }
        }
    }

    private async Task<PersonId?> Inviter(CancellationToken cancellationToken)
    {
        var here = context.Turn.Conversation;
        var row = await context.Db.Inviters.FindAsync([here.Platform, here.Channel], cancellationToken);
        return row is not null
            && context.People.Accounts(new PersonId(row.PersonId))
                .Any(it => it.Platform == here.Platform && MembershipDirectory.IsFullIn(it, here))
                ? context.People.Present(new PersonId(row.PersonId))
                : null;
    }

    private async Task Link(ForumRow forum, CancellationToken cancellationToken)
    {
        var channel = new ForumChannelRow
        {
            Id = Guid.CreateVersion7(),
            ForumId = forum.Id,
            Place = Place.Of(context.Turn.Conversation.Root),
            LinkedAt = context.Now,
        };
        context.Db.ForumChannels.Add(channel);
        context.Place = channel;
        await context.People.Members.Enter(channel, context.Turn.From.User, context.Now, cancellationToken);
    }

    private void NoteLinked() => context.Note(
        new ForumEvent.ChannelLinked(context.Turn.Conversation.Platform, context.Turn.Conversation.Channel));
}
