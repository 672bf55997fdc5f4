namespace CommitmentBot.Core.Commitments;

/// <summary>What checking a register's chain found.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict()
    {
    }

    /// <summary>Every link holds: so many, of which so many had their words erased.</summary>
    public sealed record Whole(long Links, long Erased) : ChainVerdict;

    /// <summary>The first link that does not hold, and why, as a sentence.</summary>
    public sealed record BrokenAt(long Sequence, string Why) : ChainVerdict;
}
