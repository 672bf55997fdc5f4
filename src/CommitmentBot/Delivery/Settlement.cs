using CommitmentBot.Core;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// Writes what became of an attempt, in one transaction: the row and its attempt, the steps it carried with their commitments due for a
/// new plan, the card it became, and what was learnt of the ways to people and places.
/// </summary>
internal sealed class Settlement(RegisterFactory register, IClock clock, TimeProvider wall, DeliveryRules rules, BotMetrics metrics)
{
    // Most of what is sent is no card, carries no step and proves nothing of a private chat: then the yes is all there is to write.
    private const string PlainYes = """
        UPDATE outbox SET state = 'Sent', lease_until = NULL, settled_at = @now, reason = NULL,
          posted_id = COALESCE(@posted, updates_message_id)
        WHERE id = @id AND state = 'Sending' AND lease_until = @lease AND card_of IS NULL AND kind <> 'Private' AND message_id IS NULL
        """;

    private const string Answered = """
        UPDATE attempts SET finished_at = @wall, outcome = @outcome, reason = @reason WHERE outbox_id = @id AND number = @number
        """;

    /// <summary>
    /// Settles a claimed row, and lets its lane rest as <paramref name="pace"/> asks. False when the claim is not ours any more: the lease
    /// was over, and somebody else decides.
    /// </summary>
    public Task<bool> Settle(Claimed claim, Verdict verdict, ChatPace? pace, CancellationToken cancellationToken) =>
        register.InTransaction(
            async (db, stop) =>
            {
                if (pace is not null)
                {
                    await register.Hot.Paced(db, claim.Lane, 1, pace.Spacing, pace.Sustained, pace.Burst, stop);
                }

                if (verdict is Verdict.Sent { Posted: var posted } && await db.Run(
                    PlainYes, stop,
                    ("now", clock.GetCurrentInstant()), ("posted", posted?.Id), ("id", claim.Id), ("lease", claim.LeaseUntil)) == 1)
                {
                    await Note(db, claim, verdict, stop);
                    return true;
                }

                var row = await db.Outbox.SingleOrDefaultAsync(it => it.Id == claim.Id, stop);
                if (row?.State != OutboxState.Sending || row.LeaseUntil != claim.LeaseUntil)
                {
                    return false;
                }

                await Note(db, claim, verdict, stop);
                await Write(db, row, verdict, stop);
                return true;
            },
            cancellationToken);

    private Instant Wall => Instant.FromDateTimeOffset(wall.GetUtcNow());

    private Task<int> Note(RegisterDb db, Claimed claim, Verdict verdict, CancellationToken stop) => db.Run(
        Answered, stop,
        ("wall", Wall), ("outcome", verdict.Outcome), ("reason", verdict.Reason), ("id", claim.Id), ("number", claim.Attempts));

    private Task Write(RegisterDb db, OutboxRow row, Verdict verdict, CancellationToken stop) => verdict switch
    {
        Verdict.Unknown => Task.CompletedTask,
        Verdict.Sent sent => Sent(db, row, sent, stop),
        Verdict.Opened opened => Opened(db, row, opened, stop),
        Verdict.Later later => Later(db, row, later, stop),
        Verdict.NotConfirmed => End(db, row, OutboxState.NotConfirmed, verdict.Reason, stop),
        Verdict.Overtaken => PlannedMessages.Withdraw(db, row, clock.GetCurrentInstant(), stop),
        Verdict.NotAside => NotAside(db, row, verdict, stop),
        Verdict.NoThread noThread => NoThread(db, row, noThread, stop),
        Verdict.NoChat noChat => NoChat(db, row, noChat, stop),
        Verdict.NoWay noWay => NoWay(db, row, noWay, stop),
        Verdict.NoChannel noChannel => NoChannel(db, row, noChannel, stop),
        _ => Dead(db, row, verdict, stop),
    };

    private async Task Sent(RegisterDb db, OutboxRow row, Verdict.Sent sent, CancellationToken stop)
    {
        row.PostedId = sent.Posted?.Id ?? row.UpdatesMessageId;
        if (row.Kind == OutboxKind.Private && await Accounts.Of(db, row.Place, stop) is { } account)
        {
            if (account.RefusedOn is not null)
            {
                await Accounts.Release(db, new PersonId(account.PersonId), account.Private, stop);
            }

            (account.Reachable, account.RefusedOn) = (ReachableBy.PrivateMessage, null);
        }

        await End(db, row, OutboxState.Sent, null, stop);
        await Card(db, row, stop);
    }

    private static async Task Card(RegisterDb db, OutboxRow row, CancellationToken stop)
    {
        if (row is not { CardOf: { } commitment, PostedId: { } message, Place: { } place }
            || !await db.Commitments.AnyAsync(it => it.Id == commitment, stop))
        {
            return;
        }

        var known = await db.Cards.Where(it => it.CommitmentId == commitment && it.MessageId == message).ToListAsync(stop);
        if (!known.Any(it => it.Place.ToRef().Lane == row.Lane))
        {
            db.Cards.Add(new CardRow { Id = Guid.CreateVersion7(), CommitmentId = commitment, Place = place, MessageId = message });
        }
    }

    private static async Task Opened(RegisterDb db, OutboxRow row, Verdict.Opened opened, CancellationToken stop)
    {
        var account = await db.Identities.FindAsync([opened.Account.Platform, opened.Account.Id], stop);
        var chat = Place.Of(opened.Chat.Root);
        account!.Private = chat;

        // All that waits for this person moves together, and keeps its order.
        var waiting = await db.Outbox
            .Where(it => it.Lane == row.Lane && it.SettledAt == null).ToListAsync(stop);
        foreach (var it in waiting)
        {
            it.Lane = opened.Chat.Lane;
            it.Place = chat;
        }

        Ready(row, row.NotBefore);
    }

    private async Task Later(RegisterDb db, OutboxRow row, Verdict.Later later, CancellationToken stop)
    {
        var attempts = await db.Attempts.Where(it => it.OutboxId == row.Id).OrderBy(it => it.Number).ToListAsync(stop);
        var first = attempts[attempts.FindLastIndex(it => it.Outcome == Verdict.NoChat.Name) + 1].StartedAt;
        if (Wall - first > rules.GiveUpAfter)
        {
            await Dead(db, row, later with { Reason = $"Given up after {(Wall - first).TotalHours:0} hours: {later.Reason}" }, stop);
            return;
        }

        Ready(row, Wall + (later.After ?? BackOff(row.Attempts, later.Installation)));
        row.Reason = Words(later);
    }

    private async Task NotAside(RegisterDb db, OutboxRow row, Verdict verdict, CancellationToken stop)
    {
        if (await Accounts.WayTo(db, new PersonId(row.PersonId!.Value), stop) is null)
        {
            await Dead(db, row, verdict, stop);
            return;
        }

        Reroute(row, row.PersonId.Value, verdict);
    }

    // The same row, with its key and its lane: it cannot stand in both places.
    private async Task NoThread(RegisterDb db, OutboxRow row, Verdict.NoThread noThread, CancellationToken stop)
    {
        if (row.Place is not { Kind: ConversationKind.Channel, Thread: not null } place)
        {
            await Dead(db, row, noThread, stop);
            return;
        }

        row.Place = Place.Of(place.ToRef().Root);
        row.Reason = Words(noThread);
        Ready(row, Wall);
    }

    // One refusal says little: the chat is opened anew, and if that is of no use either it may be tomorrow. On a second day it is an
    // answer.
    private async Task NoChat(RegisterDb db, OutboxRow row, Verdict.NoChat noChat, CancellationToken stop)
    {
        var account = noChat.Account is { } user
            ? await db.Identities.FindAsync([user.Platform, user.Id], stop)
            : await Accounts.Of(db, row.Place, stop);
        if ((row.PersonId ?? account?.PersonId) is not { } person)
        {
            await Dead(db, row, noChat, stop);
            return;
        }

        (row.Kind, row.PersonId) = (OutboxKind.Private, person);
        if (account is null)
        {
            // That chat was given up before.
            Reroute(row, person, noChat);
            return;
        }

        var today = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[(await db.People.FindAsync([person], stop))!.ZoneId]).Date;
        if (account.RefusedOn is { } first && first != today)
        {
            await NoWay(db, row, new Verdict.NoWay(new UserRef(account.Platform, account.UserId), false, noChat.Why), stop);
            return;
        }

        var again = account.RefusedOn is not null || noChat.Account is not null;
        (account.RefusedOn, account.Private) = (today, null);
        Reroute(row, person, noChat);
        if (again)
        {
            (row.Lane, row.NotBefore) = (Accounts.TomorrowOf(new PersonId(person)), Wall + rules.UntilTomorrow);
        }
    }

    private async Task NoWay(RegisterDb db, OutboxRow row, Verdict.NoWay noWay, CancellationToken stop)
    {
        var account = noWay.Account is { } user
            ? await db.Identities.FindAsync([user.Platform, user.Id], stop)
            : await Accounts.Of(db, row.Place, stop);
        if (account is not null)
        {
            account.Reachable = noWay.Gone ? ReachableBy.Nothing
                : account.Reachable == ReachableBy.RemovedApp ? ReachableBy.RemovedApp
                : ReachableBy.ChannelOnly;
            (account.RefusedOn, account.Private) = (null, null);
            await Accounts.Release(db, new PersonId(account.PersonId), null, stop);
            if (noWay.Gone)
            {
                await new Departures(db, new PeopleDirectory(db), clock.GetCurrentInstant().ToMicroseconds())
                    .AccountClosed(new PersonId(account.PersonId), stop);
            }
        }

        if (account is not null && row is { Kind: OutboxKind.Private, PersonId: { } person }
            && await Accounts.WayTo(db, new PersonId(person), stop) is not null)
        {
            Reroute(row, person, noWay);
            return;
        }

        await Dead(db, row, noWay, stop);
    }

    private async Task NoChannel(RegisterDb db, OutboxRow row, Verdict.NoChannel noChannel, CancellationToken stop)
    {
        if (row.Place is { } place)
        {
            // Where two workspaces share a channel, the other one's installation may be in it still.
            var channels = await db.ForumChannels.Where(it => !it.Gone
                && it.Place.Platform == place.Platform && it.Place.Tenant == place.Tenant && it.Place.Channel == place.Channel).ToListAsync(stop);
            foreach (var channel in channels)
            {
                await new LostChannels(db, new PeopleDirectory(db), clock.GetCurrentInstant().ToMicroseconds()).Note(channel,
                    noChannel.Why, null, stop);
            }
        }

        await Dead(db, row, noChannel, stop);
    }

    private async Task Dead(RegisterDb db, OutboxRow row, Verdict why, CancellationToken stop)
    {
        if (row is { Kind: OutboxKind.Update, UpdatesMessageId: { } message } && why.Outcome.StartsWith("Refused", StringComparison.Ordinal))
        {
            var cards = await db.Cards.Where(it => it.MessageId == message).ToListAsync(stop);
            db.Cards.RemoveRange(cards.Where(it => it.Place.ToRef().Lane == row.Lane));
        }

        await End(db, row, OutboxState.Dead, Words(why), stop);
        await Unposted.TellChairs(db, row, why, clock.GetCurrentInstant(), stop);
    }

    private async Task End(
        RegisterDb db, OutboxRow row, OutboxState state, string? reason, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        row.State = state;
        row.LeaseUntil = null;
        row.SettledAt = now;
        row.Reason = reason;

        metrics.Settled(await PlannedMessages.Settle(db, row, state, now, stop));
    }

    private void Reroute(OutboxRow row, Guid person, Verdict why)
    {
        row.Place = null;
        row.Lane = Accounts.LaneOf(new PersonId(person));
        row.Reason = Words(why);
        Ready(row, Wall);
    }

    private static void Ready(OutboxRow row, Instant notBefore)
    {
        row.State = OutboxState.Ready;
        row.LeaseUntil = null;
        row.NotBefore = notBefore;
    }

    private Duration BackOff(int attempts, bool installation)
    {
        var first = installation ? rules.InstallationBackOff : rules.FirstBackOff;
        var doubled = first * Math.Pow(2, Math.Min(attempts - 1, 20));
        return Duration.Min(doubled, rules.LongestBackOff) * (0.75 + (Random.Shared.NextDouble() * 0.5));
    }

    private static string Words(Verdict why) => why.Reason is null ? why.Outcome : $"{why.Outcome}: {why.Reason}";
}
