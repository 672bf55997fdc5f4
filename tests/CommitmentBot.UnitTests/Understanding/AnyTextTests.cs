using System.Diagnostics;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class AnyTextTests
{
    // Any UTF-16 unit, so lone surrogates, controls and marks that go from right to left; mixed with the words of the rules.
    private static readonly Gen<string> Units = Gen.Char['\0', '\uffff'].Array[0, 40].Select(units => new string(units));

    private static readonly string[] RuleWords =
    [
        "I'll ", "we will ", "send ", "by ", "Friday ", "the ", "end of ", "14th ", "12/3 ", "2026-", "next ", "week ", "to ", "Sarah ", "and ", "C-42 ", "done ", "move ", "summary ",
        "since ", "forum meets ", "every ", "5 working days ", "before ", "Q2 ", "25/26 ", "if ", "\"", "'", "@", "#x ", "\n", "\ud83d", "\udc4d", "👍", "\u202e", "\u200b", "because ", "a ", "month ", "last ", "29 February ", "99999999999 ",
        "forum organisation ", "forum organisation rename ", "forum chair ", "forum agree to ", "forum join ", "speaks for ", "as chair ",
        "use ", "in ", "Beta Forum ", "join my accounts ", "write to me on ", "kind ", "places ", "ods ", "no longer ", ",", ".uk ",
    ];

    private static readonly Gen<string> Words = Gen.Int[0, RuleWords.Length - 1].Select(index => RuleWords[index]);

    private static readonly Gen<string> Texts = Gen.Select(Words.Array[0, 12], Units, Words.Array[0, 6]).Select((before, units, after) => string.Concat(before) + units + string.Concat(after));

    [Fact]
    public void No_text_and_no_mention_makes_the_reader_throw() =>
        Gen.Select(Texts, Gen.Int[-5, 60], Gen.Int[-5, 60], Gen.Bool).Sample((text, start, length, thread) =>
        {
            var said = new SaidText(text, [new(start, length, new("slack", "U1"), "Sarah"), new(start, 3, new("slack", "U2"), "")]);
            Reader.Read(said, thread ? Said.InThread : Said.InChannel).ShouldNotBeNull();
            NhsNumber.IsIn(text);
            PatientIdentifier.Find(text, Said.InChannel.Today);
        });

    [Fact]
    public void What_a_draft_was_read_from_stands_in_the_text_and_its_wording_is_never_empty() =>
        Texts.Sample(text =>
        {
            foreach (var draft in Reader.Drafts(SaidText.Of(text), Said.InChannel))
            {
                text.Substring(draft.Said.Start, draft.Said.Length).ShouldNotBeEmpty();
                draft.DueSaid?.Length.ShouldBeGreaterThan(0);
                draft.Wording.ShouldNotBeNullOrWhiteSpace();
                Vagueness.AboutWords(draft, text);
            }
        });

    [Fact]
    public void Counting_days_weekdays_and_weeks_agrees_with_the_calendar_on_any_day() =>
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[1, 400], Gen.Int[1, 7]).Sample((days, count, weekday) =>
        {
            var said = Said.At(Instant.FromUtc(2024, 1, 1, 12, 0).Plus(Duration.FromDays(days)));
            var name = ((IsoDayOfWeek)weekday).ToString();

            Day($"I'll do it in {count} days", said).ShouldBe(said.Today.PlusDays(count));
            Day($"within {count} working days", said).ShouldBe(said.Calendar.Plus(said.Today, count));
            Day($"by {name}", said).ShouldBe(said.Today.With(DateAdjusters.Next((IsoDayOfWeek)weekday)));
            Day($"{name} week", said).ShouldBe(said.Today.With(DateAdjusters.Next((IsoDayOfWeek)weekday)).PlusWeeks(1));
            Day($"{said.Today.PlusDays(count):d MMMM uuuu}", said).ShouldBe(said.Today.PlusDays(count));
            Day($"{said.Today.PlusDays(count):dd/MM/uuuu}", said).ShouldBe(said.Today.PlusDays(count));
        });

    private static LocalDate? Day(string text, ReadingContext said) => (DueDates.Read(text, said) as DueReading.On)?.Date;

    [Fact]
    public void No_day_of_a_long_life_makes_the_reader_throw() =>
        Gen.Select(Texts, Gen.Int[-20_000, 40_000]).Sample((text, days) =>
            DueDates.Read(text, Said.At(Instant.FromUtc(2026, 1, 1, 12, 0).Plus(Duration.FromDays(days)))).ShouldNotBeNull());

    [Fact]
    public void A_date_is_never_called_future_when_it_is_over() =>
        Texts.Sample(text =>
        {
            if (DueDates.Read(text, Said.InChannel) is DueReading.On on)
            {
                on.Date.ShouldBeGreaterThanOrEqualTo(Said.InChannel.Today);
            }
        });

    [Theory]
    [InlineData("I'll send it by Friday and ")]
    [InlineData("the end of the ")]
    [InlineData("a week before ")]
    [InlineData("1 day before on ")]
    [InlineData("first week of ")]
    [InlineData("Sarah and ")]
    [InlineData("12 to ")]
    [InlineData("'a \"b ")]
    [InlineData("summary since ")]
    [InlineData("#theme ")]
    [InlineData("if we will, ")]
    [InlineData("\ud83d")]
    [InlineData("next week ")]
    [InlineData("in two weeks ")]
    [InlineData("last working day before ")]
    [InlineData("the start of the ")]
    [InlineData("half a ")]
    [InlineData("Friday of ")]
    [InlineData("and Sarah will ")]
    [InlineData("943 476 ")]
    [InlineData("Mary Jones 12/03/")]
    [InlineData("out to : ")]
    [InlineData("( ")]
    [InlineData("sorry, ")]
    [InlineData("a: ")]
    [InlineData("Dave's going to ")]
    [InlineData("My actions:\n- send it ")]
    [InlineData("before we ")]
    public void Eight_times_the_text_costs_about_eight_times_the_work(string phrase)
    {
        Cost(phrase, 200);
        var (once, eight) = (Cost(phrase, 1_250), Cost(phrase, 10_000));

        // Work that grows with the square would be 64 times as much.
        ((double)eight.Bytes / once.Bytes).ShouldBeLessThan(10);
        ((double)eight.Ticks / once.Ticks).ShouldBeLessThan(32);
    }

    // The least of several runs: a machine that does something else only adds to it.
    private static (long Bytes, long Ticks) Cost(string phrase, int times)
    {
        var text = SaidText.Of(string.Concat(Enumerable.Repeat(phrase, times)));
        var (bytes, ticks) = (long.MaxValue, long.MaxValue);
        for (var run = 0; run < 3; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Reader.Read(text, Said.InChannel);
            DueDates.Read(text.Plain, Said.InChannel);
            PatientIdentifier.Find(text.Plain, Said.InChannel.Today);
            ticks = Math.Min(ticks, Stopwatch.GetTimestamp() - started);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (bytes, ticks);
    }
}
