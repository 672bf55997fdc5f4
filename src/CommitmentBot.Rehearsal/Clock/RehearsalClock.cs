using NodaTime;

namespace CommitmentBot.Rehearsal.Clock;

/// <summary>The program's clock in a rehearsal: the wall clock and an offset that only grows.</summary>
public sealed class RehearsalClock(TimeProvider wall) : IClock
{
    private readonly Lock gate = new();
    private Duration offset = Duration.Zero;

    /// <inheritdoc/>
    public Instant GetCurrentInstant()
    {
        lock (gate)
        {
            return Wall + offset;
        }
    }

    /// <summary>Moves the clock forward to <paramref name="to"/>; false, and nothing moved, when that is in the past.</summary>
    public bool MoveTo(Instant to)
    {
        lock (gate)
        {
            var ahead = to - Wall;
            if (ahead < offset)
            {
                return false;
            }

            offset = ahead;
            return true;
        }
    }

    private Instant Wall => Instant.FromDateTimeOffset(wall.GetUtcNow());
}
