using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.Rehearsal.Clock;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>Moves the rehearsal's clock from one due moment to the next, so that everything on the way happens when it is due.</summary>
internal sealed class ClockWork(RegisterFactory register, RehearsalClock clock, Schedule schedule, DeliveryService delivery) : IDisposable
{
    // Far more than any forum has in a year; a step that stays due for ever must not hang the rehearsal.
    private const int MostSteps = 10_000;

    private const string Kept = "rehearsal.clock";

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Sets the clock to where it was when the program stopped.</summary>
    public async Task Restore(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        if (await Facts.Read(db, Kept, cancellationToken) is { } then)
        {
            clock.MoveTo(then);
        }
    }

    /// <summary>When something is due next; null when nothing is.</summary>
    public async Task<Instant?> NextStepAt(CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        var step = await db.Commitments.MinAsync(it => it.NextStepAt, cancellationToken);
        var digest = await db.Forums.MinAsync(it => it.NextDigestAt, cancellationToken);
        var proposal = await db.ChairProposals.MinAsync(it => (Instant?)it.StandsAt, cancellationToken);
        var deputy = await db.Deputies.MinAsync(it => (Instant?)it.EndsAt, cancellationToken);
        return new[] { step, digest, proposal, deputy }.Min();
    }

    /// <summary>Does what is due, and waits until all of it is delivered.</summary>
    public async Task WhenQuiet(CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MostSteps; turn++)
        {
            await schedule.EveryMinute(cancellationToken);
            await delivery.WhenQuiet(cancellationToken);
            if (await NextStepAt(cancellationToken) is not { } next || next > clock.GetCurrentInstant())
            {
                return;
            }
        }

        throw new InvalidOperationException("Something stays due however often it is done.");
    }

    /// <summary>Moves the clock forward to <paramref name="to"/>; to a moment that is over, it stays where it is.</summary>
    public async Task<Instant> MoveTo(Instant to, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var from = clock.GetCurrentInstant();
            await WhenQuiet(cancellationToken);
            while (await NextStepAt(cancellationToken) is { } next && next <= to)
            {
                await Set(next, cancellationToken);
                await WhenQuiet(cancellationToken);
            }

            await Set(to, cancellationToken);
            await WhenQuiet(cancellationToken);
            if (Schedule.NightPasses(from, to))
            {
                // Once is enough: the last night deletes whatever the earlier ones would have.
                await schedule.EveryNight(cancellationToken);
            }

            return clock.GetCurrentInstant();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task Set(Instant to, CancellationToken cancellationToken)
    {
        if (clock.MoveTo(to))
        {
            await register.InTransaction((db, stop) => Facts.Keep(db, Kept, to, stop), cancellationToken);
        }
    }
}
