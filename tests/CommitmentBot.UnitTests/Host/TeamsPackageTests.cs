using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CommitmentBot.Cli;
using CommitmentBot.Core.Understanding.Commands;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Host;

/// <summary>The package that an administrator uploads.</summary>
public sealed class TeamsPackageTests
{
    private const string Id = "22222222-2222-2222-2222-222222222222";

    private static string Kept([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../manifests/teams/manifest.json");

    [Fact]
    public void The_manifest_as_it_is_kept_lists_the_commands_as_they_are()
    {
        var filled = TeamsPackage.Fill(Guid.Parse(TeamsPackage.AppIdToFillIn), new Uri(TeamsPackage.AddressToFillIn));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Kept(), filled);
        }

        File.ReadAllText(Kept()).ReplaceLineEndings("\n").ShouldBe(filled.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_place_that_names_the_registration_and_the_address_is_filled_in()
    {
        var filled = TeamsPackage.Fill(Guid.Parse(Id), new Uri("https://bot.nhs.example/teams/"));

        filled.ShouldNotContain(TeamsPackage.AppIdToFillIn);
        filled.ShouldNotContain("example.org");
        var manifest = JsonNode.Parse(filled)!;
        ((string?)manifest["id"]).ShouldBe(Id);
        ((string?)manifest["bots"]![0]!["botId"]).ShouldBe(Id);
        ((string?)manifest["composeExtensions"]![0]!["botId"]).ShouldBe(Id);
        ((string?)manifest["validDomains"]![0]).ShouldBe("bot.nhs.example");
        ((string?)manifest["developer"]!["privacyUrl"]).ShouldBe("https://bot.nhs.example/privacy");
        ((string?)manifest["supportsChannelFeatures"]).ShouldBe("tier1");
        manifest["bots"]![0]!["commandLists"]!.AsArray().ShouldAllBe(list => list!["commands"]!.AsArray().Count <= 10
            && list["commands"]!.AsArray().All(it => ((string)it!["title"]!).Length <= 32 && ((string)it["description"]!).Length <= 128
                && CommandList.All.Any(known => known.Name == (string)it["title"]!)));
    }

    [Fact]
    public async Task The_command_line_writes_a_package_ready_to_upload()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            (await CommandLine.Run(["manifest", "teams", "--app-id", Id, "--url", "https://bot.nhs.example", "--out", file])).ShouldBe(0);

            await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
            package.Entries.Select(it => it.FullName).ShouldBe(["manifest.json", "color.png", "outline.png"]);
            Size(package, "color.png").ShouldBe((192, 192));
            Size(package, "outline.png").ShouldBe((32, 32));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--url", "https://bot.nhs.example")]
    [InlineData("--app-id", Id)]
    [InlineData("--app-id", Id, "--url", "http://bot.nhs.example")]
    [InlineData("--app-id", "not-an-id", "--url", "https://bot.nhs.example")]
    public async Task What_is_missing_or_wrong_is_refused(params string[] arguments) =>
        (await CommandLine.Run(["manifest", "teams", .. arguments])).ShouldNotBe(0);

    // Width and height stand at a fixed place in a PNG.
    private static (int Width, int Height) Size(ZipArchive package, string name)
    {
        using var icon = package.GetEntry(name)!.Open();
        var head = new byte[24];
        icon.ReadExactly(head);
        return (Read(16), Read(20));

        int Read(int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(at));
    }
}
