using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>A copy of what an owner is told in private for whoever answers for them, a forum at a time.</summary>
internal sealed class DeputyCopies(RegisterDb db, PeopleDirectory names, Instant now)
{
    /// <summary>Sends the copies of one message; a deputy who has left the forum gets none.</summary>
    public async Task Send(PersonId owner, IReadOnlyList<DueStep> told, LocalDate today, CancellationToken cancellationToken)
    {
        foreach (var inForum in told.GroupBy(it => it.Commitment.Forum))
        {
            if (names.Members.DeputyOf(inForum.Key, owner) is { } row && names.Present(new PersonId(row.DeputyId)) is var deputy
                && names.Members.IsMember(deputy, inForum.Key))
            {
                var message = Nudges.Copy([.. inForum], names, today, row.Until);
                await Outbox.Private(db, Round.KeyOf(inForum.First(), "deputy"), deputy, message, now, null, cancellationToken);
            }
        }
    }
}
