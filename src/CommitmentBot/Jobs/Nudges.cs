using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Jobs;

/// <summary>The words of the ladder. Facts first, the owner's own words, help in every one, and never a reproach.</summary>
internal static class Nudges
{
    /// <summary>One step of one commitment, in private, as it reads on <paramref name="today"/> in its owner's calendar.</summary>
    public static Message One(DueStep due, PeopleDirectory names, LocalDate today)
    {
        var it = due.Commitment;
        var sentence = Sentence(due, names, today);
        List<Block> blocks = [new Block.Paragraph(sentence)];
        if (due.Step.ReportOn is { } day)
        {
            blocks.Add(new Block.Paragraph($"This is what the channels will read on {Dates.InFull(day)}, unless you say something first:"));
            blocks.Add(new Block.Divider());
            blocks.AddRange(SayDoReport.Line(it, names.ForReports(it.Forum)));
            blocks.Add(new Block.Divider());
        }
        else
        {
            blocks.Add(new Block.Quote(it.Verbatim.Words, $"{names.NameOf(it.Verbatim.SaidBy)}, as said"));
        }

        AddMissed(blocks, due.Missed);
        blocks.Add(new Block.Actions(Buttons(due.Step.Step, it, today)));
        blocks.Add(new Block.Note(
            $"You hear this because you promised {it.Reference} in {names.Forum(it.Forum).Name}. “snooze {it.Reference}” puts it off once; "
            + "“remind me at 8:30” sets your hour; “help” has the rest."));
        return new Message($"{it.Reference}: {sentence}", blocks);
    }

    /// <summary>All that is due for one person that morning, in one message; each first account with its very line.</summary>
    public static Message Several(IReadOnlyList<DueStep> all, PeopleDirectory names, LocalDate today)
    {
        var isOneForum = all.Select(due => due.Commitment.Forum).Distinct().Count() == 1;
        string Called(Commitment it) => isOneForum ? it.Reference : $"{names.Forum(it.Forum).Name}, {it.Reference}";

        List<Block> blocks = [new Block.Heading($"{all.Count} of your commitments")];
        foreach (var due in all)
        {
            var it = due.Commitment;
            blocks.Add(new Block.Paragraph(new Inline.Bold($"{Called(it)}  "), Sentence(due, names, today)));
            if (due.Step.ReportOn is not null)
            {
                blocks.AddRange(SayDoReport.Line(it, names.ForReports(it.Forum)));
            }
        }

        AddMissed(blocks, all.Sum(due => due.Missed));
        blocks.Add(new Block.Actions([.. all.Take(Block.Actions.MaxButtons)
            .Select(due => new Button($"Answer {due.Commitment.Reference}", Verb.Show, Forms.Argument(due.Commitment)))]));
        var first = all[0].Commitment.Reference;
        blocks.Add(new Block.Note($"Typing works as well: “done {first}”, “move {first} to … because …”."));
        return new Message(
            string.Join(" ", all.Select(due => $"{Called(due.Commitment)}: {Sentence(due, names, today)}")), blocks);
    }

    /// <summary>What an owner was told, for their deputy; all of one owner and forum.</summary>
    public static Message Copy(IReadOnlyList<DueStep> told, PeopleDirectory names, LocalDate today, LocalDate until)
    {
        var (owner, forum) = (names.NameOf(told[0].Commitment.Owner), names.Forum(told[0].Commitment.Forum).Name);
        var said = $"I have just written this to {owner}, whose deputy you are in {forum} until {Dates.InFull(until)}. You may answer for "
            + "them; it stays theirs.";
        var copy = told is [var only] ? One(only, names, today) : Several(told, names, today);
        return Messages.Over(said, copy with { Blocks = [.. copy.Blocks.Where(block => block is not Block.Note)] });
    }

    /// <summary>The same in the commitment's own thread, for somebody no private message reaches: neutral, for others read it.</summary>
    public static Message InThread(DueStep due, PeopleDirectory names, LocalDate today)
    {
        var it = due.Commitment;
        const string Reply = "Reply here with “done”, or “new date 12 June because …”";
        var words = (due.Step.ReportOn, it.IsOverdue(today)) switch
        {
            ({ } day, _) => $", on {Dates.InFull(day)} the forum hears how {it.Reference} stands, and your words come first. {Reply}.",
            (_, true) => $", how does {it.Reference} stand? {Reply}.",
            _ => $", {it.Reference} {IsDue(it, today)}. {Reply} if that helps.",
        };
        return new Message(
            names.NameOf(it.Owner) + words,
            [
                new Block.Paragraph(names.Mention(it.Owner), words),
                new Block.Actions(Cards.Buttons(it, today)),
            ]);
    }

    private static string Sentence(DueStep due, PeopleDirectory names, LocalDate today)
    {
        var it = due.Commitment;
        var to = names.PromiseeOf(it);

        // Most people say to whom while they promise; a reader need not hear it twice.
        var said = it.Promisee is Promisee.ToPerson person ? names.NameOf(person.Person) : to;
        var what = it.Wording.Contains(said, StringComparison.OrdinalIgnoreCase) ? $"“{it.Wording}”" : $"“{it.Wording}”, to {to},";
        var isDue = $"{what} {IsDue(it, today)}";
        return due.Step.Step switch
        {
            LadderStep.HeadsUp => $"{isDue}. Is it on track?",
            LadderStep.Due => $"{isDue}. Is it done?",
            LadderStep.AskAccount when Asked(it, to) is { } asked => $"{isDue}. {asked} Is it done meanwhile, or what should {to} know?",
            LadderStep.AskAccount =>
                $"{isDue}, and I have not heard how it went. Is it done, does it need a new date, or what should {to} know?",
            LadderStep.SecondAsk =>
                $"{isDue}. {Asked(it, to) ?? "I have not heard how it went."} Five lines from you are the account that counts"
                + $"{(HasFacilitator(it, names) ? "; the facilitator can help if that is easier." : ".")}",
            LadderStep.ComeBack when due.Step.ReportOn is null =>
                $"You asked me to come back to this. {isDue}. {(it.Due < today ? "How does it stand?" : "Is it on track?")}",
            LadderStep.FirstAccount or LadderStep.ComeBack =>
                $"{isDue}. You have the first word: on {Dates.InFull(due.Step.ReportOn!.Value)} the forum hears how it stands.",
            _ => throw new ArgumentOutOfRangeException(nameof(due)),
        };
    }

    private static void AddMissed(List<Block> blocks, int missed)
    {
        if (missed > 0)
        {
            blocks.Add(new Block.Note($"I missed {(missed == 1 ? "a reminder" : $"{missed} reminders")} that I owed you before this. "
                + "That is not held against you: the days are given back."));
        }
    }

    private static string IsDue(Commitment it, LocalDate today) =>
        it.Due == today ? $"is due today, {Dates.InFull(it.Due)}"
        : $"{(it.Due > today ? "is" : "was")} due on {Dates.InFull(it.Due)}";

    // Who has asked for other terms is not told that nothing was heard.
    private static string? Asked(Commitment it, string to) => it switch
    {
        { Pending.Due: { } due } => $"You asked for {Dates.InFull(due)}, and {to} has not answered yet.",
        { Pending: not null } => $"You asked for another wording, and {to} has not answered yet.",
        { RefusedMove: not null } => "You asked for other terms, and it was kept as it was.",
        _ => null,
    };

    // The facilitator is never offered to themselves.
    private static bool HasFacilitator(Commitment it, PeopleDirectory names) =>
        names.Members.InSeat(it.Forum, ForumSeat.Facilitator).Any(who => who != it.Owner);

    private static Button[] Buttons(LadderStep step, Commitment it, LocalDate today)
    {
        var about = Forms.Argument(it);
        var done = new Button("Done", Verb.Done, about, step == LadderStep.Due ? ButtonStyle.Primary : ButtonStyle.Plain, Forms.Done(it));
        var move = new Button("New date", Verb.Move, about, Form: Forms.Move(it));
        var help = new Button("Ask for help", Verb.HelpWanted, about, Form: Forms.Help(it));
        var account = new Button("Give my account", Verb.Account, about, ButtonStyle.Primary, Forms.Account(it));
        return step switch
        {
            LadderStep.HeadsUp or LadderStep.ComeBack when it.Due > today =>
            [
                new("On track", Verb.OnTrack, about, ButtonStyle.Primary),
                new("At risk", Verb.AtRisk, about, Form: Forms.AtRisk(it)), move, help, done,
            ],
            LadderStep.Due => [done, move, new("Cannot", Verb.Account, about, Form: Forms.Account(it)), help],
            _ => [account, done, move, help],
        };
    }
}
