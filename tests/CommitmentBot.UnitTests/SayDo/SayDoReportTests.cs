using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.SayDo;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.SayDo;

public sealed class SayDoReportTests
{
    private static readonly Names Names = new(
        _ => "Sarah Ali", _ => "UHCW", id => new Inline.Mention(new UserRef(PlatformName.Slack, "U1"), "Sarah Ali"), _ => null);

    private static readonly Commitment Silent = Of() with
    {
        Due = Day("2026-12-04"),
        Moves = [new DueChange(Day("2026-11-27"), Day("2026-12-04"), At("2026-11-25T10:00"), InTime: true)],
        Pending = new Terms(Day("2026-12-18"), null, "The data is late"),
        Condition = "if funding is agreed",
    };

    private static readonly Commitment Accounted = Of() with
    {
        Number = 43,
        State = CommitmentState.Broken,
        Account = new Account(
            "The bed plan by Friday", "Two of three wards", "The data came a week late", "Somebody who knows ward 7", "The rest by 11 December", Cause.Capacity),
    };

    [Fact]
    public void It_quotes_the_owner_first_and_says_account_awaited_where_there_is_none() =>
        Golden.Matches(PlainText.Of(SayDoReport.Write([Silent, Accounted], Names)[0]), "report.txt");

    [Fact]
    public void The_owner_is_shown_the_very_line_that_is_reported()
    {
        var blocks = SayDoReport.Write([Silent, Accounted], Names)[0].Blocks.Select(PlainText.Of).ToList();

        foreach (var it in new[] { Silent, Accounted })
        {
            var line = SayDoReport.Line(it, Names).Select(PlainText.Of).ToList();
            blocks.Skip(blocks.IndexOf(line[0])).Take(line.Count).ShouldBe(line);
        }
    }

    [Fact]
    public void It_never_says_broken_or_failed_of_its_own_accord()
    {
        var text = PlainText.Of(SayDoReport.Write([Silent, Accounted], Names)[0]).ToUpperInvariant();

        text.ShouldNotContain("BROKEN");
        text.ShouldNotContain("FAIL");
        text.ShouldNotContain("!");
    }

    [Fact]
    public void Lines_of_the_account_that_were_left_empty_are_left_out() =>
        SayDoReport.Line(Accounted with { Account = new Account("", "", "The data came late", " ", "", null) }, Names)
            .OfType<Block.Facts>().First().Rows.Select(row => row.Label).ShouldBe(["Why"]);

    [Fact]
    public void An_account_that_repeats_what_was_said_does_not_make_the_report_say_it_twice() =>
        SayDoReport.Line(Accounted with { Account = Accounted.Account! with { Said = Accounted.Verbatim.Words + " " } }, Names)
            .OfType<Block.Facts>().First().Rows.Select(row => row.Label).ShouldNotContain("Said");
}
