using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of setting up the forum.</summary>
internal static class ForumRules
{
    private static readonly PhraseSet Unlinking = new(
        "forum unlink", "forum unlink this", "forum unlink this channel", "forum unlink the channel", "forum unlink channel",
        "forum unlink here",
        "unlink this channel", "unlink this channel from the forum", "unlink this channel from this forum");

    private static readonly PhraseSet Members = new(
        "forum members", "forum member", "forum members list", "forum roster", "who is in this forum", "who's in this forum",
        "who is in the forum", "who's in the forum",
        "who are the members", "who are the members of this forum", "who are the forum's members", "members of this forum",
        "members of the forum", "list members",
        "list the members", "show members", "show the members", "show forum members", "who is a member", "who is a member of this forum");

    private static readonly PhraseSet History = new(
        "forum history", "forum log", "forum changes", "show forum history", "show the forum's history", "history of this forum",
        "history of the forum",
        "what has changed in this forum", "what changed in this forum");

    private static readonly PhraseSet Digests = new("digest", "digest on", "digest every", "digests on", "digest day", "digest day is");

    private static readonly PhraseSet Quiet = new(
        "quiet after", "quiet from", "quiet hours from", "quiet hours after", "quiet hours", "not after", "latest", "latest hour");

    public static Command? ForumShow(CommandText text) => Setting(text) is { } at && text.IsEnd(at) ? new Command.ForumShow() : null;

    public static Command? ForumName(CommandText text) =>
        Setting(text, "name", "called") is { } at && text.Rest(text.Tokens.Is(at, "is") ? at + 1 : at) is { } name
            ? new Command.ForumName(name)
            : null;

    public static Command? ForumLink(CommandText text) =>
        Setting(text, "link") is { } at && Code(text, at) is (var code, true) ? new Command.ForumLink(code) : null;

    public static Command? ForumUnlink(CommandText text) => text.Is(Unlinking) ? new Command.ForumUnlink() : null;

    public static Command? ForumJoin(CommandText text) =>
        Setting(text, "join") is { } at && Code(text, at) is (var code, true) ? new Command.ForumJoin(code) : null;

    public static Command? ForumMembers(CommandText text) => text.Is(Members) ? new Command.ForumMembers() : null;

    public static Command? ForumHistory(CommandText text) => text.Is(History) ? new Command.ForumHistory() : null;

    public static Command? ForumPolicy(CommandText text) =>
        Setting(text, "policy", "profile") is not { } at ? null
        : text.After(at, Digests) is > 0 and var day ? new Command.ForumPolicy(null, DigestDay: Weekday(text, day))
        : text.After(at, Quiet) is > 0 and var hour
            ? new Command.ForumPolicy(null, Latest: SettingRules.Time(text, hour) is var (latest, end) && text.IsEnd(end) ? latest : null)
        : new Command.ForumPolicy(Policy.Profiles.FirstOrDefault(policy => text.Tokens.Is(at, policy.Profile) && text.IsEnd(at + 1)));

    // A working day, "Thursday" or "on Thursdays"; null for all else.
    private static IsoDayOfWeek? Weekday(CommandText text, int at) =>
        text.IsEnd(at + 1) && Vocabulary.Weekday(text.Tokens[at] with { Text = text.Tokens[at].Text.TrimEnd('s') })
            is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Friday and var day ? day : null;

    public static Command? ForumSuggestions(CommandText text) =>
        Setting(text, "suggestions", "suggestion") is not { } at ? null
        : text.Tokens.Is(at, "on") && text.IsEnd(at + 1) ? new Command.ForumSuggestions(true)
        : text.Tokens.Is(at, "off") && text.IsEnd(at + 1) ? new Command.ForumSuggestions(false)
        : new Command.ForumSuggestions(null);

    public static Command? ForumMeets(CommandText text) =>
        Setting(text, "meets", "meet") is { } at ? new Command.ForumMeets(Rule(text, at)) : null;

    /// <summary>The code at a place, in capitals; null where nothing stands there. One word is a code, more are not right.</summary>
    public static (string? Code, bool IsRight) Code(CommandText text, int at)
    {
        var code = text.Rest(at);
        return (code?.ToUpperInvariant(), code is null || !code.Any(char.IsWhiteSpace));
    }

    /// <summary>
    /// After "meets": "every second Tuesday at 14:00 from 8 December", "fortnightly on Tuesdays", "every 4 weeks on Monday".
    /// </summary>
    private static MeetingRule? Rule(CommandText text, int at)
    {
        var tokens = text.Tokens;
        var weeks = 0;
        var day = IsoDayOfWeek.None;
        var time = new LocalTime(9, 0);
        LocalDate? from = null;
        while (!text.IsEnd(at))
        {
            var word = tokens[at];
            if (Vocabulary.Weekday(word with { Text = word.Text.TrimEnd('s') }) is not IsoDayOfWeek.None and var weekday)
            {
                (day, at) = (weekday, at + 1);
            }
            else if (word.Text is "from" or "starting" or "beginning" or "first")
            {
                var start = tokens.Is(at + 1, "on") ? at + 2 : at + 1;
                if (text.Dates.Point(start) is not { When.Grain: Grain.Day } first)
                {
                    return null;
                }

                (from, at) = (first.When.First, first.End);
            }
            else if (SettingRules.Time(text, at) is var (hour, afterTime) && !tokens[at].Is("every"))
            {
                (time, at) = (hour, afterTime);
            }
            else if (Weeks(tokens, at) is var (every, afterWeeks))
            {
                (weeks, at) = (every, afterWeeks);
            }
            else if (word.Text is "on" or "at" or "," or "and")
            {
                at++;
            }
            else
            {
                return null;
            }
        }

        if (day == IsoDayOfWeek.None && from is { } given)
        {
            day = given.DayOfWeek;
        }

        if (weeks is 0 or > 52 || day == IsoDayOfWeek.None)
        {
            return null;
        }

        return new((from ?? text.Context.Today).With(DateAdjusters.NextOrSame(day)), weeks, time);
    }

    private static (int Weeks, int End)? Weeks(Tokens tokens, int at)
    {
        if (tokens[at].Text is "weekly" or "fortnightly")
        {
            return (tokens.Is(at, "weekly") ? 1 : 2, at + 1);
        }

        if (!tokens.Is(at, "every"))
        {
            return null;
        }

        var (count, end) = tokens.Is(at + 1, "other") ? (2, at + 2)
            : Vocabulary.Ordinal(tokens, at + 1) ?? Vocabulary.Count(tokens, at + 1) ?? (1, at + 1);
        return tokens[end].Text switch
        {
            "week" or "weeks" => (count, end + 1),
            "fortnight" or "fortnights" => (2 * count, end + 1),
            _ => Vocabulary.Weekday(tokens[end]) != IsoDayOfWeek.None ? (count, end) : null,
        };
    }

    /// <summary>The place after "forum" and one of these verbs; null when the text is not that.</summary>
    public static int? Setting(CommandText text, params ReadOnlySpan<string> verbs)
    {
        if (!text.Tokens.Is(text.From, "forum"))
        {
            return null;
        }

        if (verbs.Length == 0)
        {
            return text.From + 1;
        }

        foreach (var verb in verbs)
        {
            if (text.Tokens.Is(text.From + 1, verb))
            {
                return text.SkipMarks(text.From + 2);
            }
        }

        return null;
    }
}
