using System.Threading.Channels;

namespace CommitmentBot.Delivery;

/// <summary>Wakes this instance's delivery after a commit, so that an answer leaves at once and not at the next poll.</summary>
public sealed class DeliveryBell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to send. Never blocks, and ringing twice is ringing once.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits until it was rung, or for <paramref name="atMost"/>.</summary>
    internal async Task Wait(TimeSpan atMost, TimeProvider wall, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rung = _rung.Reader.WaitToReadAsync(stop.Token).AsTask();
        await Task.WhenAny(rung, Task.Delay(atMost, wall, stop.Token));
        await stop.CancelAsync();
        await ((Task)rung).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _rung.Reader.TryRead(out _);
    }
}
