using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>
/// The rules of the commands on one commitment. Where it is not plain which one is meant (no number, and not in its thread) only the bare
/// verb counts, so that "release the two registrars" is no command.
/// </summary>
internal static class CommitmentRules
{
    private static readonly PhraseSet ShowVerbs = new("show", "show me", "open", "status", "status of", "what about", "where are we with", "history of", "see");
    private static readonly PhraseSet DoneVerbs = new(
        "done", "all done", "it's done", "its done", "this is done", "that's done", "done after all", "done now", "is done", "completed", "complete", "finished", "delivered",
        "mark as done", "mark done", "sorted", "now done", "i've done it", "i have done it", "i've done", "we've done", "i have done", "kept");
    private static readonly PhraseSet AtRiskVerbs = new("at risk", "is at risk", "it's at risk", "its at risk", "this is at risk", "flag at risk", "flag", "running late", "slipping");
    private static readonly PhraseSet OnTrackVerbs = new("on track", "is on track", "it's on track", "its on track", "this is on track", "all on track", "still on track", "on course");
    private static readonly PhraseSet HelpVerbs = new("ask for help", "ask for help with", "help wanted", "help wanted with", "need help", "need help with", "i need help", "i need help with", "help with", "help me with", "want help with");
    private static readonly PhraseSet MoveVerbs = new("move", "postpone", "push back", "push", "reschedule", "new date", "new date for", "new due date", "change the date of", "change date", "change the date", "delay", "extend", "defer", "date");
    private static readonly PhraseSet ToWords = new("to", "until", "till", "is", "to be", "by", ":");
    private static readonly PhraseSet RewordVerbs = new("reword", "rephrase", "rewrite", "change the wording of", "change wording", "new wording", "new wording for");
    private static readonly PhraseSet AsWords = new("as", "to", ":");
    private static readonly PhraseSet CannotVerbs = new("cannot", "can't", "can not", "cant", "cannot do", "can't do", "i cannot", "i can't", "i cannot do", "i can't do", "cannot be done", "won't happen", "unable", "not going to happen");
    private static readonly PhraseSet HandOverVerbs = new("hand over", "handover", "hand - over", "hand", "transfer", "pass", "reassign", "reassign to", "hand over to", "pass to", "pass on");
    private static readonly PhraseSet ReleaseVerbs = new("release", "let off", "release owner", "release the owner", "release them", "release from");
    private static readonly PhraseSet AcceptVerbs = new("accept", "accepted", "i accept", "accept it", "i'll take it", "i will take it", "taken", "ok accept");
    private static readonly PhraseSet CounterVerbs = new("counter", "counter - propose", "counter with", "accept", "i accept", "accept it");
    private static readonly PhraseSet CounterLeads = new("by", "with", "but", "but by", "with date", "for", "on", "if by");
    private static readonly PhraseSet DeclineVerbs = new("decline", "declined", "i decline", "reject", "no thanks", "say no to");
    private static readonly PhraseSet AgreeVerbs = new("agree", "agreed", "i agree", "agree to", "approve", "approved", "happy with that");
    private static readonly PhraseSet RefuseVerbs = new("refuse", "refused", "i refuse", "disagree", "do not agree", "don't agree", "not agreed", "i don't agree");
    private static readonly PhraseSet ConfirmVerbs = new("yes", "confirm", "confirmed", "i confirm", "yes confirm", "yes it was", "yes , it was", "yep", "yeah", "yes it is", "correct , thank you", "it was what was promised", "received", "yes received");
    private static readonly PhraseSet NotYetVerbs = new("not yet", "no , not yet", "no not yet", "not quite", "not there yet", "not done", "not done yet", "not what was promised");
    private static readonly PhraseSet TalkedVerbs = new("conversation held", "conversation was held", "conversation held about", "held the conversation about");
    private static readonly PhraseSet NoTalkVerbs = new("conversation declined", "conversation not needed", "no conversation", "no conversation needed", "no conversation about");
    private static readonly PhraseSet SnoozeVerbs = new("snooze", "remind me tomorrow", "remind me later", "later", "ask me tomorrow", "not now");
    private static readonly PhraseSet CalendarVerbs = new("calendar", "calendar entry", "calendar entry for", "add to calendar", "add to my calendar", "put in my calendar", "diary", "ics", "ics for");
    private static readonly PhraseSet BrokenVerbs = new("call broken", "is broken", "broken", "mark broken", "mark as broken", "call it broken");
    private static readonly PhraseSet CallVerbs = new("call", "mark");
    private static readonly PhraseSet BrokenWords = new("broken", "as broken");
    private static readonly PhraseSet CorrectVerbs = new("correct", "correction", "correct it", "correct the outcome of");

    private static readonly (PhraseSet Words, Helped Helped)[] HelpedWords =
    [
        (new("it helped partly", "helped partly", "partly", "partly helped", "it partly helped", "it helped a bit", "in part", "somewhat"), Helped.Partly),
        (new("it did not help", "did not help", "it didn't help", "didn't help", "no help", "but it did not help", "but it didn't help"), Helped.No),
        (new("can't say", "cannot say", "can't say whether it helped", "cannot say if it helped", "too early to say", "don't know", "hard to say"), Helped.CannotSay),
        (new("it helped", "helped", "it did help", "and it helped", "that helped", "really helped", "it really helped", "yes it helped", "it helped a lot", "and that helped"), Helped.Yes),
    ];

    public static Command? Show(CommandText text) =>
        text.Reference(text.From) is var (number, end) && text.IsEnd(end) ? new Command.Show(number)
        : text.VerbAndReference(ShowVerbs) is var (named, after) && named is not null && text.IsEnd(after) ? new Command.Show(named)
        : text.VerbAndReference(ShowVerbs) is (null, var bare) && text.Context.AboutCommitment && IsThis(text, bare) ? new Command.Show(null)
        : null;

    public static Command? Done(CommandText text) =>
        Verb(text, DoneVerbs) is var (number, rest) ? new Command.Done(number, text.Rest(rest)) : null;

    public static Command? AtRisk(CommandText text) =>
        Verb(text, AtRiskVerbs) is var (number, rest) ? new Command.AtRisk(number, text.Because(rest)) : null;

    public static Command? OnTrack(CommandText text) => Verb(text, OnTrackVerbs) is var (number, _) ? new Command.OnTrack(number) : null;

    public static Command? HelpWanted(CommandText text) =>
        Verb(text, HelpVerbs) is var (number, rest) ? new Command.HelpWanted(number, text.Because(rest)) : null;

    public static Command? MoveTo(CommandText text)
    {
        if (text.VerbAndReference(MoveVerbs) is not var (number, at) || (number is null && !text.Context.AboutCommitment && !IsNewDate(text)))
        {
            return null;
        }

        at = text.After(at, ToWords) is > 0 and var to ? to : at;
        var (end, because) = text.SplitReason(at);
        var (due, _, dateEnd) = DueDates.Read(text.Dates, at, end);
        if (due is DueReading.None && number is null && !text.IsEnd(at) && !IsNewDate(text))
        {
            return null;
        }

        return new Command.MoveTo(number, due, because ?? (due is DueReading.None ? null : text.Because(dateEnd)));
    }

    public static Command? Reword(CommandText text)
    {
        if (text.VerbAndReference(RewordVerbs) is not var (number, at) || (number is null && !text.Context.AboutCommitment))
        {
            return null;
        }

        at = text.After(at, AsWords) is > 0 and var to ? to : at;
        var (end, because) = text.SplitReason(at);
        return text.Text(text.SkipMarks(at), end) is { } wording ? new Command.Reword(number, wording.Trim('"', '“', '”', ' '), because) : null;
    }

    public static Command? Cannot(CommandText text)
    {
        if (Verb(text, CannotVerbs) is not var (number, rest))
        {
            return null;
        }

        // "can't make Friday" in a thread may be about anything: without a number the reason has to be marked as one.
        var marked = text.SplitReason(rest) is var (at, _) && at == rest;
        return number is not null || text.IsEnd(rest) || marked || text.Tokens[rest - 1].Kind == TokenKind.Mark
            ? new Command.Cannot(number, text.Because(rest))
            : null;
    }

    public static Command? HandOver(CommandText text)
    {
        if (text.VerbAndReference(HandOverVerbs) is not var (number, at) || (number is null && !text.Context.AboutCommitment))
        {
            return null;
        }

        at = text.Tokens.Is(at, "over") ? at + 1 : at;
        at = text.Tokens.Is(at, "on") ? at + 1 : at;
        var to = text.Tokens.Is(at, "to") ? at + 1 : at;
        if (to == at && number is null && text.Tokens[at].Kind != TokenKind.Mention && !text.Tokens.Is(at - 1, "to") && !text.IsEnd(at))
        {
            return null;
        }

        var (end, because) = text.SplitReason(to);
        return new Command.HandOver(number, text.Person(to, end), because);
    }

    public static Command? Release(CommandText text) =>
        Marked(text, ReleaseVerbs) is var (number, because) ? new Command.Release(number, because) : null;

    public static Command? Accept(CommandText text) =>
        Verb(text, AcceptVerbs) is var (number, rest) && text.IsEnd(rest) ? new Command.Accept(number) : null;

    public static Command? Counter(CommandText text)
    {
        if (text.VerbAndReference(CounterVerbs) is not var (number, at) || (number is null && !text.Context.AboutCommitment))
        {
            return null;
        }

        at = text.After(at, CounterLeads) is > 0 and var lead && !text.Tokens.Is(at, "by") ? lead : at;
        var (end, because) = text.SplitReason(at);
        var (due, dateFrom, dateTo) = DueDates.Read(text.Dates, at, end);
        if (text.IsEnd(at) || (due is DueReading.None && text.Tokens[text.From].Text is not "counter"))
        {
            return null;
        }

        var wording = due is DueReading.None ? text.Text(at, end) : text.Text(at, dateFrom) ?? text.Text(text.SkipMarks(dateTo), end);
        return new Command.Counter(number, due, wording, because);
    }

    public static Command? Decline(CommandText text) =>
        Marked(text, DeclineVerbs) is var (number, because) ? new Command.Decline(number, because) : null;

    public static Command? Agree(CommandText text) =>
        Marked(text, AgreeVerbs) is var (number, _) ? new Command.Agree(number) : null;

    public static Command? Refuse(CommandText text) =>
        Marked(text, RefuseVerbs) is var (number, because) ? new Command.Refuse(number, because) : null;

    public static Command? Confirm(CommandText text)
    {
        if (text.VerbAndReference(ConfirmVerbs) is not var (number, rest))
        {
            return null;
        }

        foreach (var (words, helped) in HelpedWords)
        {
            if (text.After(rest, words) == text.To)
            {
                return new Command.Confirm(number, helped);
            }
        }

        return text.IsEnd(rest) ? new Command.Confirm(number, null) : null;
    }

    public static Command? NotYet(CommandText text) =>
        Verb(text, NotYetVerbs) is var (number, rest) ? new Command.NotYet(number, text.Because(rest)) : null;

    public static Command? CloseConversation(CommandText text) =>
        Verb(text, TalkedVerbs) is var (held, words) ? new Command.CloseConversation(held, true, text.Rest(words))
        : Verb(text, NoTalkVerbs) is var (declined, why) ? new Command.CloseConversation(declined, false, text.Because(why))
        : null;

    public static Command? Calendar(CommandText text) =>
        Verb(text, CalendarVerbs) is var (number, rest) && text.IsEnd(rest) ? new Command.Calendar(number) : null;

    public static Command? Snooze(CommandText text) =>
        Verb(text, SnoozeVerbs) is var (number, rest) && text.IsEnd(rest) ? new Command.Snooze(number) : null;

    public static Command? CallBroken(CommandText text)
    {
        if (text.VerbAndReference(BrokenVerbs) is var (direct, rest) && (direct is not null || text.Context.AboutCommitment))
        {
            return new Command.CallBroken(direct, text.Because(rest));
        }

        return text.VerbAndReference(CallVerbs) is var (number, at) && number is not null && text.After(at, BrokenWords) is > 0 and var end
            ? new Command.CallBroken(number, text.Because(end))
            : null;
    }

    public static Command? Correct(CommandText text)
    {
        if (text.VerbAndReference(CorrectVerbs) is not var (number, at) || (number is null && !text.Context.AboutCommitment) || text.IsEnd(at))
        {
            return null;
        }

        at = text.Tokens.Is(at, "to") || text.Tokens.Is(at, "as") ? at + 1 : at;
        CommitmentState? to = text.Tokens[at].Text switch
        {
            "kept" or "done" => CommitmentState.Kept,
            "broken" => CommitmentState.Broken,
            "released" => CommitmentState.Released,
            "active" or "open" => CommitmentState.Active,
            _ => null,
        };
        return number is null && to is null ? null : new Command.Correct(number, to, text.Because(to is null ? at : at + 1));
    }

    /// <summary>A verb with words of one's own after it.</summary>
    private static (int? Number, int After)? Verb(CommandText text, PhraseSet verbs) =>
        text.VerbAndReference(verbs) is var (number, rest)
        && (number is not null || text.Context.AboutCommitment || text.IsEnd(rest) || text.Tokens[rest].Kind == TokenKind.Link)
            ? (number, rest)
            : null;

    /// <summary>A verb after which only a reason may follow; without a number the reason has to be marked as one.</summary>
    private static (int? Number, string? Because)? Marked(CommandText text, PhraseSet verbs) =>
        Verb(text, verbs) is var (number, rest)
        && (number is not null || text.IsEnd(rest) || text.SplitReason(rest).End == rest || text.Tokens[rest - 1].Kind == TokenKind.Mark)
            ? (number, text.Because(rest))
            : null;

    private static bool IsThis(CommandText text, int at) => text.IsEnd(at) || (text.Tokens[at].Text is "this" or "it" && text.IsEnd(at + 1));

    private static bool IsNewDate(CommandText text) => text.Tokens.Is(text.From, "new") && !text.IsEnd(text.From + 2);
}
