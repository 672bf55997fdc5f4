using CommitmentBot.Core.Understanding;

namespace CommitmentBot.Conversation;

/// <summary>Sentences that several places say.</summary>
internal static class Refusals
{
    /// <summary>Why words with something of a patient's in them are not kept.</summary>
    public static string Of(PatientIdentifierKind kind) => kind == PatientIdentifierKind.NhsNumber
        ? "This holds what looks like an NHS number. I keep no patient's details, so nothing of it was stored; please say it without."
        : "This holds what looks like somebody's name and date of birth. I keep no patient's details, so nothing of it was stored; please say it without.";

    public const string NotHere =
        "I know no such commitment that you can see. It may stand in a forum whose channels you are not in.";

    public const string NoForum =
        "This channel belongs to no forum yet. “forum name …” starts one here, with you as its chair; “forum link …” with a code from another channel joins that forum.";

    public const string WhichForum =
        "You are in several forums, or in none yet. Please say it in the forum's channel.";
}
