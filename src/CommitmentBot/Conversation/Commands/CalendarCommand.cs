using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Reports;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>calendar C-42</c>: the due date for one's own calendar, as a file, or as a link where the platform takes no files.</summary>
internal sealed class CalendarCommand(TurnContext context)
{
    public Answer Do(Commitment it) => new(
        new Message(
            $"{it.Reference} {it.Wording}: by {Dates.InFull(it.Due)}, for your calendar.",
            [
                new Block.Paragraph(new Inline.Bold($"{it.Reference} {it.Wording}"), "\nBy ", new Inline.Day(it.Due), ", for your calendar. Ask again when the date has moved: the new entry takes the place of this one."),
                new Block.Paragraph("I cannot hand you a file here. ",
                    new Inline.Link(CalendarEntry.InOutlook(it, context.People), "Open it in Outlook on the web"), " and save it there."),
            ])
        {
            File = new Attachment($"{it.Reference}.ics", CalendarEntry.Write(it, context.People, context.Now),
                $"{it.Reference} as a calendar entry on {Dates.InFull(it.Due)}", StandsFor: 1),
        },
        true);
}
