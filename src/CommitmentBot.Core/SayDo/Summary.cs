using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using NodaTime;

namespace CommitmentBot.Core.SayDo;

/// <summary>
/// What a summary is asked for. No organisation: the whole forum. One or more: what they promised. Exactly two, by organisation: what each
/// promised the other, in both directions.
/// </summary>
public sealed record SummaryQuestion(DateInterval Period, SummaryBy By, IReadOnlyList<OrganisationId> Organisations);

/// <summary>One line of a breakdown.</summary>
public sealed record SummaryGroup(string Label, Tally Tally);

/// <summary>
/// Kept versus broken, in numbers: of all commitments whose agreed date lies in the period, as they stand on <c>Today</c>. Groups are in
/// alphabetical order, never in order of a rate, and no group is a person.
/// </summary>
public sealed record Summary(SummaryQuestion Question, LocalDate Today, Tally Total, IReadOnlyList<SummaryGroup> Groups)
{
    /// <summary>
    /// Counts what <paramref name="commitments"/> say about the question. They must be ones the asker may see. Gaps that waited on another
    /// commitment count in the forum's total, and are not charged to an organisation.
    /// </summary>
    public static Summary Of(
        IReadOnlyList<Commitment> commitments, SummaryQuestion question, LocalDate today, WorkingCalendar calendar, Names names)
    {
        var pair = question is { By: SummaryBy.Organisation, Organisations.Count: 2 };
        var asked = commitments
            .Where(it => question.Period.Contains(Outcome.CountedDue(it)))
            .Where(it => question.Organisations.Count == 0
                || (it.OwnerOrganisation is { } owner && question.Organisations.Contains(owner)
                    && (!pair || OtherOf(it, question.Organisations, names))))
            .ToList();

        var labelled = asked.SelectMany(it => Labels(it, question.By, pair, today, names).Select(label => (Label: label, It: it)));
        var charging = question.Organisations.Count > 0;
        var groups = labelled
            .GroupBy(entry => entry.Label, entry => entry.It, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => new SummaryGroup(
                group.Key, Tally.Of(group, today, calendar, question.By switch
                {
                    SummaryBy.Organisation => true,
                    SummaryBy.Theme => charging,
                    _ => false,
                })))
            // What was only proposed, declined, released or has lapsed is said of the whole.
            .Where(group => group.Tally is { Due: > 0 } or { StillOpen: > 0 } or { ChargedElsewhere: > 0 });
        return new Summary(question, today, Tally.Of(asked, today, calendar, charging), [.. groups]);
    }

    private static bool OtherOf(Commitment it, IReadOnlyList<OrganisationId> two, Names names) =>
        To(it, names) is { } to && to != it.OwnerOrganisation && two.Contains(to);

    private static OrganisationId? To(Commitment it, Names names) => it.Promisee switch
    {
        Promisee.ToOrganisation to => to.Organisation,
        Promisee.ToPerson to => names.OrganisationOf(to.Person),
        _ => null,
    };

    private static IReadOnlyList<string> Labels(Commitment it, SummaryBy by, bool pair, LocalDate today, Names names) => by switch
    {
        SummaryBy.Theme => it.Themes.Count == 0 ? ["No theme"] : [.. it.Themes.Distinct(StringComparer.OrdinalIgnoreCase)],
        SummaryBy.Cause => OfGap(Outcome.Of(it, today)) is { } cause ? [cause] : [],
        _ when it.OwnerOrganisation is not { } owner => ["No organisation given"],
        _ when pair => [$"{names.Organisation(it.OwnerOrganisation.Value)} to {names.Organisation(To(it, names)!.Value)}"],
        _ => [names.Organisation(it.OwnerOrganisation.Value)],
    };

    private static string? OfGap(Outcome outcome) => outcome switch
    {
        Outcome.KeptLate late => Causes.InWords(late.Cause),
        Outcome.Broken broken => Causes.InWords(broken.Cause),
        Outcome.NewDate => "New date agreed afterwards",
        Outcome.AccountAwaited => "Account awaited",
        _ => null,
    };
}
