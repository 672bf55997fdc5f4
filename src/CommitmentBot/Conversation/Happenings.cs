using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>Notes what the platforms tell of themselves: channels renamed, people gone, messages changed after a promise was read from them.</summary>
internal sealed class Happenings(RegisterDb db, Turn turn, PeopleDirectory people, Instant now, string zone)
{
    private readonly Departures departures = new(db, people, now);
    private readonly LostChannels channels = new(db, people, now);

    /// <summary>Notes it. Nothing is answered; who has to hear of it is told.</summary>
    public Task Note(TurnContent.Happening happening, CancellationToken cancellationToken) => happening switch
    {
        TurnContent.SourceChanged it => Source(it, cancellationToken),
        TurnContent.PlaceRenamed it => Channel((channel, forum) => Renamed(channel, forum, it.Name, cancellationToken), cancellationToken),
        TurnContent.PlaceMoved it => Moved(it.Channel, cancellationToken),
        TurnContent.PlaceReturned => Channel((channel, _) => channels.Find(channel, turn.Keys[0], cancellationToken), cancellationToken),
        TurnContent.TenantLeft it => TenantLeft(it.Tenant, cancellationToken),
        TurnContent.MemberJoined it => Joined(it.Who, cancellationToken),
        TurnContent.MemberLeft it => Left(it.Who, cancellationToken),
        TurnContent.PersonChanged it => Changed(it.Who, cancellationToken),
        TurnContent.Uninstalled => Uninstalled(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(happening)),
    };

    // The register keeps the words as they were said, and its cards say that the message reads otherwise now.
    private async Task Source(TurnContent.SourceChanged it, CancellationToken cancellationToken)
    {
        var source = CommitmentRow.SourceOf(it.Source);
        foreach (var row in await db.Commitments.Where(row => row.SourceMessage == source).ToListAsync(cancellationToken))
        {
            var before = await EventLog.Load(db, new CommitmentId(row.Id), cancellationToken);
            if (it.Text?.Plain == before.Verbatim.Words || before.SourceNow == (it.Text is null ? SourceState.Deleted : SourceState.Changed))
            {
                continue; // A platform tells of an edit also when it has only drawn a link's preview.
            }

            var forum = (await db.HoldForum(row.ForumId, cancellationToken))!;
            var by = new Actor(people.PersonOf(turn.From.User), null, IsMember: true, IsChair: false, IsFacilitator: false);
            var after = await EventLog.Append(
                db, forum, before.Id, [new CommitmentEvent.SourceChanged(it.Text is null)], by, now, turn.Keys[0], cancellationToken);
            await Cards.Update(db, after, people, now, cancellationToken);
        }
    }

    private async Task Channel(Func<ForumChannelRow, ForumRow, Task> change, CancellationToken cancellationToken)
    {
        if (await people.Members.ChannelOf(turn.Conversation, cancellationToken) is { } channel)
        {
            await change(channel, (await db.HoldForum(channel.ForumId, cancellationToken))!);
        }
    }

    private async Task Renamed(ForumChannelRow channel, ForumRow forum, string name, CancellationToken cancellationToken)
    {
        if (channel.Name != name)
        {
            var before = LostChannels.Called(channel);
            channel.Name = name;
            await channels.Tell(forum, channel,
                $"{before}, a channel of {forum.Name}, is called {LostChannels.Called(channel)} now. All goes on there; you need do "
                + "nothing.", cancellationToken);
        }
    }

    // Slack gives a private channel another id when it is shared first. Cards, threads and what waits to be sent go with it.
    private async Task Moved(string to, CancellationToken cancellationToken)
    {
        var (platform, from) = (turn.Conversation.Platform, turn.Conversation.Channel);
        Place There(Place place) => Place.Of(place.ToRef() with { Channel = to });
        foreach (var row in await db.Commitments
            .Where(it => it.Thread != null && it.Thread.Platform == platform && it.Thread.Channel == from).ToListAsync(cancellationToken))
        {
            row.Thread = There(row.Thread!);
        }

        var source = $"{platform}|{from}|";
        foreach (var row in await db.Commitments.Where(it => it.SourceMessage != null && it.SourceMessage.StartsWith(source))
            .ToListAsync(cancellationToken))
        {
            row.SourceMessage = $"{platform}|{to}|{row.SourceMessage![source.Length..]}";
        }

        var cards = await db.Cards.Where(it => it.Place.Platform == platform && it.Place.Channel == from).ToListAsync(cancellationToken);
        db.Cards.RemoveRange(cards);
        db.Cards.AddRange(cards.Select(it =>
            new CardRow { Id = Guid.CreateVersion7(), CommitmentId = it.CommitmentId, Place = There(it.Place), MessageId = it.MessageId }));
        foreach (var row in await db.Outbox
            .Where(it => it.SettledAt == null && it.Place != null && it.Place.Platform == platform && it.Place.Channel == from)
            .ToListAsync(cancellationToken))
        {
            row.Place = There(row.Place!);
            row.Lane = row.Place.ToRef().Lane;
        }

        foreach (var account in await db.Identities.Where(it => it.SeenIn.Platform == platform && it.SeenIn.Channel == from)
            .ToListAsync(cancellationToken))
        {
            account.SeenIn = There(account.SeenIn);
        }

        foreach (var draft in await db.Drafts.ToListAsync(cancellationToken))
        {
            var body = DraftBody.Parse(draft.Body);
            if (body.Thread is { } thread && thread.Platform == platform && thread.Channel == from)
            {
                var said = body.Source?.Replace(source, $"{platform}|{to}|", StringComparison.Ordinal);
                draft.Body = (body with { Thread = thread with { Channel = to }, Source = said }).ToJson();
            }
        }

        await Channel(
            async (channel, forum) =>
            {
                channel.Place = There(channel.Place);
                EventLog.Append(db, forum, new ForumEvent.ChannelMoved(platform, from, to), Actor.Clock, now, turn.Keys[0]);
                await channels.Tell(
                    forum, channel, $"{LostChannels.Called(channel)}, a channel of {forum.Name}, has another id now, as happens when it "
                        + "is first shared. Cards and threads go on there; you need do nothing.",
                    cancellationToken);
            },
            cancellationToken);
    }

    private Task Joined(Speaker who, CancellationToken cancellationToken) => Channel(
        async (channel, forum) =>
        {
            await people.Members.Enter(channel, who.User, now, cancellationToken);
            if (who.Name is not null || people.Account(who.User) is not null)
            {
                await departures.Return(forum, people.Meet(who, turn.Conversation, now, zone), hasWritten: false, cancellationToken);
            }
        },
        cancellationToken);

    private Task Left(UserRef who, CancellationToken cancellationToken) => Channel(
        async (channel, forum) =>
        {
            if (await people.Members.Leave(channel, who, cancellationToken) && people.PersonOf(who) is { } person)
            {
                await departures.Check(forum, person, DepartureReason.LeftTheChannels, cancellationToken);
            }
        },
        cancellationToken);

    // Not people with an account elsewhere: they may see the forum's other channels.
    private Task TenantLeft(string tenant, CancellationToken cancellationToken) => Channel(
        async (channel, forum) =>
        {
            foreach (var member in await db.ChannelMembers.Where(it => it.ChannelId == channel.Id).ToListAsync(cancellationToken))
            {
                var user = new UserRef(member.Platform, member.UserId);
                if (people.Account(user) is { } account && account.HomeTenant == tenant)
                {
                    await people.Members.Leave(channel, user, cancellationToken);
                    await departures.Check(forum, new PersonId(account.PersonId), DepartureReason.LeftTheChannels, cancellationToken);
                }
            }
        },
        cancellationToken);

    private async Task Changed(Profile who, CancellationToken cancellationToken)
    {
        if (people.Account(who.User) is not { } account)
        {
            return;
        }

        var person = new PersonId(account.PersonId);
        var row = people.Row(person);
        row.Name = account.OwnPersonId is null || account.OwnPersonId == account.PersonId ? who.Name : row.Name;
        row.ZoneId = who.TimeZone is { } own && DateTimeZoneProviders.Tzdb.GetZoneOrNull(own) is not null ? own : row.ZoneId;
        account.Email = who.Email ?? account.Email;
        account.Guest = who.Guest;
        if (who.Gone)
        {
            (account.Reachable, account.Private) = (ReachableBy.Nothing, null);
            await departures.AccountClosed(person, cancellationToken);
        }
        else if (account.Reachable == ReachableBy.Nothing)
        {
            account.Reachable = ReachableBy.NotKnown;
            await departures.ReturnAll(person, cancellationToken);
        }

        // What was planned by another hour, or for somebody who is gone, is to be planned anew.
        await db.PlanAnew(person, now, cancellationToken);
    }

    private async Task Uninstalled(CancellationToken cancellationToken)
    {
        var (platform, tenant) = (turn.Conversation.Platform, turn.Conversation.Tenant);
        foreach (var channel in await db.ForumChannels.Where(it => it.Place.Platform == platform && it.Place.Tenant == tenant && !it.Gone)
            .ToListAsync(cancellationToken))
        {
            await channels.Lose(channel, "I was uninstalled there", turn.Keys[0], cancellationToken);
        }
    }
}
