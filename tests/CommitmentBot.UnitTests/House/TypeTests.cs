using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.House;

public sealed class TypeTests
{
    private static readonly Assembly[] Program =
    [
        .. new[] { "CommitmentBot", "CommitmentBot.Core", "CommitmentBot.Rehearsal", "CommitmentBot.Slack", "CommitmentBot.Teams" }.Select(Assembly.Load),
    ];

    /// <summary>Interfaces with fewer than two implementations, each with its reason.</summary>
    private static readonly IReadOnlyDictionary<string, string> Excused = new Dictionary<string, string>
    {
        ["CommitmentBot.Core.Chat.IPauses"] = "the platforms' projects ask it, and do not see the register that keeps it",
    };

    [Fact]
    public void Every_public_type_says_what_it_is() => Program.SelectMany(Undocumented).ShouldBeEmpty();

    [Fact]
    public void A_type_that_does_not_say_is_found() => Undocumented(typeof(TypeTests).Assembly).ShouldContain(typeof(Speechless).FullName);

    [Fact]
    public void An_interface_has_two_implementations_or_a_reason() => Lonely(Program).Except(Excused.Keys).ShouldBeEmpty();

    [Fact]
    public void An_interface_with_one_implementation_is_found() => Lonely([typeof(TypeTests).Assembly]).ShouldContain(typeof(ILonely).FullName!);

    [Fact]
    public void A_reason_is_given_only_where_one_is_needed() => Excused.Keys.Except(Lonely(Program)).ShouldBeEmpty();

    private static IEnumerable<string?> Undocumented(Assembly assembly)
    {
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .Where(member => member.Elements().Any(part => part.Name.LocalName is "summary" or "inheritdoc"))
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

        return assembly.GetExportedTypes()
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Namespace?.EndsWith("Migrations", StringComparison.Ordinal) != true)
            .Where(type => !documented.Contains("T:" + type.FullName!.Replace('+', '.')))
            .Select(type => type.FullName);
    }

    private static IEnumerable<string> Lonely(Assembly[] assemblies)
    {
        var types = assemblies.SelectMany(assembly => assembly.GetTypes()).ToList();

        return types.Where(type => type.IsInterface && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(port => types.Count(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(port)) < 2)
            .Select(port => port.FullName!);
    }

    private interface ILonely;

    private sealed class Only : ILonely;

    public sealed class Speechless;
}
