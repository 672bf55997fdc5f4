using System.Collections.Frozen;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace CommitmentBot.Teams;

/// <summary>One of the channel's keys, and the channels it may sign for (none listed: any).</summary>
internal sealed record SigningKey(RsaSecurityKey Key, IReadOnlyList<string> Endorsements);

/// <summary>What came of looking for a key.</summary>
internal abstract record KeyAnswer
{
    private KeyAnswer()
    {
    }

    /// <summary>Here it is.</summary>
    public sealed record Found(SigningKey Key) : KeyAnswer;

    /// <summary>The channel has no such key.</summary>
    public sealed record Unknown : KeyAnswer;

    /// <summary>The keys cannot be read, so nobody can tell.</summary>
    public sealed record Unavailable : KeyAnswer;
}

/// <summary>
/// An issuer's public keys, kept for a day. A key id that is not among them has them read anew, but at most once in
/// <see cref="UnknownKeyPause"/> whoever asks, so that made-up ids are no lever against the key server.
/// </summary>
internal sealed partial class SigningKeys(
    IHttpClientFactory http, Uri metadataAddress, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    internal static readonly TimeSpan StillUsable = TimeSpan.FromDays(5);
    internal static readonly TimeSpan UnknownKeyPause = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan FirstReadPause = TimeSpan.FromSeconds(5);
    private const int SmallestModulus = 2048;

    private sealed record Snapshot(FrozenDictionary<string, SigningKey> Keys, DateTimeOffset ReadAt);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Snapshot? _snapshot;
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;

    public async ValueTask<KeyAnswer> Find(string keyId, CancellationToken cancellationToken)
    {
        var before = _snapshot;
        if (before is not null && before.Keys.TryGetValue(keyId, out var known) && time.GetUtcNow() - before.ReadAt < Fresh)
        {
            return new KeyAnswer.Found(known);
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have read them while this request waited.
            if (ReferenceEquals(before, _snapshot) && MayRead(time.GetUtcNow()))
            {
                _lastTry = time.GetUtcNow();
                await Read(cancellationToken);
            }
        }
        finally
        {
            _reading.Release();
        }

        return _snapshot switch
        {
            null => new KeyAnswer.Unavailable(),
            var kept when time.GetUtcNow() - kept.ReadAt > StillUsable => new KeyAnswer.Unavailable(),
            var kept => kept.Keys.TryGetValue(keyId, out var key) ? new KeyAnswer.Found(key) : new KeyAnswer.Unknown(),
        };
    }

    public void Dispose() => _reading.Dispose();

    private bool MayRead(DateTimeOffset now) => now - _lastTry >= (_snapshot is null ? FirstReadPause : UnknownKeyPause);

    private async Task Read(CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(Registration.SignInClient);
            var metadata = await client.GetFromJsonAsync(metadataAddress, Json.Default.Metadata, cancellationToken);
            if (!Uri.TryCreate(metadata?.JwksUri, UriKind.Absolute, out var address) || !IsTrusted(address))
            {
                Log.BadMetadata(logger);
                return;
            }

            var set = await client.GetFromJsonAsync(address, Json.Default.KeySet, cancellationToken);
            var keys = (set?.Keys ?? []).Select(Parse).OfType<SigningKey>().DistinctBy(key => key.Key.KeyId);
            _snapshot = new Snapshot(keys.ToFrozenDictionary(key => key.Key.KeyId, StringComparer.Ordinal), time.GetUtcNow());
            Log.Read(logger, _snapshot.Keys.Count);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotRead(logger, e.GetType().Name);
        }
    }

    /// <summary>The keys come as safely as the document that names them.</summary>
    private bool IsTrusted(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (metadataAddress.Scheme == Uri.UriSchemeHttp && TeamsOptions.IsSafe(address));

    private static SigningKey? Parse(Jwk jwk)
    {
        if (jwk is not { Kty: "RSA", Kid.Length: > 0, N: not null, E: not null } || jwk.Use is not (null or "sig"))
        {
            return null;
        }

        try
        {
            var key = new RsaSecurityKey(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(jwk.N), Exponent = Base64UrlEncoder.DecodeBytes(jwk.E) })
            {
                KeyId = jwk.Kid,
            };
            return key.KeySize < SmallestModulus ? null : new SigningKey(key, jwk.Endorsements ?? []);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or CryptographicException)
        {
            return null; // One unreadable key must not cost the others.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Read {Count} signing keys of the Teams sign-in")]
        public static partial void Read(ILogger logger, int count);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The signing keys of the Teams sign-in could not be read: {Kind}")]
        public static partial void NotRead(ILogger logger, string kind);

        [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The OpenID document of the Teams sign-in names no safe key address")]
        public static partial void BadMetadata(ILogger logger);
    }
}
