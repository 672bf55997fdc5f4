using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using NodaTime;

namespace CommitmentBot.UnitTests.Understanding;

/// <summary>Things said on Tuesday 24 November 2026 at 10:00 in London, with a Place Forum that meets on 8 December and 5 January.</summary>
internal static class Said
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    public static readonly ReadingContext InChannel = At(Instant.FromUtc(2026, 11, 24, 10, 0));

    public static readonly ReadingContext InThread = InChannel with { AboutCommitment = true };

    public static ReadingContext At(Instant said) =>
        new(said, London, new WorkingCalendar([]), [new LocalDate(2026, 12, 8), new LocalDate(2027, 1, 5)], AboutCommitment: false);

    public static Understood Read(string text, ReadingContext? context = null) => Reader.Read(SaidText.Of(text), context ?? InChannel);

    public static Command? Command(string text, ReadingContext? context = null) => (Read(text, context) as Understood.AsCommand)?.Command;

    public static IReadOnlyList<Draft> Drafts(string text) => Read(text) is Understood.AsDrafts drafts ? drafts.Drafts : [];

    /// <summary>The date as ISO; "past: " before one that is over, "vague: " before words that give none, "-" for nothing.</summary>
    public static string Brief(DueReading due) => due switch
    {
        DueReading.On on => $"{on.Date:uuuu-MM-dd}",
        DueReading.InThePast past => $"past: {past.Date:uuuu-MM-dd}",
        DueReading.None { Words: { } words } => $"vague: {words}",
        _ => "-",
    };
}
