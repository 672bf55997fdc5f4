using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;

namespace CommitmentBot.Conversation;

/// <summary>What each button and form asks of whoever uses it.</summary>
internal static class ButtonRights
{
    /// <summary>One row per verb.</summary>
    public static readonly IReadOnlyDictionary<string, Need> All = new Dictionary<string, Need>
    {
        [Verb.Show] = new Need.OnCommitment(CommitmentRight.See),
        [Verb.Look] = new Need.OnCommitment(CommitmentRight.See),
        [Verb.OnTrack] = new Need.OnCommitment(CommitmentRight.SayOnTrack),
        [Verb.HelpWanted] = new Need.OnCommitment(CommitmentRight.AskForHelp),

        [Verb.Done] = ToMove<Move.DeclareDone>(),
        [Verb.Snooze] = ToMove<Move.Snooze>(),
        [Verb.AtRisk] = ToMove<Move.FlagAtRisk>(),
        [Verb.Move] = ToMove<Move.AskToMove>(),
        [Verb.Account] = ToMove<Move.Cannot>(),
        [Verb.HandOver] = ToMove<Move.HandOver>(),
        [Verb.Accept] = ToMove<Move.Accept>(),
        [Verb.Counter] = ToMove<Move.Counter>(),
        [Verb.Decline] = ToMove<Move.Decline>(),
        [Verb.Agree] = ToMove<Move.Agree>(),
        [Verb.Refuse] = ToMove<Move.Refuse>(),
        [Verb.Confirm] = ToMove<Move.Confirm>(),
        [Verb.NotYet] = ToMove<Move.SayNotYet>(),
        [Verb.ConversationHeld] = ToMove<Move.CloseConversation>(),
        [Verb.ConversationDeclined] = ToMove<Move.CloseConversation>(),

        [Verb.RecordDraft] = new Need.ToBeAsked(),
        [Verb.ChangeDraft] = new Need.ToBeAsked(),
        [Verb.DropDraft] = new Need.ToBeAsked(),
        [Verb.OwnerIs] = new Need.ToBeAsked(),
        [Verb.PromiseeIs] = new Need.ToBeAsked(),
        [Verb.LeaveOpen] = new Need.ToBeAsked(),
        [Verb.NeverAsk] = new Need.ToBeAsked(),

        [Verb.SpeakFor] = new Need.InForum(ForumRight.SeeForum),
        [Verb.UseForum] = new Need.InForum(ForumRight.SeeForum),
        [Verb.ConfirmClaim] = new Need.InForum(ForumRight.SetOrganisations),
        [Verb.CorrectClaim] = new Need.InForum(ForumRight.SetOrganisations),
        [Verb.SetPolicy] = new Need.InForum(ForumRight.SetPolicy),
        [Verb.AgreeChair] = new Need.InForum(ForumRight.ProposeChair),
        [Verb.ObjectChair] = new Need.InForum(ForumRight.ProposeChair),
    };

    /// <summary>Whether <paramref name="actor"/> may press a button of a commitment's card.</summary>
    public static bool Allow(string verb, Commitment it, Actor actor) => All.TryGetValue(verb, out var need) && need switch
    {
        Need.OnCommitment on => Permissions.May(on.Right, it, actor),
        Need.ToMove to => to.Moves.Any(move => Permissions.MayMove(move, it, actor)),
        _ => false,
    };

    private static Need.ToMove ToMove<T>()
        where T : Move => new(typeof(T));
}
