using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>A forum's policy in words: what happens when.</summary>
internal static class PolicyMessage
{
    /// <summary>All of it below a sentence; for whoever may change it, with the button that does.</summary>
    public static Message Write(ForumRow forum, string sentence, bool mayChange)
    {
        var policy = TurnContext.PolicyOf(forum);
        List<Block> blocks = [new Block.Paragraph(sentence), new Block.Facts([.. Steps(policy).Append(new Fact("I write", Hours(policy)))
            .Append(new Fact("Digest", Digest(policy)))])];
        if (mayChange)
        {
            blocks.Add(new Block.Actions(
                new Button("Change the policy", Verb.SetPolicy, Forms.Argument(forum), Form: Forms.Policy(forum, policy))));
            blocks.Add(new Block.Note("In words: “forum policy light”, “forum policy digest Thursday”, “forum policy quiet after 17:00”."));
        }

        var steps = string.Join(" ", Steps(policy).Select(it => $"{it.Label}: {Text(it)}."));
        return new Message($"{sentence} {steps} I write {Hours(policy)}. Digest: {Digest(policy)}.", blocks);
    }

    /// <summary>The same in two sentences.</summary>
    public static string InShort(Policy policy) =>
        $"I write {(policy.HeadsUpBefore is { } days ? $"{Days(days)} before the date, " : "")}on the day, and privately after it; "
        + $"the channels hear {Days(policy.ReportAfter)} after, and the owner sees that line first. I write {Hours(policy)}.";

    /// <summary>The names of the weekdays on which a digest can go.</summary>
    public static IEnumerable<IsoDayOfWeek> DigestDays => Enumerable.Range((int)IsoDayOfWeek.Monday, 5).Select(day => (IsoDayOfWeek)day);

    /// <summary>An hour as it is written.</summary>
    public static string Hour(LocalTime hour) => hour.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static IEnumerable<Fact> Steps(Policy policy)
    {
        if (policy.HeadsUpBefore is { } headsUp)
        {
            yield return new Fact($"{Days(headsUp)} before", "I ask the owner in private whether it is on track");
        }

        yield return new Fact("On the day", "I ask whether it is done");
        yield return new Fact($"{Days(Policy.AskAfter)} after", "I ask the owner what the promisee should know");
        if (policy.SecondAskAfter is { } second)
        {
            yield return new Fact($"{Days(second)} after", "I ask again, and offer the facilitator");
        }

        yield return new Fact(
            $"{Days(policy.FirstAccountAfter)} after", "the owner sees the very line that the channels will read, and has the first word");
        yield return new Fact($"{Days(policy.ReportAfter)} after", "the channels hear how it stands");
    }

    private static string Text(Fact fact) => string.Concat(fact.Value.OfType<Inline.Text>().Select(it => it.Value));

    private static string Hours(Policy policy) =>
        "at each person's own hour on their working days, "
        + $"{(policy.Latest is { } latest ? $"not after {Hour(latest)}" : "at most eight hours later")}, "
        + $"and at most {policy.PromptsPerWeek} times a week where it can wait";

    private static string Digest(Policy policy) =>
        $"every {policy.DigestDay}, and on the working day before a meeting, to chairs and facilitators";

    private static string Days(int days) => days == 1 ? "1 working day" : $"{days} working days";
}
