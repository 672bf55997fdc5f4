using System.Collections.Concurrent;

namespace CommitmentBot.Teams;

/// <summary>
/// Which team a channel belongs to, as activities from it said. Only names hang on it, so it lives in memory and is learnt again.
/// </summary>
internal sealed class KnownChannels
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (string Team, string? Name)> _channels = new(StringComparer.Ordinal);

    /// <summary>Learns from a verified activity.</summary>
    public void Learn(Activity activity)
    {
        if (activity.ChannelData is { Team.Id: { Length: > 0 } team, Channel.Id: { Length: > 0 } channel }
            && (_channels.Count < Most || _channels.ContainsKey(channel)))
        {
            var name = activity.ChannelData.Channel.Name;
            _channels.AddOrUpdate(channel, (team, name), (_, known) => (team, name ?? known.Name));
        }
    }

    /// <summary>The team of a channel, and its name if an activity said it.</summary>
    public (string Team, string? Name)? Find(string channel) => _channels.TryGetValue(channel, out var known) ? known : null;

    /// <summary>The channels of a team that were seen.</summary>
    public IEnumerable<string> Of(string team) => _channels.Where(it => it.Value.Team == team).Select(it => it.Key);
}
