using CommitmentBot.Conversation;
using CommitmentBot.Core;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Ends what a deputy answers for, once its last day is over, and tells both.</summary>
internal sealed class Deputies(RegisterFactory register, IClock clock, DeliveryBell bell)
{
    /// <summary>Ends all whose day is over.</summary>
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
        var over = await db.Deputies.Where(it => it.EndsAt <= now).OrderBy(it => it.ForumId).ToListAsync(cancellationToken);
        var people = new PeopleDirectory(db);
        foreach (var row in over)
        {
            var forum = (await db.HoldForum(row.ForumId, cancellationToken))!;
            var (person, deputy) = (people.Present(new PersonId(row.PersonId)), people.Present(new PersonId(row.DeputyId)));
            db.Deputies.Remove(row);
            EventLog.Append(db, forum, new ForumEvent.DeputyEnded(person, deputy), Actor.Clock, now, null);
            foreach (var who in new[] { person, deputy }.Where(who => people.Members.IsMember(who, new ForumId(forum.Id))))
            {
                await Outbox.Private(
                    db, $"deputy:{forum.Id:N}:{row.PersonId:N}:{row.EndsAt.ToUnixTimeSeconds()}:{who.Value:N}", who,
                    Messages.Plain($"{Dates.InFull(row.Until)} is over: {people.NameOf(deputy)} no longer answers for "
                        + $"{people.NameOf(person)} in {forum.Name}."),
                    now, null, cancellationToken);
            }
        }

        return over.Count > 0;
    }
}
