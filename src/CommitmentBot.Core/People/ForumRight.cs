namespace CommitmentBot.Core.People;

/// <summary>What somebody may do in a forum as a whole, beside the moves on one commitment.</summary>
public enum ForumRight
{
    /// <summary>Record one's own promise, propose for another.</summary>
    Record,

    /// <summary>See the register and the forum's summaries.</summary>
    SeeRegister,

    /// <summary>Get the digest.</summary>
    Digest,

    /// <summary>Export commitments.</summary>
    Export,

    /// <summary>See what waits on whom.</summary>
    SeeWhatWaits,

    /// <summary>Change the policy.</summary>
    SetPolicy,

    /// <summary>Set when the forum meets, and what it is called.</summary>
    SetCalendar,

    /// <summary>Link a channel.</summary>
    LinkChannel,

    /// <summary>Name chairs and the facilitator.</summary>
    NameChairs,

    /// <summary>Enter the organisations.</summary>
    SetOrganisations,
}

/// <summary>Of which commitments a right holds.</summary>
public enum Reach
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>Those the person owns or is promised.</summary>
    Own,

    /// <summary>All of the forum's.</summary>
    All,
}
