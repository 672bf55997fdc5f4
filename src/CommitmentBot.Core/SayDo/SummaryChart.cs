using CommitmentBot.Core.Understanding;

namespace CommitmentBot.Core.SayDo;

/// <summary>One bar: its label and the counts of its parts, in the order of <see cref="SummaryChart.Parts"/>.</summary>
public sealed record SummaryBar(string Label, IReadOnlyList<int> Counts);

/// <summary>
/// What the summary's picture shows: a bar for each group, in the summary's order, in parts for the outcomes. To be drawn so that it reads in black
/// and white. <c>AltText</c> says the same in words.
/// </summary>
public sealed record SummaryChart(string Title, IReadOnlyList<string> Parts, IReadOnlyList<SummaryBar> Bars, string AltText)
{
    private static readonly string[] All = ["Kept on time", "Kept late", "Broken", "New date agreed afterwards", "Account awaited"];

    /// <summary>The chart of a summary; null when nothing fell due, as there is nothing to draw. Parts that no bar has are left out, but for the main four.</summary>
    public static SummaryChart? Of(Summary summary)
    {
        var groups = summary.Groups.Where(group => group.Tally.Due > 0).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var rows = groups.Select(group => Counts(group.Tally)).ToList();
        var parts = Enumerable.Range(0, All.Length).Where(part => part != 3 || rows.Any(row => row[part] > 0)).ToList();
        var bars = groups.Zip(rows, (group, row) => new SummaryBar(group.Label, [.. parts.Select(part => row[part])])).ToList();
        var names = parts.Select(part => All[part]).ToList();
        var title = $"Commitments that fell due, by {By(summary.Question.By)}";
        return new SummaryChart(title, names, bars, $"{title}. {string.Join(" ", bars.Select(bar => InWords(bar, names)))}");
    }

    private static int[] Counts(Tally tally) => [tally.OnTime.All, tally.Late.All, tally.Broken, tally.NewDate, tally.AccountAwaited];

    private static string InWords(SummaryBar bar, List<string> names) =>
        $"{bar.Label}: {string.Join(", ", bar.Counts.Select((count, part) => $"{count} {names[part].ToLowerInvariant()}"))}.";

    internal static string By(SummaryBy by) => by switch
    {
        SummaryBy.Theme => "theme",
        SummaryBy.Cause => "cause",
        _ => "organisation",
    };
}
