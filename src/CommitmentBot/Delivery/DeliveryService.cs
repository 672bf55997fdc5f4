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
                var busy = await db.Outbox.AnyAsync(
                    it => it.State == OutboxState.Sending
                        || (it.State == OutboxState.Ready && it.NotBefore <= soon
                            && !db.Outbox.Any(first => first.Lane == it.Lane && first.State == OutboxState.Ready && first.Sequence < it.Sequence)),
                    cancellationToken);
                if (!busy)
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
        var underWay = new HashSet<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                underWay.RemoveWhere(it => it.IsCompleted);
                var free = rules.InFlight - underWay.Count;
                var work = free > 0 ? await courier.Claim(free, stoppingToken) : [];
                underWay.UnionWith(work.Select(Run));
                if (work.Count == 0)
                {
                    await bell.Wait(await Pause(stoppingToken), wall, stoppingToken);
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
        await Task.WhenAll(underWay);
    }

    private async Task Run(Func<Task> work)
    {
        // Off the loop, which would else wait for the first part of each.
        await Task.Yield();
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

    private async Task<TimeSpan> Pause(CancellationToken cancellationToken)
    {
        var until = await courier.NextAt(cancellationToken) - Instant.FromDateTimeOffset(wall.GetUtcNow());
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
