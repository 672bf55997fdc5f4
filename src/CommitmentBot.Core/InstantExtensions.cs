using NodaTime;

namespace CommitmentBot.Core;

/// <summary>Instants as the register keeps them.</summary>
public static class InstantExtensions
{
    private const long TicksInMicrosecond = 10;

    /// <summary>Whole microseconds since 1970 in UTC, rounded towards the past.</summary>
    public static long ToUnixMicroseconds(this Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return (ticks - (((ticks % TicksInMicrosecond) + TicksInMicrosecond) % TicksInMicrosecond)) / TicksInMicrosecond;
    }

    /// <summary>The instant without what is below a microsecond, which PostgreSQL does not keep; rounded towards the past.</summary>
    public static Instant ToMicroseconds(this Instant instant) =>
        Instant.FromUnixTimeTicks(instant.ToUnixMicroseconds() * TicksInMicrosecond);
}
