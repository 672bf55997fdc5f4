using System.Security.Cryptography;
using System.Text.Json;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>What came of asking for the bot's own token. <c>Value</c> is null for an anonymous bot.</summary>
internal abstract record OutboundTokenAnswer
{
    private OutboundTokenAnswer()
    {
    }

    public sealed record Have(string? Value) : OutboundTokenAnswer;

    public sealed record Refused(RefusalKind Kind, string Reason, Duration? RetryAfter) : OutboundTokenAnswer;
}

/// <summary>
/// The token the bot shows the Connector. Kept until five minutes before it expires; while one request for
/// it is under way, everybody else waits for that one.
/// </summary>
internal sealed partial class OutboundToken(
    IHttpClientFactory http, TeamsOptions options, TimeProvider time, ILogger<OutboundToken> logger) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    // A Connector that refuses every token must not have the bot sign in on every message.
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(30);

    private sealed record Kept(string Value, DateTimeOffset GotAt, DateTimeOffset RenewAt);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private volatile Kept? _kept;

    public async ValueTask<OutboundTokenAnswer> Get(CancellationToken cancellationToken)
    {
        if (options.BotId is null)
        {
            return new OutboundTokenAnswer.Have(null);
        }

        if (_kept is { } kept && time.GetUtcNow() < kept.RenewAt)
        {
            return new OutboundTokenAnswer.Have(kept.Value);
        }

        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _kept is { } renewed && time.GetUtcNow() < renewed.RenewAt
                ? new OutboundTokenAnswer.Have(renewed.Value)
                : await Ask(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The Connector refused <paramref name="refused"/>; true when asking for another one is worth it.</summary>
    public bool Drop(string? refused)
    {
        var kept = _kept;
        if (kept is null || kept.Value != refused)
        {
            return refused is not null; // Somebody has renewed it meanwhile.
        }

        if (time.GetUtcNow() - kept.GotAt < RenewalPause)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _kept, null, kept);
        return true;
    }

    public void Dispose() => _asking.Dispose();

    private async Task<OutboundTokenAnswer> Ask(CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(Registration.SignInClient);
            using var request = Credential.Request(options, time.GetUtcNow());
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return Keep(JsonSerializer.Deserialize(body, Json.Default.TokenResponse));
            }

            Log.Refused(logger, (int)response.StatusCode);
            return (int)response.StatusCode is 400 or 401 or 403
                ? new OutboundTokenAnswer.Refused(RefusalKind.Installation, "Microsoft Entra does not accept the bot's id and credential.", null)
                : Later($"The sign-in answered {(int)response.StatusCode}.", RetryAfter.Of(response, time));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, e.GetType().Name);
            return new OutboundTokenAnswer.Refused(RefusalKind.Installation, "The bot's certificate cannot be read.", null);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.Failed(logger, e.GetType().Name);
            return Later("The sign-in cannot be reached.", null);
        }
    }

    private OutboundTokenAnswer Keep(TokenResponse? token)
    {
        if (token is not { AccessToken.Length: > 0 })
        {
            return Later("The sign-in gave no token.", null);
        }

        var now = time.GetUtcNow();
        _kept = new Kept(token.AccessToken, now, now + TimeSpan.FromSeconds(token.ExpiresIn ?? 0) - RenewBefore);
        return new OutboundTokenAnswer.Have(token.AccessToken);
    }

    private static OutboundTokenAnswer.Refused Later(string reason, Duration? retryAfter) => new(RefusalKind.Later, reason, retryAfter);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The sign-in for Teams answered {Status}")]
        public static partial void Refused(ILogger logger, int status);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The sign-in for Teams could not be reached: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);
    }
}
