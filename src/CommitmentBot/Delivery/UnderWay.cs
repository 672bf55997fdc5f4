namespace CommitmentBot.Delivery;

/// <summary>What this instance is sending, and what more it may: one tenant that is slow, or at its limit, leaves room for the others.</summary>
internal sealed partial class UnderWay(DeliveryRules rules, DeliveryBell bell, ILogger<UnderWay> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ofTenant = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyCollection<string> _crowded = [];
    private bool _open;
    private bool _closed;
    private int _all;

    /// <summary>From now on what is said may leave without being looked for.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _open = true;
        }
    }

    /// <summary>Lets nobody enter any more, and completes when all have left.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            (_open, _closed) = (false, true);
            CompleteWhenEmpty();
        }

        return _over.Task;
    }

    /// <summary>How many more may be claimed by a look at the outbox, and the tenants to which none of them may go.</summary>
    public (int Free, IReadOnlyCollection<string> Busy) Room()
    {
        lock (_gate)
        {
            return (rules.InFlight - _all, [.. _ofTenant.Where(it => it.Value >= rules.InFlightOfTenant).Select(it => it.Key)]);
        }
    }

    /// <summary>Tenants for which, at the last look, more waited than could be claimed: what is said to them now has to wait behind that.</summary>
    public void Crowd(IReadOnlyCollection<string> tenants)
    {
        lock (_gate)
        {
            _crowded = tenants;
        }
    }

    /// <summary>Enters one that is to be sent to <paramref name="tenant"/> before any look, if there is room and nobody before it. Whoever entered must <see cref="Leave"/>.</summary>
    public bool TryEnter(string tenant)
    {
        lock (_gate)
        {
            if (!_open || _all >= rules.InFlight || _ofTenant.GetValueOrDefault(tenant) >= rules.InFlightOfTenant || _crowded.Contains(tenant))
            {
                return false;
            }

            Add(tenant);
            return true;
        }
    }

    /// <summary>Enters one that a look has claimed.</summary>
    public void Enter(string tenant)
    {
        lock (_gate)
        {
            Add(tenant);
        }
    }

    /// <summary>There is room for one more.</summary>
    public void Leave(string tenant)
    {
        lock (_gate)
        {
            _all--;
            if (--_ofTenant[tenant] == 0)
            {
                _ofTenant.Remove(tenant);
            }

            CompleteWhenEmpty();
        }
    }

    /// <summary>Does <paramref name="work"/>, which never fails here, for one that has entered; then it leaves, and what waited behind it is looked for.</summary>
    public async Task Run(string tenant, Func<Task> work)
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
            Leave(tenant);
            bell.Ring();
        }
    }

    private void Add(string tenant)
    {
        _all++;
        _ofTenant[tenant] = _ofTenant.GetValueOrDefault(tenant) + 1;
    }

    private void CompleteWhenEmpty()
    {
        if (_closed && _all == 0)
        {
            _over.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An attempt was not written down; the row will be looked up when its lease is over")]
        public static partial void Abandoned(ILogger logger, Exception error);
    }
}
