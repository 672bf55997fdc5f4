using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>The forms behind the buttons. Their field names are what <see cref="Clicks"/> reads.</summary>
internal static class Forms
{
    public const string Because = "because";
    public const string Due = "due";
    public const string Wording = "wording";
    public const string Words = "words";
    public const string Evidence = "evidence";
    public const string NextOwner = "next-owner";
    public const string Organisation = "organisation";
    public const string Profile = "profile";
    public const string DigestDay = "digest-day";
    public const string Latest = "latest";

    /// <summary>The choice of no hour for a whole forum.</summary>
    public const string UsualLatest = "usual";

    /// <summary>Ask for a new date.</summary>
    public static Form Move(Commitment it) => new(Verb.Move, Argument(it), $"New date for {it.Reference}", "Ask for it",
        [
            new Field.Date(Due, "New date"),
            new Field.Line(Because, "Why", Multiline: true, Hint: "The promisee sees this when asked to agree."),
        ]);

    /// <summary>Accept with another date or wording.</summary>
    public static Form Counter(Commitment it) => new(Verb.Counter, Argument(it), $"Other terms for {it.Reference}", "Offer this",
        [
            new Field.Date(Due, "By when could you", Initial: it.Due),
            new Field.Line(Wording, "What you would promise", Initial: it.Wording, MaxLength: 300),
            new Field.Line(Because, "Why", Required: false, Multiline: true),
        ]);

    /// <summary>Decline, with or without a reason.</summary>
    public static Form Decline(Commitment it) => new(Verb.Decline, Argument(it), $"Decline {it.Reference}", "Decline",
        [new Field.Line(Because, "Why, if you wish to say", Required: false, Multiline: true)]);

    /// <summary>Flag at risk.</summary>
    public static Form AtRisk(Commitment it) => new(Verb.AtRisk, Argument(it), $"{it.Reference} is at risk", "Tell the promisee",
        [new Field.Line(Words, "What is in the way, and what would help", Multiline: true)]);

    /// <summary>Declare done.</summary>
    public static Form Done(Commitment it) => new(Verb.Done, Argument(it), $"{it.Reference} is done", "It is done",
        [new Field.Line(Evidence, "A link or a line that shows it", Required: false)]);

    /// <summary>Not yet what was promised.</summary>
    public static Form NotYet(Commitment it) => new(Verb.NotYet, Argument(it), $"{it.Reference} is not there yet", "Say so",
        [new Field.Line(Words, "What is still missing", Multiline: true)]);

    /// <summary>Refuse a counter or new terms.</summary>
    public static Form Refuse(Commitment it) => new(Verb.Refuse, Argument(it), $"Keep {it.Reference} as it was", "Keep it as it was",
        [new Field.Line(Because, "Why, if you wish to say", Required: false, Multiline: true)]);

    /// <summary>Ask the facilitator for help.</summary>
    public static Form Help(Commitment it) => new(Verb.HelpWanted, Argument(it), $"Help with {it.Reference}", "Ask for help",
        [new Field.Line(Words, "What would help", Required: false, Multiline: true)]);

    /// <summary>The account: the owner's five lines, the first one filled in with the words as said.</summary>
    public static Form Account(Commitment it, string? why = null) => new(Verb.Account, Argument(it), $"Your account of {it.Reference}", "Give my account",
        [
            new Field.Line(AccountField.Said, "What was said", Initial: Cut(it.Verbatim.Words, 1000), Multiline: true),
            new Field.Line(AccountField.Did, "What was done", Multiline: true),
            new Field.Line(AccountField.Why, "Why the difference", Initial: why, Multiline: true),
            new Field.Line(AccountField.NeededNow, "What the promisee needs now", Multiline: true),
            new Field.Line(AccountField.Next, "What I now commit to", Multiline: true),
            new Field.Choice(AccountField.Cause, "The cause, in a word", Required: false, Options:
                [.. Enum.GetValues<Cause>().Select(cause => new Option(cause.ToString(), InWords(cause)))]),
        ],
        "Your words stand in the report as you write them. Giving an account closes this promise as not kept by its date; you can still say “done” later.");

    /// <summary>Hand it over to somebody of the forum.</summary>
    public static Form HandOver(Commitment it, IEnumerable<Option> people) =>
        new(Verb.HandOver, Argument(it), $"Hand over {it.Reference}", "Ask them",
        [
            new Field.Choice(NextOwner, "Who takes it over", [.. people], Hint: "They are asked, and it stays as it is until they answer."),
            new Field.Line(Because, "Why", Required: false, Multiline: true),
        ]);

    /// <summary>A chair says for whom somebody speaks instead.</summary>
    public static Form OtherOrganisation(string about, string name, IEnumerable<OrganisationRow> organisations) =>
        new(Verb.CorrectClaim, about, "Whom do they speak for", "Say so",
        [new Field.Choice(Organisation, $"{name} speaks for",
            [.. organisations.Select(it => new Option(it.Id.ToString("N"), Cut($"{it.ShortName}, {it.Name}", 70)))])]);

    /// <summary>A forum's policy.</summary>
    public static Form Policy(ForumRow forum, Policy policy) => new(
        Verb.SetPolicy, Argument(forum), "How closely I follow up", "Set the policy",
        [
            new Field.Choice(Profile, "Policy", [.. Core.Chasing.Policy.Profiles.Select(it => new Option(it.Profile, InWords(it)))],
                Initial: policy.Profile),
            new Field.Choice(DigestDay, "Weekday of the digest",
                [.. PolicyMessage.DigestDays.Select(it => new Option(it.ToString(), it.ToString()))],
                Initial: policy.DigestDay.ToString()),
            new Field.Choice(Latest, "Latest hour to write, in each person's own time",
                [
                    new Option(UsualLatest, "Eight hours after their own hour"),
                    .. Enumerable.Range(12, 9).Select(hour => PolicyMessage.Hour(new LocalTime(hour, 0)))
                        .Select(hour => new Option(hour, hour)),
                ],
                Initial: policy.Latest is { } latest ? PolicyMessage.Hour(latest) : UsualLatest),
        ],
        "The channels are told what happens when. Dates that were promised stay as they are.");

    private static string InWords(Policy policy) => policy.HeadsUpBefore is { } days
        ? $"{policy.Profile}: {days} working days before, the report {policy.ReportAfter} after"
        : $"{policy.Profile}: nothing before the day, the report {policy.ReportAfter} after";

    /// <summary>The cause in words.</summary>
    public static string InWords(Cause cause) => cause switch
    {
        Cause.ChanceEvent => "A chance event",
        Cause.WaitingOnAnother => "Waiting on another commitment",
        Cause.Capacity => "Capacity",
        Cause.PrioritiesChanged => "Priorities changed",
        Cause.OverPromised => "Over-promised",
        Cause.NotAgreedAfterAll => "Not agreed after all",
        _ => "Other",
    };

    /// <summary>What a button about a forum carries.</summary>
    public static string Argument(ForumRow forum) => forum.Id.ToString("N");

    /// <summary>What a button about a commitment carries.</summary>
    public static string Argument(Commitment it) => it.Id.Value.ToString("N");

    /// <summary>At most so many characters, the last one an ellipsis if it was longer.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    /// <summary>The names of the account form's fields.</summary>
    public static class AccountField
    {
        public const string Said = "said";
        public const string Did = "did";
        public const string Why = "why";
        public const string NeededNow = "needed";
        public const string Next = "next";
        public const string Cause = "cause";
    }
}
