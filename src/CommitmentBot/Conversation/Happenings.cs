using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>Notes what the platforms tell of themselves: channels renamed, people gone, messages changed after a promise was read from them.</summary>
internal sealed class Happenings(RegisterDb db, Turn turn, Directory names, Instant now)
{
    /// <summary>Notes it. Nothing is answered.</summary>
    public Task Note(TurnContent.Happening happening, CancellationToken cancellationToken) => happening switch
    {
        TurnContent.SourceChanged it => Source(it, cancellationToken),
        TurnContent.PlaceRenamed it => Channels(row => row.Name = it.Name, cancellationToken),
        TurnContent.PlaceMoved it => Channels(row => row.Place = Place.Of(row.Place.ToRef() with { Channel = it.Channel }), cancellationToken),
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

            var forum = (await db.Forums.FindAsync([row.ForumId], cancellationToken))!;
            var by = new Actor(Known(turn.From.User), null, IsMember: true, IsChair: false, IsFacilitator: false);
            var after = await EventLog.Append(
                db, forum, before.Id, [new CommitmentEvent.SourceChanged(it.Text is null)], by, now, turn.Keys[0], cancellationToken);
            var today = now.InZone(names.Person(after.Owner).Zone).Date;
            await Outbox.UpdateCards(db, after.Id, Cards.Of(after, names, today), now, cancellationToken);
        }
    }

    private async Task Channels(Action<ForumChannelRow> change, CancellationToken cancellationToken)
    {
        var place = turn.Conversation;
        (await db.ForumChannels
            .Where(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel).ToListAsync(cancellationToken)).ForEach(change);
    }

    private async Task Joined(Speaker who, CancellationToken cancellationToken)
    {
        if (Known(who.User) is { } person && await Forum(cancellationToken) is { } forum
            && await db.Memberships.FindAsync([forum, person.Value], cancellationToken) is null)
        {
            db.Memberships.Add(new MembershipRow { ForumId = forum, PersonId = person.Value, Since = now });
        }
    }

    // Whoever is in no channel of a forum any more sees its register no more; of another channel they will be known again once they speak there.
    private async Task Left(UserRef who, CancellationToken cancellationToken)
    {
        if (Known(who) is { } person && await Forum(cancellationToken) is { } forum
            && await db.Memberships.FindAsync([forum, person.Value], cancellationToken) is { } membership)
        {
            db.Memberships.Remove(membership);
        }
    }

    private async Task Changed(Profile who, CancellationToken cancellationToken)
    {
        if (names.Account(who.User) is not { } account)
        {
            return;
        }

        var row = names.Row(new PersonId(account.PersonId));
        row.Name = who.Name;
        row.ZoneId = who.TimeZone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone : row.ZoneId;
        account.Email = who.Email ?? account.Email;
        if (who.Gone)
        {
            (account.Reachable, account.Private) = (ReachableBy.Nothing, null);
        }
        else if (account.Reachable == ReachableBy.Nothing)
        {
            account.Reachable = ReachableBy.NotKnown;
        }

        // What was planned by another hour, or for somebody who is gone, is to be planned anew.
        await db.Commitments.Where(it => it.OwnerId == row.Id && it.NextStepAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(it => it.NextStepAt, now).SetProperty(it => it.Revision, it => it.Revision + 1), cancellationToken);
    }

    private async Task Uninstalled(CancellationToken cancellationToken)
    {
        var (platform, tenant) = (turn.Conversation.Platform, turn.Conversation.Tenant);
        (await db.ForumChannels.Where(it => it.Place.Platform == platform && it.Place.Tenant == tenant).ToListAsync(cancellationToken))
            .ForEach(it => it.Gone = true);
    }

    private PersonId? Known(UserRef user) => names.Account(user) is { } account ? new PersonId(account.PersonId) : null;

    private async Task<Guid?> Forum(CancellationToken cancellationToken)
    {
        var place = turn.Conversation;
        return await db.ForumChannels
            .Where(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel && !it.Gone)
            .Select(it => (Guid?)it.ForumId).FirstOrDefaultAsync(cancellationToken);
    }
}
