using CommitmentBot.Data;
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
                if (!await db.Lanes.AnyAsync(it => it.Waiting > 0 && (it.WakeAt == null || it.WakeAt <= soon), cancellationToken))
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
        var underWay = new List<(Task Sending, string Tenant)>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                underWay.RemoveAll(it => it.Sending.IsCompleted);

                // One tenant that is slow, or at its limit, leaves room for the others.
                var free = rules.InFlight - underWay.Count;
                var looked = wall.GetTimestamp();
                var busy = underWay.CountBy(it => it.Tenant).Where(it => it.Value >= rules.InFlightOfTenant).Select(it => it.Key).ToList();
                var (work, next) = free > 0 ? await courier.Claim(free, busy, stoppingToken) : ([], null);
                var sending = work.Select(it => (Sending: Run(it.Do), it.Tenant)).ToList();
                underWay.AddRange(sending);
                if (work.Count == 0)
                {
                    await bell.Wait(Pause(next), wall, stoppingToken);
                }

                // It is rung for everything that is said, also in a chat that rests; and where many rest, one is always about to be free.
                var early = rules.Gather.ToTimeSpan() - wall.GetElapsedTime(looked);
                if (work.Count < free && early > TimeSpan.Zero)
                {
                    // A tenant that got all it may have at once has more: that goes as soon as those are taken.
                    var more = work.CountBy(it => it.Tenant).Any(it => it.Value == rules.InFlightOfTenant);
                    var gathered = Task.Delay(early, wall, stoppingToken);
                    await (more ? await Task.WhenAny(gathered, Task.WhenAll(sending.Select(it => it.Sending))) : gathered);
                }
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
        await Task.WhenAll(underWay.Select(it => it.Sending));
    }

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

    private TimeSpan Pause(Instant? next)
    {
        var until = next - Instant.FromDateTimeOffset(wall.GetUtcNow());
        return until < rules.Poll
            ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(until.Value.TotalMilliseconds)))
            : rules.Poll.ToTimeSpan();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Delivery could not look at the outbox; it will again")]
        public static partial void Troubled(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "An attempt was not written down; the row will be looked up when its lease is over")]
        public static partial void Abandoned(ILogger logger, Exception error);
    }
}
