using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class PromiseTests
{
    [Theory]
    [InlineData("I'll send the winter bed plan to UHCW by close of play Friday", "I", "Send the winter bed plan to UHCW", "UHCW", "2026-11-27")]
    [InlineData("Ok, will circulate the minutes tomorrow", "I", "Circulate the minutes", null, "2026-11-25")]
    [InlineData("I will, by Friday, send the plan to WCC.", "I", "Send the plan to WCC", "WCC", "2026-11-27")]
    [InlineData("By Friday I will write to the Secretary of State", "I", "Write to the Secretary of State", "the Secretary of State", "2026-11-27")]
    [InlineData("I commit to funding two posts by the end of April", "I", "Fund two posts", null, "2027-04-30")]
    [InlineData("I can have the figures with Tom Reed by Thursday week", "I", "Have the figures with Tom Reed", "Tom Reed", "2026-12-03")]
    [InlineData("I’m writing to the MP tomorrow", "I", "Write to the MP", "the MP", "2026-11-25")]
    [InlineData("Leave it with me: I'll ring the hospice asap", "I", "Ring the hospice", "the hospice", "vague: asap")]
    [InlineData("I'll let you know by Monday", "I", "Let you know", null, "2026-11-30")]
    [InlineData("I'll bring my options paper to the next Place Forum", "I", "Bring my options paper to the next Place Forum", "the next Place Forum", "2026-12-08")]
    [InlineData("I'll circulate the plan by Friday, is that ok?", "I", "Circulate the plan", null, "2026-11-27")]
    [InlineData("I'll send it by 1 November 2026", "I", "Send it", null, "past: 2026-11-01")]
    [InlineData("We'll publish the LD&A plan for the Place Forum in Q4", "we", "Publish the LD&A plan for the Place Forum", "the Place Forum", "2027-03-31")]
    [InlineData("We at Healthwatch will run two events before Christmas", "we", "Run two events", null, "2026-12-24")]
    [InlineData("As a system we're going to open 20 beds in January", "we", "Open 20 beds", null, "2027-01-31")]
    [InlineData("Sarah Ali to circulate the terms of reference by end of March", "Sarah Ali", "Circulate the terms of reference", null, "2027-03-31")]
    [InlineData("Action 3: SA to draft the letter by Thursday", "SA", "Draft the letter", null, "2026-11-26")]
    [InlineData("ACTION - Tom Reed - share the bed model with WCC - 04/12/26", "Tom Reed", "Share the bed model with WCC", "WCC", "2026-12-04")]
    [InlineData("Cllr Ali agreed to chair the partnership from January", "Cllr Ali", "Chair the partnership", null, "2027-01-31")]
    [InlineData("Dr. Rao will share the dashboard with PCN leads by 4 December", "Dr. Rao", "Share the dashboard with PCN leads", "PCN leads", "2026-12-04")]
    [InlineData("The council's commissioning team will write to providers by Friday", "The council's commissioning team", "Write to providers", "providers", "2026-11-27")]
    [InlineData("It was agreed that the Health and Wellbeing Board would review this in May", "the Health and Wellbeing Board", "Review this", null, "2027-05-31")]
    [InlineData("Chair to write to NHS England by 30 November", "Chair", "Write to NHS England", "NHS England", "2026-11-30")]
    public void A_promise_has_its_owner_wording_promisee_and_date(string text, string owner, string wording, string? promisee, string due)
    {
        var draft = Said.Drafts(text).ShouldHaveSingleItem();

        Owner(draft.Owner).ShouldBe(owner);
        draft.Wording.ShouldBe(wording);
        (draft.Promisee?.Name).ShouldBe(promisee);
        Said.Brief(draft.Due).ShouldBe(due);
    }

    [Theory]
    [InlineData("If funding is agreed we'll open 10 beds by end of January", "If funding is agreed", "Open 10 beds")]
    [InlineData("I'll open the ward by 1 April if we get the capital", "If we get the capital", "Open the ward")]
    [InlineData("We will, subject to Cabinet approval, open the hub in January", "Subject to Cabinet approval", "Open the hub")]
    [InlineData("I'll ring the hospice tomorrow if that's ok", null, "Ring the hospice")]
    public void A_condition_is_kept_and_a_courtesy_is_not(string text, string? condition, string wording)
    {
        var draft = Said.Drafts(text).ShouldHaveSingleItem();

        draft.Condition.ShouldBe(condition);
        draft.Wording.ShouldBe(wording);
    }

    [Theory]
    [InlineData("I'll update the register by Wednesday and I'll ring Tom tomorrow; we'll publish the plan in Q4",
        "I: Update the register 2026-11-25|I: Ring Tom 2026-11-25|we: Publish the plan 2027-03-31")]
    [InlineData("Thanks all. I'll write up the notes by Friday. Tom to book the room.", "I: Write up the notes 2026-11-27|Tom: Book the room -")]
    [InlineData("Can you chase estates? I'll bring the paper on Monday.", "I: Bring the paper 2026-11-30")]
    [InlineData("I won't have the audit but I will send the headlines on Friday", "I: Send the headlines 2026-11-27")]
    [InlineData("I'll send the bed plan. By Friday.", "I: Send the bed plan 2026-11-27")]
    public void Several_promises_in_one_message_are_told_apart(string text, string expected) =>
        string.Join('|', Said.Drafts(text).Select(draft => $"{Owner(draft.Owner)}: {draft.Wording} {Said.Brief(draft.Due)}")).ShouldBe(expected);

    [Theory]
    [InlineData("Sarah and Tom to draft the plan by Friday", "Sarah, Tom")]
    [InlineData("SA/TW to meet the hospice next week", "SA, TW")]
    [InlineData("Tom and the ICB will confirm the figures by Monday", "Tom, the ICB")]
    public void Several_owners_are_several(string text, string owners) => Owner(Said.Drafts(text).ShouldHaveSingleItem().Owner).ShouldBe(owners);

    [Fact]
    public void Mentions_are_people_and_lose_their_sign()
    {
        var (sarah, tom) = (new UserRef(PlatformName.Teams, "29:s"), new UserRef(PlatformName.Teams, "29:t"));
        var text = new SaidText("@Sarah Ali to send the rota to @Tom Reed by Friday", [new(31, 9, tom, "Tom Reed"), new(0, 10, sarah, "Sarah Ali")]);

        var draft = ((Understood.AsDrafts)Reader.Read(text, Said.InChannel)).Drafts.ShouldHaveSingleItem();

        draft.Owner.ShouldBe(new DraftOwner.Named(new("Sarah Ali", sarah)));
        draft.Promisee.ShouldBe(new NamedPerson("Tom Reed", tom));
        draft.Wording.ShouldBe("Send the rota to Tom Reed");
    }

    [Fact]
    public void Themes_are_taken_out_of_the_wording()
    {
        var draft = Said.Drafts("I'll open the beds by 1 December #urgent-care #Winter").ShouldHaveSingleItem();

        draft.Wording.ShouldBe("Open the beds");
        draft.Themes.ShouldBe(["urgent-care", "winter"]);
    }

    [Fact]
    public void A_promise_to_me_is_to_the_speaker() => Said.Drafts("Tom will send me the figures by Friday").ShouldHaveSingleItem().ToSpeaker.ShouldBeTrue();

    [Fact]
    public void The_places_it_was_read_from_are_given()
    {
        const string Text = "Morning all. I'll send the plan by Friday, thanks";
        var draft = Said.Drafts(Text).ShouldHaveSingleItem();

        Text.Substring(draft.Said.Start, draft.Said.Length).ShouldBe("I'll send the plan by Friday");
        Text.Substring(draft.DueSaid!.Value.Start, draft.DueSaid.Value.Length).ShouldBe("by Friday");
    }

    [Theory]
    [InlineData("Tom, could you send the slides by Friday?")]
    [InlineData("Can you please share the rota by Monday")]
    [InlineData("Will you send the rota by Friday?")]
    [InlineData("Shall we publish on Friday?")]
    [InlineData("I sent it on Friday")]
    [InlineData("I won't be able to send it by Friday")]
    [InlineData("I'm not going to send it by Friday")]
    [InlineData("I will not rest until this is done")]
    [InlineData("I'd love to help")]
    [InlineData("I would send it on Friday if I had it")]
    [InlineData("We hope to publish in March")]
    [InlineData("I think I'll send it on Friday")]
    [InlineData("She said \"I'll send it by Friday\"")]
    [InlineData("She said ‘I’ll send it by Friday’ and left")]
    [InlineData("> I'll send it by Friday")]
    [InlineData("Priya said she'll send it by Friday")]
    [InlineData("You will need to send it by Friday")]
    [InlineData("They will send it by Friday")]
    [InlineData("It will be ready by Friday")]
    [InlineData("The report will be published on Friday")]
    [InlineData("The meeting will take place on Friday")]
    [InlineData("I'll be in London on Thursday")]
    [InlineData("I'll see you on Friday")]
    [InlineData("I'll see what I can do by Friday")]
    [InlineData("I'm chairing on Friday")]
    [InlineData("I am happy to share the template if useful")]
    [InlineData("I'll hand over to Priya for the next item")]
    [InlineData("Sarah will be pleased by Friday")]
    [InlineData("We should write to the MP by Friday")]
    [InlineData("Let's write to the MP by Friday")]
    [InlineData("Someone ought to write to the MP by Friday")]
    [InlineData("Meeting to discuss the winter plan on Friday")]
    [InlineData("Thanks to Tom for the slides")]
    [InlineData("Remember to send the rota by Friday")]
    [InlineData("Oh sure, I'll find 40 beds by Friday")]
    [InlineData("Who will send the rota by Friday?")]
    [InlineData("We are going to lose this contract by Friday")]
    [InlineData("Everyone to send updates by Friday")]
    public void What_nobody_promised_is_no_promise(string text) => Said.Drafts(text).ShouldBeEmpty();

    private static string Owner(DraftOwner owner) => owner switch
    {
        DraftOwner.Speaker => "I",
        DraftOwner.SpeakersOrganisation => "we",
        DraftOwner.Named named => named.Person.Name,
        DraftOwner.Several several => string.Join(", ", several.People.Select(person => person.Name)),
        _ => throw new ArgumentOutOfRangeException(nameof(owner)),
    };
}
