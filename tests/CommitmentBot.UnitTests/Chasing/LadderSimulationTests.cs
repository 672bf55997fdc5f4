using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Chasing.Promise;

namespace CommitmentBot.UnitTests.Chasing;

public sealed class LadderSimulationTests
{
    private static readonly string[] Zones =
    [
        "Europe/London", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Santiago",
        "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Chatham", "Pacific/Kiritimati", "Asia/Kolkata", "Africa/Cairo", "Asia/Beirut",
    ];

    private static readonly Gen<DateTimeZone> Zone = Gen.Int[0, Zones.Length - 1].Select(i => DateTimeZoneProviders.Tzdb[Zones[i]]);
    private static readonly Gen<LocalDate> Date = Gen.Int[0, 1500].Select(days => Day("2025-06-01").PlusDays(days));
    private static readonly Gen<LocalTime> Hour = Gen.Int[0, 95].Select(quarter => LocalTime.FromMinutesSinceMidnight(quarter * 15));

    private sealed record Story(Commitment It, LadderContext Context, int[] Delays);

    private static readonly Gen<Story> Stories =
        from zone in Zone
        from hour in Hour
        from due in Date
        from ahead in Gen.Int[0, 40]
        from away in Gen.Select(Gen.Int[-15, 15], Gen.Int[0, 20]).Array[0, 2]
        from policy in Gen.Int[0, 2].Select(i => Policy.Profiles[i])
        from delays in Gen.OneOf(Gen.Int[0, 600], Gen.Int[0, 40_000]).Array[40]
        let said = due.PlusDays(-ahead).AtStartOfDayInZone(zone).Plus(Duration.FromHours(10)).ToInstant()
        let leave = away.Select(days => new DateInterval(due.PlusDays(days.Item1), due.PlusDays(days.Item1 + days.Item2))).ToArray()
        let owner = Owner with { Zone = zone, Hour = hour, Leave = leave }
        select new Story(
            Of() with { Due = due, FirstDue = due, CreatedAt = said, AcceptedAt = said, RoundSince = said },
            new LadderContext(policy, Calendar, owner, London, said),
            delays);

    [Fact]
    public void Whatever_goes_down_for_however_long_every_step_is_fair() => Stories.Sample(story =>
    {
        var given = Live(story);
        var owner = story.Context.Owners;

        given.Select(step => (step.Step, step.Round)).ShouldBeUnique();
        var asked = given.Where(step => step.Step != LadderStep.Report && step.Outcome == StepOutcome.Accepted).ToList();
        asked.ShouldAllBe(step => owner.Has(owner.DateOf(step.At)));
        asked.ShouldAllBe(step => step.At >= owner.At(owner.DateOf(step.At)));
        asked.Select(step => owner.DateOf(step.At)).ShouldBeUnique();

        var report = given.Single(step => step.Step == LadderStep.Report);
        var shown = asked.Single(step => step.Step == LadderStep.FirstAccount);
        Calendar.IsWorkingDay(story.Context.Forums.DateOf(report.At)).ShouldBeTrue();
        Calendar.Between(owner.DateOf(shown.At), owner.DateOf(report.At)).ShouldBeGreaterThanOrEqualTo(1);
        story.Context.Forums.DateOf(report.At).ShouldBeGreaterThan(story.It.Due);
    }, iter: 3000);

    [Fact]
    public void However_long_it_was_down_the_first_word_is_the_ask_and_the_report_keeps_its_distance() => Stories.Sample(story =>
    {
        var given = Live(story);
        var (owner, policy) = (story.Context.Owners, story.Context.Policy);
        int Between(StepTaken from, StepTaken to)
        {
            var days = 0;
            for (var day = owner.DateOf(from.At); day < owner.DateOf(to.At); days += owner.Has(day) ? 1 : 0)
            {
                day = day.PlusDays(1);
            }

            return days;
        }

        var asked = given.First(step => step is { Step: >= LadderStep.AskAccount, Outcome: StepOutcome.Accepted });
        asked.Step.ShouldBe(LadderStep.AskAccount);
        Between(asked, given.Single(step => step.Step == LadderStep.FirstAccount))
            .ShouldBeGreaterThanOrEqualTo(policy.FirstAccountAfter - Policy.AskAfter);
        Between(asked, given.Single(step => step.Step == LadderStep.Report))
            .ShouldBeGreaterThanOrEqualTo(policy.ReportAfter - Policy.AskAfter);
    }, iter: 3000);

    [Fact]
    public void The_day_named_in_the_first_account_is_the_day_of_the_report() => Stories.Sample(story =>
    {
        var ahead = Ladder.Timeline(story.It, [], story.Context);

        story.Context.Forums.DateOf(ahead[^1].At).ShouldBe(ahead.Single(step => step.Step == LadderStep.FirstAccount).ReportOn!.Value);
    }, iter: 3000);

    [Fact]
    public void With_no_down_time_every_step_is_given_on_its_own_day() => Stories.Sample(story =>
    {
        var given = Live(story with { Delays = new int[40] });

        given.ShouldAllBe(step => step.Outcome == StepOutcome.Accepted);
        given.ShouldAllBe(step => step.At == (step.Step == LadderStep.Report ? story.Context.Forums : story.Context.Owners)
            .At((step.Step == LadderStep.Report ? story.Context.Forums : story.Context.Owners).DateOf(step.At)));
    }, iter: 1000);

    [Fact]
    public void The_timeline_is_what_then_happens() => Stories.Sample(story =>
        Live(story with { Delays = new int[40] }).Select(step => (step.Step, step.At))
            .ShouldBe(Ladder.Timeline(story.It, [], story.Context).Select(step => (step.Step, step.At))), iter: 500);

    [Fact]
    public void A_morning_comes_once_a_local_day_at_the_local_hour() => Gen.Select(Zone, Hour, Date).Sample((zone, hour, day) =>
    {
        var mornings = new Mornings(Calendar, zone, hour, []);
        var at = mornings.At(day);
        var local = at.InZone(zone).LocalDateTime;

        local.Date.ShouldBe(day);
        mornings.At(day.PlusDays(1)).ShouldBeGreaterThan(at);
        if (zone.MapLocal(day + hour).Count > 0)
        {
            local.ShouldBe(day + hour);
            at.ShouldBe(zone.MapLocal(day + hour).First().ToInstant());
        }
        else
        {
            // The clocks skip that hour: the first moment after the gap.
            zone.GetZoneInterval(at).Start.ShouldBe(at);
            local.ShouldBeGreaterThan(day + hour);
        }
    }, iter: 10_000);

    [Theory]
    [InlineData("Europe/London", "2026-10-25", 1, 30, "2026-10-25T00:30:00Z")]
    [InlineData("Europe/London", "2027-03-28", 1, 30, "2027-03-28T01:00:00Z")]
    [InlineData("America/New_York", "2026-11-01", 1, 15, "2026-11-01T05:15:00Z")]
    [InlineData("America/New_York", "2027-03-14", 2, 45, "2027-03-14T07:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 2, 15, "2026-10-03T15:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-04-04", 1, 45, "2027-04-03T14:45:00Z")]
    public void An_hour_that_is_skipped_is_the_first_after_it_and_one_that_comes_twice_the_earlier(
        string zone, string day, int hour, int minute, string at) =>
        new Mornings(Calendar, DateTimeZoneProviders.Tzdb[zone], new LocalTime(hour, minute), []).At(Day(day)).ToString()
            .ShouldBe(at);

    [Theory]
    [InlineData("Europe/London", 9, 0)]
    [InlineData("America/Los_Angeles", 7, 30)]
    [InlineData("Australia/Lord_Howe", 2, 15)]
    public void A_year_with_a_promise_for_every_day_is_at_most_one_message_a_working_day(string zone, int hour, int minute)
    {
        var owner = Owner with { Zone = DateTimeZoneProviders.Tzdb[zone], Hour = new LocalTime(hour, minute) };
        var start = At("2026-09-01T00:00", owner.Zone);
        var open = Enumerable.Range(20, 330).Select(day => Of() with
        {
            Due = Day("2026-09-01").PlusDays(day),
            CreatedAt = start,
            AcceptedAt = start,
            RoundSince = start,
        }).ToDictionary(it => it, _ => new List<StepTaken>());
        var context = new LadderContext(Policy.Standard, Calendar, owner, London, start);
        var next = open.Keys.ToDictionary(it => it, it => Ladder.Next(it, [], context));
        var messages = new List<LocalDate>();

        for (var now = start; now < At("2027-08-31T00:00"); now += Duration.FromMinutes(30))
        {
            var due = next.Where(pair => pair.Value?.At <= now).Select(pair => pair.Key).ToList();
            if (due.Count == 0)
            {
                continue;
            }

            context = context with { Now = now };
            var today = context.Owners.DateOf(now);
            var nudges = due.Select(it => (It: it, Step: Ladder.Next(it, open[it], context)!)).Where(due => due.Step.At <= now).ToList();
            var morning = AttentionBudget.Share(
                [.. nudges.Where(due => due.Step.Step != LadderStep.Report).Select(due => new Nudge(due.It.Id, due.Step))], messages, 5, today);
            foreach (var (it, step) in nudges.Where(due =>
                due.Step.Step == LadderStep.Report || morning.AtOnce.Any(nudge => nudge.Commitment == due.It.Id)))
            {
                open[it].AddRange(Ladder.OvertakenBy(step, it, open[it], context)
                    .Select(missed => new StepTaken(missed.Step, 0, StepOutcome.Overtaken, now, now)));
                open[it].Add(new StepTaken(step.Step, 0, StepOutcome.Accepted, now, now));
            }

            if (morning.AtOnce.Count > 0)
            {
                messages.Add(today);
            }

            due.ForEach(it => next[it] = Ladder.Next(it, open[it], context));
        }

        messages.ShouldBeUnique();
        messages.ShouldAllBe(day => Calendar.IsWorkingDay(day));
        messages.Count.ShouldBe(Calendar.Between(messages[0].PlusDays(-1), messages[^1]));
        open.Values.ShouldAllBe(steps => steps.Select(step => step.Step).Distinct().Count() == steps.Count);
        open.Where(pair => pair.Key.Due < Day("2027-08-01")).ShouldAllBe(pair =>
            pair.Value.Count == 6 && pair.Value.All(step => step.Outcome == StepOutcome.Accepted));
    }

    // Lives a ladder to its end: the sweep comes late by so many minutes each time, asks again, and gives only what is then due.
    private static List<StepTaken> Live(Story story)
    {
        var taken = new List<StepTaken>();
        var context = story.Context;
        foreach (var delay in story.Delays)
        {
            if (Ladder.Next(story.It, taken, context) is not { } planned)
            {
                break;
            }

            context = context with { Now = Instant.Max(context.Now, planned.At) + Duration.FromMinutes(delay) };
            var next = Ladder.Next(story.It, taken, context)!;
            if (next.At > context.Now)
            {
                context = context with { Now = next.At };
                next = Ladder.Next(story.It, taken, context)!;
            }

            next.At.ShouldBeLessThanOrEqualTo(context.Now);
            taken.AddRange(Ladder.OvertakenBy(next, story.It, taken, context)
                .Select(step => new StepTaken(step.Step, next.Round, StepOutcome.Overtaken, context.Now, context.Now)));
            taken.Add(new StepTaken(next.Step, next.Round, StepOutcome.Accepted, context.Now, context.Now));
        }

        return taken;
    }
}
