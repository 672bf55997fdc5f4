using System.Diagnostics;
using CommitmentBot.IntegrationTests.Infrastructure;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// The real program with Microsoft's own emulator of Teams, where the machine has it: <c>TEAMS_LAB</c> names a folder with the scripts that
/// start and drive the Microsoft 365 Agents Playground, and its packages. No part of the product, so its lack is no failure.
/// </summary>
public sealed class PlaygroundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_story_is_told_in_a_channel_a_group_chat_and_a_personal_chat()
    {
        var lab = Environment.GetEnvironmentVariable("TEAMS_LAB") ?? string.Empty;
        if (!File.Exists(Path.Combine(lab, "playground-api.mjs")))
        {
            Assert.Skip("TEAMS_LAB names no folder with the Microsoft 365 Agents Playground and its drivers.");
        }

        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "node"))))
        {
            Assert.Skip("There is no Node.js here, which the Microsoft 365 Agents Playground needs.");
        }

        using var story = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Repository.At("tests", "CommitmentBot.IntegrationTests", "Playground", "story.mjs"),
                "--lab", lab, "--program", ProgramUnderTest.Assembly(),
                "--bot-port", ProgramUnderTest.FreePort(), "--port", ProgramUnderTest.FreePort(),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Patience);
        try
        {
            var (said, problems) = (story.StandardOutput.ReadToEndAsync(stop.Token), story.StandardError.ReadToEndAsync(stop.Token));
            await story.WaitForExitAsync(stop.Token);
            story.ExitCode.ShouldBe(0, $"{await said}{await problems}");
        }
        finally
        {
            if (!story.HasExited)
            {
                story.Kill(entireProcessTree: true);
            }
        }
    }
}
