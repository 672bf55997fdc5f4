using NodaTime;

namespace CommitmentBot.Rehearsal.Story;

/// <summary>A story that the page offers: where it happens, what it is about, whether it can be told once only, and its steps.</summary>
public sealed record Tale(Venue Venue, string Title, string Invitation, bool Once, Func<LocalDate, IReadOnlyList<StoryStep>> Steps)
{
    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<Tale> All =
    [
        new(World.PlaceForum, "A promise and its account",
            "A promise between a hospital trust and a council, from the first words to the chair’s summary. Or pick a person and type.",
            Once: false, PlaceForumStory.Steps),
        new(World.Board, "Who may see and do what",
            "Two trusts in one Teams, a council on Slack, a charity by Slack Connect, a guest and a stranger, from the first minute.",
            Once: true, SharedSystemStory.Steps),
    ];
}
