using System.Reflection;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Core.Understanding.Commands;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class CommandTests
{
    private static readonly DueReading Friday = new DueReading.On(new LocalDate(2026, 11, 27), "Friday");

    public static TheoryData<string, string> Examples { get; } =
        [.. CommandList.All.SelectMany(entry => entry.Examples.Select(example => (entry.Name, example)))];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_read_as_its_command(string name, string example)
    {
        var first = CommandList.All.Single(entry => entry.Name == name).Examples[0];

        Said.Command(example).ShouldNotBeNull().GetType().ShouldBe(Said.Command(first)!.GetType());
    }

    [Fact]
    public void Every_command_is_in_the_list_and_none_twice()
    {
        var listed = CommandList.All.Select(entry => Said.Command(entry.Examples[0])!.GetType()).ToList();
        var commands = typeof(Command).GetNestedTypes(BindingFlags.Public).Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Command)));

        listed.ShouldBe(commands, ignoreOrder: true);
    }

    public static TheoryData<string, Command> Typed { get; } = new()
    {
        { "DONE c42!", new Command.Done(42, null) },
        { "c – 42 is done, thanks", new Command.Done(42, null) },
        { "please mark as done C-42", new Command.Done(42, null) },
        { "done https://example.org/a?b=c.", new Command.Done(null, "https://example.org/a?b=c") },
        { "C-7: at risk, the analyst is off", new Command.AtRisk(7, "the analyst is off") },
        { "Can you show C-42 please?", new Command.Show(42) },
        { "move C-42 to Friday because we’re short", new Command.MoveTo(42, Friday, "we’re short") },
        { "move C-42 to Friday, waiting for finance", new Command.MoveTo(42, Friday, "waiting for finance") },
        { "move C-42", new Command.MoveTo(42, new DueReading.None(null), null) },
        { "can’t do C-42 due to the strike", new Command.Cannot(42, "the strike") },
        { "hand C-42 over to Sarah Ali because she leads now", new Command.HandOver(42, new("Sarah Ali", null), "she leads now") },
        { "hand over C-42", new Command.HandOver(42, null, null) },
        { "yes C-42, it did not help", new Command.Confirm(42, Helped.No) },
        { "correct C-42 to released because agreed in the meeting", new Command.Correct(42, CommitmentState.Released, "agreed in the meeting") },
        { "show my commitments", new Command.MyCommitments() },
        { "What’s overdue?", new Command.List(ListOf.Overdue, null) },
        { "list overdue for UHCW", new Command.List(ListOf.Overdue, "UHCW") },
        { "list all", new Command.List(ListOf.All, null) },
        { "?", new Command.Help() },
        { "remind me at 8am", new Command.RemindAt(new(8, 0)) },
        { "on leave 3 to 14 August", new Command.OnLeave(new(new(2027, 8, 3), new(2027, 8, 14))) },
        { "I'm on leave until Friday", new Command.OnLeave(new(new(2026, 11, 24), new(2026, 11, 27))) },
        { "forum link 7kq2-m9", new Command.ForumLink("7KQ2-M9") },
        { "forum policy active", new Command.ForumPolicy(Policy.Active) },
        { "forum policy strict", new Command.ForumPolicy(null) },
        { "forum suggestions on", new Command.ForumSuggestions(true) },
        { "forum suggestions off please", new Command.ForumSuggestions(false) },
        { "forum suggestions maybe", new Command.ForumSuggestions(null) },
        { "Please never ask me again", new Command.NeverAsk(true) },
        { "ask me again", new Command.NeverAsk(false) },
        { "forum meets every second Tuesday at 14:00 from 8 December", new Command.ForumMeets(new(new(2026, 12, 8), 2, new(14, 0))) },
        { "forum meets fortnightly on Wednesdays at 2.30pm", new Command.ForumMeets(new(new(2026, 11, 25), 2, new(14, 30))) },
        { "forum meets every 4 weeks on Monday", new Command.ForumMeets(new(new(2026, 11, 30), 4, new(9, 0))) },
        { "forum meets when it can", new Command.ForumMeets(null) },
    };

    [Theory, MemberData(nameof(Typed))]
    public void Case_courtesy_quotes_and_order_do_not_matter(string text, Command expected) => Said.Command(text).ShouldBe(expected);

    public static TheoryData<string, Command> InThread { get; } = new()
    {
        { "done", new Command.Done(null, null) },
        { "done, sent it this morning", new Command.Done(null, "sent it this morning") },
        { "yes", new Command.Confirm(null, null) },
        { "Yes, it helped partly.", new Command.Confirm(null, Helped.Partly) },
        { "not yet, the appendix is missing", new Command.NotYet(null, "the appendix is missing") },
        { "cannot because we lost the analyst", new Command.Cannot(null, "we lost the analyst") },
        { "at risk waiting on data", new Command.AtRisk(null, "waiting on data") },
        { "on track", new Command.OnTrack(null) },
        { "new date Friday because the board moved", new Command.MoveTo(null, Friday, "the board moved") },
        { "agree", new Command.Agree(null) },
        { "accept", new Command.Accept(null) },
        { "decline because it is not ours", new Command.Decline(null, "it is not ours") },
        { "snooze", new Command.Snooze(null) },
    };

    [Theory, MemberData(nameof(InThread))]
    public void In_a_commitment_s_thread_no_number_is_needed(string text, Command expected) => Said.Command(text, Said.InThread).ShouldBe(expected);

    [Fact]
    public void A_mention_is_the_person()
    {
        var user = new UserRef(PlatformName.Slack, "U1");
        var text = new SaidText("forum chair @Sarah Ali please", [new(12, 10, user, "Sarah Ali")]);

        Reader.Read(text, Said.InChannel).ShouldBe(new Understood.AsCommand(new Command.ForumChair(new("Sarah Ali", user))));
    }

    [Theory]
    [InlineData("summary", null, SummaryBy.Organisation, "")]
    [InlineData("summary this quarter by organisation", "2026-10-01/2026-12-31", SummaryBy.Organisation, "")]
    [InlineData("summary since April by theme", "2026-04-01/2026-11-24", SummaryBy.Theme, "")]
    [InlineData("summary UHCW and WCC", null, SummaryBy.Organisation, "UHCW|WCC")]
    [InlineData("give me a summary for last month, please", "2026-10-01/2026-10-31", SummaryBy.Organisation, "")]
    [InlineData("summary last quarter for Coventry City Council by cause", "2026-07-01/2026-09-30", SummaryBy.Cause, "Coventry City Council")]
    [InlineData("summary 2025/26", "2025-04-01/2026-03-31", SummaryBy.Organisation, "")]
    [InlineData("summary April to June", "2026-04-01/2026-06-30", SummaryBy.Organisation, "")]
    [InlineData("summary this year", "2026-04-01/2027-03-31", SummaryBy.Organisation, "")]
    [InlineData("summary Q2", "2026-07-01/2026-09-30", SummaryBy.Organisation, "")]
    public void A_summary_is_of_a_period_of_the_financial_year(string text, string? period, SummaryBy by, string organisations)
    {
        var summary = Said.Command(text).ShouldBeOfType<Command.Summary>();

        (summary.Period is { } days ? $"{days.Start:uuuu-MM-dd}/{days.End:uuuu-MM-dd}" : null).ShouldBe(period);
        summary.By.ShouldBe(by);
        summary.Organisations.ShouldBe(organisations.Split('|', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_organisation_comes_with_its_name_and_domains()
    {
        var added = Said.Command("forum organisation UHCW University Hospitals Coventry and Warwickshire, uhcw.nhs.uk, @uhcw.org").ShouldBeOfType<Command.ForumOrganisation>();

        added.ShortName.ShouldBe("UHCW");
        added.Name.ShouldBe("University Hospitals Coventry and Warwickshire");
        added.EmailDomains.ShouldBe(["uhcw.nhs.uk", "uhcw.org"]);
    }

    [Theory]
    [InlineData("sumary", "summary")]
    [InlineData("my comitments", "my commitments")]
    [InlineData("dnoe C-42", "done C-42")]
    [InlineData("relase C-7", "release C-7")]
    [InlineData("hlep", "help")]
    [InlineData("good morning", null)]
    [InlineData("the discharge lounge opens at eight and the beds are where they always were", null)]
    public void A_slip_of_the_fingers_gets_the_nearest_command(string text, string? nearest) =>
        Said.Read(text).ShouldBe(new Understood.AsNothing(nearest));

    [Theory]
    [InlineData("release the two registrars from Ward 4")]
    [InlineData("cannot make Friday's board")]
    [InlineData("agree with all of that")]
    [InlineData("done with winter")]
    [InlineData("leave it with me")]
    [InlineData("showing my age here")]
    public void Ordinary_talk_is_no_command(string text) => Said.Command(text).ShouldBeNull();
}
