using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// Runs a turn in its transaction, and sends what it said as soon as that is committed: where nothing is in the way a row is claimed as it is written,
/// and need not be looked for and read again. What is to wait, for its turn in the lane, its time or room, is found by the looks at the outbox.
/// </summary>
internal sealed class Express(RegisterFactory register, Courier courier, UnderWay underWay, DeliveryBell bell, TimeProvider wall, DeliveryRules rules)
{
    /// <inheritdoc cref="RegisterFactory.InTransaction{T}"/>
    public async Task<T> InTransaction<T>(Func<RegisterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        List<Claimed> claims = [];
        var (since, waits) = (0L, false);
        T result;
        try
        {
            result = await register.InTransaction(
                (db, stop) =>
                {
                    GiveBack(claims);
                    (since, waits) = (wall.GetTimestamp(), false);
                    db.Saying = async (row, message) =>
                    {
                        if (await Claim(db, row, message, stop) is { } claim)
                        {
                            claims.Add(claim);
                        }
                        else
                        {
                            waits = true;
                        }
                    };
                    return work(db, stop);
                },
                cancellationToken);
        }
        catch
        {
            GiveBack(claims);
            throw;
        }

        foreach (var claim in claims)
        {
            Start(claim, () => courier.Send(claim, since));
        }

        if (waits)
        {
            bell.Ring();
        }

        return result;
    }

    /// <summary>Writes the row; null where it is not claimed and waits.</summary>
    private async Task<Claimed?> Claim(RegisterDb db, OutboxRow row, Message message, CancellationToken stop)
    {
        if (row is not { Place.Tenant: { } tenant, UpdatesOutboxId: null } || courier.IsResting(tenant) || !underWay.TryEnter(tenant))
        {
            await OutboxSql.Insert(db, row, stop);
            return null;
        }

        Claimed? claim = null;
        try
        {
            return claim = await register.Hot.Say(db, row, message, Instant.FromDateTimeOffset(wall.GetUtcNow()), rules.Lease, stop);
        }
        finally
        {
            if (claim is null)
            {
                underWay.Leave(tenant);
            }
        }
    }

    // A commit of which we were told that it failed may have been one: then what it claimed is to be sent like everything else.
    private void GiveBack(List<Claimed> claims)
    {
        foreach (var claim in claims)
        {
            Start(claim, () => courier.GiveBack(claim));
        }

        claims.Clear();
    }

    // On this thread as far as it goes: to wake another takes longer than whoever spoke has to wait for it. What is logged of it is not the turn's.
    private void Start(Claimed claim, Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = underWay.Run(claim.Place!.Tenant, work);
        }
    }
}
