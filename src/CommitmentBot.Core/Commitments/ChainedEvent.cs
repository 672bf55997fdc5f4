using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// An event in its register's chain, as it is stored: a commitment's, or the forum's own where <c>Commitment</c> is null (its
/// <c>Version</c> is 0 then).
/// <c>Payload</c> and <c>Salt</c> are both null once the words were erased.
/// </summary>
public sealed record ChainedEvent(
    ChainLink Link,
    CommitmentId? Commitment,
    int Version,
    Instant At,
    PersonId? By,
    OrganisationId? Organisation,
    string? Source,
    string Kind,
    string? Payload,
    byte[]? Salt)
{
    /// <summary>Whether its words were erased.</summary>
    public bool IsErased => Payload is null && Salt is null;

    /// <summary>The same link without the words: what is left of it after an erasure.</summary>
    public ChainedEvent Erased() => this with { Payload = null, Salt = null };

    /// <summary>
    /// The commitment's event; null when its words were erased, or it is the forum's. Throws <see cref="System.Text.Json.JsonException"/>
    /// when the payload is no event.
    /// </summary>
    public RegisterEvent? Read() => Payload is not null && Commitment is { } commitment
        ? new RegisterEvent(commitment, Version, At, By, Organisation, Source, EventJson.Deserialize(Payload))
        : null;

    /// <summary>The forum's event; null when its words were erased, or it is a commitment's. Throws as <see cref="Read"/> does.</summary>
    public ForumEvent? ReadForumEvent() => Payload is not null && Commitment is null ? EventJson.DeserializeForumEvent(Payload) : null;
}
