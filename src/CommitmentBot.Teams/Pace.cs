using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>
/// Keeps what this instance sends within <see cref="Limits.PerConversation"/> and <see cref="Limits.PerTenant"/>: what would go beyond them
/// is not sent, and waits. It lives in memory; after a restart Teams' own 429 says what was forgotten.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> _sends = new(StringComparer.Ordinal);

    /// <summary>Null when a message may go to that place now, and is counted; else how long it has to wait, and whether so has all of its tenant.</summary>
    public (Duration For, bool OfTenant)? Wait(ConversationRef place)
    {
        var now = time.GetUtcNow();
        Tidy(now);
        var conversation = _sends.GetOrAdd(place.Lane, _ => []);
        var tenant = _sends.GetOrAdd(place.Tenant, _ => []);
        lock (tenant)
        {
            lock (conversation)
            {
                var (here, everywhere) = (Longest(conversation, Limits.PerConversation, now), Longest(tenant, Limits.PerTenant, now));
                if (here > TimeSpan.Zero || everywhere > TimeSpan.Zero)
                {
                    return everywhere >= here ? (Duration.FromTimeSpan(everywhere), true) : (Duration.FromTimeSpan(here), false);
                }

                Count(conversation, Limits.PerConversation, now);
                Count(tenant, Limits.PerTenant, now);
                return null;
            }
        }
    }

    private static TimeSpan Longest(List<DateTimeOffset> sends, IReadOnlyList<(int Sends, TimeSpan In)> limits, DateTimeOffset now) => limits
        .Where(limit => sends.Count >= limit.Sends)
        .Select(limit => sends[^limit.Sends] + limit.In + Limits.OnTheWay - now)
        .Append(TimeSpan.Zero).Max();

    private static void Count(List<DateTimeOffset> sends, IReadOnlyList<(int Sends, TimeSpan In)> limits, DateTimeOffset now)
    {
        sends.Add(now);
        var counted = limits.Max(it => it.Sends);
        if (sends.Count > 2 * counted)
        {
            sends.RemoveRange(0, counted);
        }
    }

    // Conversations that have been still for an hour weigh nothing any more.
    private void Tidy(DateTimeOffset now)
    {
        if (_sends.Count > Most)
        {
            foreach (var (lane, sends) in _sends)
            {
                lock (sends)
                {
                    if (sends.Count > 0 && now - sends[^1] > Limits.PerConversation.Max(it => it.In))
                    {
                        _sends.TryRemove(lane, out _);
                    }
                }
            }
        }
    }
}
