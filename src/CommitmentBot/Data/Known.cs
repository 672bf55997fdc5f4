using System.Collections.Immutable;
using System.Globalization;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>
/// All people, organisations and accounts, with the channels and members of forums, as they were read last; nobody may change these rows. They hold
/// for as long as the fact <c>people</c> is the same: triggers stamp it with every row that is changed, whoever changes it.
/// </summary>
internal sealed class Known
{
    private const string StampNow = "SELECT value FROM facts WHERE name = 'people'";

    private readonly string _stamp;
    private readonly ImmutableDictionary<(string Platform, string Tenant, string Channel), Guid> _forums;
    private readonly ImmutableDictionary<Guid, ImmutableList<Guid>> _memberships;
    private readonly ImmutableDictionary<Guid, ImmutableList<UserRef>> _accountsOf;

    private Known(string stamp, IReadOnlyList<IdentityRow> accounts, IEnumerable<PersonRow> people, IEnumerable<OrganisationRow> organisations,
        IEnumerable<ForumChannelRow> channels, IReadOnlyList<MembershipRow> memberships)
    {
        _stamp = stamp;
        Accounts = accounts.ToImmutableDictionary(Of);
        _accountsOf = accounts.GroupBy(it => it.PersonId).ToImmutableDictionary(it => it.Key, it => it.Select(Of).ToImmutableList());
        People = people.ToImmutableDictionary(it => it.Id);
        Organisations = organisations.ToImmutableDictionary(it => it.Id);
        _forums = channels.OrderBy(it => it.LinkedAt).DistinctBy(it => (it.Place.Platform, it.Place.Tenant, it.Place.Channel))
            .ToImmutableDictionary(it => (it.Place.Platform, it.Place.Tenant, it.Place.Channel), it => it.ForumId);
        _memberships = memberships.GroupBy(it => it.PersonId).ToImmutableDictionary(it => it.Key, it => it.Select(each => each.ForumId).ToImmutableList());
    }

    // What was known, with what was added or changed of people in its place.
    private Known(Known earlier, string stamp, IReadOnlyCollection<object> rows)
    {
        (_stamp, Organisations, _forums) = (stamp, earlier.Organisations, earlier._forums);
        People = earlier.People.SetItems(rows.OfType<PersonRow>().Select(it => KeyValuePair.Create(it.Id, it.Copy())));
        var accounts = rows.OfType<IdentityRow>().ToList();
        Accounts = earlier.Accounts.SetItems(accounts.Select(it => KeyValuePair.Create(Of(it), it.Copy())));
        _accountsOf = accounts.Where(it => !earlier.Accounts.ContainsKey(Of(it)))
            .Aggregate(earlier._accountsOf, (all, it) => all.SetItem(it.PersonId, all.GetValueOrDefault(it.PersonId, []).Add(Of(it))));
        _memberships = rows.OfType<MembershipRow>()
            .Aggregate(earlier._memberships, (all, it) => all.SetItem(it.PersonId, all.GetValueOrDefault(it.PersonId, []).Add(it.ForumId)));
    }

    public ImmutableDictionary<Guid, PersonRow> People { get; }

    public ImmutableDictionary<Guid, OrganisationRow> Organisations { get; }

    public ImmutableDictionary<UserRef, IdentityRow> Accounts { get; }

    /// <summary>A person's accounts, in no order.</summary>
    public IEnumerable<UserRef> AccountsOf(PersonId person) => _accountsOf.GetValueOrDefault(person.Value, []);

    /// <summary>The forum that a channel is linked to, where the bot still is in it.</summary>
    public Guid? ForumOf(ConversationRef channel) =>
        _forums.TryGetValue((channel.Platform, channel.Tenant, channel.Channel), out var forum) ? forum : null;

    /// <summary>The forums whose register a person may see.</summary>
    public IEnumerable<Guid> ForumsOf(PersonId person) => _memberships.GetValueOrDefault(person.Value, []);

    /// <summary><paramref name="earlier"/> where nothing has changed since, else what there is now, in the transaction under way: a system has some hundred leaders.</summary>
    public static async Task<Known> Read(RegisterDb db, Known? earlier, CancellationToken cancellationToken)
    {
        var stamp = await Stamp(db, cancellationToken);
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

    /// <summary>
    /// Saves what the transaction under way has changed of these, and gives what is known with that in its place, so that nobody has to read it all for
    /// one who was met; null where somebody else changed something too, or what was changed is seldom changed. Should the transaction not
    /// be committed, no other will ever have its stamp.
    /// </summary>
    public async Task<Known?> Save(RegisterDb db, CancellationToken cancellationToken)
    {
        var changed = db.ChangeTracker.Entries()
            .Where(it => it.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Where(it => it.Entity is PersonRow or IdentityRow or MembershipRow or OrganisationRow or ForumChannelRow).ToList();
        if (changed.Count == 0)
        {
            return this;
        }

        var rows = changed.Select(it => it.Entity).ToList();
        var isPlain = changed.All(it => it.State == EntityState.Added || (it.State == EntityState.Modified && it.Entity is PersonRow or IdentityRow))
            && rows.All(it => it is PersonRow or MembershipRow || (it is IdentityRow account && !IsSomebodyElses(account)));
        await db.SaveChangesAsync(cancellationToken);
        var stamp = await Stamp(db, cancellationToken);
        return isPlain && Number(stamp) == Number(_stamp) + rows.Count ? new Known(this, stamp, rows) : null;
    }

    private bool IsSomebodyElses(IdentityRow account) => Accounts.TryGetValue(Of(account), out var known) && known.PersonId != account.PersonId;

    private static UserRef Of(IdentityRow account) => new(account.Platform, account.UserId);

    private static async Task<string> Stamp(RegisterDb db, CancellationToken cancellationToken) =>
        await db.Text(StampNow, cancellationToken) ?? throw new InvalidOperationException("The register has no stamp of its people.");

    private static long Number(string stamp) => long.Parse(stamp[..stamp.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
}
