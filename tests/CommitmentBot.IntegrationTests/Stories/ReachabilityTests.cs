using System.Net;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.StandIns;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Whether an owner can be reminded at all is said when the commitment is made, and not found out when it is overdue.</summary>
public sealed class ReachabilityTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Teams = PlatformName.Teams;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_card_says_that_reminders_come_in_the_channel_to_whom_no_private_message_reaches(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        var due = Dates.InFull(forum.Today.PlusDays(30));
        await forum.Say(World.Tom, Teams, $"I'll open the step-down flats by {due}");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "step-down flats", "Yes, record it");
        forum.Latest(Teams, World.TeamsChannel, "C-1", "step-down flats").Says("a private message does not reach").ShouldBeFalse("he was not tried yet");

        // A proposal to him, in private, is refused.
        forum.Faults.Add(new Fault.Refuse("conversations.create", "ConversationBlockedByUser"));
        await forum.Say(World.Sarah, Slack, $"@{World.Tom.Name} to share the housing list by {due}");
        await forum.Say(World.Tom, Teams, $"I'll chair the winter call by {due}");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "winter call", "Yes, record it");

        forum.Latest(Teams, World.TeamsChannel, "C-3", "winter call").Says($"a private message does not reach {World.Tom.Name}").ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_chairs_are_told_in_private_of_a_commitment_whose_owner_can_be_written_to_nowhere(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await Rehearsed.Start(database);
        await forum.Say(World.Priya, Slack, "help");
        (await forum.SlackEvent(
            $$$"""{"type":"event_callback","event_id":"Ev0GONE","team_id":"{{{World.SlackTeam}}}","authorizations":[{"team_id":"{{{World.SlackTeam}}}","user_id":"{{{World.SlackBotUser}}}"}],"event":{"type":"user_change","user":{"id":"{{{World.Priya.SlackUser}}}","team_id":"{{{World.SlackTeam}}}","name":"priya","deleted":true,"profile":{"real_name":"{{{World.Priya.Name}}}" } } } }""",
            forum.Secrets.SlackSigningSecret)).ShouldBe(HttpStatusCode.OK);

        await forum.Say(World.Sarah, Slack, $"@{World.Priya.Name} to send the frailty figures by {Dates.InFull(forum.Today.PlusDays(30))}");

        forum.Latest(Teams, World.Margaret.TeamsDirect, $"I cannot write to {World.Priya.Name} anywhere", "frailty figures");
        forum.Said(Slack, World.SlackChannel).ShouldNotContain(it => it.Says("nowhere"), "it is the chair's to deal with, and nobody's shame");
    }
}
