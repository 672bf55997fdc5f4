namespace CommitmentBot.Core.SayDo;

/// <summary>
/// The 95% Wilson score interval of a proportion, as shares from 0 to 1: the house style of English public health, and sound for small counts.
/// </summary>
/// <remarks>https://fingertips.phe.org.uk/static-reports/public-health-technical-guidance/Basic_statistics/Proportions.html</remarks>
public readonly record struct WilsonInterval(double Lower, double Upper)
{
    private const double Z = 1.959964;

    /// <summary>The interval of <paramref name="kept"/> out of <paramref name="due"/>; from 0 to 1 when nothing was due, as then nothing is known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more kept than due.</exception>
    public static WilsonInterval Of(int kept, int due)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kept);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, due);
        if (due == 0)
        {
            return new WilsonInterval(0, 1);
        }

        var missedShare = 1 - ((double)kept / due);
        var middle = (2 * kept) + (Z * Z);
        var spread = Z * Math.Sqrt((Z * Z) + (4 * kept * missedShare));
        var scale = 2 * (due + (Z * Z));
        return new WilsonInterval(Math.Max(0, (middle - spread) / scale), Math.Min(1, (middle + spread) / scale));
    }

    /// <summary>The lower end in whole per cent.</summary>
    public int LowerPercent => Percent(Lower);

    /// <summary>The upper end in whole per cent.</summary>
    public int UpperPercent => Percent(Upper);

    private static int Percent(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);
}
