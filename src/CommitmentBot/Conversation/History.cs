using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>What happened to a commitment, one line an event: when, who, speaking for whom, and in whose words.</summary>
internal static class History
{
    private const int Most = 20;

    /// <summary>The card with its history below it.</summary>
    public static Message Under(Message card, IReadOnlyList<RegisterEvent> events, PeopleDirectory names, DateTimeZone zone)
    {
        var shown = events.TakeLast(Most).ToList();
        var left = events.Count - shown.Count;
        return card with
        {
            Blocks =
            [
                .. card.Blocks,
                new Block.Heading("History"),
                .. left > 0 ? [new Block.Note($"{left} earlier ones are left out.")] : Array.Empty<Block>(),
                new Block.Paragraph([.. shown.SelectMany(it => new Inline[]
                {
                    new Inline.Bold(Dates.InBrief(it.At.InZone(zone).Date)), $"  {Who(it, names)} {InWords(it.Fact, names)}.\n",
                })]),
            ],
        };
    }

    private static string Who(RegisterEvent it, PeopleDirectory names) =>
        it.By is { } person ? names.NameAndSeat(person, it.Organisation) : "Time";

    private static string InWords(CommitmentEvent fact, PeopleDirectory names) => fact switch
    {
        CommitmentEvent.Recorded it => $"promised it, by {Dates.InFull(it.What.Due)}",
        CommitmentEvent.Proposed it => $"proposed it to {names.NameOf(it.What.Owner)}, by {Dates.InFull(it.What.Due)}",
        CommitmentEvent.Accepted => "accepted it",
        CommitmentEvent.Countered it => $"would take it on with {Terms(it.Terms)}",
        CommitmentEvent.Declined it => $"declined it{Words(it.Reason)}",
        CommitmentEvent.CounterAgreed => "agreed to those terms",
        CommitmentEvent.CounterRefused it => $"did not agree to those terms{Words(it.Reason)}",
        CommitmentEvent.Lapsed => "passed without an answer",
        CommitmentEvent.AtRiskFlagged it => $"warned that it is at risk{Words(it.Words)}",
        CommitmentEvent.MoveAsked it => $"asked for {Terms(it.Terms)}",
        CommitmentEvent.MoveAgreed it => $"agreed to {Terms(it.Terms with { Reason = null })}",
        CommitmentEvent.MoveRefused it => $"kept it as it was{Words(it.Reason)}",
        CommitmentEvent.Snoozed it => $"put its reminders off to {Dates.InFull(it.Until)}",
        CommitmentEvent.DoneDeclared it => $"said it is done{Words(it.Evidence)}",
        CommitmentEvent.Confirmed it => $"confirmed it{Helped(it.Helped)}",
        CommitmentEvent.NotYet it => $"said it is not there yet{Words(it.Words)}",
        CommitmentEvent.SelfDeclared => "passed without an answer to “done”, so it stands as self-declared",
        CommitmentEvent.CannotBeDone it => $"gave an account{Words(it.Account.Why)}",
        CommitmentEvent.CalledBroken it => $"called it broken{Words(it.Reason)}",
        CommitmentEvent.Released it => $"released the owner{Words(it.Reason)}",
        CommitmentEvent.HandoverOffered it => $"asked {names.NameOf(it.To)} to take it over{Words(it.Reason)}",
        CommitmentEvent.HandoverAccepted => "took it over",
        CommitmentEvent.HandoverDeclined it => $"did not take it over{Words(it.Reason)}",
        CommitmentEvent.ConversationClosed it => $"said that the conversation {(it.Held ? "was held" : "is not needed")}{Words(it.Words)}",
        CommitmentEvent.Corrected it => $"corrected it to {it.To.ToString().ToLowerInvariant()}{Words(it.Reason)}",
        CommitmentEvent.SourceChanged it => it.Deleted ? "deleted the message it was read from" : "changed the message it was read from",
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    private static string Words(string? words) => string.IsNullOrWhiteSpace(words) ? string.Empty : $": “{words}”";

    private static string Helped(Helped? helped) => helped switch
    {
        Core.Commitments.Helped.Yes => ", and that it helped",
        Core.Commitments.Helped.Partly => ", and that it helped partly",
        Core.Commitments.Helped.No => ", and that it did not help",
        _ => string.Empty,
    };

    private static string Terms(Terms terms)
    {
        var what = (terms.Due, terms.Wording) switch
        {
            ({ } due, { } wording) => $"{Dates.InFull(due)} and “{wording}”",
            ({ } due, null) => Dates.InFull(due),
            (null, { } wording) => $"the wording “{wording}”",
            _ => "other terms",
        };
        return what + Words(terms.Reason);
    }
}
