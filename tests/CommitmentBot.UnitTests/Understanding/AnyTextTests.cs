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
        });

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
    public void Twice_the_text_costs_twice_the_work(string phrase)
    {
        Cost(phrase, 200);
        var (once, twice) = (Cost(phrase, 2_000), Cost(phrase, 4_000));

        ((double)twice / once).ShouldBeLessThan(2.5);
    }

    // What is allocated stands for the work done; a clock would measure the machine.
    private static long Cost(string phrase, int times)
    {
        var text = SaidText.Of(string.Concat(Enumerable.Repeat(phrase, times)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Reader.Read(text, Said.InChannel);
        DueDates.Read(text.Plain, Said.InChannel);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
