using CommitmentBot.Core;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Data;

/// <summary>NodaTime in SQLite, in forms that compare and sort as the values do.</summary>
internal static class SqliteTimes
{
    /// <summary>The instant that many microseconds after 1970.</summary>
    public static Instant FromMicroseconds(long microseconds) => Instant.FromUnixTimeTicks(microseconds * 10);

    /// <summary>INTEGER, microseconds since 1970, as much as PostgreSQL keeps.</summary>
    public sealed class InstantAsMicroseconds() : ValueConverter<Instant, long>(
        it => it.ToUnixMicroseconds(), it => FromMicroseconds(it));

    /// <summary>TEXT, ISO 8601.</summary>
    public sealed class LocalDateAsText() : ValueConverter<LocalDate, string>(
        it => LocalDatePattern.Iso.Format(it), it => LocalDatePattern.Iso.Parse(it).Value);

    /// <summary>TEXT, ISO 8601.</summary>
    public sealed class LocalTimeAsText() : ValueConverter<LocalTime, string>(
        it => LocalTimePattern.ExtendedIso.Format(it), it => LocalTimePattern.ExtendedIso.Parse(it).Value);
}
