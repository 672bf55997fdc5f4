namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>The register's databases, by the names that <c>Register:Provider</c> takes.</summary>
public enum DatabaseKind
{
    /// <summary>A file of the test's own.</summary>
    Sqlite,

    /// <summary>A database of the test's own, on a server whose clock zone is UTC+13.</summary>
    PostgreSql,
}
