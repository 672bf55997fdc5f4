using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>The <c>Retry-After</c> header, in seconds or as a date; null when there is none.</summary>
internal static class RetryAfter
{
    public static Duration? Of(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is { } some ? Duration.FromTimeSpan(some < TimeSpan.Zero ? TimeSpan.Zero : some) : null;
    }
}
