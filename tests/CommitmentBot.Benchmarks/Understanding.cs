using System.Diagnostics;
using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using NodaTime;

namespace CommitmentBot.Benchmarks;

/// <summary>How many messages one core understands in a second, what that allocates, and how long very long ones take.</summary>
internal static class Understanding
{
    private const int Rounds = 20;

    // Until the runtime has compiled what it measures in earnest.
    private const int WarmUp = 60;

    private const int LongText = 100_000;

    private const int Repetitions = 10_000;

    // What each rule has most to do with.
    private static readonly string[] WorstCases =
    [
        "I'll send it by Friday and ", "the end of the ", "a week before ", "1 day before on ", "first week of ", "Sarah and ", "12 to ", "'a \"b ", "summary since ", "#theme ", "if we will, ",
        "next week ", "in two weeks ", "last working day before ", "the start of the ", "half a ", "Friday of ", "and Sarah will ", "943 476 ", "Mary Jones 12/03/",
    ];

    private static readonly ReadingContext Said = new(
        Instant.FromUtc(2026, 11, 24, 10, 0), DateTimeZoneProviders.Tzdb["Europe/London"], new WorkingCalendar([]), [new LocalDate(2026, 12, 8)], AboutCommitment: false);

    /// <summary>Measures all of it and writes a table.</summary>
    public static void Run(TextWriter output)
    {
        var messages = Messages().ToArray();
        Measure(output, "messages (promises, chatter, commands)", messages, text => Reader.Read(SaidText.Of(text), Said));
        Measure(output, "dates alone", [.. Lines("dates")], text => DueDates.Read(text, Said));
        Measure(output, "patient identifiers", messages, text => PatientIdentifier.Find(text, Said.Today));

        var words = string.Join(' ', messages);
        var book = string.Concat(Enumerable.Repeat(words, (LongText / words.Length) + 1))[..LongText];
        Write(output, $"one message of {LongText:N0} characters: {Milliseconds(book):F1} ms");
        foreach (var phrase in WorstCases)
        {
            Write(output, $"{Repetitions:N0} times “{phrase}”: {Milliseconds(string.Concat(Enumerable.Repeat(phrase, Repetitions))):F1} ms");
        }
    }

    private static void Measure(TextWriter output, string what, string[] texts, Func<string, object?> read)
    {
        var best = double.MaxValue;
        var allocated = 0L;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            foreach (var text in texts)
            {
                read(text);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Write(output, $"{what}: {texts.Length / best:N0} a second, {allocated / texts.Length:N0} bytes each (best of {Rounds} rounds over {texts.Length} texts)");
    }

    private static double Milliseconds(string text)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Reader.Read(SaidText.Of(text), Said);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return best;
    }

    private static IEnumerable<string> Messages() =>
    [
        .. Lines("promises"), "my commitments", "done C-42 https://example.org/plan", "summary this quarter by organisation", "move C-42 to 12 June because the board moved",
    ];

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(Understanding).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.LastIndexOf(" => ", StringComparison.Ordinal) is > 0 and var arrow)
            {
                yield return line[..arrow].Replace("\\n", "\n", StringComparison.Ordinal);
            }
        }
    }

    private static void Write(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
