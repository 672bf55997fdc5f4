using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>How delivery takes its time. The defaults are the product's; tests have shorter ones.</summary>
public sealed record DeliveryRules
{
    /// <summary>How far a platform's clock may be from ours when something posted is looked up by its time.</summary>
    public static readonly Duration ClocksApart = Duration.FromMinutes(5);

    /// <summary>How long a row is its sender's, by the database's clock; longer than <see cref="Answer"/> with a good margin.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a platform has to answer; its HTTP client's own time-out (10 s) comes first.</summary>
    public Duration Answer { get; init; } = Duration.FromSeconds(15);

    /// <summary>A sender that was held up for longer since it claimed a row does not send any more: its lease could end under way.</summary>
    public Duration Pause { get; init; } = Duration.FromSeconds(8);

    /// <summary>How often the outbox is looked at when nobody rings.</summary>
    public Duration Poll { get; init; } = Duration.FromSeconds(1);

    /// <summary>How many lanes have a message under way at once, in one instance.</summary>
    public int InFlight { get; init; } = 8;

    /// <summary>The first back-off where the platform names none; each one more is twice as long.</summary>
    public Duration FirstBackOff { get; init; } = Duration.FromSeconds(1);

    /// <summary>The first back-off where the installation's credentials are refused.</summary>
    public Duration InstallationBackOff { get; init; } = Duration.FromMinutes(1);

    /// <summary>The longest back-off.</summary>
    public Duration LongestBackOff { get; init; } = Duration.FromMinutes(10);

    /// <summary>After so long since the first attempt a row is dead, or not confirmed.</summary>
    public Duration GiveUpAfter { get; init; } = Duration.FromHours(24);

    /// <summary>A row that may leave within this time is waited for by <see cref="DeliveryService.WhenQuiet"/>.</summary>
    public Duration Soon { get; init; } = Duration.FromSeconds(5);
}
