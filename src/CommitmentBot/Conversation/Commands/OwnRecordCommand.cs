using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// <c>how are you doing?</c>: the bot's own say-do figures, in the forum that is asked in, or in private in those the asker is in. Every
/// step of a ladder is a promise of the bot's, with a moment.
/// </summary>
internal sealed class OwnRecordCommand(TurnContext context)
{
    public async Task<Answer> Do(CancellationToken cancellationToken)
    {
        var since = context.Now - Duration.FromDays(91);
        var mine = context.People.Members.ForumsOf(context.Me).Select(it => it.Id).ToList();
        var forums = context.Place is { } here ? mine.Where(it => it == here.ForumId).ToList() : mine;
        var steps = await context.Db.Steps
            .Where(it => it.DueAt >= since && it.DueAt <= context.Now && it.Outcome != StepOutcome.Overtaken)
            .Where(step => context.Db.Commitments.Any(it => it.Id == step.CommitmentId && forums.Contains(it.ForumId)))
                .ToListAsync(cancellationToken);
        var forAskerOnly = context.Place is null && !context.IsPersonal;
        if (steps.Count == 0)
        {
            return new Answer(Messages.Plain("I have not had to write to anybody yet. Ask again once something has fallen due."),
                forAskerOnly);
        }

        var arrived = steps.Where(it => it.Outcome == StepOutcome.Accepted).ToList();
        var onTime = arrived.Count(it => !it.CameLate);
        var late = arrived.Count - onTime;
        var unsure = steps.Count(it => it.Outcome == StepOutcome.NotConfirmed);
        var failed = steps.Count(it => it.Outcome == StepOutcome.Undeliverable);
        var waiting = steps.Count(it => it.Outcome == StepOutcome.Planned);
        var missed = steps.Where(it => it.Outcome is StepOutcome.NotConfirmed or StepOutcome.Undeliverable
            || it.CameLate).MaxBy(it => it.DueAt);
        var account = missed is null
            ? "None went missing."
            : $"The last one that was not as promised was due on {Dates.InFull(missed.DueAt.InZone(context.Zone).Date)}.";
        return new Answer(
            new Message(
                $"In the last 13 weeks I promised {steps.Count} reminders and reports; {onTime} went out within 15 minutes of the hour.",
                [
                    new Block.Paragraph($"In the last 13 weeks I promised {steps.Count} reminders and reports in "
                        + $"{(context.Place is null ? "the forums you are in" : "this forum")}."),
                    new Block.Facts(
                        new Fact("On time", $"{onTime} of {steps.Count}, within 15 minutes"),
                        new Fact("Late", $"{late}"),
                        new Fact("Not confirmed", $"{unsure}: the platform never said whether they arrived; I do not send such a thing twice"),
                        new Fact("Not delivered", $"{failed}: refused on every route"),
                        new Fact("Under way", $"{waiting}")),
                    new Block.Note(account),
                ]),
            forAskerOnly);
    }
}
