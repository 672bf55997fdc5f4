using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// What is past its date while its owner still has the first word. Until the gap is reported, or its owner has given an account, only
/// those it concerns are told whose it is; everybody else hears how many there are.
/// </summary>
internal sealed class UnreportedGaps
{
    private readonly HashSet<CommitmentId> _gaps, _notReached;

    private UnreportedGaps(HashSet<CommitmentId> gaps, HashSet<CommitmentId> notReached) => (_gaps, _notReached) = (gaps, notReached);

    /// <summary>The unreported gaps among some commitments, as of a moment.</summary>
    public static async Task<UnreportedGaps> Among(
        RegisterDb db, PeopleDirectory people, IReadOnlyCollection<Commitment> all, Instant now, CancellationToken cancellationToken)
    {
        var late = all.Where(it => it.Account is null && it.IsOverdue(now.InZone(people.Person(it.Owner).Zone).Date)).ToList();
        if (late.Count == 0)
        {
            return new UnreportedGaps([], []);
        }

        var ids = late.Select(it => it.Id.Value).ToList();
        var steps = (await db.Steps.AsNoTracking()
            .Where(step => ids.Contains(step.CommitmentId) && (step.Step == LadderStep.Report || step.Step == LadderStep.FirstAccount))
            .ToListAsync(cancellationToken)).ToLookup(step => (step.CommitmentId, step.Round));
        var unreported = late.Where(it => !steps[(it.Id.Value, it.Round)].Any(step => step is
        {
            Step: LadderStep.Report, Outcome: StepOutcome.Accepted or StepOutcome.NotConfirmed
        })).ToList();
        return new UnreportedGaps(
            [.. unreported.Select(it => it.Id)],
            [.. unreported.Where(it => steps[(it.Id.Value, it.Round)].Any(step => step is
            {
                Step: LadderStep.FirstAccount, Outcome: StepOutcome.Undeliverable
            })).Select(it => it.Id)]);
    }

    /// <summary>Whether nobody but those it concerns may hear whose it is.</summary>
    public bool Contains(Commitment it) => _gaps.Contains(it.Id);

    /// <summary>Whether it will not be reported either, because its owner could not be given the first word.</summary>
    public bool OwnerNotReached(Commitment it) => _notReached.Contains(it.Id);

    /// <summary>Whether it is one that <paramref name="reader"/> may not be told more of.</summary>
    public bool HiddenFrom(Actor reader, Commitment it) => Contains(it) && !Permissions.May(CommitmentRight.SeeGap, it, reader);

    /// <summary>How many there are, said to everybody else.</summary>
    public static string InWords(int count) =>
        count == 1 ? "1 is past its date; its owner is being asked." : $"{count} are past their date; their owners are being asked.";

    /// <summary>What is shown in place of such a commitment.</summary>
    public static Message InsteadOf(Commitment it) => Messages.Plain(
        $"{it.Reference}, “{it.Wording}”, is past its date and its owner is being asked. You will see more once they have answered, or "
        + "once it has been reported.");
}
