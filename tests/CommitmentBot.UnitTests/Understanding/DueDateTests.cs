using CommitmentBot.Core.Understanding;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class DueDateTests
{
    [Theory]
    [InlineData("by the close of Thursday", "2026-11-26")]
    [InlineData("COP tomorrow", "2026-11-25")]
    [InlineData("by lunchtime Friday", "2026-11-27")]
    [InlineData("Friday first thing", "2026-11-27")]
    [InlineData("Monday at the latest", "2026-11-30")]
    [InlineData("Tuesday", "2026-12-01")]
    [InlineData("this Friday", "2026-11-27")]
    [InlineData("next Thurs", "2026-12-03")]
    [InlineData("Weds week", "2026-12-02")]
    [InlineData("Tuesday fortnight", "2026-12-15")]
    [InlineData("a week on Monday", "2026-12-07")]
    [InlineData("a week tomorrow", "2026-12-02")]
    [InlineData("a month today", "2026-12-24")]
    [InlineData("Friday of next week", "2026-12-04")]
    [InlineData("Tuesday the 8th", "2026-12-08")]
    [InlineData("on Friday 13th", "2027-08-13")]
    [InlineData("ahead of Thursday's board", "2026-11-25")]
    [InlineData("before 9am Monday", "2026-11-30")]
    [InlineData("end of play", "2026-11-24")]
    [InlineData("by 5pm", "2026-11-24")]
    public void Days_of_the_week_and_ends_of_the_day(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("no later than Wednesday 2 December", "2026-12-02")]
    [InlineData("by 4th December at noon", "2026-12-04")]
    [InlineData("31.12.26", "2026-12-31")]
    [InlineData("30/11", "2026-11-30")]
    [InlineData("by 5/12", "2026-12-05")]
    [InlineData("15-01-2027", "2027-01-15")]
    [InlineData("2026-12-24", "2026-12-24")]
    [InlineData("24/12/2026 17:00", "2026-12-24")]
    [InlineData("1 February ’27", "2027-02-01")]
    [InlineData("Jan 15", "2027-01-15")]
    [InlineData("by the 30th", "2026-11-30")]
    [InlineData("on the 3rd of next month", "2026-12-03")]
    [InlineData("30 Nov – 4 Dec", "2026-12-04")]
    [InlineData("from 7 to 11 December", "2026-12-11")]
    [InlineData("12th-14th Jan", "2027-01-14")]
    [InlineData("between now and Friday", "2026-11-27")]
    [InlineData("12 June", "2027-06-12")]
    [InlineData("by the board on the 14th", "2026-12-14")]
    public void Dates_day_before_month_and_the_next_one_where_no_year_is_given(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("next week", "2026-12-04")]
    [InlineData("the week after next", "2026-12-11")]
    [InlineData("w/c 7th December", "2026-12-11")]
    [InlineData("w/c 7/12", "2026-12-11")]
    [InlineData("w/e 11 Dec", "2026-12-11")]
    [InlineData("end-of-week", "2026-11-27")]
    [InlineData("this weekend", "2026-11-29")]
    [InlineData("within the month", "2026-11-30")]
    [InlineData("end Jan", "2027-01-31")]
    [InlineData("by mid-January", "2027-01-15")]
    [InlineData("the last Friday of January", "2027-01-29")]
    [InlineData("last working day of the month", "2026-11-30")]
    [InlineData("by the end of the calendar year", "2026-12-31")]
    public void Weeks_are_due_on_Friday_and_longer_periods_on_their_last_day(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("end of Q3", "2026-12-31")]
    [InlineData("Q4", "2027-03-31")]
    [InlineData("by Q1 2027/28", "2027-06-30")]
    [InlineData("end of next quarter", "2027-03-31")]
    [InlineData("by M9", "2026-12-31")]
    [InlineData("Month 10", "2027-01-31")]
    [InlineData("H2", "2027-03-31")]
    [InlineData("FY26/27", "2027-03-31")]
    [InlineData("FY27", "2027-03-31")]
    [InlineData("by year end", "2027-03-31")]
    [InlineData("by Q2 2027", "vague: by Q2 2027")]
    public void Quarters_halves_and_months_by_number_are_those_of_the_financial_year(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("within a fortnight", "2026-12-08")]
    [InlineData("in 48 hours", "2026-11-26")]
    [InlineData("in 20 working days", "2026-12-22")]
    [InlineData("three working days before the meeting on 15 January", "2027-01-12")]
    [InlineData("two days before Christmas", "2026-12-23")]
    [InlineData("six weeks from Monday", "2027-01-11")]
    [InlineData("by Easter", "2027-03-28")]
    [InlineData("before Xmas", "2026-12-24")]
    [InlineData("the first working day after New Year", "2027-01-04")]
    [InlineData("bank holiday Monday", "2026-12-28")]
    [InlineData("by the August bank holiday", "2027-08-30")]
    public void Counts_of_days_and_days_with_a_name(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("soon", "vague: soon")]
    [InlineData("ASAP", "vague: ASAP")]
    [InlineData("early next year", "vague: early next year")]
    [InlineData("by 7 December 2025", "past: 2025-12-07")]
    [InlineData("this Monday", "past: 2026-11-23")]
    [InlineData("3/4 of the beds", "-")]
    [InlineData("24/7 cover", "-")]
    [InlineData("the 62 day standard", "-")]
    [InlineData("page 3/4", "-")]
    [InlineData("version 1.12.25", "-")]
    [InlineData("phase 2, ward 12, C-42, 15%", "-")]
    [InlineData("30 February", "-")]
    [InlineData("we sat down and may march on", "-")]
    [InlineData("the 52nd week", "-")]
    [InlineData("99999999999/99999999999", "-")]
    [InlineData("in 99999999 years", "-")]
    [InlineData("", "-")]
    public void What_is_no_date_is_not_made_into_one(string words, string expected) => Read(words).ShouldBe(expected);

    [Theory]
    [InlineData("at the next Place Forum", "2026-12-08")]
    [InlineData("before we next meet", "2026-12-07")]
    [InlineData("at the next Eastborough and Westmere Place Forum", "2026-12-08")]
    [InlineData("the meeting after next", "2027-01-05")]
    public void The_forum_s_own_meetings_come_from_its_calendar(string words, string expected) => Read(words).ShouldBe(expected);

    [Fact]
    public void Without_a_calendar_the_next_forum_is_no_date() =>
        Said.Brief(DueDates.Read("at the next Place Forum", Said.InChannel with { NextMeetings = [] })).ShouldBe("vague: at the next Place Forum");

    [Theory]
    [InlineData("I'll update the 52 week waiters list and the May figures by Friday", "2026-11-27")]
    [InlineData("After last week's board I said Monday, it will be by 4 December", "2026-12-04")]
    [InlineData("the Tuesday clinic paper, due 10 December", "2026-12-10")]
    public void Of_several_dates_the_one_worded_as_a_deadline_counts(string words, string expected) => Read(words).ShouldBe(expected);

    [Fact]
    public void Tomorrow_is_the_speaker_s_tomorrow_around_the_change_of_the_clocks()
    {
        Said.Brief(DueDates.Read("tomorrow", Said.At(Instant.FromUtc(2026, 6, 30, 23, 30)))).ShouldBe("2026-07-02");
        Said.Brief(DueDates.Read("in 24 hours", Said.At(Instant.FromUtc(2027, 3, 27, 23, 30)))).ShouldBe("2027-03-29");
    }

    [Fact]
    public void The_words_a_date_was_read_from_are_kept() =>
        DueDates.Read("the plan goes out by close of play on Friday, all being well", Said.InChannel)
            .ShouldBe(new DueReading.On(new LocalDate(2026, 11, 27), "by close of play on Friday"));

    private static string Read(string words) => Said.Brief(DueDates.Read(words, Said.InChannel));
}
