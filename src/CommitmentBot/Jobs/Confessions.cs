using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>
/// The bot's own account to a forum, when it missed what it had promised there: once for all that it missed, without being asked, in the
/// five lines that it asks of everybody.
/// </summary>
internal sealed class Confessions(RegisterFactory register, IClock clock, WorkingCalendar calendar, DeliveryBell bell)
{
    /// <summary>Gives every account that is owed, once all that was missed is known.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        List<Guid> forums;
        await using (var db = register.Open())
        {
            forums = await Missed(db).Join(db.Commitments, step => step.CommitmentId, it => it.Id, (_, it) => it.ForumId).Distinct()
                .ToListAsync(cancellationToken);
        }

        foreach (var forum in forums)
        {
            await register.InTransaction((db, stop) => Confess(db, forum, stop), cancellationToken);
            bell.Ring();
        }
    }

    private async Task Confess(RegisterDb db, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToMicroseconds();
        if (await register.Hot.TryHoldForum(db, id, cancellationToken) is not { } forum
            || Digests.MorningsOf(forum, calendar).When(default, now) > now
            || await db.Commitments.AnyAsync(it => it.ForumId == id && it.NextStepAt <= now, cancellationToken))
        {
            return;
        }

        var missed = await Missed(db).Where(step => db.Commitments.Any(it => it.Id == step.CommitmentId && it.ForumId == id))
            .ToListAsync(cancellationToken);
        if (missed.Count == 0)
        {
            return;
        }

        var message = Write(missed.Count, missed.Min(it => it.DueAt), missed.Max(it => it.DueAt), DateTimeZoneProviders.Tzdb[forum.ZoneId]);
        foreach (var channel in await db.OpenChannels(id).ToListAsync(cancellationToken))
        {
            Outbox.Post(db, $"confession:{id:N}:{now.ToUnixTimeSeconds()}:{channel.Id:N}", channel.Place.ToRef(), message, now);
        }

        missed.ForEach(it => it.Confessed = true);
    }

    private static IQueryable<StepRow> Missed(RegisterDb db) => db.Steps.Where(it => it.Outcome == StepOutcome.Missed && !it.Confessed);

    private static Message Write(int count, Instant first, Instant last, DateTimeZone zone)
    {
        var (from, to) = (first.InZone(zone).Date, last.InZone(zone).Date);
        var when = from == to ? $"on {Dates.InFull(from)}" : $"between {Dates.InFull(from)} and {Dates.InFull(to)}";
        var what = count == 1 ? "1 reminder" : $"{count} reminders";
        return new Message(
            $"I missed {what} that I had promised in this forum {when}. Nobody is behind because of it: the days are given back.",
            [
                new Block.Heading("An account of my own"),
                new Block.Facts(
                    new Fact("Said", $"I would send {what} {when}."),
                    new Fact("Did", $"I missed {(count == 1 ? "it" : "them")}."),
                    new Fact("Why", "I was not running then, or could not reach your chat."),
                    new Fact("Needed now", "Nothing. Nobody is reported for what I did not ask: whoever was not asked is asked first, "
                        + "and has the usual days to answer."),
                    new Fact("What next", "I go on from today. “how are you doing?” shows what I promised and what I kept.")),
            ]);
    }
}
