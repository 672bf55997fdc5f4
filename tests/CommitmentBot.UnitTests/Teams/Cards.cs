using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>Messages as the bot posts them, for golden files and for looking at.</summary>
public static class Cards
{
    private static readonly UserRef Sarah = new("teams", "29:sarah");
    private static readonly LocalDate Due = new(2026, 11, 27);

    /// <summary>What the bot understood, before the owner's yes.</summary>
    public static Message Capture { get; } = new("Is this right? Send the winter bed plan to UHCW, due Friday 27 November 2026.",
    [
        new Block.Heading("Is this right?"),
        new Block.Paragraph(new Inline.Mention(Sarah, "Sarah Ali"), ", you said something that reads like a commitment:"),
        new Block.Quote("I'll send the winter bed plan to UHCW by close of play Friday", "Sarah Ali, Monday 23 November 2026"),
        new Block.Facts(
            new Fact("Owner", new Inline.Mention(Sarah, "Sarah Ali"), " (SWFT)"),
            new Fact("To whom", "UHCW"),
            new Fact("What", "Send the winter bed plan"),
            new Fact("Due", new Inline.Day(Due))),
        new Block.Note("I read: “I'll” → you · “to UHCW” → UHCW · “by close of play Friday” → Fri 27 Nov"),
        new Block.Note("Nothing is recorded before you say yes."),
        new Block.Actions(
            new Button("Yes, record it", "record", "d1", ButtonStyle.Primary),
            new Button("Change it", "amend", "d1", Form: new Form("amend", "d1", "Change it", "Record this",
            [
                new Field.Line("wording", "What is promised?", Initial: "Send the winter bed plan"),
                new Field.Date("due", "By when?", Initial: Due),
                new Field.Choice("to", "To whom?", [new Option("uhcw", "UHCW"), new Option("wcc", "WCC")], Initial: "uhcw"),
                new Field.Line("condition", "Does it depend on something?", Required: false, Hint: "For example: if funding is agreed", MaxLength: 300),
            ])),
            new Button("No, leave it", "leave", "d1")),
    ]);

    /// <summary>The request for the five lines.</summary>
    public static Message Account { get; } = new("C-42 was due on Friday 27 November 2026. What happened?",
    [
        new Block.Heading("What happened with C-42?"),
        new Block.Paragraph("Due ", new Inline.Day(Due), ", to UHCW. Your words were:"),
        new Block.Quote("I'll send the winter bed plan to UHCW\nby close of play Friday", "you, Monday 23 November 2026"),
        new Block.Paragraph("Only you see this. ", new Inline.Link(new Uri("https://teams.microsoft.com/l/message/19%3Ax/1"), "Open the message"), "."),
        new Block.Divider(),
        new Block.Note("You get this because you made a commitment in Warwickshire Place Forum. Say “on leave” with dates to pause reminders."),
        new Block.Actions(
            new Button("It is done", "done", "42", ButtonStyle.Primary),
            new Button("Give the account", "account", "42", Form: new Form("account", "42", "The account, in five lines", "Send it",
            [
                new Field.Line("said", "What was said", Initial: "Send the winter bed plan"),
                new Field.Line("did", "What was done", Multiline: true),
                new Field.Line("why", "Why the difference", Multiline: true),
                new Field.Choice("cause", "Cause", [new Option("chance", "A chance event"), new Option("waiting", "Waiting on another commitment"), new Option("capacity", "Capacity")]),
                new Field.Line("needs", "What UHCW needs now", Required: false),
                new Field.Date("next", "What I now commit to: by when?", Required: false),
            ], Intro: "In your own words. They are reported before anybody else's.")),
            new Button("New date", "move", "42", Form: new Form("move", "42", "Ask for a new date", "Ask",
            [
                new Field.Date("due", "New date"),
                new Field.Line("because", "Because"),
            ])),
            new Button("Cannot", "cannot", "42"),
            new Button("Ask for help", "help-wanted", "42"),
            new Button("Not today", "snooze", "42"),
            new Button("Show C-42", "show", "42")),
    ]);

    /// <summary>Figures with a picture.</summary>
    public static Message Summary { get; } = new("4 of 5 commitments kept in the quarter (95% interval 38–96%).",
    [
        new Block.Heading("Kept and not kept, October to December 2026"),
        new Block.Paragraph(new Inline.Bold("4 of 5"), " commitments that fell due were kept; the interval is 38–96%."),
        new Block.Picture(new Uri("https://bot.example.org/pictures/1.png"), "One bar an organisation: UHCW 2 kept of 2, WCC 2 of 3.", "Outcomes by organisation"),
        new Block.Facts(new Fact("Volume", "5 fell due, 3 still open"), new Fact("Moves", "1, agreed in time")),
        new Block.Divider(),
        new Block.Note("The figure cannot tell how hard the promises were."),
    ]);

    /// <summary>Everything people may type, where it might do harm.</summary>
    public static Message Hostile(string typed) => new(typed,
    [
        new Block.Heading(typed),
        new Block.Paragraph(new Inline.Mention(Sarah, typed), typed, new Inline.Bold(typed)),
        new Block.Paragraph(typed, new Inline.Link(new Uri("https://example.org/a_(b)"), typed)),
        new Block.Quote(typed, typed),
        new Block.Facts(new Fact(typed, typed), new Fact(typed, new Inline.Mention(Sarah, "Sarah Ali"), typed)),
        new Block.Note(typed),
        new Block.Picture(new Uri("https://bot.example.org/1.png"), typed, typed),
        new Block.Actions(
            new Button(typed, "act", typed),
            new Button("Form", "f", typed, Form: new Form("f", typed, typed, typed,
                [new Field.Line("x", typed, Initial: typed, Hint: typed), new Field.Choice("y", typed, [new Option("a", typed)])], typed))),
    ]);
}
