using CommitmentBot.Data.Rows;

namespace CommitmentBot.Data;

/// <summary>In which order a person's accounts are tried.</summary>
internal static class AccountOrder
{
    /// <summary>Those of the platform they prefer first, and the one seen last before the others.</summary>
    public static IReadOnlyList<IdentityRow> Of(IEnumerable<IdentityRow> accounts, string? preferred) =>
        [.. accounts.OrderByDescending(it => it.Platform == preferred).ThenByDescending(it => it.SeenAt)];
}
