using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using CommitmentBot.UnitTests.House;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

/// <summary>The sentences in <c>Sentences/</c>: written for this test, half of them to mislead.</summary>
public sealed class SentenceTests
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    private static readonly WorkingCalendar Calendar = new([]);

    [Fact]
    public void Each_date_is_read_as_a_person_would()
    {
        var said = ReadingContext("2025-05-07T10:15:00");
        var wrong = new List<string>();
        foreach (var line in Lines("dates.txt"))
        {
            if (line.StartsWith('@'))
            {
                said = ReadingContext(line[1..].Trim());
                continue;
            }

            var (text, expected) = Split(line);
            Compare(wrong, line, expected, Iso(DueDates.Read(text, said)));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Each_promise_is_found_with_its_owner_and_date_and_nothing_else_is()
    {
        var said = ReadingContext("2025-05-07T10:15:00");
        var wrong = new List<string>();
        foreach (var line in Lines("promises.txt"))
        {
            var (text, expected) = Split(line);
            var drafts = Reader.Read(SaidText.Of(text), said) is Understood.AsDrafts found ? found.Drafts : [];
            Compare(wrong, line, expected, drafts.Count == 0 ? "no" : string.Join(" | ", drafts.Select(draft => $"{Owner(draft.Owner)}; {Iso(draft.Due)}")));
        }

        wrong.ShouldBeEmpty();
    }

    private static void Compare(List<string> wrong, string line, string expected, string actual)
    {
        if (actual != expected)
        {
            wrong.Add($"{line} (read as {actual})");
        }
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(SourceFile.Root, "tests/CommitmentBot.UnitTests/Understanding/Sentences", file)).Where(line => line.Length > 0 && line[0] != '#');

    private static (string Text, string Expected) Split(string line)
    {
        var arrow = line.LastIndexOf(" => ", StringComparison.Ordinal);
        return (line[..arrow].Replace("\\n", "\n", StringComparison.Ordinal), line[(arrow + 4)..]);
    }

    private static ReadingContext ReadingContext(string reference) =>
        new(LocalDateTimePattern.ExtendedIso.Parse(reference).Value.InZoneLeniently(London).ToInstant(), London, Calendar, [], AboutCommitment: false);

    private static string Iso(DueReading due) => due switch
    {
        DueReading.On on => LocalDatePattern.Iso.Format(on.Date),
        DueReading.InThePast past => LocalDatePattern.Iso.Format(past.Date),
        _ => "-",
    };

    private static string Owner(DraftOwner owner) => owner switch
    {
        DraftOwner.Named named => named.Person.Name,
        DraftOwner.Several several => string.Join('+', several.People.Select(person => person.Name)),
        DraftOwner.SpeakersOrganisation => "we",
        _ => "I",
    };
}
