namespace CommitmentBot.Core.People;

/// <summary>
/// What somebody is to one commitment; several at once are usual. The columns of the permission table, and those that need no column.
/// </summary>
[Flags]
public enum Role
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Who promised, or is asked to.</summary>
    Owner = 1,

    /// <summary>To whom it is promised.</summary>
    Promisee = 2,

    /// <summary>Somebody in one of the forum's channels.</summary>
    Member = 4,

    /// <summary>A chair, of a commitment that is not their own.</summary>
    Chair = 8,

    /// <summary>The forum's facilitator.</summary>
    Facilitator = 16,

    /// <summary>The person a hand-over waits for.</summary>
    NextOwner = 32,

    /// <summary>The passing of time.</summary>
    Clock = 64,

    /// <summary>Who put it forward, for somebody else.</summary>
    Proposer = 128,

    /// <summary>Who answers for its owner for a while, and never owns it.</summary>
    Deputy = 256,
}
