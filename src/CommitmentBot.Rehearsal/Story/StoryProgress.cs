namespace CommitmentBot.Rehearsal.Story;

/// <summary>How far a story is. <c>Problem</c> says what did not happen.</summary>
public sealed record StoryProgress(StoryState State, int Step, int Of, string Caption, string? Problem)
{
    /// <summary>Before the first step.</summary>
    public static readonly StoryProgress None = new(StoryState.Idle, 0, 0, "", null);
}

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
