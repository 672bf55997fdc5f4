using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>One person who asks for very much keeps nobody else waiting, and is told so.</summary>
public sealed class FairTurnTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sixty_summaries_get_a_handful_of_answers_and_one_sentence_and_anothers_card_goes_before_them(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var (alice, bob) = (forum.Person("Alice Ash", "alice@nht.example"), forum.Person("Bob Birch", "bob@nht.example"));
        var channel = forum.Channel("C1", alice, bob);
        await forum.Say(alice, channel, "forum name Place Forum");
        var since = await forum.Now();

        forum.Slack.Busy = true;
        for (var at = 0; at < 60; at++)
        {
            await forum.Say(alice, channel, "summary");
        }

        await forum.Say(bob, channel, "I'll send the winter plan by Friday");
        forum.Slack.Busy = false;
        var rows = await Sent();

        rows.Count.ShouldBe(7);
        rows[1].ShouldContain("winter plan", customMessage: "only what was before it when it came goes before Bob's card");
        rows.Count(it => it.Contains("Please wait a moment")).ShouldBe(1);
        rows[^1].ShouldContain("Please wait a moment");

        // Once she has heard that, she is answered again.
        (await forum.Ask(alice, channel, "summary")).ShouldNotContain("wait a moment");

        async Task<List<string>> Sent()
        {
            await forum.Read(db => db.Outbox.Where(it => it.State == OutboxState.Ready).ExecuteUpdateAsync(
                set => set.SetProperty(it => it.NotBefore, Instant.FromUnixTimeTicks(0)), Registers.Stop));
            await forum.Work();
            var sent = await forum.Read(db => db.Outbox.Where(it => it.Sequence > since && it.State == OutboxState.Sent).ToListAsync(Registers.Stop));
            return [.. sent.OrderBy(it => int.Parse(it.PostedId![1..], System.Globalization.CultureInfo.InvariantCulture)).Select(it => it.Body)];
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_somebody_who_is_asked_to_wait_had_told_it_to_do_is_done(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var alice = forum.Person("Alice Ash", "alice@nht.example");
        var channel = forum.Channel("C1", alice);
        await forum.Say(alice, channel, "forum name Place Forum");

        forum.Slack.Busy = true;
        for (var at = 0; at < 8; at++)
        {
            await forum.Say(alice, channel, "summary");
        }

        await forum.Say(alice, channel, "forum name Winter Board");

        (await forum.Read(db => db.Forums.Select(it => it.Name).SingleAsync(Registers.Stop))).ShouldBe("Winter Board");
    }
}
