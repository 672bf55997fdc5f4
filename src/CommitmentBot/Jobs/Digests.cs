using CommitmentBot.Conversation;
using CommitmentBot.Core;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>The digest for chairs and facilitators: weekly, and on the working day before a meeting.</summary>
internal sealed class Digests(RegisterFactory register, IClock clock, WorkingCalendar calendar, DeliveryBell bell, RosterRefresh rosters)
{
    /// <summary>Sends every digest that is due.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        // Ask the platform first who is there: somebody who has left gets no digest.
        var due = await Due(cancellationToken);
        foreach (var forum in due)
        {
            await rosters.RefreshForum(forum, cancellationToken);
        }

        foreach (var forum in due)
        {
            await register.InTransaction((db, stop) => Once(db, forum, stop), cancellationToken);
            bell.Ring();
        }
    }

    /// <summary>
    /// When a forum's next digest goes out: 09:00 in its zone, on the policy's weekday (or the working day after) or the working day before
    /// a meeting.
    /// </summary>
    public static Instant Next(ForumRow forum, WorkingCalendar calendar, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[forum.ZoneId];
        var today = now.InZone(zone).Date;
        var weekday = TurnContext.PolicyOf(forum).DigestDay;
        var weekly = Enumerable.Range(0, 21).Select(today.PlusDays).Where(day => day.DayOfWeek == weekday).Select(calendar.OnOrAfter);
        var before = forum is { MeetsFirst: { } first, MeetsAt: { } at }
            ? new MeetingRule(first, forum.MeetsEveryWeeks, at).From(today).Take(3).Select(day => calendar.Plus(day, -1))
            : [];
        return weekly.Concat(before).Select(day => zone.AtLeniently(day + Person.UsualHour).ToInstant()).Where(at => at > now).Min();
    }

    private async Task<List<Guid>> Due(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        var now = clock.GetCurrentInstant().ToMicroseconds();
        return await db.Forums.Where(it => it.NextDigestAt != null && it.NextDigestAt <= now).Select(it => it.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>When a forum may be written to: from nine in its zone, on working days, until its latest hour.</summary>
    public static Mornings MorningsOf(ForumRow forum, WorkingCalendar calendar) =>
        new(calendar, DateTimeZoneProviders.Tzdb[forum.ZoneId], Person.UsualHour, []) { Latest = forum.LatestHour };

    // Each forum by itself: one that changes all the time, or cannot be read, holds up no other.
    private async Task Once(RegisterDb db, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().ToMicroseconds();
        if (await register.Hot.TryHoldForum(db, id, cancellationToken) is not { NextDigestAt: { } due } forum || due > now)
        {
            return;
        }

        // What was missed during the night waits for the morning.
        if (MorningsOf(forum, calendar).When(default, now) is var at && at > now)
        {
            forum.NextDigestAt = at;
            return;
        }

        await Send(db, forum, await PromiseOf(db, id, due, now, cancellationToken), new PeopleDirectory(db), now, cancellationToken);
        forum.NextDigestAt = Next(forum, calendar, now);
    }

    // The one that was taken back is still owed.
    private static async Task<DigestRow> PromiseOf(RegisterDb db, Guid forum, Instant due, Instant now, CancellationToken cancellationToken)
    {
        var promise = await db.Digests.Where(it => it.ForumId == forum && it.Outcome == StepOutcome.Withdrawn)
            .OrderByDescending(it => it.DueAt).FirstOrDefaultAsync(cancellationToken);
        if (promise is null)
        {
            promise = new DigestRow { ForumId = forum, DueAt = due, Outcome = StepOutcome.Planned, PlannedAt = now };
            db.Digests.Add(promise);
        }

        (promise.Outcome, promise.PlannedAt, promise.SettledAt) = (StepOutcome.Planned, now, null);
        promise.MessageId = Guid.CreateVersion7();
        promise.Plans++;
        return promise;
    }

    private async Task Send(
        RegisterDb db, ForumRow forum, DigestRow promise, PeopleDirectory names, Instant now, CancellationToken cancellationToken)
    {
        var all = await EventLog.LoadForum(db, new ForumId(forum.Id), cancellationToken);
        var id = new ForumId(forum.Id);
        var members = names.Members.Of(id);
        names.Read(all);
        var seats = names.Members.Chairs(id).Union(names.Members.InSeat(id, ForumSeat.Facilitator))
            .Where(seat => Permissions.May(ForumRight.Digest, names.Members.ActorIn(id, seat))).ToList();
        var today = now.InZone(DateTimeZoneProviders.Tzdb[forum.ZoneId]).Date;
        var doubtful = await NotConfirmed(db, forum, now, cancellationToken);
        var gaps = await UnreportedGaps.Among(db, names, all, now, cancellationToken);
        var letters = await Letters.To(db, seats, cancellationToken);
        foreach (var seat in seats)
        {
            var parts = Write(forum, all, gaps, names.Members.ActorIn(id, seat), members, doubtful, names, calendar, today).Parts();
            if (now - promise.DueAt > StepRow.OnTime)
            {
                var late = $"This digest was due on {Dates.InFull(promise.DueAt.InZone(DateTimeZoneProviders.Tzdb[forum.ZoneId]).Date)}. "
                    + "I was not running then, or could not reach you; what it says is as of now.";
                parts = [parts[0] with { Blocks = [.. parts[0].Blocks, new Block.Note(late)] }, .. parts.Skip(1)];
            }

            for (var part = 0; part < parts.Count; part++)
            {
                letters.Write(
                    $"digest:{forum.Id:N}:{promise.DueAt.ToUnixTimeSeconds()}:{seat.Value:N}:{promise.Plans}:{part}", seat, parts[part],
                    now, planned: promise.MessageId);
            }
        }

        if (seats.Count == 0)
        {
            // Nobody to tell: nothing was promised to anybody.
            db.Digests.Remove(promise);
        }
    }

    // What was said in the channels since the last digest, and nobody can say whether it arrived there.
    private static async Task<IReadOnlyList<(ForumChannelRow Channel, string Said)>> NotConfirmed(
        RegisterDb db, ForumRow forum, Instant now, CancellationToken cancellationToken)
    {
        var since = now - Duration.FromDays(7);
        var channels = await db.ForumChannels.Where(it => it.ForumId == forum.Id).ToListAsync(cancellationToken);
        var lanes = channels.ToDictionary(it => it.Place.ToRef().Lane);
        var rows = await db.Outbox.AsNoTracking()
            .Where(it => it.State == OutboxState.NotConfirmed && it.Kind == OutboxKind.Post && it.SettledAt > since
                && lanes.Keys.Contains(it.Lane))
            .OrderBy(it => it.Sequence).ToListAsync(cancellationToken);
        return [.. rows.Select(it => (lanes[it.Lane], MessageJson.Read(it.Body).Fallback))];
    }

    private static Message Write(
        ForumRow forum, IReadOnlyList<Commitment> all, UnreportedGaps gaps, Actor reader, IReadOnlyList<PersonId> members,
        IReadOnlyList<(ForumChannelRow Channel, string Said)> doubtful, PeopleDirectory names, WorkingCalendar calendar, LocalDate today)
    {
        var soon = calendar.Plus(today, 5);
        var blocks = new List<Block> { new Block.Heading($"{forum.Name}, {Dates.InBrief(today)}") };
        Add("Due in the next five working days", all.Where(it => it.State == CommitmentState.Active && it.Due >= today && it.Due <= soon));
        Add("Past their date, account awaited", all.Where(it => it.IsOverdue(today)));
        Add("Kept since last week", all.Where(it => it.State == CommitmentState.Kept && it.DoneOn > today.PlusDays(-7)));
        Add("Waiting for an answer", all.Where(it =>
            it.State is CommitmentState.Proposed or CommitmentState.Countered or CommitmentState.Reported
            || (it.State == CommitmentState.Active && (it.Pending is not null || it.HandoverTo is not null))));
        Add("Chasing stopped: a conversation would help", all.Where(Ladder.NeedsConversation));

        // These owners are asked nothing: somebody has to know.
        AddAll("Past their date, and I could not reach their owner", all.Where(gaps.OwnerNotReached));
        AddAll("Their owner has left: who takes them over?", all
            .Where(it => it.IsOpen && names.Members.Departure(it.Forum, it.Owner) is not null));
        var claims = members.Where(it => names.Organisations.ClaimOf(it, new ForumId(forum.Id)) is { } claim
            && claim != names.Organisations.Of(it, new ForumId(forum.Id))).ToList();
        if (claims.Count > 0)
        {
            blocks.Add(new Block.Paragraph(
                new Inline.Bold("To be confirmed: "),
                $"{string.Join(", ", claims.Select(it => names.NameAndSeat(it, new ForumId(forum.Id))))}. “@… speaks for …” in the "
                    + "channel does it."));
        }

        var concerned = members.Union(all.Where(it => it.IsOpen).Select(it => it.Owner)).ToLookup(
            id => names.Accounts(id).Select(it => it.Reachable).DefaultIfEmpty(ReachableBy.NotKnown).Min());
        Unreached("Not reachable in private", ReachableBy.ChannelOnly, "I write to them in the thread of what they promised.");
        Unreached("Removed the app", ReachableBy.RemovedApp, "I send them nothing until they write to me again.");
        Unreached("Account closed", ReachableBy.Nothing, "Somebody else has to take over what they promised: “hand over C-… to @…”.");

        if (doubtful.Count > 0)
        {
            blocks.Add(new Block.Paragraph(
                new Inline.Bold($"I could not tell whether this arrived, and do not say it twice: {doubtful.Count}")));
            blocks.AddRange(doubtful.Select(it => new Block.Paragraph(
                $"{it.Channel.Place.Platform} {it.Channel.Name ?? it.Channel.Place.Channel}: {it.Said}")));
        }

        if (blocks.Count == 1)
        {
            blocks.Add(new Block.Paragraph("Nothing is due, overdue or waiting."));
        }

        var dueSoon = all.Count(it => it.State == CommitmentState.Active && it.Due >= today && it.Due <= soon);
        return new Message(
            $"Digest of {forum.Name}: {dueSoon} due soon, {all.Count(it => it.IsOverdue(today))} past their date.", blocks);

        void Unreached(string title, ReachableBy how, string what)
        {
            if (concerned[how].Any())
            {
                var who = string.Join(", ", concerned[how].Select(names.NameOf));
                blocks.Add(new Block.Paragraph(new Inline.Bold($"{title}: "), $"{who}. {what}"));
            }
        }

        void Add(string title, IEnumerable<Commitment> which)
        {
            var listed = which.ToList();
            List(title, listed, [.. listed.Where(it => !gaps.HiddenFrom(reader, it))]);
        }

        void AddAll(string title, IEnumerable<Commitment> which)
        {
            var listed = which.ToList();
            List(title, listed, listed);
        }

        void List(string title, IReadOnlyList<Commitment> list, IReadOnlyList<Commitment> shown)
        {
            if (list.Count == 0)
            {
                return;
            }

            blocks.Add(new Block.Paragraph(new Inline.Bold($"{title}: {list.Count}")));
            foreach (var it in shown.OrderBy(it => it.Due).ThenBy(it => it.Number))
            {
                blocks.Add(new Block.Paragraph(
                    $"{it.Reference} {it.Wording}. {names.OwnerOf(it)} to {names.PromiseeOf(it)}, by {Dates.InBrief(it.Due)}. "
                        + $"{Cards.Standing(it, names, today)}."));
            }

            if (shown.Count < list.Count)
            {
                blocks.Add(new Block.Paragraph(UnreportedGaps.InWords(list.Count - shown.Count)));
            }
        }
    }
}
