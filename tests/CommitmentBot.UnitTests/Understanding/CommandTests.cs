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
        { "forum link", new Command.ForumLink(null) },
        { "Forum unlink.", new Command.ForumUnlink() },
        { "forum unlink this channel", new Command.ForumUnlink() },
        { "unlink this channel, please", new Command.ForumUnlink() },
        { "forum join", new Command.ForumJoin(null) },
        { "forum join 7kq2-m9xt", new Command.ForumJoin("7KQ2-M9XT") },
        { "forum join: 7KQ2M9XT.", new Command.ForumJoin("7KQ2M9XT") },
        { "forum history", new Command.ForumHistory() },
        { "show forum history", new Command.ForumHistory() },
        { "What has changed in this forum?", new Command.ForumHistory() },
        { "forum members", new Command.ForumMembers() },
        { "Who’s in this forum?", new Command.ForumMembers() },
        { "who is in the forum", new Command.ForumMembers() },
        { "forum policy active", new Command.ForumPolicy(Policy.Active) },
        { "forum policy strict", new Command.ForumPolicy(null) },
        { "forum suggestions on", new Command.ForumSuggestions(true) },
        { "forum suggestions off please", new Command.ForumSuggestions(false) },
        { "forum suggestions maybe", new Command.ForumSuggestions(null) },
        { "remind me on Slack", new Command.WriteTo(PlatformName.Slack) },
        { "Please write to me on Microsoft Teams from now on", new Command.WriteTo(PlatformName.Teams) },
        { "write to me on slack instead", new Command.WriteTo(PlatformName.Slack) },
        { "write to me by e-mail", new Command.WriteTo(null) },
        { "remind me on WhatsApp", new Command.WriteTo(null) },
        { "write to me on pigeon", new Command.WriteTo(null) },
        { "Who am I?", new Command.WhoAmI() },
        { "who do you think I am", new Command.WhoAmI() },
        { "What do you know about me?", new Command.WhoAmI() },
        { "join my accounts", new Command.JoinAccounts(null) },
        { "Can you link my accounts, please?", new Command.JoinAccounts(null) },
        { "connect my accounts 7kq2m9xt", new Command.JoinAccounts("7KQ2M9XT") },
        { "join my accounts with code 7KQ2-M9XT", new Command.JoinAccounts("7KQ2-M9XT") },
        { "separate my accounts", new Command.SeparateAccounts() },
        { "please unlink my accounts", new Command.SeparateAccounts() },
        { "split my accounts", new Command.SeparateAccounts() },
        { "use Beta Partnership", new Command.UseForum("Beta Partnership") },
        { "use beta partnership please", new Command.UseForum("beta partnership") },
        { "switch to the Warwickshire Place Forum", new Command.UseForum("Warwickshire Place Forum") },
        { "switch to “Beta”", new Command.UseForum("Beta") },
        { "forum use Beta & Gamma Health and Care Alliance", new Command.UseForum("Beta & Gamma Health and Care Alliance") },
        { "in Beta Partnership", new Command.UseForum("Beta Partnership") },
        { "In the Coventry and Rugby Winter Pressures Group.", new Command.UseForum("Coventry and Rugby Winter Pressures Group") },
        { "use Winter Board", new Command.UseForum("Winter Board") },
        { "in March Place Forum", new Command.UseForum("March Place Forum") },
        { "Please never ask me again", new Command.NeverAsk(true) },
        { "ask me again", new Command.NeverAsk(false) },
        { "forum meets every second Tuesday at 14:00 from 8 December", new Command.ForumMeets(new(new(2026, 12, 8), 2, new(14, 0))) },
        { "forum meets fortnightly on Wednesdays at 2.30pm", new Command.ForumMeets(new(new(2026, 11, 25), 2, new(14, 30))) },
        { "forum meets every 4 weeks on Monday", new Command.ForumMeets(new(new(2026, 11, 30), 4, new(9, 0))) },
        { "forum meets when it can", new Command.ForumMeets(null) },
        { "forum policy", new Command.ForumPolicy(null) },
        { "forum policy digest on Thursdays", new Command.ForumPolicy(null, IsoDayOfWeek.Thursday) },
        { "forum policy digest Sunday", new Command.ForumPolicy(null) },
        { "forum policy quiet after 17:00", new Command.ForumPolicy(null, Latest: new LocalTime(17, 0)) },
        { "forum policy quiet after 5pm please", new Command.ForumPolicy(null, Latest: new LocalTime(17, 0)) },
        { "my deputy", new Command.Deputy(null, null) },
        { "no deputy", new Command.NoDeputy() },
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

    private static readonly NamedPerson Sam = new("Sam Sorrel", new UserRef(PlatformName.Slack, "U1"));

    private static readonly NamedPerson SamInWords = new("Sam Sorrel", null), Me = new("me", null);

    public static TheoryData<string, Command> AboutSam { get; } = new()
    {
        { "forum chair @Sam Sorrel please", new Command.ForumChair(Sam) },
        { "forum chair: @Sam Sorrel", new Command.ForumChair(Sam) },
        { "forum chair Sam Sorrel", new Command.ForumChair(SamInWords) },
        { "forum chair me", new Command.ForumChair(Me) },
        { "forum chair", new Command.ForumChair(null) },
        { "forum chair remove @Sam Sorrel", new Command.ForumChair(Sam, true) },
        { "forum remove chair @Sam Sorrel", new Command.ForumChair(Sam, true) },
        { "forum unseat @Sam Sorrel.", new Command.ForumChair(Sam, true) },
        { "forum chair @Sam Sorrel no longer", new Command.ForumChair(Sam, true) },
        { "forum chair Sam Sorrel is no longer", new Command.ForumChair(SamInWords, true) },
        { "forum chair remove me", new Command.ForumChair(Me, true) },
        { "forum chair remove", new Command.ForumChair(null, true) },
        { "forum facilitator @Sam Sorrel", new Command.ForumFacilitator(Sam) },
        { "forum facilitator is Sam Sorrel", new Command.ForumFacilitator(SamInWords) },
        { "forum facilitator me", new Command.ForumFacilitator(Me) },
        { "forum facilitator", new Command.ForumFacilitator(null) },
        { "forum facilitator remove @Sam Sorrel", new Command.ForumFacilitator(Sam, true) },
        { "forum remove facilitator Sam Sorrel", new Command.ForumFacilitator(SamInWords, true) },
        { "forum facilitator @Sam Sorrel no longer", new Command.ForumFacilitator(Sam, true) },
        { "forum agree", new Command.ForumChairVote(null, true) },
        { "forum agree to @Sam Sorrel", new Command.ForumChairVote(Sam, true) },
        { "forum agree to @Sam Sorrel as chair", new Command.ForumChairVote(Sam, true) },
        { "forum agree, Sam Sorrel", new Command.ForumChairVote(SamInWords, true) },
        { "I agree to @Sam Sorrel as chair", new Command.ForumChairVote(Sam, true) },
        { "agree to Sam Sorrel as the chair.", new Command.ForumChairVote(SamInWords, true) },
        { "forum object", new Command.ForumChairVote(null, false) },
        { "forum object to @Sam Sorrel because she has just started", new Command.ForumChairVote(Sam, false) },
        { "object to @Sam Sorrel as chair", new Command.ForumChairVote(Sam, false) },
        { "object to Sam Sorrel as chair because she has just started", new Command.ForumChairVote(SamInWords, false) },
        { "my deputy is @Sam Sorrel until 3 June", new Command.Deputy(Sam, new(2027, 6, 3)) },
        { "my deputy is Sam Sorrel until Friday", new Command.Deputy(SamInWords, new(2026, 11, 27)) },
        { "@Sam Sorrel is my deputy until 3 June.", new Command.Deputy(Sam, new(2027, 6, 3)) },
        { "My deputy is @Sam Sorrel", new Command.Deputy(Sam, null) },
        { "I speak for UHCW", new Command.SpeakFor("UHCW") },
        { "I'm from the Winter Pressures Group", new Command.SpeakFor("Winter Pressures Group") },
        { "I work for MAR", new Command.SpeakFor("MAR") },
        { "@Sam Sorrel speaks for NHT", new Command.SpeakFor("NHT", Sam) },
        { "@Sam Sorrel speaks for nht", new Command.SpeakFor("nht", Sam) },
        { "Sam Sorrel speaks for NHT", new Command.SpeakFor("NHT", SamInWords) },
        { "Sam Sorrel speaks for the North Trust", new Command.SpeakFor("North Trust", SamInWords) },
        { "confirm that @Sam Sorrel speaks for NHT, thanks", new Command.SpeakFor("NHT", Sam) },
        { "Please confirm Sam Sorrel represents Coventry City Council", new Command.SpeakFor("Coventry City Council", SamInWords) },
    };

    [Theory, MemberData(nameof(AboutSam))]
    public void Somebody_is_named_by_a_mention_or_in_words(string text, Command expected)
    {
        var at = text.IndexOf("@Sam Sorrel", StringComparison.Ordinal);
        var said = new SaidText(text, at < 0 ? [] : [new(at, "@Sam Sorrel".Length, Sam.User!, "Sam Sorrel")]);

        // In private and in a thread, too, where a bare "agree" or "confirm" is about a commitment.
        foreach (var context in (ReadingContext[])[Said.InChannel, Said.InThread])
        {
            Reader.Read(said, context).ShouldBe(new Understood.AsCommand(expected));
        }
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

    [Theory]
    [InlineData(
        "UHCW University Hospitals Coventry and Warwickshire, uhcw.nhs.uk, @uhcw.org",
        "UHCW: University Hospitals Coventry and Warwickshire; uhcw.nhs.uk|uhcw.org; ; ; ")]
    [InlineData("NHT North Trust nht.example", "NHT: North Trust; nht.example; ; ; ")]
    [InlineData("NHT", "NHT: NHT; ; ; ; ")]
    [InlineData("add NHT, North Trust", "NHT: North Trust; ; ; ; ")]
    [InlineData(
        "UHCW University Hospitals Coventry and Warwickshire, uhcw.nhs.uk, kind acute trust, places Coventry and Rugby, ODS rkb",
        "UHCW: University Hospitals Coventry and Warwickshire; uhcw.nhs.uk; acute trust; Coventry|Rugby; RKB")]
    [InlineData(
        "WCC Health, Care and Housing Council, ods code: 10x, Place: Warwick, wcc.example and WCC.org.",
        "WCC: Health, Care and Housing Council; wcc.example|wcc.org; ; Warwick; 10X")]
    [InlineData(
        "RBKC Kensington & Chelsea, places Kensington & Chelsea, Hammersmith, and Fulham, kind council",
        "RBKC: Kensington & Chelsea; ; council; Kensington & Chelsea|Hammersmith|Fulham; ")]
    [InlineData("KCT Kind Care Trust, kind charity", "KCT: Kind Care Trust; ; charity; ; ")]
    [InlineData("NHT, kind mental health trust", "NHT: NHT; ; mental health trust; ; ")]
    public void An_organisation_comes_with_its_name_and_what_is_known_of_it(string text, string expected)
    {
        var it = Said.Command("forum organisation " + text).ShouldBeOfType<Command.ForumOrganisation>();

        $"{it.ShortName}: {it.Name}; {string.Join('|', it.EmailDomains)}; {it.Kind}; {string.Join('|', it.Places)}; {it.OdsCode}"
            .ShouldBe(expected);
    }

    public static TheoryData<string, Command?> OfOrganisations { get; } = new()
    {
        { "forum organisation rename WCC to WAR Warwick Council", new Command.RenameOrganisation("WCC", "WAR", "Warwick Council") },
        { "rename organisation WCC to WAR", new Command.RenameOrganisation("WCC", "WAR", null) },
        { "Please rename the organisation WCC to WAR, Warwick Council.", new Command.RenameOrganisation("WCC", "WAR", "Warwick Council") },
        { "forum organisation rename WCC", null },
        { "forum organisation merge WCC into WAR", new Command.MergeOrganisations("WCC", "WAR") },
        { "merge organisations WCC into WAR", new Command.MergeOrganisations("WCC", "WAR") },
        { "forum organisation merge WCC and WAR", null },
        { "forum organisation undo WAR", new Command.UndoOrganisation("WAR") },
        { "forum undo organisation WAR please", new Command.UndoOrganisation("WAR") },
        { "forum organisation undo", null },
        { "forum organisation undoo WAR", null },
        { "forum organisation remove WAR", null },
        { "forum organisation", null },
        { "forum join the other one", null },
    };

    [Theory, MemberData(nameof(OfOrganisations))]
    public void What_is_done_to_an_organisation_names_it_by_its_short_name(string text, Command? expected) =>
        Said.Command(text).ShouldBe(expected);

    [Theory]
    [InlineData("sumary", "summary")]
    [InlineData("my comitments", "my commitments")]
    [InlineData("dnoe C-42", "done C-42")]
    [InlineData("relase C-7", "release C-7")]
    [InlineData("hlep", "help")]
    [InlineData("forum nme Place Forum", "forum name Warwickshire Place Forum")]
    [InlineData("forum unlik", "forum unlink")]
    [InlineData("forum jion 7KQ2-M9XT", "forum join")]
    [InlineData("forum organisation renmae WAR to WCC", "forum organisation rename WCC to WAR Warwick Council")]
    [InlineData("forum organisation merge WCC", "forum organisation merge WCC into WAR")]
    [InlineData("seperate my acounts", "separate my accounts")]
    [InlineData("swich to Beta Partnership", "switch to Beta Partnership")]
    [InlineData("use the new template", null)]
    [InlineData("in progress", null)]
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
    [InlineData("agree to the plan as chair")]
    [InlineData("agree to a different date as chair of the board")]
    [InlineData("object to that")]
    [InlineData("in two weeks")]
    [InlineData("In June")]
    [InlineData("in 3 days")]
    [InlineData("In Q2")]
    [InlineData("in a meeting")]
    [InlineData("in principle")]
    [InlineData("in Leeds, with Sarah")]
    [InlineData("in June or July")]
    [InlineData("In early March")]
    [InlineData("In April with Tom")]
    [InlineData("use the new template")]
    [InlineData("use the meeting on Friday")]
    [InlineData("use the new system")]
    [InlineData("use the board")]
    [InlineData("switch to our other group")]
    [InlineData("switch to plan B")]
    [InlineData("switch to Friday")]
    [InlineData("use Slack")]
    [InlineData("use C-42")]
    [InlineData("remind me on Friday")]
    [InlineData("remind me in June")]
    [InlineData("remind me on arrival")]
    [InlineData("write to me by Friday")]
    [InlineData("write to me on Teams tomorrow")]
    [InlineData("who speaks for NHT?")]
    [InlineData("this speaks for itself")]
    [InlineData("The figures speak for UHCW")]
    [InlineData("Sam speaks for ten minutes on Friday")]
    [InlineData("Sam Sorrel speaks for us all")]
    [InlineData("Sam speaks for NHT on Friday")]
    [InlineData("I'm with the board on Friday")]
    [InlineData("join my accounts to the others")]
    [InlineData("who am I to judge")]
    [InlineData("my deputy is away on Friday")]
    [InlineData("my deputy will chair the board")]
    public void Ordinary_talk_is_no_command(string text) => Said.Command(text).ShouldBeNull();

    [Theory]
    [InlineData("Use the winter template and I'll send it by Friday")]
    [InlineData("Sam Sorrel will speak for NHT on Friday")]
    [InlineData("@Sam Sorrel to join my accounts team by Friday")]
    [InlineData("I'll write to you on Teams by Friday")]
    [InlineData("I will rename organisation WCC to WAR by Friday")]
    [InlineData("I'll use Beta Partnership's template from Friday")]
    public void A_promise_stays_a_promise(string text) => Said.Drafts(text).ShouldNotBeEmpty();
}
