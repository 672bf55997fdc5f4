using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>This instance's delivery: sends what is in the outbox for as long as the program runs.</summary>
internal sealed partial class DeliveryService(
    RegisterFactory register, Courier courier, DeliveryBell bell, TimeProvider wall, DeliveryRules rules, ILogger<DeliveryService> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Installations whose credentials were refused last time, by platform, with the platform's reason. For health.</summary>
    public IReadOnlyDictionary<string, string> Trouble => courier.Trouble;

    /// <summary>
    /// Completes when nothing is under way and nothing can leave now or within a few seconds: what was said has been heard. What waits
    /// for longer (a back-off, a Retry-After of minutes) is not waited for.
    /// </summary>
    public async Task WhenQuiet(CancellationToken cancellationToken)
    {
        while (true)
        {
            bell.Ring();
            await using (var db = register.Open())
            {
                var soon = Instant.FromDateTimeOffset(wall.GetUtcNow()) + rules.Soon;
                var pausedUntil = await register.Hot.Now(db, cancellationToken) + rules.Soon;
                if (!await db.Outbox.AnyAsync(
                    it => it.State == OutboxState.Sending
                        || (it.State == OutboxState.Ready && it.NotBefore <= soon
                            && !db.Outbox.Any(earlier => earlier.Lane == it.Lane && earlier.SettledAt == null
                                && (earlier.Behind < it.Behind || (earlier.Behind == it.Behind && earlier.Sequence < it.Sequence)))
                            && !db.Pauses.Any(pause => pause.Until > pausedUntil && (pause.Scope == it.Lane || pause.Scope == it.Tenant
                                || (it.Kind == OutboxKind.Update && pause.Scope == it.Tenant + " " + PauseScope.Updates)))),
                    cancellationToken))
                {
                    return;
                }
            }

            await Task.Delay(Look, wall, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> underWay = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var looked = wall.GetTimestamp();
                underWay.RemoveAll(it => it.IsCompleted);
                var (work, next) = await courier.Claim(Math.Max(0, rules.InFlight - underWay.Count), stoppingToken);
                List<Task> sending = [.. work.Select(Run)];
                underWay.AddRange(sending);
                if (work.Count == 0)
                {
                    await bell.Wait(Pause(next), wall, stoppingToken);
                }

                // It is rung for all that is said and settled; what comes meanwhile is claimed together. A full claim has left more behind.
                var gathered = Task.Delay(Max(rules.Gather.ToTimeSpan() - wall.GetElapsedTime(looked)), wall, stoppingToken);
                await (work.Count < rules.InFlightOfTenant ? gathered : await Task.WhenAny(gathered, Task.WhenAll(sending)));
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Troubled(logger, error);
                await Task.Delay(AfterTrouble, wall, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        // What left is waited for: its answer would have to be looked up otherwise.
        await Task.WhenAll(underWay);
    }

    /// <summary>Does work that never fails here, and looks for what waited behind it.</summary>
    private async Task Run(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error)
        {
            Log.Abandoned(logger, error);
        }
        finally
        {
            bell.Ring();
        }
    }

    private TimeSpan Pause(Duration? next) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling((next ?? rules.Poll).TotalMilliseconds), 1, rules.Poll.TotalMilliseconds));

    private static TimeSpan Max(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An attempt was not written down; the row will be looked up when its lease is over")]
        public static partial void Abandoned(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "Delivery could not look at the outbox; it will again")]
        public static partial void Troubled(ILogger logger, Exception error);
    }
}
