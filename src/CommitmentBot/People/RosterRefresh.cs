using System.Collections.Concurrent;
using CommitmentBot.Core;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.People;

/// <summary>
/// Asks the platforms who is in the forums' channels: when the program starts, when a channel was linked, and when access is decided and
/// the last look is older than <see cref="Fresh"/>. Where a platform cannot be asked, what it said last stays, which lets nobody new in.
/// </summary>
internal sealed partial class RosterRefresh(
    RegisterFactory register, IEnumerable<IChatPlatform> platforms, IClock clock, TimeProvider wall, DeliveryBell bell,
    IOptions<BotOptions> options,
    ILogger<RosterRefresh> logger) : BackgroundService
{
    /// <summary>How long a roster decides before it is read anew.</summary>
    public static readonly Duration Fresh = Duration.FromMinutes(15);

    // Whoever asks something waits no longer than this; what comes later counts the next time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Duration AskAgainAfter = Duration.FromMinutes(1);
    private const int MostAtOnce = 25;
    private const int MostDescribed = 60;

    // Asked with every message, and nearly always there is none.
    private const string AnyStale = "SELECT 'stale' FROM forum_channels WHERE roster_at IS NULL OR roster_at < @before LIMIT 1";

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private readonly ConcurrentDictionary<Guid, Instant> _refused = new();

    /// <summary>Reads the rosters that decide what whoever acts in a turn may see, where they are stale.</summary>
    public async Task RefreshFor(Turn turn, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        if (await db.Text(AnyStale, cancellationToken, ("before", StaleBefore)) is not null)
        {
            await Refresh(await OfTurn(db, turn, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Reads the rosters of a forum, where they are stale.</summary>
    public async Task RefreshForum(Guid forum, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        await Refresh(await Stale(db).Where(it => it.ForumId == forum).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Reads every roster that is stale, once, at the start.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = register.Open();
            foreach (var few in (await Stale(db).ToListAsync(stoppingToken)).Chunk(MostAtOnce))
            {
                await Refresh(few, stoppingToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Each roster is read again when it is needed; a database that is down just now must not stop the program.
            Log.NoneRead(logger, failure);
        }
    }

    private Instant StaleBefore => clock.GetCurrentInstant() - Fresh;

    private IQueryable<ForumChannelRow> Stale(RegisterDb db)
    {
        var before = StaleBefore;
        return db.ForumChannels.AsNoTracking().Where(it => it.RosterAt == null || it.RosterAt < before);
    }

    // In a channel its forum's; in private those that somebody was in last, and those of their own workspace or tenant, where they may
    // have come in.
    private async Task<List<ForumChannelRow>> OfTurn(RegisterDb db, Turn turn, CancellationToken cancellationToken)
    {
        var place = turn.Conversation;
        if (place.Kind != ConversationKind.Personal)
        {
            var linked = await Stale(db)
                .Where(it => db.ForumChannels.Any(here => here.Place.Platform == place.Platform && here.Place.Channel == place.Channel
                    && here.ForumId == it.ForumId))
                .ToListAsync(cancellationToken);
            if (linked.Count > 0 || turn.Content is not TurnContent.Said { Answerable: true })
            {
                return linked;
            }
        }

        var user = turn.From.User;
        return await Stale(db)
            .Where(it => (it.Place.Platform == place.Platform && it.Place.Tenant == place.Tenant)
                || db.ChannelMembers.Any(member => member.ChannelId == it.Id && db.Identities
                    .Any(account => account.Platform == member.Platform
                    && account.UserId == member.UserId
                    && db.Identities.Any(mine => mine.PersonId == account.PersonId && mine.Platform == user.Platform
                        && mine.UserId == user.Id))))
            .OrderBy(it => it.RosterAt).Take(MostAtOnce).ToListAsync(cancellationToken);
    }

    private async Task Refresh(IReadOnlyCollection<ForumChannelRow> channels, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var tasks = channels.Where(it => !_refused.TryGetValue(it.Id, out var at) || now - at > AskAgainAfter)
            .Select(it => _underWay.GetOrAdd(it.Id, _ => Task.Run(() => Read(it), CancellationToken.None))).ToList();
        if (tasks.Count == 0)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(Patience, wall, enough.Token));
        await enough.CancelAsync();
    }

    private async Task Read(ForumChannelRow channel)
    {
        try
        {
            var asked = clock.GetCurrentInstant().ToMicroseconds();
            var place = channel.Place.ToRef();
            if (platforms.FirstOrDefault(it => it.Name == place.Platform) is not { } platform
                || await platform.Roster(place, CancellationToken.None) is not RosterAnswer.Read { Members: var members })
            {
                _refused[channel.Id] = asked;
                return;
            }

            _refused.TryRemove(channel.Id, out _);
            var name = channel.Name ?? await platform.ChannelName(place, CancellationToken.None);
            await register.InTransaction((db, stop) => Write(db, channel.Id, name, members, asked, stop), CancellationToken.None);
            bell.Ring();
            await Meet(platform, place, [.. members.Where(it => it.Profile is null).Select(it => it.User)]);
        }
        catch (Exception failure)
        {
            // The last known roster decides.
            Log.NotRead(logger, failure, channel.Id);
        }
        finally
        {
            _underWay.TryRemove(channel.Id, out _);
        }
    }

    private async Task Write(
        RegisterDb db, Guid channelId, string? name, IReadOnlyList<RosterMember> members, Instant asked,
        CancellationToken cancellationToken)
    {
        if (await db.ForumChannels.FindAsync([channelId], cancellationToken) is not { } channel)
        {
            return; // Unlinked meanwhile.
        }

        var people = new PeopleDirectory(db);
        var departures = new Departures(db, people, asked);
        var forum = (await db.HoldForum(channel.ForumId, cancellationToken))!;
        var there = members.Where(it => it.Profile is not ({ Bot: true } or { Gone: true })).ToDictionary(it => it.User);
        var known = await db.ChannelMembers.Where(it => it.ChannelId == channelId).ToListAsync(cancellationToken);

        // Whoever has written there since the roster was asked for is there.
        var left = known.Where(it => !there.ContainsKey(new UserRef(it.Platform, it.UserId)) && it.Since < asked).ToList();
        foreach (var member in there.Values)
        {
            await people.Members.Enter(channel, member.User, asked, cancellationToken);
            if (member.Profile is { Gone: false } profile)
            {
                people.Meet(SpeakerOf(profile), channel.Place.ToRef(), asked, options.Value.DefaultTimeZone);
            }

            if (people.PersonOf(member.User) is { } back)
            {
                await departures.Return(forum, back, hasWritten: false, cancellationToken);
            }
        }

        var gone = new HashSet<PersonId>();
        foreach (var member in left)
        {
            var user = new UserRef(member.Platform, member.UserId);
            await people.Members.Leave(channel, user, cancellationToken);
            gone.UnionWith(people.PersonOf(user) is { } person ? [person] : []);
        }

        // Of seats that were given before rosters were read nobody knows whether their holders are still there.
        gone.UnionWith(channel.RosterAt is null
            && !await db.ForumChannels.AnyAsync(it => it.ForumId == forum.Id && it.Id != channelId && it.RosterAt == null,
            cancellationToken)
            ? Enum.GetValues<ForumSeat>().SelectMany(seat => people.Members.InSeat(new ForumId(forum.Id), seat))
            : []);
        (channel.RosterAt, channel.Name) = (asked, channel.Name ?? name);
        foreach (var person in gone)
        {
            await departures.Check(forum, person, DepartureReason.LeftTheChannels, cancellationToken);
        }
    }

    // Slack's roster is a list of ids: ask for the names, so that somebody who never spoke is found by theirs, and for the home
    // workspace of anybody known only from a mention.
    private async Task Meet(IChatPlatform platform, ConversationRef place, IReadOnlyList<UserRef> members)
    {
        await using var db = register.Open();
        var ids = members.Select(it => it.Id).ToList();
        var known = (await db.Identities.Where(it => it.Platform == place.Platform && ids.Contains(it.UserId) && it.HomeTenant != null)
            .Select(it => it.UserId).ToListAsync()).ToHashSet();
        List<Profile> met = [];
        foreach (var few in members.Where(it => !known.Contains(it.Id)).Take(MostDescribed).Chunk(8))
        {
            var profiles = await Task.WhenAll(few.Select(it => platform.Describe(it, place, CancellationToken.None)));
            met.AddRange(profiles.OfType<Profile>().Where(it => it is { Gone: false, Bot: false }));
        }

        if (met.Count > 0)
        {
            await register.InTransaction(
                (transaction, _) =>
                {
                    var (people, now) = (new PeopleDirectory(transaction), clock.GetCurrentInstant().ToMicroseconds());
                    met.ForEach(it => people.Meet(SpeakerOf(it), place, now, options.Value.DefaultTimeZone));
                    return Task.CompletedTask;
                },
                CancellationToken.None);
        }
    }

    private static Speaker SpeakerOf(Profile it) => new(it.User, it.Name, it.HomeTenant, it.Email, it.TimeZone, Guest: it.Guest);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The roster of channel {Channel} could not be read")]
        public static partial void NotRead(ILogger logger, Exception failure, Guid channel);

        [LoggerMessage(2, LogLevel.Warning, "The rosters could not all be read at the start")]
        public static partial void NoneRead(ILogger logger, Exception failure);
    }
}
