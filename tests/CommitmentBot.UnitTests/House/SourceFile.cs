using System.Text.RegularExpressions;

namespace CommitmentBot.UnitTests.House;

/// <summary>One file of the repository as the rules of the house see it.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Text">What is in it.</param>
public sealed partial record SourceFile(string Path, string Text)
{
    private static readonly string[] TextKinds =
        [".cs", ".csproj", ".props", ".targets", ".json", ".md", ".sh", ".html", ".css", ".js", ".mjs", ".txt", ".yml"];

    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules"];

    /// <summary>The folder with the solution in it.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that is kept in the repository.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Below(new(Root))];

    /// <summary>Whether it is part of the program and not of its tests.</summary>
    public bool IsProgram => Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>Whether somebody reads and changes it as code; a migration is written by a tool.</summary>
    public bool IsCode => !Path.Contains("/Migrations/", StringComparison.Ordinal)
        && System.IO.Path.GetExtension(Path) is ".cs" or ".js" or ".mjs" or ".css" or ".html" or ".sh";

    /// <summary>The text of a C# file without its comments.</summary>
    public string WithoutComments => Comments().Replace(Text, "$1");

    private static IEnumerable<SourceFile> Below(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => TextKinds.Contains(file.Extension)))
        {
            yield return new(System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName));
        }

        foreach (var file in folder.EnumerateDirectories().Where(IsOurs).SelectMany(Below))
        {
            yield return file;
        }
    }

    private static bool IsOurs(DirectoryInfo folder) =>
        !NotOurs.Contains(folder.Name) && (!folder.Name.StartsWith('.') || folder.Name == ".ci");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "CommitmentBot.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run from the repository's artifacts folder.");
    }

    // A string literal is kept as it is, so that "https://…" is no comment.
    [GeneratedRegex("""(@?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)')|//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
