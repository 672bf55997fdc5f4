using CommitmentBot.Core.Chat;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>A way to say something: where, and whether as a message that others read or as a slash command.</summary>
internal sealed record Spot(string Called, string Platform, bool IsForums = false, bool IsPersonal = false, bool BySlash = false)
{
    public static readonly Spot Channel = new("the forum's channel", PlatformName.Slack, IsForums: true);
    public static readonly Spot Second = new("its channel on Teams", PlatformName.Teams, IsForums: true);
    public static readonly Spot Elsewhere = new("a channel of no forum", PlatformName.Slack);
    public static readonly Spot Private = new("private", PlatformName.Slack, IsPersonal: true);
    public static readonly Spot Slash = new("a slash command in the forum's channel", PlatformName.Slack, IsForums: true, BySlash: true);
    public static readonly Spot SlashElsewhere = new("a slash command elsewhere", PlatformName.Slack, BySlash: true);

    public static readonly IReadOnlyList<Spot> All = [Channel, Second, Elsewhere, Private, Slash, SlashElsewhere];

    /// <summary>Whether what is said here is a message in one of the forum's channels, which proves that its writer is in it.</summary>
    public bool ProvesMembership => IsForums && !BySlash;

    public override string ToString() => Called;
}
