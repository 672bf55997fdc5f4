using CommitmentBot.Core.Chat;

namespace CommitmentBot.Data.Rows;

/// <summary>A <see cref="ConversationRef"/> as columns.</summary>
public sealed class Place
{
    public required string Platform { get; init; }

    public required string Tenant { get; init; }

    public required string Channel { get; init; }

    public required ConversationKind Kind { get; init; }

    public string? Thread { get; init; }

    public string? ServiceUrl { get; init; }

    public static Place Of(ConversationRef it) => new()
    {
        Platform = it.Platform,
        Tenant = it.Tenant,
        Channel = it.Channel,
        Kind = it.Kind,
        Thread = it.Thread,
        ServiceUrl = it.ServiceUrl,
    };

    public ConversationRef ToRef() => new(Platform, Tenant, Channel, Kind, Thread, ServiceUrl);
}
