using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.Understanding;

/// <summary>Somebody named in a sentence: the mention where there was one, else just the words.</summary>
public sealed record NamedPerson(string Name, UserRef? User);

/// <summary>What somebody asked the bot to do. <c>Number</c> is a commitment's number (42 of <c>C-42</c>); null in a thread, where it is plain which.</summary>
public abstract record Command
{
    private Command()
    {
    }

    /// <summary>A move of the life table on one commitment.</summary>
    public abstract record OnCommitment(int? Number) : Command;

    /// <summary><c>show C-42</c>.</summary>
    public sealed record Show(int? Number) : OnCommitment(Number);

    /// <summary><c>done C-42 https://…</c>; also "done after all".</summary>
    public sealed record Done(int? Number, string? Evidence) : OnCommitment(Number);

    /// <summary><c>at risk C-42 …</c>.</summary>
    public sealed record AtRisk(int? Number, string? Words) : OnCommitment(Number);

    /// <summary><c>on track C-42</c>: the answer to a heads-up.</summary>
    public sealed record OnTrack(int? Number) : OnCommitment(Number);

    /// <summary><c>ask for help C-42 …</c>: the facilitator is told.</summary>
    public sealed record HelpWanted(int? Number, string? Words) : OnCommitment(Number);

    /// <summary><c>move C-42 to 12 June because …</c>; also "new date 12 June because …".</summary>
    public sealed record MoveTo(int? Number, DueReading Due, string? Because) : OnCommitment(Number);

    /// <summary><c>reword C-42 as … because …</c>.</summary>
    public sealed record Reword(int? Number, string Wording, string? Because) : OnCommitment(Number);

    /// <summary><c>cannot C-42 because …</c>.</summary>
    public sealed record Cannot(int? Number, string? Because) : OnCommitment(Number);

    /// <summary><c>hand over C-42 to @x because …</c>.</summary>
    public sealed record HandOver(int? Number, NamedPerson? To, string? Because) : OnCommitment(Number);

    /// <summary><c>release C-42 because …</c>.</summary>
    public sealed record Release(int? Number, string? Because) : OnCommitment(Number);

    /// <summary><c>accept C-42</c>.</summary>
    public sealed record Accept(int? Number) : OnCommitment(Number);

    /// <summary><c>accept C-42 by 12 June</c>, <c>counter C-42 12 June because …</c>.</summary>
    public sealed record Counter(int? Number, DueReading Due, string? Wording, string? Because) : OnCommitment(Number);

    /// <summary><c>decline C-42 because …</c>.</summary>
    public sealed record Decline(int? Number, string? Because) : OnCommitment(Number);

    /// <summary><c>agree C-42</c>.</summary>
    public sealed record Agree(int? Number) : OnCommitment(Number);

    /// <summary><c>refuse C-42 because …</c>.</summary>
    public sealed record Refuse(int? Number, string? Because) : OnCommitment(Number);

    /// <summary><c>yes C-42</c>, <c>confirm C-42, it helped partly</c>: it was what was promised.</summary>
    public sealed record Confirm(int? Number, Helped? Helped) : OnCommitment(Number);

    /// <summary><c>not yet C-42 …</c>.</summary>
    public sealed record NotYet(int? Number, string? Words) : OnCommitment(Number);

    /// <summary><c>conversation held C-42 …</c>, <c>conversation declined C-42 …</c>: the facilitated one, after which chasing resumes.</summary>
    public sealed record CloseConversation(int? Number, bool Held, string? Words) : OnCommitment(Number);

    /// <summary><c>call C-42 broken because …</c> (chairs).</summary>
    public sealed record CallBroken(int? Number, string? Because) : OnCommitment(Number);

    /// <summary><c>correct C-42 to kept because …</c> (chairs).</summary>
    public sealed record Correct(int? Number, CommitmentState? To, string? Because) : OnCommitment(Number);

    /// <summary><c>snooze C-42</c>: once a round, to the next working day.</summary>
    public sealed record Snooze(int? Number) : OnCommitment(Number);

    /// <summary><c>calendar C-42</c>: its date for one's own calendar.</summary>
    public sealed record Calendar(int? Number) : OnCommitment(Number);

    /// <summary><c>my commitments</c>.</summary>
    public sealed record MyCommitments : Command;

    /// <summary><c>what am I owed</c>.</summary>
    public sealed record OwedToMe : Command;

    /// <summary><c>list</c>, <c>list overdue</c>, <c>list open</c>, <c>list UHCW</c>.</summary>
    public sealed record List(ListOf Which, string? Organisation) : Command;

    /// <summary><c>summary</c>, <c>summary this quarter by organisation</c>, <c>summary UHCW and WCC</c>, <c>summary since April by theme</c>.</summary>
    public sealed record Summary(DateInterval? Period, SummaryBy By, IReadOnlyList<string> Organisations) : Command;

    /// <summary><c>how are you doing?</c>: the bot's own figures.</summary>
    public sealed record HowAreYouDoing : Command;

    /// <summary><c>help</c>.</summary>
    public sealed record Help : Command;

    /// <summary><c>export</c>.</summary>
    public sealed record Export : Command;

    /// <summary><c>I speak for UHCW</c>; a chair's <c>@x speaks for NHT</c>, which names who.</summary>
    public sealed record SpeakFor(string Organisation, NamedPerson? Who = null) : Command;

    /// <summary><c>remind me at 8:30</c>.</summary>
    public sealed record RemindAt(LocalTime Hour) : Command;

    /// <summary><c>on leave 3 August to 14 August</c>.</summary>
    public sealed record OnLeave(DateInterval? Days) : Command;

    /// <summary>
    /// <c>my deputy is @x until 3 June</c>, <c>my deputy</c>: who answers for the speaker; null where nobody, or no day, was named.
    /// </summary>
    public sealed record Deputy(NamedPerson? Person, LocalDate? Until) : Command;

    /// <summary><c>no deputy</c>.</summary>
    public sealed record NoDeputy : Command;

    /// <summary><c>write to me on Teams</c>: a <see cref="PlatformName"/>; null when another word was said.</summary>
    public sealed record WriteTo(string? Platform) : Command;

    /// <summary><c>who am I</c>: what the bot knows about the asker.</summary>
    public sealed record WhoAmI : Command;

    /// <summary><c>join my accounts</c> gives a code, <c>join my accounts 7KQ2-…</c> on the other platform joins both accounts.</summary>
    public sealed record JoinAccounts(string? Code) : Command;

    /// <summary><c>separate my accounts</c>: takes apart what a code joined.</summary>
    public sealed record SeparateAccounts : Command;

    /// <summary><c>switch to Beta Partnership</c>: the forum that a private conversation is about.</summary>
    public sealed record UseForum(string Name) : Command;

    /// <summary><c>forum</c>: what the forum is set to.</summary>
    public sealed record ForumShow : Command;

    /// <summary><c>forum name Warwickshire Place Forum</c>.</summary>
    public sealed record ForumName(string Name) : Command;

    /// <summary><c>forum link</c> gives a code, <c>forum link 7KQ2-…</c> in another channel links it.</summary>
    public sealed record ForumLink(string? Code) : Command;

    /// <summary><c>forum unlink</c>: this channel no longer belongs to the forum.</summary>
    public sealed record ForumUnlink : Command;

    /// <summary><c>forum join</c> gives a code, <c>forum join 7KQ2-…</c> in another forum joins both: they share organisations.</summary>
    public sealed record ForumJoin(string? Code) : Command;

    /// <summary><c>forum members</c>: whom the platform's roster has.</summary>
    public sealed record ForumMembers : Command;

    /// <summary><c>forum history</c>: who changed what in the forum.</summary>
    public sealed record ForumHistory : Command;

    /// <summary><c>forum chair @x</c>, <c>forum chair remove @x</c>; "me" is the speaker, null when nobody was named.</summary>
    public sealed record ForumChair(NamedPerson? Person, bool Remove = false) : Command;

    /// <summary><c>forum facilitator @x</c>, <c>forum facilitator remove @x</c>; "me" is the speaker, null when nobody was named.</summary>
    public sealed record ForumFacilitator(NamedPerson? Person, bool Remove = false) : Command;

    /// <summary><c>forum agree to @x</c>, <c>forum object to @x</c>: on somebody proposed as chair while there is none.</summary>
    public sealed record ForumChairVote(NamedPerson? Person, bool Agree) : Command
    {
        /// <summary>Whether it was agreed to, rather than objected.</summary>
        public new bool Agree { get; init; } = Agree;
    }

    /// <summary><c>forum meets every second Tuesday at 14:00</c>; null when the words were not understood.</summary>
    public sealed record ForumMeets(MeetingRule? Rule) : Command;

    /// <summary>
    /// <c>forum policy light</c>, <c>forum policy digest Thursday</c>, <c>forum policy quiet after 17:00</c>: what was said of it;
    /// nothing where it is only to be shown, or the words were not understood.
    /// </summary>
    public sealed record ForumPolicy(Policy? Policy, IsoDayOfWeek? DigestDay = null, LocalTime? Latest = null) : Command;

    /// <summary><c>forum suggestions on</c>: whether the bot asks those who promise something without telling it; null when neither on nor off was said.</summary>
    public sealed record ForumSuggestions(bool? On) : Command;

    /// <summary><c>never ask me</c>, <c>ask me again</c>: whether the speaker is asked about promises they did not tell the bot.</summary>
    public sealed record NeverAsk(bool Never) : Command;

    /// <summary>
    /// <c>forum organisation NHT North Trust, nht.example, kind acute trust, places Coventry and Rugby, ODS RKB</c>.
    /// <c>Name</c> is the short name once more where none was typed.
    /// </summary>
    public sealed record ForumOrganisation(string ShortName, string Name, IReadOnlyList<string> EmailDomains) : Command
    {
        /// <summary>"Acute trust"; null when none was typed.</summary>
        public string? Kind { get; init; }

        /// <summary>The places it serves, as typed.</summary>
        public IReadOnlyList<string> Places { get; init; } = [];

        /// <summary>Its code of the Organisation Data Service in capitals, right or wrong; null when none was typed.</summary>
        public string? OdsCode { get; init; }
    }

    /// <summary><c>forum organisation rename WCC to WAR Warwick Council</c>; the full name stays where none was typed.</summary>
    public sealed record RenameOrganisation(string ShortName, string NewShortName, string? NewName) : Command;

    /// <summary><c>forum organisation merge WCC into WAR</c>.</summary>
    public sealed record MergeOrganisations(string ShortName, string Into) : Command;

    /// <summary><c>forum organisation undo WAR</c>: takes back the last change to it.</summary>
    public sealed record UndoOrganisation(string ShortName) : Command;
}

/// <summary>Which commitments to list.</summary>
public enum ListOf
{
    /// <summary>All that are open.</summary>
    Open,

    /// <summary>Past their date.</summary>
    Overdue,

    /// <summary>Kept in the last four weeks.</summary>
    Kept,

    /// <summary>All.</summary>
    All,
}

/// <summary>How a summary is broken down.</summary>
public enum SummaryBy
{
    /// <summary>By the owner's organisation.</summary>
    Organisation,

    /// <summary>By theme.</summary>
    Theme,

    /// <summary>By cause of the gaps.</summary>
    Cause,
}
