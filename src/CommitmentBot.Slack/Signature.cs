using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommitmentBot.Slack;

/// <summary>What is to be said of a request's signature.</summary>
public enum SignatureVerdict
{
    /// <summary>Slack signed it, just now.</summary>
    Valid,

    /// <summary>There is no signature or no time to check.</summary>
    Missing,

    /// <summary>More than five minutes old, or ahead.</summary>
    Stale,

    /// <summary>Signed by somebody else, or changed on the way.</summary>
    Mismatch,
}

/// <summary>Slack's request signing, version 0. Pure: raw bytes in, verdict out.</summary>
/// <remarks>https://docs.slack.dev/authentication/verifying-requests-from-slack/</remarks>
public static class Signature
{
    /// <summary>The header with the signature.</summary>
    public const string Header = "X-Slack-Signature";

    /// <summary>The header with the time of signing, in Unix seconds.</summary>
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    private const long MaxSkewSeconds = 300;

    /// <summary>Checks the signature of <paramref name="body"/>, the bytes as they came, at <paramref name="now"/> by the wall clock.</summary>
    public static SignatureVerdict Check(
        ReadOnlySpan<byte> body, string? timestamp, string? signature, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(signature)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return SignatureVerdict.Missing;
        }

        // Both ways: an old request is a replay, one from the future a forged clock. Not Math.Abs, which overflows at the lowest long.
        var now0 = now.ToUnixTimeSeconds();
        if (seconds < now0 - MaxSkewSeconds || seconds > now0 + MaxSkewSeconds)
        {
            return SignatureVerdict.Stale;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        var expected = "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature))
            ? SignatureVerdict.Valid
            : SignatureVerdict.Mismatch;
    }
}
