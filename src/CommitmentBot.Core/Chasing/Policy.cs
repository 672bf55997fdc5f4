using NodaTime;

namespace CommitmentBot.Core.Chasing;

/// <summary>
/// A forum's rules for reminding and chasing. Days are working days; the steps' days count from the agreed date. Null switches a step off.
/// </summary>
public sealed record Policy(
    string Profile,
    int? HeadsUpBefore,
    int? SecondAskAfter,
    int FirstAccountAfter,
    int ReportAfter,
    int ProposalLapsesAfter,
    int SelfDeclaredAfter,
    int LongOverdueAfter,
    int PromptsPerWeek,
    IsoDayOfWeek DigestDay)
{
    /// <summary>
    /// The hour after which nobody is written to that day, in their own zone; null for <see cref="Mornings.Grace"/> after their own hour.
    /// </summary>
    public LocalTime? Latest { get; init; }

    /// <summary>When the account is first asked for, in working days after the agreed date.</summary>
    public const int AskAfter = 1;

    /// <summary>No heads-up and no second ask; a day longer until the report.</summary>
    public static readonly Policy Light = new("light", null, null, 5, 6, 10, 10, 10, 3, IsoDayOfWeek.Friday);

    /// <summary>The ladder as the domain page has it.</summary>
    public static readonly Policy Standard = new("standard", 3, 3, 4, 5, 10, 10, 10, 5, IsoDayOfWeek.Friday);

    /// <summary>An earlier heads-up and the report a day sooner; never without the right of first account.</summary>
    public static readonly Policy Active = new("active", 5, 2, 3, 4, 5, 5, 8, 8, IsoDayOfWeek.Friday);

    /// <summary>The profiles people can choose.</summary>
    public static readonly IReadOnlyList<Policy> Profiles = [Light, Standard, Active];
}
