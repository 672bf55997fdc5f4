using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a person's own settings.</summary>
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
