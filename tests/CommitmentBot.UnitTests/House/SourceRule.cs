namespace CommitmentBot.UnitTests.House;

/// <summary>A rule about one file at a time.</summary>
/// <param name="Name">The rule, as a sentence.</param>
/// <param name="IsBrokenBy">Whether a file breaks it.</param>
/// <param name="Sample">A file that does.</param>
public sealed record SourceRule(string Name, Func<SourceFile, bool> IsBrokenBy, SourceFile Sample);
