using CommitmentBot.Core.People;
using NodaTime;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// An event in its register's chain, as it is stored. <c>Kind</c> is <see cref="EventJson.KindOf"/>; <c>Payload</c> and <c>Salt</c> are both
/// null once the words were erased.
/// </summary>
public sealed record ChainedEvent(
    ChainLink Link,
    CommitmentId Commitment,
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

    /// <summary>The event itself; null when its words were erased. Throws <see cref="System.Text.Json.JsonException"/> when the payload is no event.</summary>
    public RegisterEvent? Read() =>
        Payload is null ? null : new RegisterEvent(Commitment, Version, At, By, Organisation, Source, EventJson.Deserialize(Payload));
}
