using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>Somebody who tries everything, with an account on each platform, and what the tables are to take them for.</summary>
internal sealed record Walker(string Called)
{
    public PersonId Person { get; } = PersonId.New();

    /// <summary>Whether the platforms have them in one of the forum's channels.</summary>
    public bool IsMember { get; init; } = true;

    public ForumSeat? Seat { get; init; }

    public bool IsGuest { get; init; }

    /// <summary>Whether their address is in the organisation's domain.</summary>
    public bool SpeaksForIt { get; init; }

    /// <summary>Whether they only say that they speak for the organisation.</summary>
    public bool ClaimsIt { get; init; }

    /// <summary>Whether they are in another forum, which has a system of its own.</summary>
    public bool IsNeighbour { get; init; }

    /// <summary>Whether they were in the forum's channels and have left.</summary>
    public bool HasLeft { get; init; }

    public string? Email => SpeaksForIt ? $"{Person.Value:N}@uhcw.nhs.uk" : null;

    public UserRef On(string platform) => new(platform, $"{platform}-{Person.Value:N}");

    /// <summary>What they are in the forum; <paramref name="hasJustWritten"/> in one of its channels proves that they are in it.</summary>
    public Actor In(OrganisationId organisation, bool hasJustWritten = false) => new(
        Person, SpeaksForIt ? organisation : null, IsMember || hasJustWritten, Seat == ForumSeat.Chair, Seat == ForumSeat.Facilitator);

    public override string ToString() => Called;
}
