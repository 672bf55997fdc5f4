using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>A drawn picture, served to the platforms under its unguessable id.</summary>
public sealed class PictureRow
{
    public required Guid Id { get; init; }

    public required byte[] Png { get; init; }

    public required Instant CreatedAt { get; init; }
}

/// <summary>A small fact the program keeps over restarts: when a job last ran, how far the rehearsal moved the clock.</summary>
public sealed class FactRow
{
    public required string Name { get; init; }

    public required string Value { get; set; }
}
