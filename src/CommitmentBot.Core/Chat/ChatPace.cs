using NodaTime;

namespace CommitmentBot.Core.Chat;

/// <summary>How fast a platform may be written to; the register keeps count, so that it holds over all instances together.</summary>
public sealed record ChatPace
{
    /// <summary>The least time between two messages to one conversation.</summary>
    public required Duration Spacing { get; init; }

    /// <summary>How many may go to one conversation so close together, before <see cref="Sustained"/> counts.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>The time between two messages to one conversation in the long run.</summary>
    public Duration Sustained { get; init; } = Duration.Zero;

    /// <summary>The time between two messages to one workspace or tenant; zero where only its conversations count.</summary>
    public Duration WithinTenant { get; init; } = Duration.Zero;
}
