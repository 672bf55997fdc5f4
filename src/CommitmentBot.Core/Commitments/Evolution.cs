namespace CommitmentBot.Core.Commitments;

/// <summary>How one event changes a commitment. Total over the events that <see cref="Lifecycle"/> can decide.</summary>
public static class Evolution
{
    /// <summary>The commitment after <paramref name="next"/>; null before its first event.</summary>
    public static Commitment Apply(Commitment? before, RegisterEvent next) => throw new NotSupportedException();
}

/// <summary>The life table.</summary>
public static class Lifecycle;
