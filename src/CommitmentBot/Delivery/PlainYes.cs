using CommitmentBot.Data;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>
/// Most of what is sent is no card and carries no step: then the platform's yes is all there is to settle. It is written by hand, together with those
/// that came while the last were being written.
/// </summary>
internal sealed class PlainYes(RegisterFactory register, IClock clock, TimeProvider wall)
{
    private const string Sent = """
        UPDATE outbox SET state = 'Sent', lease_until = NULL, not_before = @rested, settled_at = @now, reason = NULL, posted_id = COALESCE(@posted, updates_message_id)
        WHERE id = @id AND state = 'Sending' AND lease_until = @lease AND card_of IS NULL AND message_id IS NULL
        """;

    private const string Answered = "UPDATE attempts SET finished_at = @wall, outcome = @outcome WHERE outbox_id = @id AND number = @number";

    private readonly Lock _gate = new();
    private List<Yes> _waiting = [];
    private bool _writing;

    /// <summary>Settles a row that was sent. False when there is more to it, or the claim is not ours any more: then nothing was written.</summary>
    public Task<bool> Settle(Claimed claim, Verdict.Sent verdict, Duration rest)
    {
        var yes = new Yes(claim, verdict, rest, new TaskCompletionSource<bool>());
        bool writing;
        lock (_gate)
        {
            _waiting.Add(yes);
            (writing, _writing) = (_writing, true);
        }

        if (!writing)
        {
            _ = WriteAll();
        }

        return yes.Settled.Task;
    }

    private async Task WriteAll()
    {
        while (true)
        {
            List<Yes> yeses;
            lock (_gate)
            {
                (yeses, _waiting) = (_waiting, []);
                if (yeses.Count == 0)
                {
                    _writing = false;
                    return;
                }
            }

            try
            {
                var settled = await register.InTransaction((db, stop) => Write(db, yeses, stop), CancellationToken.None);
                foreach (var (yes, done) in yeses.Zip(settled))
                {
                    yes.Settled.TrySetResult(done);
                }
            }
            catch (Exception error)
            {
                yeses.ForEach(it => it.Settled.TrySetException(error));
            }
        }
    }

    private async Task<List<bool>> Write(RegisterDb db, List<Yes> yeses, CancellationToken stop)
    {
        // Whoever holds several lanes at once takes them in this order (RegisterDb.SaveChangesAsync too), or two could wait for each other.
        yeses.Sort((one, other) => string.CompareOrdinal(one.Claim.Lane, other.Claim.Lane));
        List<bool> settled = [];
        var (now, wallNow) = (clock.GetCurrentInstant(), Instant.FromDateTimeOffset(wall.GetUtcNow()));
        foreach (var (claim, verdict, rest, _) in yeses)
        {
            var done = await db.Run(
                Sent, stop,
                ("rested", wallNow + rest), ("now", now), ("posted", verdict.Posted?.Id), ("id", claim.Id), ("lease", claim.LeaseUntil)) == 1;
            settled.Add(done);
            if (done)
            {
                await db.Run(Answered, stop, ("wall", wallNow), ("outcome", verdict.Outcome), ("id", claim.Id), ("number", claim.Attempts));
            }
        }

        return settled;
    }

    private sealed record Yes(Claimed Claim, Verdict.Sent Verdict, Duration Rest, TaskCompletionSource<bool> Settled);
}
