using System.Buffers;
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

    /// <summary>
    /// Checks the signature of <paramref name="body"/>, the bytes as they came, at <paramref name="now"/> by the wall clock, with any of the
    /// <paramref name="secrets"/>: there are two while one is being replaced by another.
    /// </summary>
    public static SignatureVerdict Check(
        ReadOnlySpan<byte> body, string? timestamp, string? signature, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
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

        var given = Encoding.UTF8.GetBytes(signature);
        var valid = false;
        foreach (var secret in secrets)
        {
            // All of them, also after a match: how long it takes must not tell which one it was. An empty one would let everybody in.
            valid |= secret.Length > 0 & CryptographicOperations.FixedTimeEquals(Expected(body, timestamp, secret), given);
        }

        return valid ? SignatureVerdict.Valid : SignatureVerdict.Mismatch;
    }

    private static byte[] Expected(ReadOnlySpan<byte> body, string timestamp, string secret)
    {
        // In one piece: to copy the body takes less than to sum it up in parts.
        var head = $"v0:{timestamp}:";
        var signed = ArrayPool<byte>.Shared.Rent(head.Length + body.Length);
        try
        {
            body.CopyTo(signed.AsSpan(Encoding.ASCII.GetBytes(head, signed)));
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed.AsSpan(0, head.Length + body.Length));
            return Encoding.ASCII.GetBytes("v0=" + Convert.ToHexStringLower(hash));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed);
        }
    }
}
