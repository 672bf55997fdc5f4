using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>What each command asks of whoever types it.</summary>
public static class CommandRights
{
    private static readonly Need Nothing = new Need.Nothing();

    /// <summary>One row per command.</summary>
    public static readonly IReadOnlyDictionary<Type, Need> All = new Dictionary<Type, Need>
    {
        [typeof(Command.MyCommitments)] = Nothing,
        [typeof(Command.OwedToMe)] = Nothing,
        [typeof(Command.HowAreYouDoing)] = Nothing,
        [typeof(Command.Help)] = Nothing,
        [typeof(Command.SpeakFor)] = Nothing,
        [typeof(Command.RemindAt)] = Nothing,
        [typeof(Command.OnLeave)] = Nothing,
        [typeof(Command.NeverAsk)] = Nothing,
        [typeof(Command.WriteTo)] = Nothing,
        [typeof(Command.WhoAmI)] = Nothing,
        [typeof(Command.JoinAccounts)] = Nothing,
        [typeof(Command.SeparateAccounts)] = Nothing,
        [typeof(Command.UseForum)] = Nothing,

        [typeof(Command.Show)] = new Need.OnCommitment(CommitmentRight.See),
        [typeof(Command.Calendar)] = new Need.OnCommitment(CommitmentRight.See),
        [typeof(Command.OnTrack)] = new Need.OnCommitment(CommitmentRight.SayOnTrack),
        [typeof(Command.HelpWanted)] = new Need.OnCommitment(CommitmentRight.AskForHelp),

        [typeof(Command.Done)] = ToMove<Move.DeclareDone>(),
        [typeof(Command.Snooze)] = ToMove<Move.Snooze>(),
        [typeof(Command.AtRisk)] = ToMove<Move.FlagAtRisk>(),
        [typeof(Command.MoveTo)] = ToMove<Move.AskToMove>(),
        [typeof(Command.Reword)] = ToMove<Move.AskToMove>(),
        [typeof(Command.Cannot)] = ToMove<Move.Cannot>(),
        [typeof(Command.HandOver)] = ToMove<Move.HandOver>(),
        [typeof(Command.Release)] = ToMove<Move.Release>(),
        [typeof(Command.Accept)] = ToMove<Move.Accept>(),
        [typeof(Command.Counter)] = ToMove<Move.Counter>(),
        [typeof(Command.Decline)] = ToMove<Move.Decline>(),
        [typeof(Command.Agree)] = ToMove<Move.Agree>(),
        [typeof(Command.Refuse)] = ToMove<Move.Refuse>(),
        [typeof(Command.Confirm)] = ToMove<Move.Confirm>(),
        [typeof(Command.NotYet)] = ToMove<Move.SayNotYet>(),
        [typeof(Command.CloseConversation)] = ToMove<Move.CloseConversation>(),
        [typeof(Command.CallBroken)] = ToMove<Move.CallBroken>(),
        [typeof(Command.Correct)] = ToMove<Move.Correct>(),

        [typeof(Command.List)] = new Need.InForum(ForumRight.SeeRegister),
        [typeof(Command.Summary)] = new Need.InForum(ForumRight.SeeRegister),
        [typeof(Command.Export)] = new Need.InForum(ForumRight.Export),
        [typeof(Command.Deputy)] = new Need.InForum(ForumRight.NameDeputy),
        [typeof(Command.NoDeputy)] = new Need.InForum(ForumRight.NameDeputy),
        [typeof(Command.ForumShow)] = new Need.InForum(ForumRight.SeeForum),
        [typeof(Command.ForumName)] = new Need.InForum(ForumRight.SetCalendar),
        [typeof(Command.ForumLink)] = new Need.InForum(ForumRight.LinkChannel),
        [typeof(Command.ForumChair)] = new Need.InForum(ForumRight.NameChairs),
        [typeof(Command.ForumFacilitator)] = new Need.InForum(ForumRight.NameChairs),
        [typeof(Command.ForumMeets)] = new Need.InForum(ForumRight.SetCalendar),
        [typeof(Command.ForumPolicy)] = new Need.InForum(ForumRight.SetPolicy),
        [typeof(Command.ForumSuggestions)] = new Need.InForum(ForumRight.SetPolicy),
        [typeof(Command.ForumMembers)] = new Need.InForum(ForumRight.SeeForum),
        [typeof(Command.ForumHistory)] = new Need.InForum(ForumRight.SeeForum),
        [typeof(Command.ForumUnlink)] = new Need.InForum(ForumRight.LinkChannel),
        [typeof(Command.ForumJoin)] = new Need.InForum(ForumRight.JoinSystems),
        [typeof(Command.ForumChairVote)] = new Need.InForum(ForumRight.ProposeChair),
        [typeof(Command.RenameOrganisation)] = new Need.InForum(ForumRight.SetOrganisations),
        [typeof(Command.MergeOrganisations)] = new Need.InForum(ForumRight.SetOrganisations),
        [typeof(Command.UndoOrganisation)] = new Need.InForum(ForumRight.SetOrganisations),
        [typeof(Command.ForumOrganisation)] = new Need.InForum(ForumRight.SetOrganisations),
    };

    /// <summary>What a command needs. Throws for one without a row, which a test finds before any user does.</summary>
    public static Need Of(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return All[command.GetType()];
    }

    private static Need.ToMove ToMove<T>()
        where T : Move => new(typeof(T));
}
