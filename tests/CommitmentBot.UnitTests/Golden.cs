using System.Runtime.CompilerServices;
using Shouldly;

namespace CommitmentBot.UnitTests;

/// <summary>Compares text with a file beside the test; <c>UPDATE_GOLDEN=1</c> writes the file instead, to be read before it is committed.</summary>
public static class Golden
{
    /// <summary>
    /// Compares <paramref name="actual"/> with <c>Golden/&lt;name&gt;</c> in the folder of the calling test's source file, or fails with the way to make it.
    /// </summary>
    public static void Matches(string actual, string name, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        File.Exists(file).ShouldBeTrue($"{file} is missing; run the test with UPDATE_GOLDEN=1 and read what it wrote.");
        actual.ShouldBe(File.ReadAllText(file).ReplaceLineEndings("\n"));
    }
}
