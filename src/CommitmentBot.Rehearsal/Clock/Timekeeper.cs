using CommitmentBot.Rehearsal.StandIns;
using NodaTime;

namespace CommitmentBot.Rehearsal.Clock;

/// <summary>Moves the program's clock, one move at a time.</summary>
public sealed class Timekeeper(RehearsalHost host, IClock clock, Transcript? transcript = null) : IDisposable
{
    /// <summary>The furthest the clock moves in one go.</summary>
    public static readonly Duration Furthest = Duration.FromDays(366);

    /// <summary>The forum's time zone.</summary>
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>The program's time.</summary>
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>Moves to a later moment; null, and nothing moved, when that is in the past or further than <see cref="Furthest"/>.</summary>
    public Task<Instant?> MoveTo(Instant to, CancellationToken cancellationToken) => Move(_ => Task.FromResult<Instant?>(to), cancellationToken);

    /// <summary>Moves by a duration that is not negative.</summary>
    public Task<Instant?> Advance(Duration by, CancellationToken cancellationToken) =>
        Move(_ => Task.FromResult<Instant?>(by < Duration.Zero || by > Furthest ? null : Now + by), cancellationToken);

    /// <summary>Moves to where the next step of a ladder is due; null when there is none.</summary>
    public Task<Instant?> ToNextStep(CancellationToken cancellationToken) => Move(
        async stop =>
        {
            // What is due already is done first, so that the next step lies ahead.
            await host.WhenQuiet(stop);
            return await host.NextStepAt(stop);
        },
        cancellationToken);

    /// <summary>Moves to the next Monday at nine in the morning, London time.</summary>
    public Task<Instant?> ToMonday(CancellationToken cancellationToken) => Move(_ => Task.FromResult<Instant?>(NextMonday(Now)), cancellationToken);

    /// <summary>The next Monday, 09:00 in London, after <paramref name="now"/>.</summary>
    public static Instant NextMonday(Instant now)
    {
        var today = now.InZone(Zone).Date;
        var monday = today.DayOfWeek == IsoDayOfWeek.Monday ? today : today.Next(IsoDayOfWeek.Monday);
        var at = (monday + new LocalTime(9, 0)).InZoneLeniently(Zone).ToInstant();
        return at > now ? at : (monday.PlusWeeks(1) + new LocalTime(9, 0)).InZoneLeniently(Zone).ToInstant();
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task<Instant?> Move(Func<CancellationToken, Task<Instant?>> whereTo, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // By the time it was asked: to go on by nothing at all means to wait until all is done.
            var asked = Now;
            if (await whereTo(cancellationToken) is not { } to || to < asked || to - asked > Furthest)
            {
                return null;
            }

            var now = await host.MoveClock(to, cancellationToken);
            transcript?.Tell(new Happening.Moved());
            return now;
        }
        finally
        {
            gate.Release();
        }
    }
}
