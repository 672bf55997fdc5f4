using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What an owner hears after the date, in whose words and with which days, before anybody else does.</summary>
public sealed class FirstWordTests(Databases databases)
{
    private static readonly WorkingCalendar Calendar = new([]);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_shows_the_very_line_and_the_true_day_for_one_promise_and_for_several(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var due = Monday(2);
        await board.Forum.Promise(board.Max, board.Place, $"I'll send the winter plan to the board by {Dates.InFull(due)}");
        foreach (var what in new[] { "count the beds", "write the flu rota", "share the ward list" })
        {
            await board.Forum.Promise(board.Guy, board.Place, $"I'll {what} by {Dates.InFull(due)}");
        }

        await board.PassTo(Calendar.Plus(due, 3));
        var since = await board.Forum.Now();
        await board.PassTo(Calendar.Plus(due, 4));
        var (one, several) = (await board.Forum.Heard(board.Max, since), await board.Forum.Heard(board.Guy, since));
        var days = Calendar.Plus(due, 5);
        days.DayOfWeek.ShouldBe(IsoDayOfWeek.Monday);
        await board.PassTo(days.PlusDays(-1));
        (await board.Forum.Heard(board.Place)).ShouldNotContain("not done by their date");
        since = await board.Forum.Now();
        await board.PassTo(days);

        var report = (await board.Forum.Heard(board.Place, since)).Split('\n')
            .SkipWhile(it => !it.StartsWith("C-1:", StringComparison.Ordinal))
            .SkipLast(1).Where(it => it.Length > 0).ToList();
        report.Count(it => it.Contains("Account awaited")).ShouldBe(4);
        var second = report.FindIndex(it => it.StartsWith("C-2:", StringComparison.Ordinal));
        report[..second].ShouldAllBe(line => one.Contains(line));
        report[second..].ShouldAllBe(line => several.Contains(line));
        several.Split("Account awaited.").Length.ShouldBe(4);
        foreach (var heard in new[] { one, several })
        {
            heard.ShouldContain($"on {Dates.InFull(days)} the forum hears how it stands");
            heard.ShouldNotContain("tomorrow");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task After_weeks_of_down_time_they_are_asked_first_and_get_back_the_days_that_were_lost(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, $"I'll send the winter plan by {Dates.InFull(Monday(2))}");

        var back = Monday(4);
        var since = await board.Forum.Now();
        board.Forum.Clock.Reset(back.At(new LocalTime(9, 30)).InUtc().ToInstant());
        await board.Forum.Work();
        var asked = await board.Forum.Heard(board.Max, since);
        asked.ShouldContain($"was due on {Dates.InFull(Monday(2))}, and I have not heard how it went");
        asked.ShouldNotContain("You have the first word");
        since = await board.Forum.Now();
        await board.PassTo(Calendar.Plus(back, 2));
        (await board.Forum.Heard(board.Max, since)).ShouldNotContain("You have the first word");
        await board.PassTo(Calendar.Plus(back, 3));

        // Christmas lies in between.
        var report = Calendar.Plus(back, 4);
        (await board.Forum.Heard(board.Max, since)).ShouldContain($"on {Dates.InFull(report)} the forum hears how it stands");
        (await board.Forum.Heard(board.Place)).ShouldNotContain("not done by their date");
        await board.PassTo(report);
        (await board.Forum.Heard(board.Place)).ShouldContain("not done by their date");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_day_is_said_with_its_date_and_after_it_what_was_due_was_due(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var (day, saturday) = (Monday(2), Monday(2).PlusDays(-2));
        await board.Forum.Promise(board.Max, board.Place, $"I'll send the winter plan by {Dates.InFull(day)}");
        await board.Forum.Promise(board.Guy, board.Place, $"I'll count the beds by {Dates.InFull(saturday)}");

        await board.PassTo(day.PlusDays(-1));
        var since = await board.Forum.Now();
        await board.PassTo(day);

        (await board.Forum.Heard(board.Max, since)).ShouldContain($"is due today, {Dates.InFull(day)}. Is it done?");
        (await board.Forum.Heard(board.Guy, since)).ShouldContain($"was due on {Dates.InFull(saturday)}. Is it done?");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_has_asked_for_a_new_date_is_not_told_that_nothing_was_heard(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var (due, later) = (Monday(2), Monday(6));
        await board.Forum.Promise(board.Max, board.Place, $"I'll send the winter plan to @Guy Green by {Dates.InFull(due)}");
        await board.PassTo(due.PlusDays(1));
        await board.Forum.Whisper(board.Max, $"move C-1 to {Dates.InFull(later)} because the data came late");

        var since = await board.Forum.Now();
        await board.PassTo(Calendar.Plus(due, 3));

        var heard = await board.Forum.Heard(board.Max, since);
        heard.ShouldContain($"was due on {Dates.InFull(due)}. You asked for {Dates.InFull(later)}, and Guy Green has not answered yet.");
        heard.ShouldNotContain("I have not heard");
        heard.ShouldNotContain("the facilitator", customMessage: "there is none");
    }

    // So many weeks after the Monday on which the stories begin.
    private static LocalDate Monday(int weeks) => Registers.Monday.InUtc().Date.PlusWeeks(weeks);

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, guy) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Guy Green", "guy@nht.example"));
            var board = new Board { Forum = forum, Max = max, Guy = guy, Place = forum.Channel("C1", chair, max, guy) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            await forum.Say(guy, board.Place, "help");
            return board;
        }

        /// <summary>Lets the days pass until that day's morning.</summary>
        public Task PassTo(LocalDate day) => Forum.Pass(Period.DaysBetween(Forum.Clock.GetCurrentInstant().InUtc().Date, day));

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
