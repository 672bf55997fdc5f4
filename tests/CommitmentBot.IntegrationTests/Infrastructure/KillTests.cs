using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>The real program dies and comes back.</summary>
public sealed class KillTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_killed_program_starts_again_on_the_same_port(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var program = await ProgramUnderTest.Start(database.Settings);

        program.Kill();
        program.IsRunning.ShouldBeFalse();
        await Should.ThrowAsync<HttpRequestException>(() => program.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));

        await program.Restart();
        using var answer = await program.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        program.Log.ShouldNotBeEmpty();
    }
}
