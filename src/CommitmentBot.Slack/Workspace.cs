using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// What the bot knows of the workspaces it is installed in: itself, the people and their personal chats, kept for a while so that a message
/// costs no look-up.
/// </summary>
internal sealed class Workspace(SlackClient client, Tokens tokens, TimeProvider time)
{
    private static readonly TimeSpan KeepProfile = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepMiss = TimeSpan.FromSeconds(30);
    private const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<(string Tenant, string User), Kept> _profiles = new();
    private readonly OneCall<(string Tenant, string User), Profile?> _asking = new();
    private readonly ConcurrentDictionary<(string Tenant, string Chat), string> _personOfChat = new();
    private readonly ConcurrentDictionary<(string Tenant, string User), string> _chatOfPerson = new();
    private readonly ConcurrentDictionary<string, AuthTest> _selves = new();
    private readonly OneCall<string, AuthTest?> _askingSelf = new();

    private sealed record Kept(Profile? Profile, DateTimeOffset Until);

    /// <summary>The bot itself in an installation, from <c>auth.test</c>; null while it cannot be had.</summary>
    public async Task<AuthTest?> Self(string tenant, CancellationToken cancellationToken) =>
        _selves.TryGetValue(tenant, out var known) ? known : await _askingSelf.Ask(tenant, () => AskSelf(tenant), cancellationToken);

    private async Task<AuthTest?> AskSelf(string tenant)
    {
        var self = await client.TryRead(tenant, "auth.test", [], Json.Default.AuthTest, CancellationToken.None);
        if (self is not { UserId.Length: > 0 })
        {
            return null;
        }

        Remember(_selves, tenant, self);
        return self;
    }

    /// <summary>
    /// The installation among the workspaces and organisations that a request names, the surest first; null where the bot is in none of them.
    /// It goes by the id under which the bot is installed, which for a whole organisation is the organisation's.
    /// </summary>
    public async Task<string?> Installed(IEnumerable<string?> candidates, CancellationToken cancellationToken)
    {
        foreach (var candidate in candidates)
        {
            if (SlackId.IsValid(candidate) && await tokens.For(candidate, cancellationToken) is not null)
            {
                var self = await Self(candidate, cancellationToken);
                var home = self?.IsEnterpriseInstall == true ? self.EnterpriseId : self?.TeamId;
                return SlackId.IsValid(home) ? home : candidate;
            }
        }

        return null;
    }

    /// <summary>A link to a message, as Slack's "Copy link" gives it; null while the workspace's address is not known.</summary>
    public async Task<Uri?> Link(string tenant, string channel, string ts, string? thread, CancellationToken cancellationToken)
    {
        if ((await Self(tenant, cancellationToken))?.Url is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var home))
        {
            return null;
        }

        var reply = thread is null || thread == ts ? "" : $"?thread_ts={thread}&cid={channel}";
        return new Uri(home, $"archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}{reply}");
    }

    /// <summary>What <c>users.info</c> says of somebody; null when Slack knows nothing or cannot be asked now.</summary>
    public async Task<Profile?> Describe(string tenant, string user, CancellationToken cancellationToken) =>
        Lately(tenant, user) is { } kept ? kept.Profile : await _asking.Ask((tenant, user), () => Ask(tenant, user), cancellationToken);

    /// <summary>What Slack said of somebody a short while ago; null where it was not asked.</summary>
    public Profile? Known(string tenant, string user) => Lately(tenant, user)?.Profile;

    private Kept? Lately(string tenant, string user) =>
        _profiles.TryGetValue((tenant, user), out var kept) && kept.Until > time.GetUtcNow() ? kept : null;

    private async Task<Profile?> Ask(string tenant, string user)
    {
        var answer = await client.TryRead(tenant, "users.info", [new("user", user)], Json.Default.UserAnswer, CancellationToken.None);
        var profile = answer?.User is { } info ? Read(info with { Id = user }) : null;
        Remember(_profiles, (tenant, user), new Kept(profile, time.GetUtcNow() + (profile is null ? KeepMiss : KeepProfile)));
        return profile;
    }

    /// <summary>Takes over what Slack said of somebody unasked.</summary>
    public Profile? Learn(string tenant, UserInfo info)
    {
        if (!SlackId.IsValid(info.Id))
        {
            return null;
        }

        var profile = Read(info);
        Remember(_profiles, (tenant, info.Id), new Kept(profile, time.GetUtcNow() + KeepProfile));
        return profile;
    }

    /// <summary>Forgets an installation that is gone.</summary>
    public void Forget(string tenant)
    {
        tokens.Forget(tenant);
        _selves.TryRemove(tenant, out _);
    }

    /// <summary>Opens the personal chat with somebody, which Slack answers alike however often it is asked.</summary>
    public async Task<ApiAnswer> OpenPrivate(string tenant, string user, CancellationToken cancellationToken)
    {
        var answer = await client.Write(tenant, "conversations.open", new() { ["users"] = user }, cancellationToken);
        if (WebApi.As(answer, Json.Default.ConversationAnswer)?.Channel?.Id is { } chat)
        {
            RememberChat(tenant, chat, user);
        }

        return answer;
    }

    /// <summary>The personal chat with somebody, opened where it is not known yet; null when it cannot be had.</summary>
    public async Task<string?> ChatWith(string tenant, string user, CancellationToken cancellationToken)
    {
        if (!_chatOfPerson.ContainsKey((tenant, user)))
        {
            await OpenPrivate(tenant, user, cancellationToken);
        }

        return _chatOfPerson.GetValueOrDefault((tenant, user));
    }

    /// <summary>With whom a personal chat is; null when that cannot be had.</summary>
    public async Task<string?> PersonOf(string tenant, string chat, CancellationToken cancellationToken)
    {
        if (_personOfChat.TryGetValue((tenant, chat), out var user))
        {
            return user;
        }

        var answer = await client.TryRead(
            tenant, "conversations.info", [new("channel", chat)], Json.Default.ConversationAnswer, cancellationToken);
        if (answer?.Channel?.User is { Length: > 0 } person)
        {
            RememberChat(tenant, chat, person);
            return person;
        }

        return null;
    }

    /// <summary>Remembers that <paramref name="chat"/> is the personal chat with <paramref name="user"/>.</summary>
    public void RememberChat(string tenant, string chat, string user)
    {
        Remember(_personOfChat, (tenant, chat), user);
        Remember(_chatOfPerson, (tenant, user), chat);
    }

    private static Profile Read(UserInfo info) => new(
        new UserRef(PlatformName.Slack, info.Id!),
        FirstFilled(info.Profile?.RealName, info.RealName, info.Profile?.DisplayName, info.Name) ?? info.Id!,
        info.TeamId,
        FirstFilled(info.Profile?.Email),
        info.Tz is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone : null,
        Gone: info.Deleted == true,
        Guest: info.IsRestricted == true || info.IsUltraRestricted == true,
        Bot: info.IsBot == true);

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
    private static void Remember<TKey, T>(ConcurrentDictionary<TKey, T> kept, TKey key, T value)
        where TKey : notnull
    {
        if (kept.Count >= MaxEntries)
        {
            kept.Clear();
        }

        kept[key] = value;
    }
}
