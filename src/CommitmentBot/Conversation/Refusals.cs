using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;

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

    /// <summary>Said once to whoever asks more than can be answered at once; what they asked to be done is done.</summary>
    public const string TooMany =
        "You have asked for more than I can answer at once. Please wait a moment, until what is above has come; then ask me again for what "
            + "is missing. What you told me to do is done.";

    public const string NotInForum = "I know no such forum that you are in.";

    public const string NoDraft = "That was answered already, or it is too long ago. Please say it again.";

    public const string NoForum =
        "This channel belongs to no forum yet. “forum name …” starts one here, chaired by whoever added me, or else by you; “forum link "
            + "…” with a code from another channel joins that forum.";

    public const string InNoForum =
        "You are in none of the forums whose register I keep. What is promised to you yourself, or by you, is in “my commitments” and "
            + "“what am I owed”.";

    /// <summary>That a forum knows no such organisation, and which it knows.</summary>
    public static string UnknownOrganisation(string name, TurnContext context)
    {
        var known = string.Join(", ", context.People.Organisations.In(context.ForumId).Select(it => it.ShortName));
        return $"This forum knows no organisation called {name}. "
            + $"{(known.Length == 0 ? "It knows none yet; a chair adds them with “forum organisation …”." : $"It knows {known}.")}";
    }

    /// <summary>That somebody is in no forum of that name, and in which they are.</summary>
    public static string NoSuchForum(string name, IReadOnlyList<ForumRow> mine) => mine.Count == 0
        ? InNoForum
        : $"You are in no forum called {name}. You are in {string.Join(", ", mine.Select(it => it.Name))}.";

    /// <summary>
    /// Why somebody may not do what takes a right in the forum; <paramref name="chairs"/> are the names of those who chair it.
    /// </summary>
    public static string Of(ForumRight right, string chairs) => right switch
    {
        ForumRight.Record or ForumRight.SeeRegister or ForumRight.SeeForum or ForumRight.NameDeputy or ForumRight.ProposeChair =>
            InNoForum,
        ForumRight.Digest or ForumRight.Export or ForumRight.SeeWhatWaits => "That is for the forum's chairs and facilitators.",
        _ => $"Only a chair can change the forum's settings. {chairs} can.",
    };
}
