namespace CommitmentBot.Rehearsal.Story;

/// <summary>How far a story is. <c>Problem</c> says what did not happen.</summary>
public sealed record StoryProgress(StoryState State, int Step, int Of, string Caption, string? Problem)
{
    /// <summary>Before the first step.</summary>
    public static readonly StoryProgress None = new(StoryState.Idle, 0, 0, "", null);

    /// <summary>Where the step is to be watched; null for where the last one was.</summary>
    public StoryView? View { get; init; }

    /// <summary>What somebody is typing into the form they have open, by field; null when they are not.</summary>
    public IReadOnlyDictionary<string, string>? Typed { get; init; }
}

/// <summary>What the watcher is to see: through whose eyes (<c>Who</c> is a persona's key; null for whoever it is), which platform, and whether their private chat.</summary>
public sealed record StoryView(string? Who, string Platform, bool Direct);

/// <summary>What a story is doing.</summary>
public enum StoryState
{
    /// <summary>None is being told.</summary>
    Idle,

    /// <summary>It goes on by itself.</summary>
    Playing,

    /// <summary>It waits for the watcher.</summary>
    Paused,

    /// <summary>It is over.</summary>
    Told,

    /// <summary>A step did not happen.</summary>
    Stopped,
}
