using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;

namespace CommitmentBot.Core.SayDo;

/// <summary>
/// The say-do gap as the forum's channels read it. It quotes and does not judge: the owner's words first, and where there are none,
/// "account awaited".
/// </summary>
public static class SayDoReport
{
    private const string Title = "Commitments not done by their date";
    private const string Intro = "Their owners were asked first. What they say stands here in their own words.";
    private const string Closing = "An account, a new date or “done” can be added at any time.";

    /// <summary>
    /// One message for all commitments that reach the report that day, in the order given; in parts where it would be too long.
    /// </summary>
    public static IReadOnlyList<Message> Write(IReadOnlyList<Commitment> commitments, Names names)
    {
        List<Block> blocks = [new Block.Heading(Title), new Block.Paragraph(Intro)];
        foreach (var it in commitments)
        {
            blocks.Add(new Block.Divider());
            blocks.AddRange(Line(it, names));
        }

        blocks.Add(new Block.Note(Closing));
        return new Message($"{Title}. {string.Join(" ", commitments.Select(it => Plain(it, names)))} {Closing}", blocks).Parts();
    }

    /// <summary>
    /// What the report says about one commitment, to the letter: the owner sees it first, in the right of first account. It names no number of
    /// days, so that it reads the same the day before.
    /// </summary>
    public static IReadOnlyList<Block> Line(Commitment it, Names names)
    {
        List<Block> line =
        [
            new Block.Paragraph(
                new Inline.Bold($"{it.Reference}: {it.Wording}."), " Promised by ", names.Mention(it.Owner), $"{Of(it, names)} to {To(it, names)}."),
            new Block.Quote(it.Verbatim.Words, names.Person(it.Verbatim.SaidBy)),
        ];
        if (it.Account is { } account)
        {
            if (it.AccountBy is { } deputy)
            {
                line.Add(new Block.Paragraph("In the words of ", names.Mention(deputy), ", their deputy:"));
            }

            // What was said stands above already, and is not repeated when the account only repeats it.
            line.Add(new Block.Facts([.. Rows(account).Where(row => row.Words.Trim() != it.Verbatim.Words.Trim()).Select(row => new Fact(row.Label, row.Words))]));
        }
        else
        {
            line.Add(new Block.Paragraph("Account awaited."));
        }

        line.Add(new Block.Facts([.. DateRows(it)]));
        return line;
    }

    private static IEnumerable<(string Label, string Words)> Rows(Account account) =>
        new (string Label, string Words)[]
        {
            ("Said", account.Said),
            ("Did", account.Did),
            ("Why", account.Why),
            ("Cause", account.Cause is { } cause ? Causes.InWords(cause) : ""),
            ("Needed now", account.NeededNow),
            ("What next", account.NextCommitment),
        }.Where(row => !string.IsNullOrWhiteSpace(row.Words));

    private static IEnumerable<Fact> DateRows(Commitment it)
    {
        yield return new Fact("Agreed for", new Inline.Day(it.Due));
        if (it.Moves.Count > 0)
        {
            yield return new Fact("First agreed for", new Inline.Day(it.FirstDue), it.Moves.Count == 1 ? ", moved once" : $", moved {it.Moves.Count} times");
        }

        if (it.Condition is { } condition)
        {
            yield return new Fact("Condition", condition);
        }

        if (it.Pending?.Due is { } asked)
        {
            yield return new Fact("New date asked for", new Inline.Day(asked), ", not answered yet");
        }
    }

    private static string Plain(Commitment it, Names names)
    {
        var account = it.Account is { } words
            ? (it.AccountBy is { } deputy ? $"In the words of {names.Person(deputy)}, their deputy. " : "")
                + string.Join(" ", Rows(words).Select(row => $"{row.Label}: {Sentence(row.Words)}"))
            : "Account awaited.";
        return $"{it.Reference}, {names.Person(it.Owner)}{Of(it, names)}: {it.Wording}, agreed for {Dates.InFull(it.Due)}. {account}";
    }

    private static string Sentence(string words) => words.TrimEnd().EndsWith('.') ? words.TrimEnd() : $"{words.TrimEnd()}.";

    private static string Of(Commitment it, Names names) =>
        it.OwnerOrganisation is { } organisation ? $" ({names.Organisation(organisation)})" : "";

    private static string To(Commitment it, Names names) => it.Promisee switch
    {
        Promisee.ToPerson to => names.Person(to.Person),
        Promisee.ToOrganisation to => names.Organisation(to.Organisation),
        _ => "the forum",
    };
}
