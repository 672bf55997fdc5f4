using System.Text.Json.Nodes;
using NodaTime;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>One message as the platform shows it now.</summary>
public sealed record TranscriptMessage
{
    /// <summary>One of <see cref="Core.Chat.PlatformName"/>.</summary>
    public required string Platform { get; init; }

    /// <summary>Slack's channel id, or Teams' conversation without <c>;messageid=</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Slack's <c>ts</c>, or Teams' activity id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the message whose thread it is in; null for one that stands in the channel itself.</summary>
    public string? Thread { get; init; }

    /// <summary>The key of the persona who wrote it; null for the bot.</summary>
    public string? From { get; init; }

    /// <summary>The key of the only persona who sees it; null when everybody in the channel does.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>What was written, as a person reads it; the fallback of a message of the bot.</summary>
    public required string Text { get; init; }

    /// <summary>What was written, as the platform stores it.</summary>
    public required string Markup { get; init; }

    /// <summary>Slack: the array of blocks. Teams: the Adaptive Card. Never changed in place.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Slack's hidden metadata.</summary>
    public JsonNode? Metadata { get; init; }

    /// <summary>When it was posted, by the program's clock.</summary>
    public required Instant At { get; init; }

    /// <summary>How often it has been updated since.</summary>
    public int Updates { get; init; }
}
