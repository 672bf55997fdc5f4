using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of a person's accounts, and on which of them the bot writes.</summary>
internal static class AccountRules
{
    private static readonly string[] Mine = ["my accounts", "my account", "my two accounts", "both my accounts",
    "my slack and teams accounts", "my teams and slack accounts"];

    private static readonly PhraseSet Joining = new(Phrases("join", "link", "connect"));

    private static readonly PhraseSet CodeWords = new("with", "with code", "code", "using", "using code", "with the code");

    private static readonly PhraseSet Separating = new(Phrases("separate", "unlink", "split", "disconnect", "unjoin"));

    private static readonly PhraseSet Asking = new(
        "who am i", "whoami", "who do you think i am", "who i am", "who am i to you", "who do you have me as",
        "what do you know about me", "what do you know of me", "do you know me",
        "do you know who i am", "my details", "show my details");

    private static readonly PhraseSet Writing = new(
        "write to me on", "write to me in", "write to me by", "write to me via", "write me on", "please write to me on");

    private static readonly PhraseSet RemindingOn = new(
        "remind me on", "remind me in", "remind me by", "remind me via", "message me on", "message me in", "contact me on",
        "contact me by", "reach me on", "dm me on", "send reminders on",
        "send me reminders on", "send my reminders on", "send my reminders to", "send reminders to", "reminders on");

    private static readonly PhraseSet Teams = new("teams", "microsoft teams", "ms teams"), Slack = new("slack");

    private static readonly PhraseSet Elsewhere = new(
        "email", "e - mail", "mail", "post", "text", "text message", "sms", "phone", "telephone", "whatsapp", "signal", "telegram",
        "outlook", "zoom", "discord", "webex", "google chat");

    private static readonly PhraseSet Instead = new("instead", "from now on", "only", "in future", "rather");

    public static Command? JoinAccounts(CommandText text)
    {
        if (text.After(text.From, Joining) is not (> 0 and var at))
        {
            return null;
        }

        at = text.After(at, CodeWords) is > 0 and var with ? with : at;
        return ForumRules.Code(text, at) is (var code, true) ? new Command.JoinAccounts(code) : null;
    }

    public static Command? SeparateAccounts(CommandText text) => text.Is(Separating) ? new Command.SeparateAccounts() : null;

    public static Command? WhoAmI(CommandText text) => text.Is(Asking) ? new Command.WhoAmI() : null;

    public static Command? WriteTo(CommandText text)
    {
        var isPlain = text.After(text.From, Writing) is > 0;
        if ((isPlain ? text.After(text.From, Writing) : text.After(text.From, RemindingOn)) is not (> 0 and var at))
        {
            return null;
        }

        return IsLast(text, text.After(at, Teams)) ? new Command.WriteTo(PlatformName.Teams)
            : IsLast(text, text.After(at, Slack)) ? new Command.WriteTo(PlatformName.Slack)
            : IsLast(text, text.After(at, Elsewhere)) || (IsLast(text, at + 1) && IsPlace(text, at, isPlain)) ? new Command.WriteTo(null)
            : null;
    }

    // "Remind me on Friday" and "remind me on arrival" are about when.
    private static bool IsPlace(CommandText text, int at, bool isPlain) =>
        text.Tokens[at].Kind == TokenKind.Word && (isPlain || text.Tokens[at].Capital) && text.Dates.Point(at) is null;

    private static bool IsLast(CommandText text, int at) => at > 0 && (text.IsEnd(at) || text.After(at, Instead) == text.To);

    private static IEnumerable<string> Phrases(params string[] verbs) => verbs.SelectMany(verb => Mine.Select(mine => $"{verb} {mine}"));
}
