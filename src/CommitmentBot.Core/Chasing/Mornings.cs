using NodaTime;
using NodaTime.TimeZones;

namespace CommitmentBot.Core.Chasing;

/// <summary>
/// When somebody may be written to: once a day, at their hour in their zone, on working days that are not their leave. An hour that
/// the clocks skip is the first one after the gap; an hour that comes twice is the earlier.
/// </summary>
public sealed record Mornings(WorkingCalendar Calendar, DateTimeZone Zone, LocalTime Hour, IReadOnlyList<DateInterval> Leave)
{
    /// <summary>How long after the hour a step that was missed may still be given that day; later it waits for the next morning.</summary>
    public static readonly Period Grace = Period.FromHours(8);

    /// <summary>Whoever chose an hour later than <see cref="Latest"/> is written to for so long from that.</summary>
    public static readonly Period LeastGrace = Period.FromHours(1);

    /// <summary>Leave beyond this many days in one piece is not counted, so that nobody is silent for ever by a slip of the keyboard.</summary>
    public const int LongestLeave = 366;

    /// <summary>The hour after which a missed step waits for the next morning; null for <see cref="Grace"/> after the hour.</summary>
    public LocalTime? Latest { get; init; }

    private static readonly ZoneLocalMappingResolver Resolve =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Whether that day has such a morning.</summary>
    public bool Has(LocalDate day) =>
        Calendar.IsWorkingDay(day) && !Leave.Any(away => away.Length <= LongestLeave && away.Contains(day));

    /// <summary>The day itself if it has one, else the next that has.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (!Has(day))
        {
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>That many such days after (or, negative, before); counting starts with the next one. Zero gives the day itself.</summary>
    public LocalDate Plus(LocalDate day, int days)
    {
        for (var left = Math.Abs(days); left > 0;)
        {
            day = day.PlusDays(Math.Sign(days));
            left -= Has(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The person's date at a moment.</summary>
    public LocalDate DateOf(Instant moment) => moment.InZone(Zone).Date;

    /// <summary>The moment of that day's hour.</summary>
    public Instant At(LocalDate day) => Zone.ResolveLocal(day + Hour, Resolve).ToInstant();

    /// <summary>The first such morning after the day of that moment.</summary>
    public Instant Next(Instant moment) => At(OnOrAfter(DateOf(moment).PlusDays(1)));

    /// <summary>
    /// When something meant for <paramref name="day"/> is given, seen from <paramref name="now"/>: that day's morning while it is ahead, else today's
    /// if it is one and its last moment (<see cref="Ends"/>) is not over (a moment in the past then, which means at once), else the next.
    /// </summary>
    public Instant When(LocalDate day, Instant now)
    {
        var today = DateOf(now);
        var first = OnOrAfter(LocalDate.Max(day, today));
        var gone = first == today && now.InZone(Zone).LocalDateTime > Ends(today);
        return At(gone ? OnOrAfter(today.PlusDays(1)) : first);
    }

    /// <summary>The last moment of that day, in the person's own time, at which they may still be written to.</summary>
    public LocalDateTime Ends(LocalDate day) => Latest is { } latest
        ? LocalDateTime.Max(day + latest, (day + Hour).Plus(LeastGrace))
        : (day + Hour).Plus(Grace);
}
