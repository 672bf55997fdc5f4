using System.Collections.Concurrent;
using System.Text.Json;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Metrics;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// Sends what is in the outbox: never twice, never lost without a word, and in order within a lane. A row is committed as sending before
/// its first byte leaves; one of which no answer came is looked up once its lease is over.
/// </summary>
internal sealed partial class Courier(
    RegisterFactory register, IEnumerable<IChatPlatform> platforms, StillHolds stillHolds, Pauses pauses, IClock clock, TimeProvider wall,
    DeliveryRules rules, BotMetrics metrics, ILogger<Courier> logger)
{
    // What has just been planned need not be judged again before its first attempt.
    private static readonly Duration Fresh = Duration.FromMinutes(1);

    private static readonly Duration TryAgainSettling = Duration.FromMilliseconds(500);

    private readonly Dictionary<string, IChatPlatform> _platforms = platforms.ToDictionary(it => it.Name);
    private readonly Settlement _settlement = new(register, clock, wall, rules, metrics);

    /// <summary>Installations whose credentials were refused last time, by platform, with the platform's reason.</summary>
    public ConcurrentDictionary<string, string> Trouble { get; } = new();

    private Instant Wall => Instant.FromDateTimeOffset(wall.GetUtcNow());

    /// <summary>Sends, or looks up, once what can be now, waits for all of it, and says how many rows that were.</summary>
    public async Task<int> RunOnce(CancellationToken cancellationToken)
    {
        var (work, _) = await Claim(rules.InFlight, cancellationToken);
        await Task.WhenAll(work.Select(it => it()));
        return work.Count;
    }

    /// <summary>
    /// Claims up to <paramref name="most"/> rows; each is sent or looked up, and settled, by its task. Where there is none, <c>Next</c> is
    /// how long it takes until one may leave; null when none waits.
    /// </summary>
    public async Task<(IReadOnlyList<Func<Task>> Work, Duration? Next)> Claim(int most, CancellationToken cancellationToken)
    {
        var since = wall.GetTimestamp();
        var (ready, abandoned, next) = await register.InTransaction(
            async (db, stop) =>
            {
                var now = Wall;
                await pauses.Look(db, stop);
                var ready = await register.Hot.ClaimReady(db, now, most, rules.InFlightOfTenant, rules.Lease, stop);
                var abandoned = await register.Hot.ClaimAbandoned(db, most, rules.Lease, stop);
                foreach (var tenant in ready.GroupBy(it => it.Tenant))
                {
                    await Reserve(db, tenant.Key, tenant.Count(), stop);
                }

                var next = ready.Count + abandoned.Count > 0 ? null : await register.Hot.NextIn(db, now, stop);
                return (ready, abandoned, next);
            },
            cancellationToken);
        return (
            [
                .. ready.GroupBy(it => it.Tenant).SelectMany(it => it.Select((row, at) => (Func<Task>)(() => Send(row, at, since)))),
                .. abandoned.Select(it => (Func<Task>)(() => LookUp(it, since))),
            ],
            next);
    }

    // What one claim takes for a tenant leaves at the pace that it bears; until then nobody else takes any.
    private Task Reserve(RegisterDb db, string tenant, int rows, CancellationToken stop) =>
        WithinTenant(tenant) is var pace && pace > Duration.Zero
            ? register.Hot.Paced(db, tenant, rows, Duration.Zero, pace, 1, stop)
            : Task.CompletedTask;

    private Duration WithinTenant(string tenant) =>
        _platforms.GetValueOrDefault(tenant.Split('|')[0])?.Pace.WithinTenant ?? Duration.Zero;

    /// <summary>
    /// Sends, and settles, a row that was claimed at <paramref name="since"/> of the wall's timestamps, after so many others of its tenant.
    /// </summary>
    private async Task Send(Claimed row, int after, long since)
    {
        if (WithinTenant(row.Tenant) * after is var turn && turn > Duration.Zero)
        {
            await Task.Delay(turn.ToTimeSpan(), wall);
        }

        var (verdict, pace) = await Holds(row) ? await Attempt(row, since) : (new Verdict.Overtaken(), null);
        Log.Attempted(logger, row.Id, row.Kind, verdict.Outcome, verdict.Reason ?? "");
        await Settle(row, verdict, pace, since);
    }

    /// <summary>What came of it, and the pace of the platform that took it or did not; null where none was asked.</summary>
    private async Task<(Verdict, ChatPace?)> Attempt(Claimed row, long since)
    {
        Message message;
        try
        {
            message = MessageJson.Read(row.Body);
        }
        catch (JsonException error)
        {
            return (new Verdict.Dead("Unreadable", error.Message), null);
        }

        if (row is { Kind: OutboxKind.Private, Place: null })
        {
            return (await Open(row), null);
        }

        var (posted, wait) = row.Kind == OutboxKind.Update ? await Target(row) : (null, null);
        if (wait is not null)
        {
            return (wait, null);
        }

        var where = posted?.Conversation ?? row.Place!.ToRef();
        if (!_platforms.TryGetValue(where.Platform, out var platform))
        {
            return (Missing(where.Platform), null);
        }

        // The lease could end while this is under way: somebody else will look for it then, and must find what there will be.
        if (wall.GetElapsedTime(since) > rules.Pause.ToTimeSpan())
        {
            return (new Verdict.Later("Held up", null, Duration.Zero), null);
        }

        var answer = await Ask<SendAnswer>(
            stop => posted is null ? platform.Post(where, message, row.Key, stop) : platform.Update(posted, message, stop),
            why => new SendAnswer.Unknown(why));
        Note(where, answer);
        return (await Judge(row, platform, answer), platform.Pace);
    }

    private async Task<bool> Holds(Claimed row)
    {
        if (row.MessageId is not { } message || (row.Attempts == 1 && clock.GetCurrentInstant() - row.CreatedAt < Fresh))
        {
            return true;
        }

        await using var db = register.Open();
        return await stillHolds(db, message, CancellationToken.None);
    }

    private async Task<Verdict> Judge(Claimed row, IChatPlatform platform, SendAnswer answer) => answer switch
    {
        SendAnswer.Accepted it => new Verdict.Sent(it.Posted),
        // The asker looks now: what is not shown at once is better in their private chat than here an hour later.
        SendAnswer.Refused it when row.IsAside => new Verdict.NotAside(it.Reason),
        SendAnswer.Unknown it when row.IsAside => new Verdict.NotConfirmed(it.Reason),
        SendAnswer.Refused { Kind: not (RefusalKind.Later or RefusalKind.Installation or RefusalKind.Channel) } it
            when row.Kind == OutboxKind.Update => new Verdict.Dead($"Refused: {it.Kind}", it.Reason),
        SendAnswer.Refused it => await Refused(row, platform, it.Kind, it.Reason, it.RetryAfter, null),
        SendAnswer.Unknown it when row.Kind == OutboxKind.Update => new Verdict.Later("Unknown", it.Reason, null),
        SendAnswer.Unknown it => new Verdict.Unknown(it.Reason),
        _ => throw new InvalidOperationException(),
    };

    private async Task<Verdict> Refused(
        Claimed row, IChatPlatform platform, RefusalKind kind, string reason, Duration? after, IdentityRow? account)
    {
        switch (kind)
        {
            case RefusalKind.Later:
                return new Verdict.Later("Refused: Later", reason, after);
            case RefusalKind.Installation:
                return new Verdict.Later("Refused: Installation", reason, after, Installation: true);
            case RefusalKind.Thread:
                return new Verdict.NoThread(reason);
            case RefusalKind.Chat:
                return new Verdict.NoChat(account is null ? null : RefOf(account), reason);
            case RefusalKind.Channel:
                return new Verdict.NoChannel(reason);
            case RefusalKind.Person:
                account ??= await AccountOf(row);
                var gone = account is not null
                    && await Ask(stop => platform.Describe(RefOf(account), account.SeenIn.ToRef(), stop), _ => null) is { Gone: true };
                return new Verdict.NoWay(account is null ? null : RefOf(account), gone, reason);
            default:
                return new Verdict.Dead("Refused: Message", reason);
        }
    }

    /// <summary>Finds or opens the private chat. Nothing is posted yet, so that a crash leaves no doubt.</summary>
    private async Task<Verdict> Open(Claimed row)
    {
        await using var db = register.Open();
        if (await Accounts.WayTo(db, new PersonId(row.PersonId!.Value), CancellationToken.None) is not { } account)
        {
            return new Verdict.Dead("Refused: Person", "None of the person's accounts can be reached in private.");
        }

        if (account.Private is { } known)
        {
            return new Verdict.Opened(RefOf(account), known.ToRef());
        }

        if (!_platforms.TryGetValue(account.Platform, out var platform))
        {
            return Missing(account.Platform);
        }

        var answer = await Ask<OpenAnswer>(
            stop => platform.OpenPrivate(RefOf(account), account.SeenIn.ToRef(), stop),
            why => new OpenAnswer.Refused(RefusalKind.Later, why));
        if (answer is OpenAnswer.Refused no)
        {
            metrics.Refused(account.Platform, no.Kind);
        }

        return answer switch
        {
            OpenAnswer.Opened it => new Verdict.Opened(RefOf(account), it.Conversation),
            OpenAnswer.Refused it => await Refused(row, platform, it.Kind, it.Reason, it.RetryAfter, account),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>The message to update, or why there is none (yet).</summary>
    private async Task<(MessageRef?, Verdict?)> Target(Claimed row)
    {
        if (row.UpdatesMessageId is { } id)
        {
            return (new MessageRef(row.Place!.ToRef(), id), null);
        }

        await using var db = register.Open();
        var target = await db.Outbox.AsNoTracking().SingleOrDefaultAsync(it => it.Id == row.UpdatesOutboxId);
        return target switch
        {
            { State: OutboxState.Ready or OutboxState.Sending } => (null, new Verdict.Later("Waits", "The message has not left yet.", null)),
            { PostedId: { } posted, Place: { } place } => (new MessageRef(place.ToRef(), posted), null),
            _ => (null, new Verdict.Dead("No message", "The message to update is not known to have arrived.")),
        };
    }

    private async Task LookUp(Claimed row, long since)
    {
        var verdict = await Looked(row);
        Log.LookedUp(logger, row.Id, verdict.Outcome, verdict.Reason ?? "");
        await Settle(row, verdict, row.Place is { } place ? _platforms.GetValueOrDefault(place.Platform)?.Pace : null, since);
    }

    private async Task<Verdict> Looked(Claimed row)
    {
        if (row.Kind == OutboxKind.Update || row.Place is null)
        {
            // An update may be repeated; and without a chat nothing was posted.
            return new Verdict.Later("Cut off", null, Duration.Zero);
        }

        if (row.IsAside)
        {
            return new Verdict.NotConfirmed("What is shown to one person alone cannot be looked up.");
        }

        await using var db = register.Open();
        var started = await db.Attempts.Where(it => it.OutboxId == row.Id && it.Number == row.Attempts).Select(it => it.StartedAt).SingleAsync();
        var answer = _platforms.TryGetValue(row.Place.Platform, out var platform)
            ? await Ask<FindAnswer>(
                stop => platform.Find(row.Place.ToRef(), row.Key, started - DeliveryRules.ClocksApart, stop),
                why => new FindAnswer.CannotTell(why, AskAgain: true))
            : new FindAnswer.CannotTell("The platform is not configured.", AskAgain: true);
        return answer switch
        {
            FindAnswer.Found it => new Verdict.Sent(it.Posted, Found: true),
            FindAnswer.Absent => new Verdict.Later("Absent", null, Duration.Zero),
            FindAnswer.CannotTell { AskAgain: true } it when Wall - started < rules.GiveUpAfter => new Verdict.Unknown(it.Reason),
            FindAnswer.CannotTell it => new Verdict.NotConfirmed(it.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Keeps trying while the claim is ours: an answer that is not written down would have to be looked up.</summary>
    private async Task Settle(Claimed row, Verdict verdict, ChatPace? pace, long since)
    {
        while (true)
        {
            try
            {
                if (!await _settlement.Settle(row, verdict, pace, CancellationToken.None))
                {
                    Log.NotOurs(logger, row.Id, verdict.Outcome);
                }
                else if (verdict is Verdict.Sent)
                {
                    metrics.Sent(row.Place!.Platform, row.Kind);
                }

                return;
            }
            catch (Exception error) when (wall.GetElapsedTime(since) < rules.Lease.ToTimeSpan())
            {
                Log.NotSettled(logger, error, row.Id, verdict.Outcome);
                await Task.Delay(TryAgainSettling.ToTimeSpan(), wall);
            }
        }
    }

    private async Task<IdentityRow?> AccountOf(Claimed row)
    {
        await using var db = register.Open();
        return await Accounts.Of(db, row.Place, CancellationToken.None);
    }

    /// <summary>Asks a platform, in its time. Whatever it throws tells nothing of what it did.</summary>
    private async Task<T> Ask<T>(Func<CancellationToken, Task<T>> question, Func<string, T> unknown)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            return await question(stop.Token).WaitAsync(rules.Answer.ToTimeSpan(), wall);
        }
        catch (Exception error)
        {
            await stop.CancelAsync();
            Log.NoAnswer(logger, error);
            return unknown(error.GetType().Name);
        }
    }

    private void Note(ConversationRef where, SendAnswer answer)
    {
        if (answer is SendAnswer.Refused no)
        {
            metrics.Refused(where.Platform, no.Kind);
        }

        switch (answer)
        {
            case SendAnswer.Refused { Kind: RefusalKind.Installation } refused:
                Trouble[where.Platform] = refused.Reason;
                break;
            case SendAnswer.Accepted:
                Trouble.TryRemove(where.Platform, out _);
                break;
            default:
                break;
        }
    }

    private static Verdict.Later Missing(string platform) =>
        new("Refused: Installation", $"The platform {platform} is not configured.", null, Installation: true);

    private static UserRef RefOf(IdentityRow account) => new(account.Platform, account.UserId);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Outbox row {Id} ({Kind}): {Outcome} {Reason}")]
        public static partial void Attempted(ILogger logger, Guid id, OutboxKind kind, string outcome, string reason);

        [LoggerMessage(LogLevel.Warning, "Outbox row {Id} had no answer, and was looked up: {Outcome} {Reason}")]
        public static partial void LookedUp(ILogger logger, Guid id, string outcome, string reason);

        [LoggerMessage(LogLevel.Warning, "Outbox row {Id}: {Outcome} came after the lease was over; another instance has it")]
        public static partial void NotOurs(ILogger logger, Guid id, string outcome);

        [LoggerMessage(LogLevel.Error, "Outbox row {Id}: {Outcome} could not be written down")]
        public static partial void NotSettled(ILogger logger, Exception error, Guid id, string outcome);

        [LoggerMessage(LogLevel.Warning, "A platform gave no answer")]
        public static partial void NoAnswer(ILogger logger, Exception error);
    }
}
