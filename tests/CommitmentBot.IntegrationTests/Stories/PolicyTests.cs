using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A chair sets how closely the forum is followed up, by command or by form, and everybody hears what happens when.</summary>
public sealed class PolicyTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_policy_is_shown_and_set_in_words_and_by_a_form_and_every_channel_is_told(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        var shown = await board.Forum.Ask(board.Chair, board.Place, "forum policy");
        shown.ShouldContain("The policy of Place Forum is standard.");
        shown.ShouldContain("3 working days before: I ask the owner in private whether it is on track");
        shown.ShouldContain("4 working days after: the owner sees the very line that the channels will read");
        shown.ShouldContain("at most eight hours later");
        shown.ShouldContain("[Change the policy]");

        var since = await board.Forum.Now();
        await board.Forum.Say(board.Chair, board.Place, "forum policy light");
        foreach (var channel in new[] { board.Place, board.Second })
        {
            var told = await board.Forum.Heard(channel, since);
            told.ShouldContain("The policy of Place Forum is now light, set by Cara Cole. This is what happens when:");
            told.ShouldContain("6 working days after: the channels hear how it stands");
            told.ShouldNotContain("working days before");
        }

        since = await board.Forum.Now();
        var forum = await board.Forum.Read(db => db.Forums.SingleAsync(Registers.Stop));
        (await board.Forum.Click(board.Chair, "policy-set", $"{forum.Id:N}")).ShouldBeOfType<Reply.OpenForm>();
        await board.Forum.Submit(board.Chair, "policy-set", $"{forum.Id:N}", ("profile", "active"),
            ("digest-day", "Tuesday"), ("latest", "17:00"));
        foreach (var channel in new[] { board.Place, board.Second })
        {
            var told = await board.Forum.Heard(channel, since);
            told.ShouldContain("is now active");
            told.ShouldContain("5 working days before");
            told.ShouldContain("every Tuesday");
            told.ShouldContain("not after 17:00");
        }

        (await board.Forum.Ask(board.Max, board.Place, "forum history"))
            .ShouldContain("set its policy to active, digest on Tuesday, nothing after 17:00");
        (await board.Forum.Ask(board.Max, board.Place, "forum policy standard")).ShouldContain("Only a chair");
        TestForum.All(await board.Forum.Submit(board.Max, "policy-set", $"{forum.Id:N}", ("profile", "light")))
            .ShouldContain("Only a chair");
        (await board.Forum.Read(db => db.Forums.Select(it => it.PolicyProfile).SingleAsync(Registers.Stop))).ShouldBe("active");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_digest_goes_on_the_chosen_weekday_and_nobody_is_written_to_after_the_latest_hour(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Say(board.Chair, board.Place, "forum policy digest Tuesday");
        await board.Forum.Say(board.Chair, board.Place, "forum policy quiet after 12:00");
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday 4 December");

        var since = await board.Forum.Now();
        await board.Forum.Pass(1);
        (await board.Forum.Heard(board.Chair, since)).ShouldContain("Place Forum, Tue 24 Nov");

        // The bot was down on the morning of the heads-up, Tuesday 1 December, and is back after the latest hour.
        since = await board.Forum.Now();
        await At(new LocalDate(2026, 12, 1), 12);
        (await board.Forum.Heard(board.Max, since)).ShouldNotContain("winter plan");
        await At(new LocalDate(2026, 12, 2), 8);
        (await board.Forum.Heard(board.Max, since)).ShouldNotContain("winter plan");
        await At(new LocalDate(2026, 12, 2), 9);
        (await board.Forum.Heard(board.Max, since)).ShouldContain("Is it on track?");

        async Task At(LocalDate day, int hour)
        {
            board.Forum.Clock.Reset(day.At(new LocalTime(hour, 30)).InUtc().ToInstant());
            await board.Forum.Work();
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_reminder_put_off_comes_back_on_the_day_that_was_said_and_stands_in_the_history(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday 4 December");
        await board.Forum.Pass(8);
        (await board.Forum.Heard(board.Max)).ShouldContain("Is it on track?", customMessage: "on Tuesday 1 December");

        (await board.Forum.Ask(board.Max, "snooze C-1"))
            .ShouldContain("I will come back to C-1 on Wednesday 2 December 2026. Its date stays Friday 4 December 2026.");
        (await board.Forum.Ask(board.Max, "snooze C-1")).ShouldContain("C-1 was put off once already, to Wednesday 2 December 2026");
        var since = await board.Forum.Now();
        await board.Forum.Pass(1);
        (await board.Forum.Heard(board.Max, since)).ShouldContain("You asked me to come back to this.");
        (await board.Forum.Ask(board.Max, "show C-1")).ShouldContain("Max Mole put its reminders off to Wednesday 2 December 2026");

        since = await board.Forum.Now();
        await board.Forum.Pass(2);
        (await board.Forum.Heard(board.Max, since)).ShouldContain("is due today, Friday 4 December 2026");
        (await board.Forum.Ask(board.Chair, board.Place, "snooze C-1")).ShouldContain("Only the owner");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required ConversationRef Place { get; init; }

        public required ConversationRef Second { get; init; }

        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"));
            var board = new Board
            {
                Forum = forum,
                Chair = chair,
                Max = max,
                Place = forum.Channel("C1", chair, max),
                Second = forum.Channel("C2", chair, max),
            };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            await forum.Say(chair, board.Place, "forum link");
            var code = await forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await forum.Say(chair, board.Second, $"forum link {code}");
            return board;
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
