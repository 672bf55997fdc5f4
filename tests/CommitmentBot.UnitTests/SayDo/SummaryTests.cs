using System.Text.RegularExpressions;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Core.Understanding;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.SayDo;

public sealed partial class SummaryTests
{
    private static readonly LocalDate Today = Day("2026-12-15");
    private static readonly DateInterval Quarter = new(Day("2026-10-01"), Day("2026-12-31"));
    private static readonly OrganisationId Uhcw = OrganisationId.New();
    private static readonly OrganisationId Wcc = OrganisationId.New();
    private static readonly PersonId Jo = PersonId.New();
    private static readonly Account Words = new("Send it", "Half", "No data", "The rest", "By Friday", Cause.Capacity);

    private static readonly Names Names = new(
        _ => "Sarah Ali",
        id => id == Uhcw ? "UHCW" : "WCC",
        _ => new Inline.Text("@Sarah Ali"),
        id => id == Jo ? Wcc : null);

    [Theory]
    [InlineData(4, 5)]
    [InlineData(8, 10)]
    [InlineData(0, 3)]
    [InlineData(80, 100)]
    public void It_says_counts_first_then_the_range_in_words(int kept, int due)
    {
        List<Commitment> register = [.. Enumerable.Range(0, due).Select(i => i < kept
            ? Kept(i % 2 == 0 ? Uhcw : Wcc, confirmed: i % 4 != 3)
            : i == kept ? Of(Wcc) : Kept(Uhcw, "2026-12-02"))];
        register.Add(Of(Uhcw) with { State = CommitmentState.Proposed });
        register.Add(Of(Wcc, "2026-12-18"));

        var message = SummaryMessage.Write(
            Asked(register), "Warwickshire Place Forum", "1 October to 31 December 2026", new Uri("http://localhost:3978/pictures/1.png"));

        Golden.Matches(PlainText.Of(message), $"summary-{kept}-of-{due}.txt");
    }

    [Fact]
    public void Nothing_due_is_said_so_and_no_rate_is_made_up()
    {
        var text = Said(Asked([Of(Uhcw, "2026-12-18")]));

        text.ShouldContain("No commitment fell due.");
        text.ShouldContain("Beside these: 1 still open");
        text.ShouldNotContain("%");
    }

    [Fact]
    public void Where_there_is_nothing_at_all_no_noughts_are_listed()
    {
        var message = SummaryMessage.Write(Asked([]), "Place Forum", "1 to 31 December 2026", null);

        message.Fallback.ShouldBe("Summary for Place Forum, 1 to 31 December 2026. No commitment fell due.");
        message.Blocks.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_percentage_comes_only_from_ten_upwards(int due, bool percentage) =>
        Said(Asked([.. Enumerable.Range(0, due).Select(_ => Kept(Uhcw))])).Contains("That is 100%", StringComparison.Ordinal).ShouldBe(percentage);

    [Fact]
    public void Only_what_was_due_in_the_period_counts_by_the_date_that_counts()
    {
        var late = new DueChange(Day("2026-09-25"), Day("2026-10-09"), At("2026-09-28T10:00"), InTime: false);
        var early = late with { InTime = true };
        var moved = Kept(Uhcw, "2026-10-09") with { FirstDue = Day("2026-09-25"), Due = Day("2026-10-09") };

        Asked([moved with { Moves = [late] }]).Total.Due.ShouldBe(0);
        Asked([moved with { Moves = [early] }]).Total.ShouldSatisfyAllConditions(
            total => total.OnTime.All.ShouldBe(1), total => total.AsRenegotiated.ShouldBe(1), total => total.Moves.ShouldBe(1), total => total.Slip.ShouldBe(10));
    }

    [Fact]
    public void Every_outcome_is_counted_once_and_the_parts_add_up()
    {
        var late = new DueChange(Day("2026-11-27"), Day("2026-12-18"), At("2026-11-30T10:00"), InTime: false);
        Commitment[] register =
        [
            Kept(Uhcw), Kept(Uhcw, confirmed: false), Kept(Uhcw) with { State = CommitmentState.Reported, Confirmed = null },
            Kept(Uhcw, "2026-12-02"), Of(Uhcw) with { State = CommitmentState.Broken, Account = Words },
            Of(Uhcw) with { State = CommitmentState.Broken, CalledBroken = "Long overdue" },
            Of(Uhcw) with { Due = Day("2026-12-18"), Moves = [late] }, Of(Uhcw), Of(Uhcw, "2026-12-18"),
            Of(Uhcw) with { State = CommitmentState.Proposed }, Of(Uhcw) with { State = CommitmentState.Declined },
            Of(Uhcw) with { State = CommitmentState.Lapsed }, Of(Uhcw) with { State = CommitmentState.Released },
        ];

        var total = Asked(register).Total;

        total.OnTime.ShouldBe(new Kept(1, 1, 1));
        total.Late.ShouldBe(new Kept(1, 0, 0));
        (total.BrokenWithAccount, total.BrokenWithoutAccount, total.NewDate, total.AccountAwaited).ShouldBe((1, 1, 1, 1));
        (total.StillOpen, total.Proposed, total.Declined, total.Lapsed, total.Released).ShouldBe((1, 1, 1, 1, 1));
        total.Due.ShouldBe(8);
        total.Volume.ShouldBe(10);
    }

    [Fact]
    public void Of_whom_there_is_nothing_to_say_nothing_is_said()
    {
        var text = Said(Asked([Of(Uhcw), Of(Wcc) with { State = CommitmentState.Lapsed, OwnerOrganisation = null }]));

        text.ShouldContain("UHCW: 0 of 1 kept on time");
        text.ShouldContain("Beside these: 1 lapsed");
        text.ShouldNotContain("No organisation given");
    }

    [Fact]
    public void Organisations_stand_in_alphabetical_order_whatever_their_figures() =>
        Asked([Kept(Wcc), Of(Uhcw)]).Groups.Select(group => group.Label).ShouldBe(["UHCW", "WCC"]);

    [Fact]
    public void Two_organisations_are_shown_in_both_directions()
    {
        Commitment[] register =
        [
            Kept(Uhcw) with { Promisee = new Promisee.ToOrganisation(Wcc) },
            Of(Uhcw) with { Promisee = new Promisee.ToPerson(Jo) },
            Kept(Wcc) with { Promisee = new Promisee.ToOrganisation(Uhcw) },
            Kept(Wcc), Kept(Uhcw) with { Promisee = new Promisee.ToOrganisation(Uhcw) },
        ];

        var summary = Asked(register, organisations: [Uhcw, Wcc]);

        summary.Total.Due.ShouldBe(3);
        summary.Groups.Select(group => (group.Label, group.Tally.OnTime.All, group.Tally.Due))
            .ShouldBe([("UHCW to WCC", 1, 2), ("WCC to UHCW", 1, 1)]);
    }

    [Fact]
    public void One_organisation_is_what_it_promised() =>
        Asked([Kept(Uhcw), Kept(Wcc), Of(Wcc)], organisations: [Wcc]).Total.Due.ShouldBe(2);

    [Fact]
    public void A_gap_that_waited_on_another_counts_in_the_forum_and_is_charged_to_no_organisation()
    {
        var waiting = Of(Uhcw) with { State = CommitmentState.Broken, Account = Words with { Cause = Cause.WaitingOnAnother } };

        var summary = Asked([waiting, Kept(Uhcw)]);

        summary.Total.Due.ShouldBe(2);
        summary.Groups.Single().Tally.ShouldSatisfyAllConditions(tally => tally.Due.ShouldBe(1), tally => tally.ChargedElsewhere.ShouldBe(1));
        Said(summary).ShouldContain("UHCW: 1 of 1 kept on time; 1 waited on another commitment; too few to say");
    }

    [Fact]
    public void By_theme_a_commitment_counts_under_each_of_its_themes() =>
        Asked([Kept(Uhcw) with { Themes = ["urgent-care", "housing"] }, Kept(Wcc)], SummaryBy.Theme)
            .Groups.Select(group => (group.Label, group.Tally.Due)).ShouldBe([("housing", 1), ("No theme", 1), ("urgent-care", 1)]);

    [Fact]
    public void By_cause_only_gaps_are_shown()
    {
        var summary = Asked(
            [Kept(Uhcw), Of(Uhcw), Of(Wcc) with { State = CommitmentState.Broken, Account = Words }, Kept(Wcc, "2026-12-01")], SummaryBy.Cause);

        summary.Groups.Select(group => group.Label).ShouldBe(["Account awaited", "Capacity", "Cause not given"]);
        Said(summary).ShouldContain("- Capacity: 1 broken");
    }

    [Fact]
    public void The_chart_has_the_groups_in_the_same_order_and_says_the_same_in_words()
    {
        var chart = SummaryChart.Of(Asked([Kept(Wcc), Of(Uhcw), Kept(Uhcw, "2026-12-01")])).ShouldNotBeNull();

        chart.Parts.ShouldBe(["Kept on time", "Kept late", "Broken", "Account awaited"]);
        chart.Bars.Select(bar => bar.Label).ShouldBe(["UHCW", "WCC"]);
        chart.Bars[0].Counts.ShouldBe([0, 1, 0, 1]);
        chart.AltText.ShouldContain("UHCW: 0 kept on time, 1 kept late, 0 broken, 1 account awaited.");
        SummaryChart.Of(Asked([Of(Uhcw, "2026-12-18")])).ShouldBeNull();
    }

    [Fact]
    public void It_names_no_person_and_uses_no_arrow_emoji_or_exclamation_mark()
    {
        var text = Said(Asked([Kept(Wcc), Of(Uhcw), Kept(Uhcw, "2026-12-01")]));

        text.ShouldNotContain("Sarah");
        Loud().IsMatch(text).ShouldBeFalse();
    }

    [GeneratedRegex(@"[!\u2190-\u21FF\u2600-\u27BF\uD83C-\uD83E]")]
    private static partial Regex Loud();

    private static Summary Asked(
        IReadOnlyList<Commitment> register, SummaryBy by = SummaryBy.Organisation, IReadOnlyList<OrganisationId>? organisations = null) =>
        Summary.Of(register, new SummaryQuestion(Quarter, by, organisations ?? []), Today, Calendar, Names);

    private static string Said(Summary summary) => PlainText.Of(SummaryMessage.Write(summary, "Place Forum", "this quarter", null));

    private static Commitment Of(OrganisationId owner, string due = "2026-11-27") => Chasing.Promise.Of(due) with { OwnerOrganisation = owner };

    private static Commitment Kept(OrganisationId owner, string on = "2026-11-26", bool confirmed = true) =>
        Of(owner) with { State = CommitmentState.Kept, DoneOn = Day(on), Confirmed = confirmed };
}
