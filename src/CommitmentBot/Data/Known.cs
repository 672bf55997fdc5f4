using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>
/// All people, organisations and accounts, with the channels and members of forums, as they were read last; nobody may change these rows. They hold
/// for as long as the fact <c>people</c> is the same: triggers stamp it with every change, whoever makes it.
/// </summary>
internal sealed class Known
{
    private const string Stamp = "SELECT value FROM facts WHERE name = 'people'";

    private readonly string _stamp;
    private readonly Dictionary<(string Platform, string Tenant, string Channel), Guid> _forums;
    private readonly ILookup<Guid, Guid> _memberships;
    private readonly ILookup<Guid, UserRef> _accountsOf;

    private Known(
        string stamp, IEnumerable<IdentityRow> accounts, IEnumerable<PersonRow> people, IEnumerable<OrganisationRow> organisations,
        IEnumerable<ForumChannelRow> channels, IEnumerable<MembershipRow> memberships)
    {
        _stamp = stamp;
        Accounts = accounts.ToDictionary(it => new UserRef(it.Platform, it.UserId));
        _accountsOf = Accounts.ToLookup(it => it.Value.PersonId, it => it.Key);
        People = people.ToDictionary(it => it.Id);
        Organisations = organisations.ToDictionary(it => it.Id);
        _forums = channels.OrderBy(it => it.LinkedAt).DistinctBy(it => (it.Place.Platform, it.Place.Tenant, it.Place.Channel))
            .ToDictionary(it => (it.Place.Platform, it.Place.Tenant, it.Place.Channel), it => it.ForumId);
        _memberships = memberships.ToLookup(it => it.PersonId, it => it.ForumId);
    }

    public IReadOnlyDictionary<Guid, PersonRow> People { get; }

    public IReadOnlyDictionary<Guid, OrganisationRow> Organisations { get; }

    public IReadOnlyDictionary<UserRef, IdentityRow> Accounts { get; }

    /// <summary>A person's accounts, in no order.</summary>
    public IEnumerable<UserRef> AccountsOf(PersonId person) => _accountsOf[person.Value];

    /// <summary>The forum that a channel is linked to, where the bot still is in it.</summary>
    public Guid? ForumOf(ConversationRef channel) =>
        _forums.TryGetValue((channel.Platform, channel.Tenant, channel.Channel), out var forum) ? forum : null;

    /// <summary>The forums whose register a person may see.</summary>
    public IEnumerable<Guid> ForumsOf(PersonId person) => _memberships[person.Value];

    /// <summary><paramref name="earlier"/> where nothing has changed since, else what there is now, in the transaction under way: a system has some hundred leaders.</summary>
    public static async Task<Known> Read(RegisterDb db, Known? earlier, CancellationToken cancellationToken)
    {
        var stamp = (await db.Read(Stamp, row => row.GetString(0), cancellationToken))[0];
        if (earlier?._stamp == stamp)
        {
            return earlier;
        }

        // What refers before what is referred to, so that whatever another transaction commits in between, nothing read refers to what was not.
        var memberships = await db.Memberships.AsNoTracking().ToListAsync(cancellationToken);
        var channels = await db.ForumChannels.AsNoTracking().Where(it => !it.Gone).ToListAsync(cancellationToken);
        var accounts = await db.Identities.AsNoTracking().ToListAsync(cancellationToken);
        var people = await db.People.AsNoTracking().ToListAsync(cancellationToken);
        return new Known(stamp, accounts, people, await db.Organisations.AsNoTracking().ToListAsync(cancellationToken), channels, memberships);
    }
}
