using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using NodaTime;
using static CommitmentBot.Core.Commitments.CommitmentState;
using static CommitmentBot.Core.People.Role;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// The table "Life of a commitment", line by line, from its opening on. Whatever is not in it is refused, and what people are
/// told they may do is read from it too. When the clock's moves are due is the ladder's to say; here stands only that nobody else makes them.
/// </summary>
internal static class LifeTable
{
    private const Role Answerer = Role.Promisee | Chair;

    // A promise is its owner's own: a deputy answers for what was promised, and accepts nothing in their name.
    private const Role Owning = Owner | Deputy;

    /// <summary>All lines, in the order people are told of them.</summary>
    public static readonly IReadOnlyList<LifeRow> Rows =
    [
        Row<Move.Accept>([Proposed], Owner, "accept {it}", "accept {it}",
            (_, s) => new CommitmentEvent.Accepted(s.By.Organisation), notNow: DateIsOver),
        Row<Move.Counter>([Proposed], Owner, "accept {it} on other terms", "accept {it} by {date}",
            (m, s) => new CommitmentEvent.Countered(m.Terms, s.By.Organisation), (m, s) => WrongTerms(m.Terms, s) ?? StaysInThePast(m.Terms, s)),
        Row<Move.Decline>([Proposed], Owner, "decline {it}", "decline {it} because …",
            (m, _) => new CommitmentEvent.Declined(m.Reason)),
        Row<Move.Agree>([Countered], Answerer, "agree to the owner's terms for {it}", "agree {it}",
            (_, _) => new CommitmentEvent.CounterAgreed(), notNow: CounterIsOver),
        Row<Move.Refuse>([Countered], Answerer, "refuse the owner's terms for {it}", "refuse {it} because …",
            (m, _) => new CommitmentEvent.CounterRefused(m.Reason)),
        Row<Move.Lapse>([Proposed, Countered], Clock, "let {it} lapse", null,
            (_, _) => new CommitmentEvent.Lapsed()),

        Row<Move.DeclareDone>([Active], Owning, "say that {it} is done", "done {it}",
            (m, s) => new CommitmentEvent.DoneDeclared(s.Context.Today, m.Evidence)),
        Row<Move.AskToMove>([Active], Owning, "ask for a new date or wording of {it}", "move {it} to {date} because …",
            (m, _) => new CommitmentEvent.MoveAsked(m.Terms), (m, s) => WrongTerms(m.Terms, s) ?? Blank(m.Terms.Reason, "why the change is needed")),
        Row<Move.Agree>([Active], Answerer, "agree to new terms for {it}", "agree {it}",
            (_, s) => new CommitmentEvent.MoveAgreed(s.It.Pending!, AskedInTime(s)), notNow: NothingAsked),
        Row<Move.Refuse>([Active], Answerer, "refuse new terms for {it}", "refuse {it} because …",
            (m, _) => new CommitmentEvent.MoveRefused(m.Reason), notNow: NothingAsked),
        Row<Move.FlagAtRisk>([Active], Owning, "say that {it} is at risk", "at risk {it} …",
            (m, _) => new CommitmentEvent.AtRiskFlagged(m.Words), (m, _) => Blank(m.Words, "what is at risk")),
        Row<Move.Snooze>([Active], Owning, "put reminders of {it} off", "snooze {it}",
            (_, s) => new CommitmentEvent.Snoozed(s.Context.Calendar.Plus(s.Context.Today, 1)), notNow: PutOffAlready),
        Row<Move.Cannot>([Active], Owning, "say that {it} cannot be done", "cannot {it} because …",
            (m, _) => new CommitmentEvent.CannotBeDone(m.Account), (m, _) => Blank(m.Account.Why, "why, in your own words")),
        Row<Move.HandOver>([Active], Owning | Chair, "hand {it} over", "hand over {it} to @… because …",
            (m, _) => new CommitmentEvent.HandoverOffered(m.To, m.Reason), WrongSuccessor),
        Row<Move.Accept>([Active], NextOwner, "take {it} on", "accept {it}",
            (_, s) => new CommitmentEvent.HandoverAccepted(s.By.Person!.Value, s.By.Organisation, null)),
        Row<Move.Counter>([Active], NextOwner, "take {it} on with other terms", "accept {it} by {date}",
            (m, s) => new CommitmentEvent.HandoverAccepted(s.By.Person!.Value, s.By.Organisation, m.Terms), (m, s) => WrongTerms(m.Terms, s)),
        Row<Move.Decline>([Active], NextOwner, "decline to take {it} on", "decline {it} because …",
            (m, _) => new CommitmentEvent.HandoverDeclined(m.Reason)),
        Row<Move.Release>([Active], Answerer, "release the owner of {it}", "release {it} because …",
            (m, _) => new CommitmentEvent.Released(m.Reason), (m, _) => Blank(m.Reason, "why the owner is let off")),
        Row<Move.CallBroken>([Active], Chair, "call {it} broken", "call {it} broken because …",
            (m, _) => new CommitmentEvent.CalledBroken(m.Reason), (m, _) => Blank(m.Reason, "why"), NotLongOverdue),

        Row<Move.CloseConversation>([Active], Owning | Role.Promisee | Chair | Facilitator,
            "close the conversation about {it}", "conversation held {it}",
            (m, _) => new CommitmentEvent.ConversationClosed(m.Held, m.Words), notNow: NothingToTalkOver),

        Row<Move.Confirm>([Reported], Answerer, "confirm that {it} is what was promised", "yes {it}",
            (m, _) => new CommitmentEvent.Confirmed(m.Helped)),
        Row<Move.SayNotYet>([Reported], Answerer, "answer \"not yet\" to {it}", "not yet {it} …",
            (m, _) => new CommitmentEvent.NotYet(m.Words)),
        Row<Move.SelfDeclare>([Reported], Clock, "close {it} without an answer", null,
            (_, _) => new CommitmentEvent.SelfDeclared()),

        Row<Move.DeclareDone>([Broken], Owning, "say that {it} is done after all", "done {it}",
            (m, s) => new CommitmentEvent.DoneDeclared(s.Context.Today, m.Evidence)),
        Row<Move.Correct>([Kept, Broken, Released], Chair, "correct how {it} ended", "correct {it} to {end} because …",
            (m, s) => new CommitmentEvent.Corrected(m.To, m.To == Kept ? KeptOn(m, s) : null, m.Reason), WrongCorrection),
    ];

    /// <summary>What is wrong with an opening, for both ways to begin; null when nothing is.</summary>
    public static string? WrongOpening(CommitmentEvent.Opening what, LifeContext context) => what switch
    {
        { Wording: var wording } when string.IsNullOrWhiteSpace(wording) => "Please say what will be done.",
        { Due: var due } when due < context.Today => IsOver(due),
        { Promisee: Promisee.ToPerson(var to) } when to == what.Owner =>
            "A commitment is made to somebody else: please say to whom.",
        _ => null,
    };

    private static LifeRow Row<TMove>(
        CommitmentState[] from, Role by, string doing, string? typed, Func<TMove, Scene, CommitmentEvent> then,
        Func<TMove, Scene, string?>? wrong = null, Func<Scene, string?>? notNow = null)
        where TMove : Move =>
        new(typeof(TMove), from, by, doing, typed, notNow ?? (_ => null),
            (move, scene) => wrong?.Invoke((TMove)move, scene), (move, scene) => then((TMove)move, scene));

    private static bool AskedInTime(Scene s) => s.Context.DayOf(s.It.PendingSince!.Value) <= s.It.Due;

    private static string IsOver(LocalDate day) => $"{Dates.InFull(day)} is over. Please choose a date that is still to come, or today.";

    private static string? DateIsOver(Scene s) => s.It.Due >= s.Context.Today
        ? null
        : $"The date proposed for {s.It.Reference}, {Dates.InFull(s.It.Due)}, is over, so it needs a new one.";

    // A yes that comes too late must not make somebody's promise overdue at birth.
    private static string? CounterIsOver(Scene s) => (s.It.Pending?.Due ?? s.It.Due) >= s.Context.Today
        ? null
        : $"The date the owner offered for {s.It.Reference} is over, so there is nothing left to agree to. It can be proposed afresh.";

    private static string? NothingAsked(Scene s) => s.It.Pending is not null
        ? null
        : $"The owner of {s.It.Reference} has not asked for new terms, so there is nothing to answer.";

    private static string? PutOffAlready(Scene s) => s.It.SnoozedUntil is { } until
        ? $"{s.It.Reference} was put off once already, to {Dates.InFull(until)}. Its date can be moved instead."
        : null;

    private static string? NothingToTalkOver(Scene s) => s.It.AwaitsConversation
        ? null
        : $"No conversation about {s.It.Reference} is waiting to be held.";

    private static string? NotLongOverdue(Scene s)
    {
        if (s.It.Account is not null)
        {
            return $"The owner of {s.It.Reference} has given an account, so it is not for a chair to call it broken.";
        }

        var from = s.Context.Calendar.Plus(s.It.Due, s.Context.Policy.LongOverdueAfter);
        return s.Context.Today >= from
            ? null
            : $"{s.It.Reference} is not long overdue. If its owner has said nothing by then, a chair may call it broken from {Dates.InFull(from)}.";
    }

    private static string? WrongTerms(Terms terms, Scene s) => terms switch
    {
        { Due: null, Wording: var wording } when string.IsNullOrWhiteSpace(wording) => "Please say which new date or wording you have in mind.",
        { Due: { } due } when due < s.Context.Today => IsOver(due),
        _ when (terms.Due ?? s.It.Due) == s.It.Due && (terms.Wording ?? s.It.Wording) == s.It.Wording =>
            $"{s.It.Reference} has that date and wording already.",
        _ => null,
    };

    private static string? StaysInThePast(Terms terms, Scene s) => terms.Due is null ? DateIsOver(s) : null;

    private static string? WrongSuccessor(Move.HandOver move, Scene s) => s.It switch
    {
        { Owner: var owner } when owner == move.To => $"{s.It.Reference} is theirs already.",
        { HandoverTo: { } asked } when asked == move.To => $"They have been asked to take {s.It.Reference} on and have not answered yet.",
        { Promisee: Promisee.ToPerson(var to) } when to == move.To =>
            $"{s.It.Reference} is promised to that person, who cannot promise it to themselves. They can release its owner instead.",
        _ => null,
    };

    private static string? WrongCorrection(Move.Correct move, Scene s) => move switch
    {
        { To: not (Kept or Broken or Released) } => "A correction says that it was kept, broken or released.",
        { DoneOn: { } day } when day > s.Context.Today => $"{Dates.InFull(day)} is still to come, so it cannot be the day it was done.",
        _ => Blank(move.Reason, "why the correction is needed"),
    };

    // A chair who says only that it was kept, of something nobody ever called done, says it was kept as agreed.
    private static LocalDate KeptOn(Move.Correct move, Scene s) =>
        move.DoneOn ?? s.It.DoneOn ?? LocalDate.Min(s.It.Due, s.Context.Today);

    private static string? Blank(string? words, string what) =>
        string.IsNullOrWhiteSpace(words) ? $"Please add {what}." : null;
}
