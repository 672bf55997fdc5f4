using System.Text.RegularExpressions;

namespace CommitmentBot.UnitTests.House;

/// <summary>What no source file may contain: each rule with a sample that it must find.</summary>
public static partial class SourceRules
{
    private const int MostLines = 400;

    // Files in src that may read across tenants, each for a reason given there.
    private static readonly string[] PastTheTenantFilter = [];

    /// <summary>The rules by name.</summary>
    public static IReadOnlyDictionary<string, SourceRule> All { get; } = new SourceRule[]
    {
        new("A source file has at most 400 lines",
            file => file.IsCode && file.Text.AsSpan().Count('\n') > MostLines,
            Sample: new("src/Long.cs", new string('\n', MostLines + 1))),

        new("A name says what a thing is",
            file => file.Path.EndsWith(".cs", StringComparison.Ordinal)
                && (VagueWord().IsMatch(Path.GetFileNameWithoutExtension(file.Path)) || VagueType().IsMatch(file.WithoutComments)),
            Sample: new("src/Store.cs", "public sealed class CommitmentManager;")),

        new("Nothing is swallowed",
            file => EmptyCatch().IsMatch(file.WithoutComments),
            Sample: new("src/Swallows.cs", "try { Send(); } catch (IOException) when (late) { /* never mind */ }")),

        new("A server's certificate is always checked",
            file => UncheckedCertificate().IsMatch(file.WithoutComments),
            Sample: new("src/Trusting.cs", "handler.ServerCertificateCustomValidationCallback = " + "(_, _, _, _) => true;")),

        new("SQL takes parameters and is never glued together",
            file => GluedSql().IsMatch(file.WithoutComments),
            Sample: new("src/Sql.cs", "db.Events.FromSql" + "Raw($\"select * from events where id = '{id}'\")")),

        new("Only the places named here look past the tenant filter",
            file => file.IsProgram && !PastTheTenantFilter.Contains(file.Path) && file.WithoutComments.Contains("IgnoreQueryFilters"),
            Sample: new("src/Nosy.cs", "db.Commitments.IgnoreQueryFilters()")),

        new("Nothing is left for later in a comment",
            file => file.IsCode && LeftForLater().IsMatch(file.Text),
            Sample: new("src/Later.cs", "// TO" + "DO: handle this")),

        new("No path of somebody's machine is written down",
            file => MachinePath().IsMatch(file.Text),
            Sample: new("tests/Here.cs", "File.ReadAllText(\"" + "/ho" + "me/somebody/data.json\")")),
    }.ToDictionary(rule => rule.Name);

    [GeneratedRegex("(?<=^|[a-z0-9])(Manager|Helper|Util|Utils|Utility|Impl|Base|Processor)s?(?=$|[A-Z0-9])")]
    private static partial Regex VagueWord();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\s+(\w*[a-z0-9])?(Manager|Helper|Util|Utils|Utility|Impl|Base|Processor)s?\b")]
    private static partial Regex VagueType();

    [GeneratedRegex(@"\bcatch\b[^{};]*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"DangerouslyAcceptAny\w*|(ServerCertificateCustomValidationCallback|RemoteCertificateValidationCallback|ServerCertificateValidationCallback)\s*=")]
    private static partial Regex UncheckedCertificate();

    [GeneratedRegex("""\b(FromSqlRaw|ExecuteSqlRaw|ExecuteSqlRawAsync|SqlQueryRaw)\s*(<[^>]*>)?\(\s*(@?\$|"[^"]*"\s*\+)""")]
    private static partial Regex GluedSql();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(?<![\w.:/*-])/(home|root|work|Users)/|\b[A-Z]:\\\w")]
    private static partial Regex MachinePath();
}
