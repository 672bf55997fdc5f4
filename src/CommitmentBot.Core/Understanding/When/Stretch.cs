using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>What size of time somebody named; it decides which of its days is meant.</summary>
internal enum Grain
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A Monday-to-Sunday week.</summary>
    Week,

    /// <summary>A month, quarter, half, year or anything else that is due on its last day.</summary>
    Period,

    /// <summary>The end of something: "before" it is still that day.</summary>
    End,

    /// <summary>No date at all: "soon".</summary>
    Vague,
}

/// <summary>A day or a stretch of days as somebody named it.</summary>
internal readonly record struct Stretch(LocalDate First, LocalDate Last, Grain Grain)
{
    /// <summary>One day.</summary>
    public static Stretch Day(LocalDate day) => new(day, day, Grain.Day);

    /// <summary>The Monday-to-Sunday week that holds a day.</summary>
    public static Stretch WeekOf(LocalDate day)
    {
        var monday = day.PlusDays(1 - (int)day.DayOfWeek);
        return new(monday, monday.PlusDays(6), Grain.Week);
    }

    /// <summary>A calendar month.</summary>
    public static Stretch Month(int year, int month) =>
        Period(new LocalDate(year, month, 1), new LocalDate(year, month, 1).PlusMonths(1).PlusDays(-1));

    /// <summary>A longer period.</summary>
    public static Stretch Period(LocalDate first, LocalDate last) => new(first, last, Grain.Period);
}

/// <summary>What a rule found, and the place of the first token after it.</summary>
internal readonly record struct Found(Stretch When, int End)
{
    /// <summary>A day.</summary>
    public static Found Day(LocalDate day, int end) => new(Stretch.Day(day), end);
}
