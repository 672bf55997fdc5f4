using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A turn that cannot be saved: no platform repeats a click, so whoever made it is told; a message is sent again.</summary>
public sealed class UnsavedTurnTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_clicks_sends_a_form_or_types_a_slash_command_is_told_with_a_reference(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var forum = await TestForum.On(database);
        var chair = forum.Person("Cara Cole", "cara@nht.example");
        var place = forum.Channel("C1", chair);
        await forum.Say(chair, place, "forum name Place Forum");
        var it = await forum.Promise(chair, place, "I'll send the winter plan by Friday");
        await forum.Read(db => db.Forums.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PolicyProfile, "unheard of"), Registers.Stop));

        foreach (var reply in new[]
        {
            await forum.Click(chair, Verb.Accept, it.ToString("N")), await forum.Submit(chair, Verb.Done, it.ToString("N")),
            await forum.Slash(chair, place, "done C-1"),
        })
        {
            TestForum.All(reply.ShouldBeOfType<Reply.Show>()).ShouldMatch("I could not save that.*reference: [0-9A-F]{8}");
        }

        await Should.ThrowAsync<Exception>(() => forum.Say(chair, place, "done C-1"));
    }
}
