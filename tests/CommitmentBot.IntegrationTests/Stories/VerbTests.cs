using System.Diagnostics;
using CommitmentBot.IntegrationTests.Infrastructure;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>What an administrator asks of the program from a shell.</summary>
public sealed class VerbTests(Databases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("verify")]
    [InlineData("export")]
    public async Task Where_no_register_is_it_says_so_in_a_sentence_and_makes_none(string verb)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("commitmentbot-verb.");
        var (status, said) = await Run(verb, folder, new Dictionary<string, string?>());

        status.ShouldBe(1);
        said.ShouldStartWith("There is no register here.");
        said.ShouldNotContain("Exception");
        folder.GetFileSystemInfos().ShouldBeEmpty();
        folder.Delete();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_register_is_verified_with_the_settings_of_the_program_and_no_platform(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var folder = System.IO.Directory.CreateTempSubdirectory("commitmentbot-verb.");
        await using (var story = await Rehearsed.Start(database))
        {
            (await story.Count(db => db.Forums)).ShouldBe(1);
        }

        var (status, said) = await Run("verify", folder, database.Settings);

        said.ShouldContain(nameof(Core.Commitments.ChainVerdict.Whole));
        status.ShouldBe(0);
        folder.Delete(recursive: true);
    }

    private static async Task<(int Status, string Said)> Run(string verb, System.IO.DirectoryInfo folder, IReadOnlyDictionary<string, string?> settings)
    {
        using var process = Process.Start(ProgramUnderTest.Command(folder, settings, verb))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + await errors);
    }
}
