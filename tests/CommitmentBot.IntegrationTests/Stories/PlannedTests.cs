using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What the clock planned is judged once more when it leaves, and one thing that cannot be read stops nothing else.</summary>
public sealed class PlannedTests(Databases databases)
{
    private static readonly LocalTime Nine = new(9, 0);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_says_done_while_the_question_waits_is_not_asked(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        await board.Forum.Promise(board.Guy, board.Place, "I'll count the beds by Friday");
        await board.Forum.Pass(3);
        board.Forum.Slack.Busy = true;
        await board.Forum.Pass(1);

        await board.Forum.Say(board.Max, board.Place, "done C-1");
        board.Forum.Slack.Busy = false;
        await board.Forum.TryAgain();

        (await board.Said(board.Max)).ShouldNotContain("Is it done?");
        (await board.Said(board.Guy)).ShouldContain("Is it done?");
        (await board.Steps(1, LadderStep.Due)).ShouldBe([StepOutcome.Withdrawn]);
        (await board.Steps(2, LadderStep.Due)).ShouldBe([StepOutcome.Accepted]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_waited_for_the_platform_leaves_at_the_owners_next_hour_with_what_has_come_due_since(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by 1 December");
        await board.Forum.Promise(board.Max, board.Place, "I'll count the beds by 2 December");
        board.Forum.Slack.Busy = true;
        board.Forum.Becomes(new LocalDate(2026, 11, 26) + Nine);
        await board.Forum.Work();
        var before = board.Forum.Received(board.Max);

        board.Forum.Becomes(new LocalDate(2026, 11, 27) + new LocalTime(1, 30));
        board.Forum.Slack.Busy = false;
        await board.Forum.TryAgain();
        board.Forum.Received(board.Max).ShouldBe(before);

        board.Forum.Becomes(new LocalDate(2026, 11, 27) + Nine);
        await board.Forum.Work();
        board.Forum.Received(board.Max).ShouldBe(before + 1);
        (await board.Said(board.Max)).ShouldContain("2 of your commitments");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_hour_or_leave_moves_what_is_planned_already(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by 1 December");
        await board.Forum.Promise(board.Guy, board.Place, "I'll count the beds by 1 December");
        await board.Forum.Work();

        await board.Forum.Whisper(board.Max, "remind me at 7:30");
        await board.Forum.Whisper(board.Guy, "on leave 26 November to 26 November");
        var (max, guy) = (board.Forum.Received(board.Max), board.Forum.Received(board.Guy));

        board.Forum.Becomes(new LocalDate(2026, 11, 26) + new LocalTime(7, 30));
        await board.Forum.Work();
        board.Forum.Received(board.Max).ShouldBe(max + 1);
        board.Forum.Becomes(new LocalDate(2026, 11, 26) + Nine);
        await board.Forum.Work();
        board.Forum.Received(board.Guy).ShouldBe(guy);
        board.Forum.Becomes(new LocalDate(2026, 11, 27) + Nine);
        await board.Forum.Work();
        board.Forum.Received(board.Guy).ShouldBe(guy + 1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Somebody_whose_zone_or_words_cannot_be_read_is_set_aside_and_all_others_go_on(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        foreach (var (who, what) in new[] { (board.Max, "send the winter plan"), (board.Guy, "count the beds"), (board.Olga, "write") })
        {
            await board.Forum.Promise(who, board.Place, $"I'll {what} the flu paper by 1 December");
        }

        await board.Spoil(board.Max, "Mars/Olympus");
        await board.Erase(2);
        await board.Forum.Pass(3);

        (await board.Said(board.Olga)).ShouldContain("Is it on track?");
        (await board.Forum.Read(db => db.SetAside.CountAsync(Registers.Stop))).ShouldBe(2);
        (await board.Forum.Read(db => db.SetAside.Select(it => it.Reason).ToListAsync(Registers.Stop)))
            .ShouldContain(it => it.Contains("Mars/Olympus"));
        (await board.Forum.Ask(board.Chair, board.Place, "list")).ShouldContain("C-3");

        // Repaired, it goes on by itself.
        await board.Spoil(board.Max, "Europe/London");
        await board.Forum.Pass(2);
        (await board.Said(board.Max)).ShouldContain("winter plan");
        (await board.Forum.Read(db => db.SetAside.CountAsync(Registers.Stop))).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_report_of_thirty_gaps_reaches_both_channels_whole_and_is_settled_with_the_last(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var second = await board.Link();
        for (var paper = 1; paper <= 30; paper++)
        {
            await board.Forum.Promise(board.Max, board.Place, $"I'll send paper {paper} of the winter plan by Friday");
        }

        await board.Forum.Pass(14);

        foreach (var channel in new[] { board.Place, second })
        {
            var said = (await board.Forum.Heard(channel)).Split('\n');
            foreach (var reference in Enumerable.Range(1, 30).Select(it => $"C-{it}: "))
            {
                said.Count(line => line.StartsWith(reference, StringComparison.Ordinal)).ShouldBe(1, $"{reference} in {channel.Channel}");
            }
        }

        for (var number = 1; number <= 30; number++)
        {
            (await board.Steps(number, LadderStep.Report)).ShouldBe([StepOutcome.Accepted]);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_the_bot_missed_stands_in_its_record_and_is_owned_up_to_in_the_channel_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by 27 November");
        await board.Forum.Work();
        (await board.Forum.Ask(board.Chair, board.Place, "how are you doing?")).ShouldContain("not had to write to anybody");

        // Not running from Monday until Thursday week, at night.
        board.Forum.Becomes(new LocalDate(2026, 12, 3) + new LocalTime(3, 0));
        await board.Forum.Work();
        (await board.Forum.Heard(board.Place)).ShouldNotContain("An account of my own");
        var since = await board.Forum.Now();
        board.Forum.Becomes(new LocalDate(2026, 12, 3) + Nine);
        await board.Forum.Work();
        await board.Forum.Work();

        var account = await board.Forum.Heard(board.Place, since);
        account.ShouldContain("I missed 2 reminders");
        account.ShouldNotContain("Max");
        account.Split("An account of my own").Length.ShouldBe(2);
        var record = await board.Forum.Ask(board.Chair, board.Place, "how are you doing?");
        record.ShouldContain("Missed: 2 never sent");
        record.ShouldContain("I missed 2");
        (await board.Said(board.Max)).ShouldContain("I missed 2 reminders that I owed you");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_step_that_was_put_off_by_its_owner_is_not_missed(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by 27 November");
        await board.Forum.Pass(1);
        await board.Forum.Whisper(board.Max, "on leave 25 November to 27 November");
        await board.Forum.Pass(10);

        (await board.Forum.Read(db => db.Steps.CountAsync(it => it.Outcome == StepOutcome.Missed, Registers.Stop))).ShouldBe(0);
        (await board.Forum.Ask(board.Chair, board.Place, "how are you doing?")).ShouldContain("Missed: 0");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_digest_that_waited_through_the_night_comes_once_in_the_morning_as_it_is_then(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by 1 December");
        await board.Forum.Pass(3);
        board.Forum.Slack.Busy = true;
        await board.Forum.Pass(1); // Friday: digest day
        var before = board.Forum.Received(board.Chair);

        board.Forum.Slack.Busy = false;
        board.Forum.Becomes(new LocalDate(2026, 11, 28) + new LocalTime(1, 30));
        await board.Forum.TryAgain();
        board.Forum.Received(board.Chair).ShouldBe(before);

        board.Forum.Becomes(new LocalDate(2026, 11, 30) + Nine);
        await board.Forum.Work();
        board.Forum.Received(board.Chair).ShouldBe(before + 1);
        (await board.Forum.Read(db => db.Digests.SingleAsync(Registers.Stop))).ShouldSatisfyAllConditions(
            it => it.Outcome.ShouldBe(StepOutcome.Accepted), it => it.Plans.ShouldBe(2));
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required TestPerson Olga { get; init; }

        public required ConversationRef Place { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
            var (guy, olga) = (forum.Person("Guy Green", "guy@wcc.example"), forum.Person("Olga Owl", "olga@wcc.example"));
            var board = new Board
            {
                Forum = forum,
                Chair = chair,
                Max = max,
                Guy = guy,
                Olga = olga,
                Place = forum.Channel("C1", chair, max, guy, olga),
            };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            return board;
        }

        public async Task<ConversationRef> Link()
        {
            var channel = Forum.Channel("C2", Chair, Max);
            await Forum.Say(Chair, Place, "forum link");
            var code = await Forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await Forum.Say(Chair, channel, $"forum link {code}");
            return channel;
        }

        /// <summary>All that reached somebody in private.</summary>
        public Task<string> Said(TestPerson who) => Forum.Read(async db => string.Join('\n', await db.Outbox
            .Where(it => it.State == OutboxState.Sent && it.Place!.Channel == who.Chat.Channel).OrderBy(it => it.Sequence)
            .Select(it => it.Body).ToListAsync(Registers.Stop)));

        public Task<List<StepOutcome>> Steps(int number, LadderStep step) => Forum.Read(db => db.Steps
            .Where(it => it.Step == step && db.Commitments.Any(row => row.Id == it.CommitmentId && row.Number == number))
            .Select(it => it.Outcome).ToListAsync(Registers.Stop));

        public Task<int> Spoil(TestPerson who, string zone) => Forum.Read(db => db.People.Where(it => it.Name == who.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(it => it.ZoneId, zone), Registers.Stop));

        public Task<int> Erase(int number) => Forum.Read(db => db.Events
            .Where(it => db.Commitments.Any(row => row.Id == it.CommitmentId && row.Number == number))
            .ExecuteUpdateAsync(set => set.SetProperty(it => it.Payload, (string?)null).SetProperty(it => it.Salt, (byte[]?)null),
                Registers.Stop));

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
