namespace CommitmentBot.Core.People;

/// <summary>A human, whatever accounts they have.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <summary>A new id; version 7, so that ids sort by when they were made.</summary>
    public static PersonId New() => new(Guid.CreateVersion7());
}

/// <summary>A body that leaders speak for.</summary>
public readonly record struct OrganisationId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static OrganisationId New() => new(Guid.CreateVersion7());
}

/// <summary>A body in which commitments are made; its register has the same id.</summary>
public readonly record struct ForumId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static ForumId New() => new(Guid.CreateVersion7());
}
