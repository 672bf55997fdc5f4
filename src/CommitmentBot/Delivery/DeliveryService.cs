using CommitmentBot.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>This instance's delivery: sends what is in the outbox for as long as the program runs.</summary>
internal sealed partial class DeliveryService(
    RegisterFactory register, Courier courier, UnderWay underWay, DeliveryBell bell, TimeProvider wall, DeliveryRules rules, ILogger<DeliveryService> logger)
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
        underWay.Open();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var looked = wall.GetTimestamp();
                var (free, busy) = underWay.Room();
                var (work, next) = free > 0 ? await courier.Claim(free, busy, stoppingToken) : ([], null);
                var sending = work.Select(it => Send(it.Tenant, it.Do)).ToList();

                // A tenant that got all it may have at once has more: that goes as soon as those are taken.
                var full = work.CountBy(it => it.Tenant).Where(it => it.Value == rules.InFlightOfTenant).Select(it => it.Key).ToList();
                underWay.Crowd([.. busy, .. full]);
                if (work.Count == 0)
                {
                    await bell.Wait(Pause(next), wall, stoppingToken);
                }

                // It is rung for everything that is said, also in a chat that rests; and where many rest, one is always about to be free.
                var early = rules.Gather.ToTimeSpan() - wall.GetElapsedTime(looked);
                if (work.Count < free && early > TimeSpan.Zero)
                {
                    var gathered = Task.Delay(early, wall, stoppingToken);
                    await (full.Count > 0 ? await Task.WhenAny(gathered, Task.WhenAll(sending)) : gathered);
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
        await underWay.Close();
    }

    private Task Send(string tenant, Func<Task> work)
    {
        underWay.Enter(tenant);
        return underWay.Run(tenant, work);
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
    }
}
