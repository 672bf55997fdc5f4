using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// <c>how are you doing?</c>: the bot's own say-do figures, in the forum that is asked in, or in private in those the asker is in. Every
/// step of a ladder is a promise of the bot's, with a moment, and so is every digest.
/// </summary>
internal sealed class OwnRecordCommand(TurnContext context)
{
    private static readonly Duration Weeks = Duration.FromDays(91);

    public async Task<Answer> Do(CancellationToken cancellationToken)
    {
        var since = context.Now - Weeks;
        var mine = context.People.Members.ForumsOf(context.Me).Select(it => it.Id).ToList();
        var forums = context.Place is { } here ? mine.Where(it => it == here.ForumId).ToList() : mine;
        var steps = await context.Db.Steps.AsNoTracking()
            .Where(it => it.DueAt >= since && it.DueAt <= context.Now && it.Outcome != StepOutcome.Overtaken
                && it.Step != LadderStep.Lapse && it.Step != LadderStep.SelfDeclare)
            .Where(step => context.Db.Commitments.Any(it => it.Id == step.CommitmentId && forums.Contains(it.ForumId)))
            .Select(it => new Promise(it.Outcome, it.DueAt, it.SettledAt)).ToListAsync(cancellationToken);
        var digests = await context.Db.Digests.AsNoTracking()
            .Where(it => it.DueAt >= since && it.DueAt <= context.Now && forums.Contains(it.ForumId))
            .Select(it => new Promise(it.Outcome, it.DueAt, it.SettledAt)).ToListAsync(cancellationToken);
        List<Promise> all = [.. steps, .. digests];
        return new Answer(
            all.Count == 0
                ? Messages.Plain("I have not had to write to anybody yet. Ask again once something has fallen due.")
                : Write(all, steps.Count, digests.Count),
            context.Place is null && !context.IsPersonal);
    }

    private Message Write(List<Promise> all, int steps, int digests)
    {
        var arrived = all.Where(it => it.Outcome == StepOutcome.Accepted).ToList();
        var late = arrived.Where(it => it.SettledAt - it.DueAt > StepRow.OnTime).ToList();
        var onTime = arrived.Count - late.Count;
        var missed = all.Count(it => it.Outcome == StepOutcome.Missed);
        var unsure = all.Count(it => it.Outcome == StepOutcome.NotConfirmed);
        var failed = all.Count(it => it.Outcome == StepOutcome.Undeliverable);
        var waiting = all.Count(it => it.Outcome is StepOutcome.Planned or StepOutcome.Withdrawn);
        string?[] kinds = [Count(steps, "reminder or report", "reminders and reports"), Count(digests, "digest", "digests")];
        var what = string.Join(" and ", kinds.OfType<string>());
        var where = context.Place is null ? "the forums you are in" : "this forum";
        var wrong = all
            .Where(it => it.Outcome is StepOutcome.Missed or StepOutcome.NotConfirmed or StepOutcome.Undeliverable || late.Contains(it))
            .MaxBy(it => it.DueAt);
        return new Message(
            $"In the last 13 weeks I promised {what}; {onTime} of {all.Count} went out within 15 minutes of the hour"
                + (missed == 0 ? "." : $", and I missed {missed}."),
            [
                new Block.Paragraph($"In the last 13 weeks I promised {what} in {where}."),
                new Block.Facts(
                    new Fact("On time", $"{onTime} of {all.Count}, within 15 minutes"),
                    new Fact("Late", late.Count == 0 ? "0" : $"{late.Count}, {Longest(late)}"),
                    new Fact("Missed", missed == 0 ? "0"
                        : $"{missed} never sent: I was not there, or could not reach your chat, and a later one took its place"),
                    new Fact("Not confirmed", unsure == 0 ? "0"
                        : $"{unsure}: the platform never said whether it arrived, and I do not send such a thing twice"),
                    new Fact("Not delivered", failed == 0 ? "0" : $"{failed}: refused on every route"),
                    new Fact("Under way", $"{waiting}")),
                new Block.Note(wrong is null
                    ? "All that has left was as promised."
                    : $"The last one that was not as promised was due on {Dates.InFull(wrong.DueAt.InZone(context.Zone).Date)}."),
            ]);
    }

    private static string? Count(int count, string one, string several) => count == 0 ? null : $"{count} {(count == 1 ? one : several)}";

    private static string Longest(IEnumerable<Promise> late)
    {
        var longest = late.Max(it => it.SettledAt!.Value - it.DueAt);
        return longest < Duration.FromHours(2) ? $"by {longest.TotalMinutes:0} minutes at most"
            : longest < Duration.FromDays(2) ? $"by {longest.TotalHours:0} hours at most"
            : $"by {longest.TotalDays:0} days at most";
    }

    private sealed record Promise(StepOutcome Outcome, Instant DueAt, Instant? SettledAt);
}
