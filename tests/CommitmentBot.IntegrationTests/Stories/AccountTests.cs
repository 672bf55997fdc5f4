using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// Somebody with an account on both platforms proves it from both sides, and is one person from then on, until they separate them.
/// </summary>
public sealed class AccountTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_code_is_given_and_taken_in_private_only_and_works_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);

        (await both.Forum.Ask(both.OnSlack, both.Slack, "join my accounts")).ShouldContain("in private");
        (await both.Forum.Answer(both.OnSlack, () =>
            both.Forum.Slash(both.OnSlack, both.Slack, "join my accounts"))).ShouldContain("in private");
        (await both.Forum.Read(db => db.AccountCodes.CountAsync(Registers.Stop))).ShouldBe(0);

        var code = await both.Code();
        (await both.Forum.Ask(both.OnTeams, both.Teams, $"join my accounts {code}")).ShouldContain("in private");
        (await both.Forum.Ask(both.OnTeams, $"join my accounts {code}")).ShouldContain("Joined: you are Sarah Ali here, too");
        (await both.Forum.Heard(both.OnSlack)).ShouldContain("are joined: one list");
        (await both.Forum.Ask(both.Max, $"join my accounts {code}")).ShouldContain("not valid");
        (await both.Forum.Heard(both.Slack) + await both.Forum.Heard(both.Teams)).ShouldNotContain(code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_code_lives_ten_minutes_and_a_sixth_guess_waits_ten_more(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);

        var old = await both.Code();
        both.Forum.Clock.AdvanceMinutes(10);
        (await both.Forum.Ask(both.OnTeams, $"join my accounts {old}")).ShouldContain("not valid");
        for (var guess = 2; guess <= 5; guess++)
        {
            (await both.Forum.Ask(both.OnTeams, "join my accounts 2222-2222")).ShouldContain("not valid");
        }

        var code = await both.Code();
        (await both.Forum.Ask(both.OnTeams, $"join my accounts {code}")).ShouldContain("too many wrong codes");
        both.Forum.Clock.AdvanceMinutes(10);
        code = await both.Code();
        (await both.Forum.Ask(both.OnTeams, $"join my accounts {code}")).ShouldContain("Joined");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_person_has_one_list_and_cannot_confirm_their_own_promise_from_the_other_side(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);
        await both.Forum.Promise(both.OnSlack, both.Slack, "I'll send the winter plan to @Sally on Teams by Friday");
        await both.Forum.Promise(both.OnTeams, both.Teams, "I'll write the flu rota by Thursday");
        await both.Forum.Say(both.OnSlack, both.Slack, "done C-1");

        await both.Join();

        foreach (var side in new[] { both.OnSlack, both.OnTeams })
        {
            var list = await both.Forum.Ask(side, "my commitments");
            list.ShouldContain("winter plan");
            list.ShouldContain("flu rota");
            await both.Forum.Ask(side, "yes C-1");
        }

        (await both.Forum.Ask(both.Max, "show C-1")).ShouldContain("waiting for");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chair_on_one_platform_is_chair_on_the_other_and_what_was_confirmed_of_either_holds(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);
        await both.Forum.Say(both.Max, both.Slack, "forum organisation NHT North Trust");
        await both.Forum.Say(both.Max, both.Slack, "forum chair @Sarah Ali");
        await both.Forum.Say(both.Max, both.Slack, "@Sally on Teams speaks for NHT");
        (await both.Forum.Ask(both.OnTeams, both.Teams, "forum policy light")).ShouldContain("Only a chair");

        await both.Join();

        (await both.Forum.Ask(both.OnTeams, both.Teams, "forum policy light")).ShouldContain("is now light");
        (await both.Forum.Ask(both.OnSlack, "who am I")).ShouldContain("Place Forum (NHT)");
        await both.Forum.Ask(both.OnTeams, "separate my accounts");
        (await both.Forum.Ask(both.OnTeams, both.Teams, "forum policy active")).ShouldContain("Only a chair");
        (await both.Forum.Ask(both.OnSlack, "who am I")).ShouldNotContain("(NHT)");
        (await both.Forum.Ask(both.OnTeams, "who am I")).ShouldContain("Place Forum (NHT)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_reminder_comes_where_it_is_wished_and_on_the_other_side_where_that_is_refused(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);
        await both.Forum.Promise(both.OnSlack, both.Slack, "I'll send the winter plan by Friday");
        await both.Forum.Promise(both.OnTeams, both.Teams, "I'll write the flu rota by Friday");
        await both.Join();
        await both.Forum.Ask(both.OnSlack, "write to me on Teams");
        var (slack, teams) = (both.Forum.Received(both.OnSlack), both.Forum.Received(both.OnTeams));

        await both.Forum.Pass(2);
        both.Forum.Received(both.OnTeams).ShouldBe(teams + 1);
        both.Forum.Received(both.OnSlack).ShouldBe(slack);

        both.Forum.Teams.Refused.Add(both.OnTeams.User);
        await both.Forum.Pass(3);
        both.Forum.Received(both.OnTeams).ShouldBe(teams + 1);
        both.Forum.Received(both.OnSlack).ShouldBe(slack + 1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Leave_and_hour_hold_for_both_sides(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);
        await both.Forum.Promise(both.OnTeams, both.Teams, "I'll write the flu rota by Friday");
        await both.Forum.Ask(both.OnTeams, "on leave 23 November to 5 December");
        await both.Join();
        await both.Forum.Ask(both.OnTeams, "remind me at 8:30");
        (await both.Forum.Ask(both.OnSlack, "who am I")).ShouldContain("at 08:30");
        var received = both.Forum.Received(both.OnSlack) + both.Forum.Received(both.OnTeams);

        await both.Forum.Pass(12);

        (both.Forum.Received(both.OnSlack) + both.Forum.Received(both.OnTeams)).ShouldBe(received);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Separated_each_has_again_what_it_had(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var both = await Both.In(database);
        await both.Forum.Promise(both.OnSlack, both.Slack, "I'll send the winter plan by Friday");
        await both.Forum.Promise(both.OnTeams, both.Teams, "I'll write the flu rota by Friday");
        await both.Forum.Ask(both.OnTeams, "on leave 23 November to 5 December");
        await both.Join();

        (await both.Forum.Ask(both.OnSlack, "separate my accounts")).ShouldContain("separate again");

        (await both.Forum.Ask(both.OnSlack, "my commitments")).ShouldNotContain("flu rota");
        (await both.Forum.Ask(both.OnTeams, "my commitments")).ShouldNotContain("winter plan");
        (await both.Forum.Ask(both.OnTeams, "my commitments")).ShouldContain("flu rota");
        (await both.Forum.Ask(both.OnTeams, "separate my accounts")).ShouldContain("not joined");
        await both.Forum.Pass(4);
        (await both.Forum.Heard(both.OnSlack)).ShouldContain("winter plan", Case.Sensitive, "the other's leave went with the other");
    }

    private sealed class Both : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson OnSlack { get; init; }

        public required TestPerson OnTeams { get; init; }

        public required ConversationRef Slack { get; init; }

        public required ConversationRef Teams { get; init; }

        /// <summary>A forum with a channel on either platform, and somebody in both of them.</summary>
        public static async Task<Both> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var max = forum.Person("Max Mole", "max@mail.example");
            var (onSlack, onTeams) = (forum.Person("Sarah Ali", "sarah@mail.example"),
                forum.Person("Sally on Teams", "sally@mail.example", "TT", PlatformName.Teams));
            var both = new Both
            {
                Forum = forum,
                Max = max,
                OnSlack = onSlack,
                OnTeams = onTeams,
                Slack = forum.Channel("C1", max, onSlack),
                Teams = forum.Channel("19:1", onTeams),
            };
            await forum.Say(max, both.Slack, "forum name Place Forum");
            await forum.Say(max, both.Slack, "forum link");
            var code = await forum.Read(db => db.Forums.Select(it => it.LinkCode).SingleAsync(Registers.Stop));
            await forum.Say(onTeams, both.Teams, $"forum link {code}");
            await forum.Whisper(onSlack, "help");
            await forum.Whisper(onTeams, "help");
            return both;
        }

        /// <summary>The code that is told on Slack.</summary>
        public async Task<string> Code()
        {
            await Forum.Whisper(OnSlack, "join my accounts");
            return await Forum.Read(db => db.AccountCodes.Select(it => it.Code).SingleAsync(Registers.Stop));
        }

        /// <summary>Joins the accounts: the one on Slack is kept.</summary>
        public async Task Join() => (await Forum.Ask(OnTeams, $"join my accounts {await Code()}")).ShouldContain("Joined");

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
