using static CommitmentBot.Core.People.Role;

namespace CommitmentBot.Core.People;

/// <summary>
/// The table "Who may do what", line by line, for everything but the moves, whose roles stand in the life table. Whatever is not in
/// either is refused.
/// </summary>
internal static class PermissionTable
{
    private const Role Anybody = Member | Chair | Facilitator;

    /// <summary>Who has a right for the whole forum, and whether others have it for their own commitments.</summary>
    public static readonly IReadOnlyDictionary<ForumRight, (Role By, bool Own)> OfForum = new Dictionary<ForumRight, (Role, bool)>
    {
        [ForumRight.Record] = (Anybody, false),
        [ForumRight.SeeRegister] = (Anybody, false),
        [ForumRight.SeeForum] = (Anybody, false),
        [ForumRight.NameDeputy] = (Anybody, false),
        [ForumRight.Digest] = (Chair | Facilitator, true),
        [ForumRight.Export] = (Chair | Facilitator, true),
        [ForumRight.SeeWhatWaits] = (Chair | Facilitator, true),
        [ForumRight.SetPolicy] = (Chair, false),
        [ForumRight.SetCalendar] = (Chair, false),
        [ForumRight.LinkChannel] = (Chair, false),
        [ForumRight.NameChairs] = (Chair, false),
        [ForumRight.ProposeChair] = (Anybody, false),
        [ForumRight.SetOrganisations] = (Chair, false),
        [ForumRight.JoinSystems] = (Chair, false),
    };

    /// <summary>Who has a right to one commitment.</summary>
    public static readonly IReadOnlyDictionary<CommitmentRight, Role> OfCommitment = new Dictionary<CommitmentRight, Role>
    {
        [CommitmentRight.See] = Owner | Promisee | NextOwner | Proposer | Anybody,
        [CommitmentRight.SeeGap] = Owner | Deputy | Promisee | NextOwner | Facilitator,
        [CommitmentRight.SayOnTrack] = Owner | Deputy,
        [CommitmentRight.AskForHelp] = Owner | Deputy,
    };
}
