using System.Globalization;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>The line to the bot: one request at a time or, for events, with the platform's retries.</summary>
internal sealed class BotLine(TimeProvider time, StandInSettings settings) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends once.</summary>
    public async Task<Delivered> Once(HttpRequestMessage request, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return new Delivered(response.IsSuccessStatusCode, (int)response.StatusCode, 1, body, response.IsSuccessStatusCode ? null : "http_error");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Delivered(false, null, 1, "", "http_timeout");
        }
        catch (HttpRequestException)
        {
            return new Delivered(false, null, 1, "", "connection_failed");
        }
    }

    /// <summary>Sends until the bot takes it or the retries are used up; <paramref name="make"/> is told which retry it is and why.</summary>
    public async Task<Delivered> Persistently(
        Func<int, string?, HttpRequestMessage> make, TimeSpan patience, CancellationToken cancellationToken)
    {
        string? reason = null;
        for (var retry = 0; ; retry++)
        {
            using var request = make(retry, reason);
            var result = await Once(request, patience, cancellationToken) with { Attempts = retry + 1 };
            if (result.Taken || retry == settings.RetryDelays.Count)
            {
                return result;
            }

            reason = result.Failure;
            await Task.Delay(settings.RetryDelays[retry], time, cancellationToken);
        }
    }

    /// <summary>Seconds since 1970 on the wall clock, as the wire has them.</summary>
    public string WallSeconds() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => http.Dispose();
}
