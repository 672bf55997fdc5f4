using System.Net;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A Slack Connect channel of two workspaces that both have the app: told of for each, and one place all the same.</summary>
public sealed class SharedChannelTests(Databases databases)
{
    private const string Neighbour = "T0NEIGHBOR";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_both_installations_tell_happened_once_and_what_one_tells_is_the_forums(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));

        await Mention(forum, World.SlackTeam, "1795426200.000100", $"I'll send the winter bed plan to EBC by {due}");
        await Mention(forum, Neighbour, "1795426200.000100", $"I'll send the winter bed plan to EBC by {due}");
        forum.Said(PlatformName.Slack, World.SlackChannel).Where(it => it.Says("winter bed plan")).ShouldHaveSingleItem();
        await Mention(forum, Neighbour, "1795426201.000100", $"I'll write the flu rota by {due}");
        await Mention(forum, Neighbour, "1795426202.000100", "forum name A second forum");

        (await forum.Count(db => db.Drafts)).ShouldBe(2);
        (await forum.Count(db => db.Forums)).ShouldBe(1);

        // The neighbour's installation leaves; ours is still there.
        await Event(forum, Neighbour, "left", $$"""{"type":"channel_left","channel":"{{World.SlackChannel}}"}""");
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(0);
        await Event(forum, World.SlackTeam, "left", $$"""{"type":"channel_left","channel":"{{World.SlackChannel}}"}""");
        (await forum.Count(db => db.ForumChannels.Where(it => it.Gone))).ShouldBe(1);
    }

    private static Task Mention(Rehearsed forum, string installation, string ts, string text) => Event(
        forum, installation, ts.Replace(".", "", StringComparison.Ordinal),
        $$"""
        {"type":"app_mention","user":"{{World.Sarah.SlackUser}}","channel":"{{World.SlackChannel}}","ts":"{{ts}}",
         "text":"<@{{World.SlackBotUser}}> {{text}}"}
        """);

    private static async Task Event(Rehearsed forum, string installation, string id, string json)
    {
        var authorizations = $$"""[{"team_id":"{{installation}}","user_id":"{{World.SlackBotUser}}","is_bot":true}]""";
        (await forum.SlackEvent(
            $$"""
            {"type":"event_callback","event_id":"Ev{{installation}}{{id}}","team_id":"{{World.SlackTeam}}","event":{{json}},
             "authorizations":{{authorizations}}}
            """,
            forum.Secrets.SlackSigningSecret)).ShouldBe(HttpStatusCode.OK);
        await forum.Quiet();
    }
}
