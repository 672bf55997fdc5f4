using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;

namespace CommitmentBot.Core.SayDo;

/// <summary>A summary as a message: counts first, then the range in words, then what stands beside it and what it cannot tell.</summary>
public static class SummaryMessage
{
    /// <summary>Below this many no rate is spoken of.</summary>
    public const int EnoughToSay = 5;

    /// <summary>From this many on a percentage is given.</summary>
    public const int EnoughForPercent = 10;

    private const string CannotTell =
        "What this cannot tell: how hard each promise was, or whether it helped. Promises made together tend to stand or fall together, "
        + "so the true range is wider than the one given, which is the 95% Wilson score interval.";

    /// <summary>
    /// Writes <paramref name="summary"/> for the forum of that name. <paramref name="period"/> is in words ("1 October to 31 December 2026");
    /// <paramref name="picture"/> is where the drawing of its <see cref="SummaryChart"/> can be fetched, null for none.
    /// </summary>
    public static Message Write(Summary summary, string forum, string period, Uri? picture)
    {
        var total = summary.Total;
        var title = $"Summary for {forum}, {period}";
        var headline = Headline(total);
        List<Block> blocks = [new Block.Heading(title), new Block.Paragraph(new Inline.Bold(headline), $" {Range(total)}".TrimEnd())];
        if (picture is not null && SummaryChart.Of(summary) is { } chart)
        {
            blocks.Add(new Block.Picture(picture, chart.AltText, chart.Title));
        }

        var facts = Facts(total).ToList();
        if (facts.Count > 0)
        {
            blocks.Add(new Block.Facts([.. facts.Select(fact => new Fact(fact.Label, fact.Value))]));
        }

        if (summary.Groups.Count > 0)
        {
            blocks.Add(new Block.Paragraph(new Inline.Bold(GroupsTitle(summary))));
            blocks.Add(new Block.Facts([.. summary.Groups.Select(group => new Fact(group.Label, InWords(group.Tally, summary.Question.By)))]));
        }

        if (total.Due > 0)
        {
            blocks.Add(new Block.Note(CannotTell));
        }

        var lines = facts.Select(fact => $"{fact.Label}: {fact.Value}.");
        return new Message(string.Join(" ", new[] { $"{title}.", headline, Range(total) }.Concat(lines).Where(line => line.Length > 0)), blocks);
    }

    private static string GroupsTitle(Summary summary) => summary.Question switch
    {
        { By: SummaryBy.Cause } => "The gaps, by cause, in alphabetical order",
        { By: SummaryBy.Organisation, Organisations.Count: 2 } => "In both directions",
        var question => $"By {SummaryChart.By(question.By)}, in alphabetical order",
    };

    private static string Headline(Tally tally) => tally.Due switch
    {
        0 => "No commitment fell due.",
        1 => $"{tally.OnTime.All} of 1 commitment that fell due was kept on time.",
        var due => $"{tally.OnTime.All} of {due} commitments that fell due were kept on time.",
    };

    private static string Range(Tally tally)
    {
        var range = $"the underlying rate could be anywhere from {tally.Interval.LowerPercent}% to {tally.Interval.UpperPercent}%.";
        return tally.Due switch
        {
            0 => "",
            < EnoughToSay => $"That is too few to say: with so few, {range}",
            < EnoughForPercent => $"With so few, {range}",
            _ => $"That is {Percent(tally)}%; allowing for chance, {range}",
        };
    }

    // Where nothing fell due there is no outcome to count, and a column of noughts tells nobody anything.
    private static IEnumerable<(string Label, string Value)> Facts(Tally tally)
    {
        var beside = BesideInWords(tally);
        if (tally.Due > 0)
        {
            yield return ("Kept on time", KeptInWords(tally.OnTime, tally.AsRenegotiated == 0 ? "" : $"; {tally.AsRenegotiated} for a date moved in time"));
            yield return ("Kept late", KeptInWords(tally.Late, ""));
            yield return ("Broken", tally.BrokenWithoutAccount == 0
                ? $"{tally.Broken}{(tally.Broken == 0 ? "" : " (with the owner's account)")}"
                : $"{tally.Broken} ({Parts((tally.BrokenWithAccount, "with the owner's account"), (tally.BrokenWithoutAccount, "called so by a chair"))})");
            if (tally.NewDate > 0)
            {
                yield return ("New date", $"{tally.NewDate}, agreed only after the first had passed");
            }

            yield return ("Account awaited", $"{tally.AccountAwaited}");
        }

        if (tally.ChargedElsewhere > 0)
        {
            yield return ("Waited on another", $"{tally.ChargedElsewhere}, left out of the figures above");
        }

        if (tally.Due > 0)
        {
            yield return ("Self-declared", $"{tally.OnTime.SelfDeclared + tally.Late.SelfDeclared} of {tally.OnTime.All + tally.Late.All} kept");
        }

        if (tally.Due > 0 || tally.Volume > 0)
        {
            yield return ("Volume", $"{Count(tally.Volume, "commitment")} agreed for this period");
        }

        if (tally.Due > 0 || tally.Moves > 0 || tally.Slip > 0)
        {
            yield return ("Moves and slip", $"{Count(tally.Moves, "move")} of a date, {Count(tally.Slip, "working day")} of slip in all");
        }

        if (tally.Due > 0 || beside.Length > 0)
        {
            yield return ("Beside these", beside.Length == 0 ? "none" : beside);
        }
    }

    private static string KeptInWords(Kept kept, string more)
    {
        var parts = Parts((kept.Confirmed, "confirmed"), (kept.SelfDeclared, "self-declared"), (kept.Awaited, "not yet confirmed"));
        return kept.All == 0 ? "0" : $"{kept.All} ({parts}{more})";
    }

    private static string BesideInWords(Tally tally) => Parts(
        (tally.StillOpen, "still open"), (tally.Proposed, "proposed"), (tally.Declined, "declined"), (tally.Lapsed, "lapsed"), (tally.Released, "released"));

    private static string InWords(Tally tally, SummaryBy by)
    {
        var gaps = Parts(
            (tally.Late.All, "kept late"), (tally.Broken, "broken"), (tally.NewDate, "with a new date agreed afterwards"),
            (tally.AccountAwaited, "account awaited"));
        if (by == SummaryBy.Cause)
        {
            return gaps;
        }

        var head = tally.Due == 0 ? "nothing fell due" : $"{tally.OnTime.All} of {tally.Due} kept on time";
        var beside = Parts((tally.ChargedElsewhere, "waited on another commitment"), (tally.StillOpen, "still open"));
        var range = $"{tally.Interval.LowerPercent}% to {tally.Interval.UpperPercent}%";
        var rate = tally.Due switch
        {
            0 => "",
            < EnoughToSay => "too few to say",
            < EnoughForPercent => $"could be anywhere from {range}",
            _ => $"{Percent(tally)}%, could be anywhere from {range}",
        };
        return string.Join("; ", new[] { head, gaps, beside, rate }.Where(part => part.Length > 0));
    }

    private static string Parts(params IEnumerable<(int Count, string Words)> parts) =>
        string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Words}"));

    private static int Percent(Tally tally) =>
        (int)Math.Round(100.0 * tally.OnTime.All / tally.Due, MidpointRounding.AwayFromZero);

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
