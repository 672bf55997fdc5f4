using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>Slack's ids and time stamps. What does not look like one never reaches a key, an address or a database.</summary>
internal static class SlackId
{
    /// <summary>Slack itself, which is a member of some channels.</summary>
    public const string Slackbot = "USLACKBOT";

    private const int MaxLength = 64;
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> DigitsAndDot = SearchValues.Create("0123456789.");

    /// <summary>Whether it can be an id: letters, digits and underscores.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>Whether it can be a message's <c>ts</c>: seconds, a dot, and the digits that make it unique in its channel.</summary>
    public static bool IsTs([NotNullWhen(true)] string? ts) =>
        ts is { Length: > 2 and <= 32 } && ts.AsSpan().Count('.') == 1 && !ts.AsSpan().ContainsAnyExcept(DigitsAndDot)
        && char.IsAsciiDigit(ts[0]) && char.IsAsciiDigit(ts[^1]);

    /// <summary>When the message with this <c>ts</c> was written, or null where it cannot be read.</summary>
    public static Instant? TimeOf(string? ts) =>
        IsTs(ts) && long.TryParse(ts.AsSpan(0, ts.IndexOf('.')), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 253_402_300_800
            ? Instant.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The <c>ts</c> of an instant, for asking for history.</summary>
    public static string TsOf(Instant instant) =>
        string.Create(CultureInfo.InvariantCulture, $"{instant.ToUnixTimeSeconds()}.000000");
}
