using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.House;

public sealed class SourceTests
{
    public static TheoryData<string> Rules { get; } = [.. SourceRules.All.Keys];

    [Theory, MemberData(nameof(Rules))]
    public void Every_source_file_keeps_the_rule(string name) =>
        SourceFile.All.Where(file => !file.Path.EndsWith("/SourceRules.cs", StringComparison.Ordinal)) // names what it forbids
            .Where(SourceRules.All[name].IsBrokenBy).Select(file => file.Path).ShouldBeEmpty(name);

    [Theory, MemberData(nameof(Rules))]
    public void The_rule_finds_what_it_is_for(string name) =>
        SourceRules.All[name].IsBrokenBy(SourceRules.All[name].Sample).ShouldBeTrue();

    [Fact]
    public void The_rules_look_at_the_program_and_its_tests()
    {
        SourceFile.All.ShouldContain(file => file.Path == "src/CommitmentBot.Core/Chat/IChatPlatform.cs");
        SourceFile.All.ShouldContain(file => file.Path == "tests/run.sh");
        SourceFile.All.ShouldNotContain(file => file.Path.Contains("/obj/"));
    }

    [Fact]
    public void Ordinary_names_and_handled_errors_break_no_rule()
    {
        var ordinary = new SourceFile("src/Databases.cs", """
            // try { } catch { }: only a comment
            public sealed class Database(Uri apiBaseUrl) { string s = "https://example.org/home/x"; }
            try { Send(); } catch (IOException e) { return e.Message; }
            db.Events.FromSqlRaw("select 1 from events where id = {0}", id)
            """);

        SourceRules.All.Values.Where(rule => rule.IsBrokenBy(ordinary)).Select(rule => rule.Name).ShouldBeEmpty();
    }
}
