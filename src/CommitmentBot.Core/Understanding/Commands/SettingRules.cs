using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a person's own settings and of setting up the forum.</summary>
internal static class SettingRules
{
    private static readonly PhraseSet Speaking = new(
        "i speak for", "i represent", "i work for", "i am from", "i'm from", "my organisation is", "my organization is", "i am with", "i'm with", "speak for", "i am at", "i'm at");

    private static readonly PhraseSet Reminding = new("remind me at", "remind me from", "send reminders at", "send me reminders at", "reminders at", "remind me daily at", "remind me every day at", "message me at");

    private static readonly PhraseSet Leaving = new(
        "on leave", "i'm on leave", "i am on leave", "i will be on leave", "i'll be on leave", "annual leave", "i'm on annual leave", "on annual leave", "away", "i'm away",
        "i am away", "i'll be away", "i will be away", "out of office", "i'm off", "on holiday", "i'm on holiday");

    private static readonly PhraseSet NeverAsking = new("never ask me", "never ask me again", "don't ask me", "do not ask me", "stop asking me", "don't ask me again", "never ask");

    private static readonly PhraseSet AskingAgain = new("ask me again", "you may ask me", "you can ask me", "do ask me", "start asking me");

    private static readonly PhraseSet Tos = new("to", "-", "until", "till", "and", "through");

    private static readonly PhraseSet FromWords = new("from", "between", "on", "for", ":");

    public static Command? SpeakFor(CommandText text) =>
        text.After(text.From, Speaking) is > 0 and var at && text.To - at <= 10 && text.Rest(text.Tokens.Is(at, "the") ? at + 1 : at) is { } organisation
            ? new Command.SpeakFor(organisation)
            : null;

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

    public static Command? ForumShow(CommandText text) => Forum(text) is { } at && text.IsEnd(at) ? new Command.ForumShow() : null;

    public static Command? ForumName(CommandText text) => Forum(text, "name", "called") is { } at && text.Rest(text.Tokens.Is(at, "is") ? at + 1 : at) is { } name ? new Command.ForumName(name) : null;

    // A code is one word in figures and letters; anything longer is no code.
    public static Command? ForumLink(CommandText text) =>
        Forum(text, "link") is not { } at ? null
        : text.Rest(at) is not { } code ? new Command.ForumLink(null)
        : code.Contains(' ', StringComparison.Ordinal) ? null
        : new Command.ForumLink(code.ToUpperInvariant());

    public static Command? ForumChair(CommandText text) =>
        Forum(text, "chair") is { } at && text.Person(text.Tokens.Is(at, "is") ? at + 1 : at, text.To) is { } person ? new Command.ForumChair(person) : null;

    public static Command? ForumFacilitator(CommandText text) =>
        Forum(text, "facilitator") is { } at && text.Person(text.Tokens.Is(at, "is") ? at + 1 : at, text.To) is { } person ? new Command.ForumFacilitator(person) : null;

    public static Command? ForumPolicy(CommandText text) =>
        Forum(text, "policy", "profile") is { } at
            ? new Command.ForumPolicy(Policy.Profiles.FirstOrDefault(policy => text.Tokens.Is(at, policy.Profile) && text.IsEnd(at + 1)))
            : null;

    public static Command? ForumSuggestions(CommandText text) =>
        Forum(text, "suggestions", "suggestion") is not { } at ? null
        : text.Tokens.Is(at, "on") && text.IsEnd(at + 1) ? new Command.ForumSuggestions(true)
        : text.Tokens.Is(at, "off") && text.IsEnd(at + 1) ? new Command.ForumSuggestions(false)
        : new Command.ForumSuggestions(null);

    public static Command? NeverAsk(CommandText text) =>
        text.Is(NeverAsking) ? new Command.NeverAsk(true) : text.Is(AskingAgain) ? new Command.NeverAsk(false) : null;

    public static Command? ForumMeets(CommandText text) => Forum(text, "meets", "meet") is { } at ? new Command.ForumMeets(Rule(text, at)) : null;

    public static Command? ForumOrganisation(CommandText text)
    {
        if (Forum(text, "organisation", "organization", "org") is not { } at || text.IsEnd(at))
        {
            return null;
        }

        var words = (text.Rest(at) ?? "").Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var domains = words.Skip(1).Where(IsDomain).Select(word => word.Trim('@', '.', ';', '(', ')').ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var name = string.Join(' ', words.Skip(1).Where(word => !IsDomain(word)));
        return new Command.ForumOrganisation(words[0], name.Length == 0 ? words[0] : name, domains);
    }

    private static bool IsDomain(string word) =>
        word.Trim('@', '.', ';', '(', ')') is { Length: > 3 } domain && domain.Contains('.', StringComparison.Ordinal) && !domain.Contains("..", StringComparison.Ordinal);

    /// <summary>"every second Tuesday at 14:00 from 8 December", "fortnightly on Tuesdays", "every 4 weeks on Monday at 9am"; the first word after "meets".</summary>
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
            else if (Time(text, at) is var (hour, afterTime) && !tokens[at].Is("every"))
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

    /// <summary>"14:00", "8.30", "8am", "2 pm", "noon"; with "at" before it or not.</summary>
    private static (LocalTime Hour, int End)? Time(CommandText text, int at)
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

    private static int? Forum(CommandText text, params ReadOnlySpan<string> verbs)
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
