using CommitmentBot.Core.SayDo;
using CsCheck;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.SayDo;

public sealed class WilsonIntervalTests
{
    [Theory]
    [InlineData(1, 1, 20.7, 100)]
    [InlineData(2, 3, 20.8, 93.9)]
    [InlineData(3, 3, 43.9, 100)]
    [InlineData(4, 5, 37.6, 96.4)]
    [InlineData(5, 5, 56.6, 100)]
    [InlineData(8, 10, 49.0, 94.3)]
    [InlineData(10, 10, 72.2, 100)]
    [InlineData(16, 20, 58.4, 91.9)]
    [InlineData(40, 50, 67.0, 88.8)]
    [InlineData(80, 100, 71.1, 86.7)]
    [InlineData(0, 3, 0, 56.1)]
    public void It_gives_the_published_figures(int kept, int due, double lower, double upper)
    {
        var interval = WilsonInterval.Of(kept, due);

        (100 * interval.Lower).ShouldBe(lower, 0.06);
        (100 * interval.Upper).ShouldBe(upper, 0.06);
    }

    [Fact]
    public void Nothing_due_tells_nothing() => WilsonInterval.Of(0, 0).ShouldBe(new WilsonInterval(0, 1));

    [Fact]
    public void It_holds_the_observed_share_and_narrows_with_more() => Gen.Int[1, 2000].SelectMany(due => Gen.Int[0, due].Select(kept => (kept, due)))
        .Sample(of =>
        {
            var (kept, due) = of;
            var (one, ten) = (WilsonInterval.Of(kept, due), WilsonInterval.Of(10 * kept, 10 * due));
            var share = (double)kept / due;
            return one.Lower <= share + 1e-12 && share <= one.Upper + 1e-12 && one.Lower >= 0 && one.Upper <= 1
                && ten.Upper - ten.Lower < one.Upper - one.Lower;
        });

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Counts_that_cannot_be_are_a_bug(int kept, int due) =>
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(kept, due));
}
