using CommitmentBot.Core.SayDo;
using ScottPlot;

namespace CommitmentBot.Reports;

/// <summary>Draws a summary as a picture that reads in black and white: one bar a group, its parts told apart by shade and hatching.</summary>
internal static class SummaryPicture
{
    private const int Width = 900;
    private const int RowHeight = 64;
    private const int Margins = 190;

    private static readonly (Color Fill, IHatch? Hatch)[] Looks =
    [
        (Colors.Black.WithLightness(.25f), null),
        (Colors.Black.WithLightness(.62f), null),
        (Colors.White, new ScottPlot.Hatches.Striped()),
        (Colors.White, new ScottPlot.Hatches.Dots()),
        (Colors.White, null),
    ];

    /// <summary>A PNG, 900 pixels wide.</summary>
    public static byte[] Draw(SummaryChart chart)
    {
        using var plot = new Plot();
        plot.Title(chart.Title);
        var last = chart.Bars.Count - 1;
        for (var part = 0; part < chart.Parts.Count; part++)
        {
            AddPart(plot, chart, part, Looks[Math.Min(part, Looks.Length - 1)]);
        }

        plot.Axes.Left.SetTicks(
            [.. chart.Bars.Select((_, row) => (double)(last - row))], [.. chart.Bars.Select(bar => bar.Label)]);
        plot.Axes.Left.TickLabelStyle.FontSize = 18;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Bottom.Label.Text = "Commitments";
        plot.HideGrid();
        plot.Axes.SetLimits(0, chart.Bars.Max(bar => bar.Counts.Sum()) + .5, -.7, last + .7);
        plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
        return plot.GetImageBytes(Width, Margins + (RowHeight * chart.Bars.Count), ImageFormat.Png);
    }

    private static void AddPart(Plot plot, SummaryChart chart, int part, (Color Fill, IHatch? Hatch) look)
    {
        var last = chart.Bars.Count - 1;
        var bars = chart.Bars.Select((bar, row) => new Bar
        {
            Position = last - row,
            ValueBase = bar.Counts.Take(part).Sum(),
            Value = bar.Counts.Take(part + 1).Sum(),
            Orientation = Orientation.Horizontal,
            Size = .6,
            FillColor = look.Fill,
            FillHatch = look.Hatch,
            FillHatchColor = Colors.Black,
            LineColor = Colors.Black,
            LineWidth = 1.5f,
            Label = bar.Counts[part] > 0 ? $"{bar.Counts[part]}" : string.Empty,
            CenterLabel = true,
        }).ToArray();
        var drawn = plot.Add.Bars(bars);
        drawn.LegendText = chart.Parts[part];
        drawn.ValueLabelStyle.ForeColor = part == 0 ? Colors.White : Colors.Black;
        drawn.ValueLabelStyle.FontSize = 18;
        drawn.ValueLabelStyle.Bold = true;
    }
}
