using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using NodaTime;
using Shouldly;

namespace CommitmentBot.UnitTests.Commitments;

/// <summary>
/// One commitment, C-42, told move by move: Sarah owes it to Tom of UHCW by Friday 12 June 2026; it is Monday 1 June, 10:00 in London.
/// </summary>
internal sealed class Story
{
    public static readonly ForumId Forum = new(Guid.Parse("0197a000-0000-7000-8000-000000000001"));
    public static readonly OrganisationId Wcc = new(Guid.Parse("0197a000-0000-7000-8000-000000000002"));
    public static readonly OrganisationId Uhcw = new(Guid.Parse("0197a000-0000-7000-8000-000000000003"));
    public static readonly LocalDate Due = new(2026, 6, 12);
    public static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    public static readonly Actor Sarah = Member(1, Wcc);
    public static readonly Actor Tom = Member(2, Uhcw);
    public static readonly Actor Una = Member(3, Uhcw);
    public static readonly Actor Vic = Member(4, Wcc);
    public static readonly Actor Chair = Member(5, null) with { IsChair = true };
    public static readonly Actor Facilitator = Member(6, null) with { IsFacilitator = true };
    public static readonly Actor Outsider = Member(7, null) with { IsMember = false };

    private static readonly CommitmentId Id = new(Guid.Parse("0197a000-0000-7000-8000-000000000042"));

    public static readonly Account SomeAccount = new("Send the plan", "Half of it", "Two people were ill", "The bed numbers", "The rest on Monday", Cause.Capacity);

    private Instant _now = At(new LocalDate(2026, 6, 1));

    /// <summary>The commitment now; null before its first event.</summary>
    public Commitment? Now { get; private set; }

    /// <summary>The commitment, which has begun.</summary>
    public Commitment It => Now ?? throw new InvalidOperationException("The story has not begun.");

    public List<RegisterEvent> Events { get; } = [];

    public LifeContext Context => new(_now, London, new WorkingCalendar([]), Policy.Standard);

    /// <summary>A story in which Sarah has promised it.</summary>
    public static Story Promised(Promisee? to = null) => new Story().After(Sarah, new Move.Record(Opening(to)));

    /// <summary>A story in which Tom has proposed it to Sarah.</summary>
    public static Story Proposed() => new Story().After(Tom, new Move.Propose(Opening()));

    /// <summary>A story in which Sarah has accepted it on other terms.</summary>
    public static Story Countered() => Proposed().After(Sarah, new Move.Counter(To(new LocalDate(2026, 6, 19))));

    /// <summary>A story in which Sarah has said that it is done.</summary>
    public static Story Reported() => Promised().After(Sarah, new Move.DeclareDone("https://example.org/plan"));

    public static CommitmentEvent.Opening Opening(Promisee? to = null, LocalDate? due = null) => new(
        Forum, 42, Sarah.Person!.Value, Wcc, to ?? new Promisee.ToPerson(Tom.Person!.Value), "Send the winter bed plan",
        new Verbatim("I'll send the winter bed plan", Sarah.Person!.Value, At(new LocalDate(2026, 6, 1)), null), due ?? Due, null, ["urgent-care"]);

    public static Terms To(LocalDate due, string? because = "the numbers come late") => new(due, null, because);

    public static Instant At(LocalDate day, int hour = 10) => day.At(new LocalTime(hour, 0)).InZoneStrictly(London).ToInstant();

    /// <summary>The same story so far, to be told on another way.</summary>
    public Story Copy()
    {
        var copy = new Story { _now = _now, Now = Now };
        copy.Events.AddRange(Events);
        return copy;
    }

    public Story On(LocalDate day, int hour = 10)
    {
        _now = At(day, hour);
        return this;
    }

    public Decision Try(Actor by, Move move) => Lifecycle.Decide(Now, move, by, Context);

    /// <summary>The sentence of a refusal; fails when it is none.</summary>
    public string Refusal(Actor by, Move move) => Try(by, move).ShouldBeOfType<Decision.Refused>().Sentence;

    public IReadOnlyList<string> Allowed(Actor by) => Lifecycle.Allowed(It, by, Context);

    /// <summary>Makes a move that must be allowed.</summary>
    public Story After(Actor by, Move move)
    {
        var decision = Try(by, move);
        Take(by, decision.ShouldBeOfType<Decision.Happened>((decision as Decision.Refused)?.Sentence));
        return this;
    }

    /// <summary>Applies what happened.</summary>
    public void Take(Actor by, Decision.Happened happened)
    {
        foreach (var fact in happened.Events)
        {
            var next = new RegisterEvent(Id, (Now?.Version ?? 0) + 1, _now, by.Person, by.Organisation, null, fact);
            Events.Add(next);
            Now = Evolution.Apply(Now, next);
        }
    }

    public static Actor Member(int number, OrganisationId? organisation) =>
        new(new PersonId(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])), organisation, IsMember: true, IsChair: false, IsFacilitator: false);
}
