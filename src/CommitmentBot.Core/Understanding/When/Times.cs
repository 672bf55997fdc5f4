using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Times of day: "5pm", "9.30 a.m.", "16:00:09", "1700hrs", "9" before "on". A due date has none, so they are only stepped over.</summary>
internal static class Times
{
    private static readonly PhraseSet Halves = new("am", "pm", "a . m .", "p . m .", "a . m", "p . m", "o'clock", "hrs", "hours", "h", "a", "p");

    private static readonly PhraseSet Zones = new("gmt", "bst", "utc", "z", "cet", "est", "pst", "uk time");

    /// <summary>The place after a time of day at a place; -1 when there is none.</summary>
    public static int After(Tokens tokens, int at)
    {
        var hour = tokens[at];
        if (hour.Kind != TokenKind.Number || hour.Length is not (1 or 2 or 4) || !hour.IsNumber(0, hour.Length == 4 ? 2400 : 24))
        {
            return -1;
        }

        var end = at + 1;
        var minutes = hour.Length < 4 && IsMinutes(tokens, end);
        end = minutes ? end + 2 : end;
        end = minutes && IsMinutes(tokens, end) ? end + 2 : end;
        if (tokens.AfterAny(end, Halves) is > 0 and var half && (tokens[end].Length > 1 || tokens[end].Glued || half > end + 1))
        {
            return Zone(tokens, half);
        }

        return minutes ? Zone(tokens, end) : tokens.Is(end, "on") ? end : -1;
    }

    private static bool IsMinutes(Tokens tokens, int at) =>
        tokens[at] is { Glued: true, Text: ":" or "." } && tokens[at + 1] is { Glued: true, Length: 2 } && tokens[at + 1].IsNumber(0, 59);

    private static int Zone(Tokens tokens, int at) => tokens.AfterAny(at, Zones) is > 0 and var zone ? zone : at;
}
