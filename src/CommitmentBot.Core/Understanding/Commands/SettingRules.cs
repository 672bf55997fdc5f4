using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a person's own settings.</summary>
internal static class SettingRules
{
    private static readonly PhraseSet Speaking = new(
        "i speak for", "i represent", "i work for", "i am from", "i'm from", "my organisation is", "my organization is", "i am with", "i'm with", "speak for", "i am at", "i'm at");

    private static readonly PhraseSet Confirming = new(
        "confirm", "confirm that", "i confirm", "i confirm that", "correct", "correction :", "as chair :");

    private static readonly PhraseSet SpeaksFor = new("speaks for", "represents", "works for", "is speaking for", "now speaks for");

    // The words of somebody's name, and those of a forum's.
    private const int MostOfAName = 5, LongestForumName = 8;

    private static readonly PhraseSet Using = new(
        "use", "use forum", "use the forum", "switch to", "switch to forum", "switch to the forum", "switch forum to",
        "switch the forum to", "forum use", "forum switch to");

    private static readonly HashSet<string> ForumWords = new(
        ["forum", "board", "partnership", "group", "committee", "alliance", "network", "collaborative"], StringComparer.Ordinal);

    private static readonly HashSet<string> NotNamed = new(
        ["a", "an", "our", "my", "your", "this", "that", "new", "old", "other", "same", "whole", "next", "any", "one"],
        StringComparer.Ordinal);

    private static readonly PhraseSet Reminding = new("remind me at", "remind me from", "send reminders at", "send me reminders at", "reminders at", "remind me daily at", "remind me every day at", "message me at");

    private static readonly PhraseSet Leaving = new(
        "on leave", "i'm on leave", "i am on leave", "i will be on leave", "i'll be on leave", "annual leave", "i'm on annual leave", "on annual leave", "away", "i'm away",
        "i am away", "i'll be away", "i will be away", "out of office", "i'm off", "on holiday", "i'm on holiday");

    private static readonly PhraseSet Deputising = new(
        "my deputy is", "my deputy will be", "my deputy", "my deputy :", "make my deputy", "name as my deputy", "deputy is");

    private static readonly PhraseSet IsDeputy = new(
        "is my deputy", "will be my deputy", "as my deputy", "my deputy", "deputises for me", "deputizes for me",
        "will deputise for me", "stands in for me");

    private static readonly PhraseSet Undeputising = new(
        "no deputy", "no deputy any more", "no more deputy", "i have no deputy", "remove my deputy", "end my deputy", "my deputy is nobody",
        "my deputy no longer", "without deputy", "drop my deputy");

    private static readonly PhraseSet Untils = new("until", "till", "up to", "to", "through", "until and including", "up to and including");

    private static readonly PhraseSet NeverAsking = new("never ask me", "never ask me again", "don't ask me", "do not ask me", "stop asking me", "don't ask me again", "never ask");

    private static readonly PhraseSet AskingAgain = new("ask me again", "you may ask me", "you can ask me", "do ask me", "start asking me");

    private static readonly PhraseSet Tos = new("to", "-", "until", "till", "and", "through");

    private static readonly PhraseSet FromWords = new("from", "between", "on", "for", ":");

    public static Command? SpeakFor(CommandText text)
    {
        if (text.After(text.From, Speaking) is > 0 and var own)
        {
            return text.Organisation(own) is { } mine ? new Command.SpeakFor(mine) : null;
        }

        var from = text.After(text.From, Confirming) is > 0 and var that ? that : text.From;
        for (var at = from + 1; at <= from + MostOfAName && at < text.To; at++)
        {
            if (text.After(at, SpeaksFor) is > 0 and var to)
            {
                return IsWrittenLikeOne(text, to, text.Tokens[from].Kind == TokenKind.Mention)
                    && SeatRules.SomebodyNamed(text, from, at) is { } who && text.Organisation(to) is { } theirs
                    ? new Command.SpeakFor(theirs, who)
                    : null;
            }
        }

        return null;
    }

    // "NHT", "nht" of somebody mentioned, "North Trust"; but not "this speaks for itself" or "Sam speaks for ten minutes".
    private static bool IsWrittenLikeOne(CommandText text, int at, bool isMentioned)
    {
        at = text.Tokens.Is(at, "the") ? at + 1 : at;
        return text.Tokens[at].Capital || (isMentioned && text.To == at + 1 && text.Tokens[at].Length is >= 2 and <= 10);
    }

    public static Command? UseForum(CommandText text)
    {
        var isUse = text.After(text.From, Using) is > 0;
        var at = isUse ? text.After(text.From, Using) : text.Tokens.Is(text.From, "in") ? text.From + 1 : text.To;
        at = text.Tokens[at] is { Text: "the", Capital: false } ? at + 1 : at;
        return !text.IsEnd(at) && text.To - at <= LongestForumName && text.Reference(at) is null
            && IsForumName(text, at, isUse) && text.Rest(at) is { } name
            ? new Command.UseForum(name.Trim('"', '“', '”'))
            : null;
    }

    // Words with capitals; after "use", where more is plain, also words that end in "forum" or "board": "use beta partnership".
    private static bool IsForumName(CommandText text, int from, bool isUse)
    {
        var tokens = text.Tokens;
        from = tokens.Is(from, "\"") ? from + 1 : from;
        var to = tokens.Is(text.To - 1, "\"") ? text.To - 1 : text.To;
        var isCapital = from < to && tokens[from].Capital;
        for (var at = from; at < to; at++)
        {
            var word = tokens[at];
            if (word is not ({ Kind: TokenKind.Word or TokenKind.Number } or { Text: "-" or "&" or "'" or "/" or "(" or ")" or "." }))
            {
                return false;
            }

            isCapital &= word.Capital || word.Kind != TokenKind.Word || word.Text is "and" or "of" or "for" or "the" or "in" or "on";
        }

        var endsLikeOne = to > from + 1 && ForumWords.Contains(tokens[to - 1].Text) && !NotNamed.Contains(tokens[from].Text);
        var isPlatform = to == from + 1 && tokens[from].Text is "teams" or "slack";
        return (isCapital || (isUse && endsLikeOne)) && !isPlatform && !text.EndsInDate(from);
    }

    public static Command? RemindAt(CommandText text) =>
        text.After(text.From, Reminding) is > 0 and var at && Time(text, at) is var (hour, end) && text.IsEnd(end) ? new Command.RemindAt(hour) : null;

    public static Command? OnLeave(CommandText text)
    {
        if (text.After(text.From, Leaving) is not (> 0 and var at))
        {
            return null;
        }

        at = text.After(at, FromWords) is > 0 and var from ? from : at;
        if (text.IsEnd(at))
        {
            return new Command.OnLeave(null);
        }

        return Days(text, at) is { } days ? new Command.OnLeave(days)
            : text.Tokens[text.From].Text is "on" or "annual" ? new Command.OnLeave(null)
            : null;
    }

    /// <summary>"3 August to 14 August", "next week", "3 to 14 August", "until Friday" (from today).</summary>
    private static DateInterval? Days(CommandText text, int at)
    {
        var today = text.Context.Today;
        if (text.After(at, Tos) is > 0 and var until)
        {
            return text.Dates.Point(until) is { When.Grain: not Grain.Vague } last && last.When.Last >= today ? new(today, last.When.Last) : null;
        }

        // "3 to 14 August": the first day borrows the month of the last.
        if (Vocabulary.Ordinal(text.Tokens, at) is var (_, ordinalEnd) || text.Tokens[at].Kind == TokenKind.Number)
        {
            var day = text.Tokens[at].Value;
            var afterDay = Vocabulary.Ordinal(text.Tokens, at)?.End ?? at + 1;
            if (text.After(afterDay, Tos) is > 0 and var second && text.Dates.Point(second) is { When.Grain: Grain.Day } lastDay
                && day > 0 && day <= lastDay.When.Last.Day)
            {
                return new(lastDay.When.Last.PlusDays(day - lastDay.When.Last.Day), lastDay.When.Last);
            }
        }

        if (text.Dates.Point(at) is not { When.Grain: not Grain.Vague } first || first.When.First < today.PlusDays(-31))
        {
            return null;
        }

        if (text.After(first.End, Tos) is > 0 and var to && text.Dates.Point(to) is { When.Grain: not Grain.Vague } end)
        {
            return end.When.Last >= first.When.First ? new(first.When.First, end.When.Last) : null;
        }

        return new(first.When.First, first.When.Last);
    }

    public static Command? NoDeputy(CommandText text) => text.Is(Undeputising) ? new Command.NoDeputy() : null;

    /// <summary>"my deputy is @x until 3 June", "@x is my deputy until 3 June"; a name in words only after "my deputy is".</summary>
    public static Command? Deputy(CommandText text)
    {
        if (text.After(text.From, Deputising) is > 0 and var at)
        {
            at = text.SkipMarks(at);
            var (name, until) = BeforeUntil(text, at);
            return text.IsEnd(at) ? text.From + 1 < at ? new Command.Deputy(null, null) : null
                : name - at <= MostOfAName && SeatRules.SomebodyNamed(text, at, name) is { } who ? new Command.Deputy(who, until)
                : null;
        }

        if (text.Tokens[text.From].Kind == TokenKind.Mention && text.After(text.From + 1, IsDeputy) is > 0 and var after
            && BeforeUntil(text, after) is var (end, day) && end == after)
        {
            return text.IsEnd(after) || day is not null ? new Command.Deputy(text.Person(text.From, text.From + 1), day) : null;
        }

        return null;
    }

    // The place of "until", and the day after it where that is all there is.
    private static (int Name, LocalDate? Until) BeforeUntil(CommandText text, int from)
    {
        for (var at = from; at <= from + MostOfAName && at < text.To; at++)
        {
            if (text.After(at, Untils) is > 0 and var day)
            {
                return (at, text.Dates.Point(day) is { When.Grain: not Grain.Vague } last && text.IsEnd(last.End) ? last.When.Last : null);
            }
        }

        return (text.To, null);
    }

    public static Command? NeverAsk(CommandText text) =>
        text.Is(NeverAsking) ? new Command.NeverAsk(true) : text.Is(AskingAgain) ? new Command.NeverAsk(false) : null;

    /// <summary>"14:00", "8.30", "8am", "2 pm", "noon"; with "at" before it or not.</summary>
    public static (LocalTime Hour, int End)? Time(CommandText text, int at)
    {
        var tokens = text.Tokens;
        at = tokens.Is(at, "at") ? at + 1 : at;
        if (tokens.Is(at, "noon") || tokens.Is(at, "midday"))
        {
            return (new(12, 0), at + 1);
        }

        if (!tokens[at].IsNumber(0, 23))
        {
            return null;
        }

        var (hour, minute, end) = (tokens[at].Value, 0, at + 1);
        if (tokens[end].Text is ":" or "." && tokens[end + 1].IsNumber(0, 59) && tokens[end + 1] is { Length: 2, Glued: true })
        {
            (minute, end) = (tokens[end + 1].Value, end + 2);
        }

        if (tokens[end].Text is "am" or "pm")
        {
            hour = tokens.Is(end, "pm") && hour < 12 ? hour + 12 : tokens.Is(end, "am") && hour == 12 ? 0 : hour;
            end++;
        }
        else if (end == at + 1 && !tokens.Is(at - 1, "at"))
        {
            return null;
        }

        return (new(hour, minute), end);
    }
}
