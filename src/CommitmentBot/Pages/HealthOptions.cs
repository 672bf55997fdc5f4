namespace CommitmentBot.Pages;

/// <summary>The settings under <c>Health</c>: what an instance may report and still be ready.</summary>
public sealed class HealthOptions
{
    /// <summary>How many commitments may be set aside because they cannot be read.</summary>
    public int MostSetAside { get; set; } = 10;
}
