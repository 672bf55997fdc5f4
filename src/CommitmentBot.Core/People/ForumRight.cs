namespace CommitmentBot.Core.People;

/// <summary>What somebody may do in a forum as a whole, beside the moves on one commitment.</summary>
public enum ForumRight
{
    /// <summary>Record one's own promise, propose for another.</summary>
    Record,

    /// <summary>See the register and the forum's summaries.</summary>
    SeeRegister,

    /// <summary>See how the forum is set up, its people and organisations, and what happened to it.</summary>
    SeeForum,

    /// <summary>Name somebody of the forum as one's own deputy, and end that.</summary>
    NameDeputy,

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

    /// <summary>Link a channel, and unlink one.</summary>
    LinkChannel,

    /// <summary>Name chairs and the facilitator, and take their seats back.</summary>
    NameChairs,

    /// <summary>Propose a chair where none is left, and answer such a proposal.</summary>
    ProposeChair,

    /// <summary>Enter the organisations, and say who speaks for which.</summary>
    SetOrganisations,

    /// <summary>Join the systems of two forums.</summary>
    JoinSystems,
}

/// <summary>What somebody may do with one commitment that is no move of its life.</summary>
public enum CommitmentRight
{
    /// <summary>Read it.</summary>
    See,

    /// <summary>Be told whose it is when it is past its date and not reported yet.</summary>
    SeeGap,

    /// <summary>Answer a heads-up with "on track".</summary>
    SayOnTrack,

    /// <summary>Ask the facilitator for help.</summary>
    AskForHelp,
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
