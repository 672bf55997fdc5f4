using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>How delivery takes its time. The lease and the patience are settings; the rest is the product's.</summary>
public sealed record DeliveryRules
{
    /// <summary>How far a platform's clock may be from ours when something posted is looked up by its time.</summary>
    public static readonly Duration ClocksApart = Duration.FromMinutes(5);

    /// <summary>How long a row is its sender's, by the database's clock; longer than <see cref="Answer"/> with a good margin.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a platform has to answer; its HTTP client's own time-out (10 s) comes first.</summary>
    public Duration Answer { get; init; } = Duration.FromSeconds(15);

    /// <summary>A sender that was held up for longer since it claimed a row does not send any more: its lease could end under way.</summary>
    public Duration Pause => (Lease - Answer) / 2;

    /// <summary>How often the outbox is looked at when nobody rings.</summary>
    public Duration Poll { get; init; } = Duration.FromSeconds(1);

    /// <summary>From one look at the outbox to the next, so that what is said meanwhile is claimed together.</summary>
    public Duration Gather { get; init; } = Duration.FromMilliseconds(50);

    /// <summary>How many lanes have a message under way at once, in one instance.</summary>
    public int InFlight { get; init; } = 256;

    /// <summary>No more are claimed for a workspace or tenant that has so many under way; it may have twice as many for a moment.</summary>
    public int InFlightOfTenant { get; init; } = 96;

    /// <summary>The first back-off where the platform names none; each one more is twice as long.</summary>
    public Duration FirstBackOff { get; init; } = Duration.FromSeconds(1);

    /// <summary>The first back-off where the installation's credentials are refused.</summary>
    public Duration InstallationBackOff { get; init; } = Duration.FromMinutes(1);

    /// <summary>The longest back-off.</summary>
    public Duration LongestBackOff { get; init; } = Duration.FromMinutes(10);

    /// <summary>How long a private message waits after its chat was refused, opened anew, and refused again.</summary>
    public Duration UntilTomorrow { get; init; } = Duration.FromHours(20);

    /// <summary>
    /// After so long since the first attempt, or since the first after its chat was refused, a row is dead, or not confirmed.
    /// </summary>
    public Duration GiveUpAfter { get; init; } = Duration.FromHours(24);

    /// <summary>A row that may leave within this time is waited for by <see cref="DeliveryService.WhenQuiet"/>.</summary>
    public Duration Soon { get; init; } = Duration.FromSeconds(5);

    /// <summary>The rules with <c>Delivery:Lease</c> and <c>Delivery:Answer</c> (<c>hh:mm:ss</c>). Throws with a sentence when a lease could end under way.</summary>
    public static DeliveryRules From(IConfiguration settings)
    {
        var usual = new DeliveryRules();
        var rules = usual with
        {
            Lease = settings.GetValue<TimeSpan?>("Lease") is { } lease ? Duration.FromTimeSpan(lease) : usual.Lease,
            Answer = settings.GetValue<TimeSpan?>("Answer") is { } answer ? Duration.FromTimeSpan(answer) : usual.Answer,
        };
        return rules.Answer > Duration.Zero && rules.Lease > rules.Answer
            ? rules
            : throw new InvalidOperationException("Delivery:Lease must be longer than Delivery:Answer: what is under way would else be taken for lost.");
    }
}
