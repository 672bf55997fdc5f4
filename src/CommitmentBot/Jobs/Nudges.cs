using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>The words of the ladder. Facts first, the owner's own words, help in every one, and never a reproach.</summary>
internal static class Nudges
{
    /// <summary>One step of one commitment, in private.</summary>
    public static Message One(DueStep due, PeopleDirectory names, ForumRow forum)
    {
        var it = due.Commitment;
        var sentence = Sentence(due, names);
        var blocks = new List<Block> { new Block.Paragraph(sentence) };
        if (due.Step.Step == LadderStep.FirstAccount)
        {
            blocks.Add(new Block.Paragraph("This is the line that the channels will see tomorrow, unless you say something first:"));
            blocks.Add(new Block.Divider());
            blocks.AddRange(SayDoReport.Line(it, names.ForReports(it.Forum)));
            blocks.Add(new Block.Divider());
        }
        else
        {
            blocks.Add(new Block.Quote(it.Verbatim.Words, $"{names.NameOf(it.Verbatim.SaidBy)}, as said"));
        }

        blocks.Add(new Block.Actions(Buttons(due.Step.Step, it)));
        blocks.Add(new Block.Note(
            $"You hear this because you promised {it.Reference} in {forum.Name}. “snooze {it.Reference}” puts it off once; “remind me at 8:30” sets your hour; “help” has the rest."));
        return new Message($"{it.Reference}: {sentence}", blocks);
    }

    /// <summary>All that is due for one person this morning, in one message.</summary>
    public static Message Several(IReadOnlyList<DueStep> all, PeopleDirectory names, LocalDate today)
    {
        var blocks = new List<Block> { new Block.Heading($"{all.Count} of your commitments, this morning") };
        foreach (var due in all)
        {
            var it = due.Commitment;
            blocks.Add(new Block.Paragraph(new Inline.Bold($"{it.Reference}  "), Sentence(due, names)));
        }

        blocks.Add(new Block.Actions([.. all.Take(Block.Actions.MaxButtons)
            .Select(due => new Button($"Answer {due.Commitment.Reference}", Verb.Show, Forms.Argument(due.Commitment)))]));
        blocks.Add(new Block.Note(
            $"Typing works as well: “done {all[0].Commitment.Reference}”, “move {all[0].Commitment.Reference} to … because …”. Today is {Dates.InFull(today)}."));
        return new Message(
            string.Join(" ", all.Select(due => $"{due.Commitment.Reference}: {Sentence(due, names)}")), blocks);
    }

    /// <summary>The same in the commitment's own thread, for somebody no private message reaches: neutral, for others read it.</summary>
    public static Message InThread(DueStep due, PeopleDirectory names, LocalDate today)
    {
        var it = due.Commitment;
        var words = it.IsOverdue(today)
            ? $", how does {it.Reference} stand? Reply here with “done”, or “new date 12 June because …”."
            : $", {it.Reference} is due on {Dates.InFull(it.Due)}. Reply here with “done” or “new date 12 June because …” if that helps.";
        return new Message(
            names.NameOf(it.Owner) + words,
            [
                new Block.Paragraph(names.Mention(it.Owner), words),
                new Block.Actions(Cards.Buttons(it, today)),
            ]);
    }

    private static string Sentence(DueStep due, PeopleDirectory names)
    {
        var it = due.Commitment;
        var to = names.PromiseeOf(it);

        // Most people say to whom while they promise; a reader need not hear it twice.
        var said = it.Promisee is Promisee.ToPerson person ? names.NameOf(person.Person) : to;
        var what = it.Wording.Contains(said, StringComparison.OrdinalIgnoreCase) ? $"“{it.Wording}”" : $"“{it.Wording}”, to {to},";
        return due.Step.Step switch
        {
            LadderStep.HeadsUp => $"{what} is due on {Dates.InFull(it.Due)}. Is it on track?",
            LadderStep.Due => $"{what} is due today. Is it done?",
            LadderStep.AskAccount => $"{what} was due on {Dates.InFull(it.Due)}, and I have not heard how it went. Is it done, does it need a new date, or what should {to} know?",
            LadderStep.SecondAsk => $"I have not heard about “{it.Wording}”, due on {Dates.InFull(it.Due)}. Five lines from you are the account that counts; the facilitator can help if that is easier.",
            LadderStep.FirstAccount => $"“{it.Wording}” was due on {Dates.InFull(it.Due)}. You have the first word: tomorrow the forum hears how it stands.",
            _ => throw new ArgumentOutOfRangeException(nameof(due)),
        };
    }

    private static Button[] Buttons(LadderStep step, Commitment it)
    {
        var about = Forms.Argument(it);
        var done = new Button("Done", Verb.Done, about, step == LadderStep.Due ? ButtonStyle.Primary : ButtonStyle.Plain, Forms.Done(it));
        var move = new Button("New date", Verb.Move, about, Form: Forms.Move(it));
        var help = new Button("Ask for help", Verb.HelpWanted, about, Form: Forms.Help(it));
        var account = new Button("Give my account", Verb.Account, about, ButtonStyle.Primary, Forms.Account(it));
        return step switch
        {
            LadderStep.HeadsUp =>
            [
                new("On track", Verb.OnTrack, about, ButtonStyle.Primary),
                new("At risk", Verb.AtRisk, about, Form: Forms.AtRisk(it)), move, help, done,
            ],
            LadderStep.Due => [done, move, new("Cannot", Verb.Account, about, Form: Forms.Account(it)), help],
            _ => [account, done, move, help],
        };
    }
}
