using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of lists, summaries and figures.</summary>
internal static class PictureRules
{
    private static readonly PhraseSet Mine = new(
        "my commitments", "my promises", "mine", "show my commitments", "list my commitments", "list mine", "show mine", "what have i promised", "what did i promise",
        "what do i owe", "what am i owing", "what are my commitments", "show me my commitments", "my list", "my open commitments", "what's mine", "what is mine", "what's on my list");

    private static readonly PhraseSet Owed = new(
        "what am i owed", "what i am owed", "what i'm owed", "owed to me", "who owes me", "what's owed to me", "what is owed to me", "what do others owe me",
        "what have i been promised", "what was i promised", "what are we owed", "promised to me");

    private static readonly PhraseSet ListVerbs = new(
        "list", "show", "show me", "list all", "list the", "show all", "what's", "what is", "whats", "list commitments", "show commitments", "list me", "which are", "what are");

    private static readonly PhraseSet Commitments = new("commitments", "promises", "ones", "commitments of", "commitments for", "commitments from", "for", "of", "from", "by");

    private static readonly PhraseSet SummaryVerbs = new(
        "summary", "summarise", "summarize", "give me a summary", "give us a summary", "show summary", "show me a summary", "show the summary", "say - do gap",
        "say do gap", "the summary", "kept versus broken", "how are we doing");

    private static readonly PhraseSet By = new("by", "broken down by", "grouped by", "per", "split by");

    private static readonly PhraseSet Joins = new("and", ",", "&", "with", "for", "of", "vs", "versus", "between");

    private static readonly PhraseSet Doing = new(
        "how are you doing", "how are you", "how are you getting on", "how's it going", "how do you do", "how is the bot doing", "how have you done", "how well are you doing",
        "are you keeping your word", "your own figures");

    private static readonly PhraseSet Helps = new("help", "help me", "what can you do", "what can i say", "what can i type", "commands", "?", "how does this work", "what do you do", "how do i use you", "list commands", "show help");

    private static readonly PhraseSet Exports = new("export", "export register", "export the register", "export all", "download", "export commitments", "export the commitments");

    public static Command? MyCommitments(CommandText text) => text.Is(Mine) ? new Command.MyCommitments() : null;

    public static Command? OwedToMe(CommandText text) => text.Is(Owed) ? new Command.OwedToMe() : null;

    public static Command? HowAreYouDoing(CommandText text) => text.Is(Doing) ? new Command.HowAreYouDoing() : null;

    // "?" is also a mark that a command may end with.
    public static Command? Help(CommandText text) =>
        text.Is(Helps) || (text.To == text.From && text.Tokens[text.Tokens.Count - 1].Is("?")) ? new Command.Help() : null;

    public static Command? Export(CommandText text) => text.Is(Exports) ? new Command.Export() : null;

    public static Command? List(CommandText text)
    {
        var verb = text.After(text.From, ListVerbs);
        var at = verb > 0 ? verb : text.From;
        at = at == text.To && verb > 0 && text.Tokens.Is(at - 1, "all") ? at - 1 : at;
        ListOf? which = text.Tokens[at].Text switch
        {
            "open" or "live" or "active" or "due" => ListOf.Open,
            "overdue" or "late" => ListOf.Overdue,
            "kept" or "done" => ListOf.Kept,
            "all" or "everything" => ListOf.All,
            _ => null,
        };
        if (text.IsEnd(at))
        {
            return verb > 0 && text.Tokens[text.From].Text is "list" ? new Command.List(ListOf.Open, null) : null;
        }

        at = which is null ? at : at + 1;
        at = text.After(at, Commitments) is > 0 and var noun ? noun : at;
        at = text.After(at, Commitments) is > 0 and var of ? of : at;
        if (text.IsEnd(at))
        {
            return which is null && text.Tokens[text.From].Text is not "list" ? null : new Command.List(which ?? ListOf.Open, null);
        }

        // What is left must look like an organisation, not like a sentence.
        return verb > 0 && text.To - at <= 5 && text.Tokens[at].Capital && text.Tokens[text.From].Text is "list" or "show" && text.Rest(at) is { } organisation
            ? new Command.List(which ?? ListOf.Open, organisation)
            : null;
    }

    public static Command? Summary(CommandText text)
    {
        if (text.After(text.From, SummaryVerbs) is not (> 0 and var at))
        {
            return null;
        }

        DateInterval? period = null;
        var by = SummaryBy.Organisation;
        var organisations = new List<string>();
        while (!text.IsEnd(at))
        {
            if (SummaryPeriods.Read(text, at) is var (days, afterPeriod) && afterPeriod <= text.To)
            {
                (period, at) = (days, afterPeriod);
            }
            else if (text.After(at, By) is > 0 and var byEnd && Breakdown(text.Tokens[byEnd].Text) is { } breakdown)
            {
                (by, at) = (breakdown, byEnd + 1);
            }
            else if (text.After(at, Joins) is > 0 and var join)
            {
                at = join;
            }
            else
            {
                var end = at + 1;
                while (!text.IsEnd(end) && text.After(end, Joins) < 0 && text.After(end, By) < 0 && SummaryPeriods.Read(text, end) is null)
                {
                    end++;
                }

                if (text.Text(at, end) is { } name)
                {
                    organisations.Add(name);
                }

                at = end;
            }
        }

        return organisations.Count > 6 ? null : new Command.Summary(period, by, organisations);
    }

    private static SummaryBy? Breakdown(string word) => word switch
    {
        "organisation" or "organisations" or "organization" or "org" or "orgs" or "body" => SummaryBy.Organisation,
        "theme" or "themes" or "topic" or "tag" => SummaryBy.Theme,
        "cause" or "causes" or "reason" => SummaryBy.Cause,
        _ => null,
    };
}
