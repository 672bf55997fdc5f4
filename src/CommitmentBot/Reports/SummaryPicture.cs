using CommitmentBot.Core.SayDo;
using ScottPlot;
using SkiaSharp;

namespace CommitmentBot.Reports;

/// <summary>Draws a summary as a picture that reads in black and white: one bar a group, its parts told apart by shade and hatching.</summary>
internal static class SummaryPicture
{
    private const int Width = 900;
    private const int RowHeight = 64;
    private const int Margins = 240;
    private const int MostTicks = 10;
    private const float Text = 24;

    // Plain faces that are common on Debian, Windows and macOS, the first that is there.
    private static readonly string[] Faces = ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Open Sans", "Segoe UI", "Arial", "Helvetica"];

    private static readonly (Color Fill, IHatch? Hatch)[] Looks =
    [
        (Colors.Black.WithLightness(.25f), null),
        (Colors.Black.WithLightness(.7f), null),
        (Colors.White, new ScottPlot.Hatches.Striped()),
        (Colors.White, new ScottPlot.Hatches.Dots()),
        (Colors.White, null),
    ];

    /// <summary>A PNG, 900 pixels wide, without a title, which the message has; null on a machine without any font, where a picture would be bars without words.</summary>
    public static byte[]? Draw(SummaryChart chart)
    {
        if (Face() is not { } face)
        {
            return null;
        }

        using var plot = new Plot();
        plot.Font.Set(face);
        var last = chart.Bars.Count - 1;
        for (var part = 0; part < chart.Parts.Count; part++)
        {
            AddPart(plot, chart, part, Looks[Math.Min(part, Looks.Length - 1)], face);
        }

        var most = chart.Bars.Max(bar => bar.Counts.Sum());
        var step = 1 + ((most - 1) / MostTicks);
        var ticks = Enumerable.Range(0, (most / step) + 1).Select(tick => tick * step).ToList();
        plot.Axes.Left.SetTicks([.. chart.Bars.Select((_, row) => (double)(last - row))], [.. chart.Bars.Select(bar => bar.Label)]);
        plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => (double)tick)], [.. ticks.Select(tick => $"{tick}")]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickLabelStyle.FontSize = Text;
        plot.Axes.Bottom.TickLabelStyle.FontSize = Text;
        plot.Axes.Bottom.Label.Text = "Commitments";
        plot.Axes.Bottom.Label.FontSize = Text;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(0, most * 1.03, -.7, last + .7);
        plot.Legend.FontSize = Text - 3;
        plot.Legend.SymbolWidth = 28;
        plot.Legend.SymbolHeight = 18;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontName = face;
        plot.ShowLegend(Edge.Bottom);
        return plot.GetImageBytes(Width, Margins + (RowHeight * chart.Bars.Count), ImageFormat.Png);
    }

    // Without any font there is still a family, of which no letter can be drawn.
    private static string? Face()
    {
        var families = SKFontManager.Default.FontFamilies;
        return Faces.Intersect(families).Concat(families).FirstOrDefault(name =>
        {
            using var face = SKFontManager.Default.MatchFamily(name);
            return face?.ContainsGlyph('0') == true;
        });
    }

    private static void AddPart(Plot plot, SummaryChart chart, int part, (Color Fill, IHatch? Hatch) look, string face)
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
        drawn.ValueLabelStyle.ForeColor = part == 0 ? Colors.White : Colors.Black;
        drawn.ValueLabelStyle.FontName = face;
        drawn.ValueLabelStyle.FontSize = Text;
        drawn.ValueLabelStyle.BackgroundColor = look.Hatch is null ? Colors.Transparent : Colors.White;
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = chart.Parts[part],
            FillColor = look.Fill,
            FillHatch = look.Hatch,
            FillHatchColor = Colors.Black,
            OutlineColor = Colors.Black,
            OutlineWidth = 1.5f,
        });
    }
}
