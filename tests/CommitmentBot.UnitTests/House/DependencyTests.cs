using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.House;

/// <summary>Which way the references point: host → {Slack, Teams, Rehearsal} → Core.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Outside =
    [
        "System.Net", "System.IO", "System.Data", "System.Diagnostics.Process", "System.Threading.Thread", "Microsoft", "Npgsql", "Hangfire",
    ];

    public static TheoryData<string, string[]> Projects { get; } = new()
    {
        { "CommitmentBot.Core", [] },
        { "CommitmentBot.Slack", ["CommitmentBot.Core"] },
        { "CommitmentBot.Teams", ["CommitmentBot.Core"] },
        { "CommitmentBot.Rehearsal", ["CommitmentBot.Core"] },
        { "CommitmentBot", ["CommitmentBot.Core", "CommitmentBot.Rehearsal", "CommitmentBot.Slack", "CommitmentBot.Teams"] },
    };

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_to_those_inside_it_only(string project, string[] inside) =>
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order().ShouldBe(inside);

    [Fact]
    public void Every_project_has_its_place() =>
        Directory.GetDirectories(Path.Combine(SourceFile.Root, "src")).Select(Path.GetFileName)
            .ShouldBe(Projects.Select(row => row.Data.Item1), ignoreOrder: true);

    [Fact]
    public void Core_needs_nodatime_and_nothing_else() => References("CommitmentBot.Core", "PackageReference").ShouldBe(["NodaTime"]);

    [Fact]
    public void The_adapters_bring_no_database_and_no_jobs()
    {
        string[] packages = [.. References("CommitmentBot.Slack", "PackageReference"), .. References("CommitmentBot.Teams", "PackageReference")];

        packages.ShouldAllBe(package =>
            package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || package.StartsWith("Microsoft.IdentityModel.", StringComparison.Ordinal));
    }

    [Fact]
    public void Core_decides_and_never_does() => Reaching(Outside, Assembly.Load("CommitmentBot.Core")).ShouldBeEmpty();

    [Fact]
    public void A_type_that_reaches_outside_is_found() => Reaching(Outside, typeof(SourceFile).Assembly).ShouldContain(typeof(SourceFile).FullName!);

    private static IEnumerable<string> Reaching(string[] namespaces, Assembly assembly) =>
        Types.InAssembly(assembly).That().HaveDependencyOnAny(namespaces).GetTypes().Select(type => type.FullName!);

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(SourceFile.Root, "src", project, project + ".csproj"))
            .Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
