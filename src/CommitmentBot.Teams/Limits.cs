using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>
/// Every limit of Teams that the adapter keeps to, in one table. Microsoft says that values may change:
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit and …/limits-specifications-teams.
/// </summary>
public static class Limits
{
    /// <summary>The largest activity that is read, in bytes; Teams' own limit.</summary>
    public const int ActivityBytes = 262_144;

    /// <summary>The largest bearer token that is looked at, in characters.</summary>
    public const int TokenCharacters = 16_384;

    /// <summary>The largest card, in characters of JSON: Teams refuses messages of about 100 KB and advises to stay below 80 KB, counted as UTF-16.</summary>
    public const int CardCharacters = 36_000;

    /// <summary>One run of text.</summary>
    public const int TextCharacters = 4_000;

    /// <summary>Summary, fallback text and speech.</summary>
    public const int FallbackCharacters = 1_000;

    /// <summary>Lines of one paragraph; what is beyond runs on in the last.</summary>
    public const int Lines = 40;

    /// <summary>Buttons in one row; clients show no more.</summary>
    public const int Buttons = 6;

    /// <summary>What a row of buttons may take on a card 480 pixels wide, less its edges, a button's edges and a character of its label, all in pixels.</summary>
    public const int RowWidth = 420, ButtonPadding = 44, CharacterWidth = 8;

    /// <summary>A button's label.</summary>
    public const int ButtonCharacters = 60;

    /// <summary>Readers who see a card their own way.</summary>
    public const int Readers = 60;

    /// <summary>Options of one choice.</summary>
    public const int Options = 100;

    /// <summary>The directory look-ups for people named in one captured message, whose answer somebody is waiting for.</summary>
    public const int LookupsForOneRequest = 5;

    /// <summary>What one bot may send to one conversation.</summary>
    public static readonly IReadOnlyList<(int Sends, TimeSpan In)> PerConversation =
        [(7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)), (1_800, TimeSpan.FromHours(1))];

    /// <summary>What one app may send in one tenant.</summary>
    public static readonly IReadOnlyList<(int Sends, TimeSpan In)> PerTenant = [(30, TimeSpan.FromSeconds(1))];

    /// <summary>
    /// A pace that keeps within both, with something left for messages that come closer together than they left: three a second
    /// are within the limits of one and of two seconds, 45 and then one in 2.1 seconds within those of thirty and of an hour.
    /// </summary>
    public static readonly ChatPace Pace = new()
    {
        Spacing = Duration.FromMilliseconds(300),
        Burst = 45,
        Sustained = Duration.FromMilliseconds(2_100),
        WithinTenant = Duration.FromMilliseconds(40),
    };
}
