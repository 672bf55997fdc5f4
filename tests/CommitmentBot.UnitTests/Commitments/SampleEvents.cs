using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.UnitTests.Commitments;

/// <summary>One event of every kind, with every field filled in, and the same field left empty where it may be.</summary>
internal static class SampleEvents
{
    private static readonly LocalDate Later = new(2026, 6, 19);
    private static readonly Terms Full = new(Later, "Send the summer plan", "It's \"late\" & näher");
    private static readonly CommitmentEvent.Opening Opening = Story.Opening() with
    {
        Condition = "if funding is agreed",
        Verbatim = new Verbatim("I'll send it", Story.Sarah.Person!.Value, Instant.FromUtc(2026, 6, 1, 9, 0).PlusNanoseconds(123_456_000), "https://example.org/m/1"),
    };

    public static readonly IReadOnlyList<CommitmentEvent> All =
    [
        new CommitmentEvent.Recorded(Opening),
        new CommitmentEvent.Recorded(Opening with { Promisee = new Promisee.ToOrganisation(Story.Uhcw), OwnerOrganisation = null, Condition = null, Themes = [] }),
        new CommitmentEvent.Proposed(Opening with { Promisee = new Promisee.ToForum() }),
        new CommitmentEvent.Accepted(Story.Wcc),
        new CommitmentEvent.Accepted(null),
        new CommitmentEvent.Countered(Full, Story.Wcc),
        new CommitmentEvent.Countered(new Terms(Later, null, null), null),
        new CommitmentEvent.Declined("No room"),
        new CommitmentEvent.CounterAgreed(),
        new CommitmentEvent.CounterRefused("Too late"),
        new CommitmentEvent.Lapsed(),
        new CommitmentEvent.AtRiskFlagged("Two are ill"),
        new CommitmentEvent.MoveAsked(Full),
        new CommitmentEvent.MoveAgreed(Full, true),
        new CommitmentEvent.MoveRefused(null),
        new CommitmentEvent.DoneDeclared(Later, "https://example.org/plan"),
        new CommitmentEvent.Confirmed(Helped.CannotSay),
        new CommitmentEvent.NotYet("The numbers are missing"),
        new CommitmentEvent.SelfDeclared(),
        new CommitmentEvent.CannotBeDone(Story.SomeAccount),
        new CommitmentEvent.CalledBroken("Nothing heard"),
        new CommitmentEvent.Released("No longer needed"),
        new CommitmentEvent.HandoverOffered(Story.Vic.Person!.Value, "Seat changed hands"),
        new CommitmentEvent.HandoverAccepted(Story.Vic.Person!.Value, Story.Wcc, Full),
        new CommitmentEvent.HandoverDeclined(null),
        new CommitmentEvent.ConversationClosed(true, "On the phone"),
        new CommitmentEvent.Corrected(CommitmentState.Kept, Later, "It was there"),
        new CommitmentEvent.SourceChanged(true),
        new CommitmentEvent.Snoozed(new LocalDate(2026, 6, 8)),
    ];
}
