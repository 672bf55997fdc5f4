using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.UnitTests.Chasing;

/// <summary>A commitment to test with: due Friday 27 November 2026, promised on Monday the 2nd by somebody in London.</summary>
internal static class Promise
{
    public static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    public static readonly WorkingCalendar Calendar = new([]);
    public static readonly Person Owner = new(PersonId.New(), "Sarah Ali", London, Person.UsualHour, []);

    public static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;

    public static Instant At(string local, DateTimeZone? zone = null) =>
        LocalDateTimePattern.GeneralIso.Parse(local + ":00").Value.InZoneLeniently(zone ?? London).ToInstant();

    public static Commitment Of(string due = "2026-11-27", string said = "2026-11-02T10:00") => new()
    {
        Id = CommitmentId.New(),
        Forum = ForumId.New(),
        Number = 42,
        Version = 1,
        State = CommitmentState.Active,
        Owner = Owner.Id,
        OwnerOrganisation = OrganisationId.New(),
        ProposedBy = Owner.Id,
        Promisee = new Promisee.ToForum(),
        Wording = "Send the winter bed plan to UHCW",
        Verbatim = new Verbatim("I'll send the winter bed plan to UHCW by Friday", Owner.Id, At(said), null),
        Due = Day(due),
        FirstDue = Day(due),
        CreatedAt = At(said),
        AcceptedAt = At(said),
        RoundSince = At(said),
        ChangedAt = At(said),
    };

    public static LadderContext Seen(string at, Person? owner = null, Policy? policy = null) =>
        new(policy ?? Policy.Standard, Calendar, owner ?? Owner, London, At(at));

    public static StepTaken Taken(
        LadderStep step, string at, StepOutcome outcome = StepOutcome.Accepted, int round = 0, string? settled = null) =>
        new(step, round, outcome, At(at), outcome == StepOutcome.Planned ? null : At(settled ?? at));
}
