namespace CommitmentBot.Conversation;

/// <summary>The actions that buttons and forms carry.</summary>
internal static class Verb
{
    public const string Show = "show";

    /// <summary>Not a button's: how a platform asks for the card as its reader sees it.</summary>
    public const string Look = "look";
    public const string Done = "done";
    public const string OnTrack = "on-track";
    public const string AtRisk = "at-risk";
    public const string Move = "move";
    public const string HelpWanted = "help-wanted";
    public const string Account = "account";
    public const string Accept = "accept";
    public const string Counter = "counter";
    public const string Decline = "decline";
    public const string Agree = "agree";
    public const string Refuse = "refuse";
    public const string Confirm = "confirm";
    public const string NotYet = "not-yet";
    public const string ConversationHeld = "conversation-held";
    public const string ConversationDeclined = "conversation-declined";
    public const string Snooze = "snooze";
    public const string RecordDraft = "draft-record";
    public const string ChangeDraft = "draft-change";
    public const string DropDraft = "draft-drop";
    public const string OwnerIs = "draft-owner";
    public const string PromiseeIs = "draft-promisee";
    public const string LeaveOpen = "draft-open";
    public const string NeverAsk = "never-ask";
    public const string SpeakFor = "speak-for";
    public const string ConfirmClaim = "claim-confirm";
    public const string CorrectClaim = "claim-correct";
    public const string UseForum = "forum-use";
    public const string HandOver = "hand-over";
    public const string AgreeChair = "chair-agree";
    public const string ObjectChair = "chair-object";
    public const string SetPolicy = "policy-set";
}
