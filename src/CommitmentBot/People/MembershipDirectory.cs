using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.People;

/// <summary>
/// Who is in which forum, and in which seat. Somebody is a member where the platform has one of their accounts in one of the forum's
/// channels, and nowhere else.
/// </summary>
internal sealed class MembershipDirectory(RegisterDb db, PeopleDirectory people)
{
    private readonly Dictionary<Guid, IReadOnlyList<PersonId>> _members = [];
    private readonly Dictionary<Guid, List<ForumRoleRow>> _seats = [];
    private readonly Dictionary<UserRef, List<ForumChannelRow>> _channels = [];
    private readonly Dictionary<Guid, List<DepartureRow>> _departures = [];
    private readonly Dictionary<Guid, List<DeputyRow>> _deputies = [];

    /// <summary>
    /// The forum that a channel belongs to, whichever installation speaks for it, and whether or not the bot can post there now.
    /// </summary>
    public async Task<ForumChannelRow?> ChannelOf(ConversationRef place, CancellationToken cancellationToken) =>
        await db.ForumChannels.FirstOrDefaultAsync(it => it.Place.Platform == place.Platform && it.Place.Channel == place.Channel,
            cancellationToken);

    /// <summary>The people in a forum's channels whom the bot has met, read with what is needed to name them.</summary>
    public IReadOnlyList<PersonId> Of(ForumId forum)
    {
        if (!_members.TryGetValue(forum.Value, out var members))
        {
            db.ChannelMembers.Where(it => db.ForumChannels
                .Any(channel => channel.Id == it.ChannelId && channel.ForumId == forum.Value)).Load();
            db.ForumChannels.Where(it => it.ForumId == forum.Value).Load();
            var channels = db.ForumChannels.Local.Where(it => it.ForumId == forum.Value).Select(it => it.Id).ToHashSet();
            var there = db.ChannelMembers.Local.Where(it => channels.Contains(it.ChannelId)).ToList();
            db.Identities.Where(account => db.ChannelMembers.Any(it => it.Platform == account.Platform && it.UserId == account.UserId
                && db.ForumChannels.Any(channel => channel.Id == it.ChannelId && channel.ForumId == forum.Value))).Load();
            members = [.. there.Select(it => people.PersonOf(new UserRef(it.Platform, it.UserId))).OfType<PersonId>().Distinct()];
            people.Read(members);
            _members[forum.Value] = members;
        }

        return members;
    }

    /// <summary>Whether somebody is in a forum.</summary>
    public bool IsMember(PersonId person, ForumId forum) =>
        people.Accounts(person).Any(account => Channels(account).Any(channel => channel.ForumId == forum.Value));

    /// <summary>The forums that somebody is in, by name.</summary>
    public IReadOnlyList<ForumRow> ForumsOf(PersonId person) =>
    [
        .. people.Accounts(person).SelectMany(Channels).Select(it => it.ForumId).Distinct().Select(id => people.Forum(new ForumId(id)))
            .OrderBy(it => it.Name, StringComparer.OrdinalIgnoreCase).ThenBy(it => it.Id),
    ];

    /// <summary>
    /// Whether somebody belongs to a workspace or tenant that hosts one of a forum's channels, and is no guest there. A mention does not
    /// tell.
    /// </summary>
    public bool IsFull(PersonId person, ForumId forum) => people.Accounts(person)
        .Any(account => account.HomeTenant is not null && Channels(account)
        .Any(channel => channel.ForumId == forum.Value && IsFullIn(account, channel.Place.ToRef())));

    /// <summary>Whether an account is a full member of the workspace or tenant that hosts a place.</summary>
    public static bool IsFullIn(IdentityRow account, ConversationRef place) => !account.Guest
        && (account.HomeTenant is not { } home || home == place.Tenant
            // An installation for a whole organisation of workspaces goes by the organisation's id.
            || (place.Platform == PlatformName.Slack && place.Tenant.StartsWith('E')));

    /// <summary>Who acts, with what standing in a forum.</summary>
    public Actor ActorIn(ForumId forum, PersonId person)
    {
        var member = IsMember(person, forum);
        return new Actor(
            person, people.Organisations.Of(person, forum), member,
            member && Chairs(forum).Contains(person), member && InSeat(forum, ForumSeat.Facilitator).Contains(person), member
                && IsFull(person, forum))
        {
            DeputyOf = [.. Deputies(forum).Where(it => db.Joined(new PersonId(it.DeputyId)) == person)
                .Select(it => db.Joined(new PersonId(it.PersonId)))],
        };
    }

    /// <summary>Who answers for a member of a forum at present, tracked; null when nobody does.</summary>
    public DeputyRow? DeputyOf(ForumId forum, PersonId person) =>
        Deputies(forum).Find(it => db.Joined(new PersonId(it.PersonId)) == person);

    /// <summary>The people in a seat.</summary>
    public IReadOnlyList<PersonId> InSeat(ForumId forum, ForumSeat seat) =>
        [.. Seats(forum).Where(it => it.Role == seat).Select(it => db.Joined(new PersonId(it.PersonId))).Distinct()];

    /// <summary>Who chairs a forum: its chairs; with none left, those of its facilitators who could be named.</summary>
    public IReadOnlyList<PersonId> Chairs(ForumId forum) => InSeat(forum, ForumSeat.Chair) is { Count: > 0 } chairs
        ? chairs
        : [.. InSeat(forum, ForumSeat.Facilitator).Where(it => IsFull(it, forum))];

    /// <summary>Seats somebody; false when they sit there already.</summary>
    public bool Seat(ForumId forum, PersonId person, ForumSeat seat)
    {
        if (InSeat(forum, seat).Contains(person))
        {
            return false;
        }

        var row = new ForumRoleRow { ForumId = forum.Value, PersonId = person.Value, Role = seat };
        Seats(forum).Add(row);
        db.ForumRoles.Add(row);
        return true;
    }

    /// <summary>Takes somebody's seat back; false when they had none.</summary>
    public bool Unseat(ForumId forum, PersonId person, ForumSeat seat)
    {
        var rows = Seats(forum).Where(it => it.Role == seat && db.Joined(new PersonId(it.PersonId)) == person).ToList();
        db.ForumRoles.RemoveRange(rows);
        Seats(forum).RemoveAll(rows.Contains);
        return rows.Count > 0;
    }

    /// <summary>
    /// Notes that an account is in a channel: it has just written there, or the platform says that it came in. False when that was known.
    /// </summary>
    public async Task<bool> Enter(ForumChannelRow channel, UserRef user, Instant now, CancellationToken cancellationToken)
    {
        if (await db.ChannelMembers.FindAsync([channel.Id, user.Platform, user.Id], cancellationToken) is not null)
        {
            return false;
        }

        db.ChannelMembers.Add(new ChannelMemberRow { ChannelId = channel.Id, Platform = user.Platform, UserId = user.Id, Since = now });
        Forget();
        return true;
    }

    /// <summary>Notes that an account has left a channel.</summary>
    public async Task<bool> Leave(ForumChannelRow channel, UserRef user, CancellationToken cancellationToken)
    {
        if (await db.ChannelMembers.FindAsync([channel.Id, user.Platform, user.Id], cancellationToken) is not { } member)
        {
            return false;
        }

        db.ChannelMembers.Remove(member);
        Forget();
        return true;
    }

    /// <summary>Whether somebody is known to have left a forum, or to be reached no more.</summary>
    public DepartureRow? Departure(ForumId forum, PersonId person)
    {
        if (!_departures.TryGetValue(forum.Value, out var departures))
        {
            db.Departures.Where(it => it.ForumId == forum.Value).Load();
            departures = [.. db.Departures.Local.Where(it => it.ForumId == forum.Value)];
            _departures[forum.Value] = departures;
        }

        return departures.Find(it => it.PersonId == person.Value);
    }

    /// <summary>Forgets what was read, after it was changed.</summary>
    public void Forget()
    {
        _members.Clear();
        _seats.Clear();
        _channels.Clear();
        _departures.Clear();
        _deputies.Clear();
    }

    private List<DeputyRow> Deputies(ForumId forum)
    {
        if (!_deputies.TryGetValue(forum.Value, out var deputies))
        {
            db.Deputies.Where(it => it.ForumId == forum.Value).Load();
            deputies = [.. db.Deputies.Local.Where(it => it.ForumId == forum.Value)];
            _deputies[forum.Value] = deputies;
        }

        return deputies;
    }

    private List<ForumRoleRow> Seats(ForumId forum)
    {
        if (!_seats.TryGetValue(forum.Value, out var seats))
        {
            db.ForumRoles.Where(it => it.ForumId == forum.Value).Load();
            seats = [.. db.ForumRoles.Local.Where(it => it.ForumId == forum.Value)];
            _seats[forum.Value] = seats;
        }

        return seats;
    }

    private List<ForumChannelRow> Channels(IdentityRow account)
    {
        var user = new UserRef(account.Platform, account.UserId);
        if (!_channels.TryGetValue(user, out var channels))
        {
            db.ChannelMembers.Where(it => it.Platform == user.Platform && it.UserId == user.Id).Load();
            channels =
            [
                .. db.ChannelMembers.Local.Where(it => it.Platform == user.Platform && it.UserId == user.Id).ToList()
                    .Select(it => db.ForumChannels.Find(it.ChannelId)).OfType<ForumChannelRow>()
                        .Where(it => db.Entry(it).State != EntityState.Deleted),
            ];
            _channels[user] = channels;
        }

        return channels;
    }
}
