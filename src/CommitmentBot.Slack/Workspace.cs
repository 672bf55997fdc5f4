using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// What the bot knows of the workspace it is installed in: itself, the people and their personal chats, kept for a while so that a message
/// costs no look-up.
/// </summary>
internal sealed class Workspace(SlackClient client, TimeProvider time)
{
    private static readonly TimeSpan KeepProfile = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepMiss = TimeSpan.FromSeconds(30);
    private const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<string, Kept> _profiles = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Profile?>>> _asking = new();
    private readonly ConcurrentDictionary<string, string> _personOfChat = new();
    private AuthTest? _self;

    private sealed record Kept(Profile? Profile, DateTimeOffset Until);

    /// <summary>The bot itself, from <c>auth.test</c>; null while it cannot be had.</summary>
    public async Task<AuthTest?> Self(CancellationToken cancellationToken) =>
        _self ??= await client.TryRead("auth.test", [], Json.Default.AuthTest, cancellationToken) is { UserId.Length: > 0 } self ? self : null;

    /// <summary>A link to a message, as Slack's "Copy link" gives it; null while the workspace's address is not known.</summary>
    public async Task<Uri?> Link(string channel, string ts, string? thread, CancellationToken cancellationToken)
    {
        if ((await Self(cancellationToken))?.Url is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var home))
        {
            return null;
        }

        var reply = thread is null || thread == ts ? "" : $"?thread_ts={thread}&cid={channel}";
        return new Uri(home, $"archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}{reply}");
    }

    /// <summary>What <c>users.info</c> says of somebody; null when Slack knows nothing or cannot be asked now.</summary>
    public async Task<Profile?> Describe(string user, CancellationToken cancellationToken)
    {
        if (_profiles.TryGetValue(user, out var kept) && kept.Until > time.GetUtcNow())
        {
            return kept.Profile;
        }

        // One call for all who ask at once, and not bound to any of them: who cannot wait goes on without, and the next one has the answer.
        var asking = _asking.GetOrAdd(user, key => new Lazy<Task<Profile?>>(() => Ask(key)));
        return await asking.Value.WaitAsync(cancellationToken);
    }

    private async Task<Profile?> Ask(string user)
    {
        var answer = await client.TryRead("users.info", [new("user", user)], Json.Default.UserAnswer, CancellationToken.None);
        var profile = answer?.User is { } info ? Read(user, info) : null;
        Remember(_profiles, user, new Kept(profile, time.GetUtcNow() + (profile is null ? KeepMiss : KeepProfile)));
        _asking.TryRemove(user, out _);
        return profile;
    }

    /// <summary>Opens the personal chat with somebody, which Slack answers alike however often it is asked.</summary>
    public async Task<ApiAnswer> OpenPrivate(string user, CancellationToken cancellationToken)
    {
        var answer = await client.Write("conversations.open", new() { ["users"] = user }, cancellationToken);
        if (SlackClient.As(answer, Json.Default.ConversationAnswer)?.Channel?.Id is { } chat)
        {
            RememberChat(chat, user);
        }

        return answer;
    }

    /// <summary>With whom a personal chat is; null when that cannot be had.</summary>
    public async Task<string?> PersonOf(string chat, CancellationToken cancellationToken)
    {
        if (_personOfChat.TryGetValue(chat, out var user))
        {
            return user;
        }

        var answer = await client.TryRead("conversations.info", [new("channel", chat)], Json.Default.ConversationAnswer, cancellationToken);
        if (answer?.Channel?.User is { Length: > 0 } person)
        {
            RememberChat(chat, person);
            return person;
        }

        return null;
    }

    /// <summary>Remembers that <paramref name="chat"/> is the personal chat with <paramref name="user"/>.</summary>
    public void RememberChat(string chat, string user) => Remember(_personOfChat, chat, user);

    private static Profile Read(string user, UserInfo info) => new(
        new UserRef(PlatformName.Slack, user),
        FirstFilled(info.Profile?.RealName, info.RealName, info.Profile?.DisplayName, info.Name) ?? user,
        info.TeamId,
        FirstFilled(info.Profile?.Email),
        info.Tz is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone : null,
        info.Deleted == true);

    private static string? FirstFilled(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return Mrkdwn.Printable(value).Trim();
            }
        }

        return null;
    }

    // Forgetting everything at once is rare, cheap, and needs no order of use.
    private static void Remember<T>(ConcurrentDictionary<string, T> kept, string key, T value)
    {
        if (kept.Count >= MaxEntries)
        {
            kept.Clear();
        }

        kept[key] = value;
    }
}
