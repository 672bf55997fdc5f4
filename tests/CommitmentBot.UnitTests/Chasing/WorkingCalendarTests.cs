using CommitmentBot.Core.Chasing;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Chasing;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = new([]);

    // As published at https://www.gov.uk/bank-holidays.json for England and Wales.
    [Theory]
    [InlineData(2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26")]
    [InlineData(2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData(2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData(2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26")]
    [InlineData(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26")]
    [InlineData(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26")]
    public void The_bank_holidays_are_the_published_ones(int year, string published) =>
        Calendar.Holidays(year).Keys.Order().Select(LocalDatePattern.CreateWithInvariantCulture("MM-dd").Format)
            .ShouldBe(published.Split(' '));

    [Theory]
    [InlineData("2027-12-25", false)]
    [InlineData("2027-12-27", false)]
    [InlineData("2027-12-28", false)]
    [InlineData("2027-12-29", true)]
    [InlineData("2022-12-26", false)]
    [InlineData("2022-12-27", false)]
    [InlineData("2022-12-28", true)]
    public void Christmas_on_a_weekend_has_its_substitutes(string day, bool works) =>
        Calendar.IsWorkingDay(Day(day)).ShouldBe(works);

    [Fact]
    public void A_holiday_has_the_name_people_know_it_by()
    {
        Calendar.Holidays(2021)[Day("2021-12-27")].ShouldBe("Christmas Day");
        Calendar.Holidays(2021)[Day("2021-12-28")].ShouldBe("Boxing Day");
        Calendar.Holidays(2022)[Day("2022-12-26")].ShouldBe("Boxing Day");
        Calendar.Holidays(2022)[Day("2022-12-27")].ShouldBe("Christmas Day");
    }

    [Fact]
    public void A_day_proclaimed_later_comes_in_by_settings()
    {
        var proclaimed = new WorkingCalendar([Day("2028-06-02"), Day("2028-06-02")]);

        proclaimed.IsWorkingDay(Day("2028-06-02")).ShouldBeFalse();
        proclaimed.Plus(Day("2028-06-01"), 1).ShouldBe(Day("2028-06-05"));
    }

    [Theory]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-12-24", 1, "2026-12-29")]
    [InlineData("2026-12-29", -1, "2026-12-24")]
    [InlineData("2026-11-27", -3, "2026-11-24")]
    [InlineData("2026-11-28", 0, "2026-11-28")]
    public void Counting_starts_with_the_next_working_day(string from, int days, string to) =>
        Calendar.Plus(Day(from), days).ShouldBe(Day(to));

    [Fact]
    public void Counting_forward_and_between_agree() =>
        Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 60]).Sample((offset, days) =>
        {
            var from = Day("2020-01-01").PlusDays(offset);
            var to = Calendar.Plus(from, days);
            return Calendar.Between(from, to) == days && (days == 0 || Calendar.IsWorkingDay(to));
        });

    [Fact]
    public void Nothing_lies_between_a_day_and_an_earlier_one() =>
        Calendar.Between(Day("2026-11-30"), Day("2026-11-02")).ShouldBe(0);

    private static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}
