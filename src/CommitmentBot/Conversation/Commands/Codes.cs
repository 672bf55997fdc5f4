using System.Security.Cryptography;

namespace CommitmentBot.Conversation.Commands;

/// <summary>Codes that people carry from one place to another.</summary>
internal static class Codes
{
    // Without letters and digits that are read for one another over the telephone.
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new one, such as <c>7KQ2-M9XT</c>.</summary>
    public static string New()
    {
        var letters = RandomNumberGenerator.GetItems<char>(Letters, 8);
        return $"{new string(letters, 0, 4)}-{new string(letters, 4, 4)}";
    }

    /// <summary>A code as it was typed, the way it was made.</summary>
    public static string Typed(string code)
    {
        var letters = code.Trim().ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        return letters.Length == 8 ? $"{letters[..4]}-{letters[4..]}" : letters;
    }
}
