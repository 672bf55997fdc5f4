using CommitmentBot.Conversation;
using CommitmentBot.Core;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Seats whoever was proposed as chair of a forum without one, once the time to object is over.</summary>
internal sealed class ChairProposals(RegisterFactory register, IClock clock, DeliveryBell bell)
{
    /// <summary>Seats all whose time is over.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        if (await register.InTransaction(Once, cancellationToken))
        {
            bell.Ring();
        }
    }

    private async Task<bool> Once(RegisterDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToMicroseconds();
        var due = await db.ChairProposals.Where(it => it.StandsAt <= now).ToListAsync(cancellationToken);
        var people = new PeopleDirectory(db);
        foreach (var proposal in due)
        {
            var (id, candidate) = (new ForumId(proposal.ForumId), people.Present(new PersonId(proposal.PersonId)));
            db.ChairProposals.Remove(proposal);
            if (people.Members.InSeat(id, ForumSeat.Chair).Count > 0 || !people.Members.IsFull(candidate, id))
            {
                continue;
            }

            var forum = (await db.HoldForum(proposal.ForumId, cancellationToken))!;
            people.Members.Seat(id, candidate, ForumSeat.Chair);
            EventLog.Append(db, forum, new ForumEvent.Seated(candidate, ForumSeat.Chair), Actor.Clock, now, null);
            foreach (var channel in await db.OpenChannels(forum.Id).ToListAsync(cancellationToken))
            {
                Outbox.Post(
                    db, $"chair:{forum.Id:N}:{proposal.StandsAt.ToUnixTimeSeconds()}:{channel.Id:N}", channel.Place.ToRef(),
                    Messages.Plain($"{people.NameOf(candidate)} now chairs {forum.Name}: nobody objected."), now);
            }
        }

        return due.Count > 0;
    }
}
