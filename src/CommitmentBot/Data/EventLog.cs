using System.Security.Cryptography;
using System.Text.Json;
using CommitmentBot.Core;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The registers' events: read as commitments, appended to in the caller's transaction. Nothing is saved here.</summary>
public static class EventLog
{
    /// <summary>The commitment as its events add up, with those the caller appended but has not saved. Throws when there is none, or its words were erased.</summary>
    public static async Task<Commitment> Load(RegisterDb db, CommitmentId id, CancellationToken cancellationToken = default) =>
        await Find(db, id, cancellationToken)
        ?? throw new InvalidOperationException($"There is no commitment {id.Value}, or its words were erased.");

    /// <summary>The commitments among <paramref name="ids"/> that can be read, by id; one whose words were erased is left out.</summary>
    public static async Task<IReadOnlyDictionary<CommitmentId, Commitment>> LoadMany(
        RegisterDb db, IReadOnlyCollection<CommitmentId> ids, CancellationToken cancellationToken = default)
    {
        var wanted = ids.Select(id => id.Value).ToHashSet();
        var saved = await db.Events.AsNoTracking().Where(it => it.CommitmentId != null && wanted.Contains(it.CommitmentId.Value))
            .ToListAsync(cancellationToken);
        return Fold(db, saved.Concat(Unsaved(db).Where(it => it.CommitmentId is { } id && wanted.Contains(id))));
    }

    /// <summary>All of a forum's commitments that can be read, by number; one whose words were erased is left out.</summary>
    public static async Task<IReadOnlyList<Commitment>> LoadForum(
        RegisterDb db, ForumId forum, CancellationToken cancellationToken = default)
    {
        var saved = await db.Events.AsNoTracking().Where(it => it.ForumId == forum.Value && it.CommitmentId != null)
            .ToListAsync(cancellationToken);
        var all = Fold(db, saved.Concat(Unsaved(db).Where(it => it.ForumId == forum.Value && it.CommitmentId != null)));
        return [.. all.Values.OrderBy(it => it.Number)];
    }

    /// <summary>Everything that happened to a commitment, oldest first, with what the caller appended but has not saved; nothing of one whose words were erased.</summary>
    public static async Task<IReadOnlyList<RegisterEvent>> History(
        RegisterDb db, CommitmentId id, CancellationToken cancellationToken = default)
    {
        var saved = await db.Events.AsNoTracking().Where(it => it.CommitmentId == id.Value).ToListAsync(cancellationToken);
        return [.. saved.Concat(Unsaved(db).Where(it => it.CommitmentId == id.Value))
            .OrderBy(it => it.Version).Select(it => Chained(it).Read()).OfType<RegisterEvent>()];
    }

    /// <summary>
    /// The latest of what happened to the forum itself, newest first; at most <paramref name="most"/>, without those whose words were
    /// erased.
    /// </summary>
    public static async Task<IReadOnlyList<ChainedEvent>> OfForum(
        RegisterDb db, ForumId forum, int most, CancellationToken cancellationToken = default)
    {
        var saved = await db.Events.AsNoTracking().Where(it => it.ForumId == forum.Value && it.CommitmentId == null)
            .OrderByDescending(it => it.Sequence).Take(most).ToListAsync(cancellationToken);
        return [.. Unsaved(db).Where(it => it.ForumId == forum.Value && it.CommitmentId is null).Concat(saved)
            .OrderByDescending(it => it.Sequence).Take(most).Select(Chained).Where(it => !it.IsErased)];
    }

    /// <summary>
    /// Appends what happened to the forum itself to the chain of <paramref name="forum"/> (tracked by <paramref name="db"/>).
    /// </summary>
    public static void Append(RegisterDb db, ForumRow forum, ForumEvent fact, Actor by, Instant at, string? source) =>
        db.Events.Add(Chain(forum, RegisterChain.Append(
            new ForumId(forum.Id), LinkOf(forum), fact, at.ToMicroseconds(), by, source,
            RandomNumberGenerator.GetBytes(RegisterChain.SaltLength))));

    /// <summary>
    /// Appends <paramref name="facts"/> to the register of <paramref name="forum"/> (tracked by <paramref name="db"/>), and gives the
    /// commitment after them. Its row is brought up to date, with the next step due at once so that the sweep plans it anew.
    /// Two appends to one register at once: the second <c>SaveChanges</c> fails, and its transaction is to be done again.
    /// </summary>
    public static async Task<Commitment> Append(
        RegisterDb db, ForumRow forum, CommitmentId id, IReadOnlyList<CommitmentEvent> facts, Actor by, Instant at, string? source,
        CancellationToken cancellationToken = default)
    {
        if (facts.Count == 0)
        {
            throw new ArgumentException("There is nothing to append.", nameof(facts));
        }

        at = at.ToMicroseconds();
        var it = await Find(db, id, cancellationToken);
        foreach (var fact in facts)
        {
            var next = new RegisterEvent(id, (it?.Version ?? 0) + 1, at, by.Person, by.Organisation, source, fact);
            it = Evolution.Apply(it, next);
            db.Events.Add(Chain(forum, RegisterChain.Append(
                new ForumId(forum.Id), LinkOf(forum), next, RandomNumberGenerator.GetBytes(RegisterChain.SaltLength))));
        }

        await Project(db, it!, at, cancellationToken);
        return it!;
    }

    /// <summary>Brings the rows of what these people are a party to up to date, after their accounts were joined or separated.</summary>
    public static async Task ProjectAnew(RegisterDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken = default)
    {
        var rows = await db.Commitments.Where(it => people.Contains(it.OwnerId) || people.Contains(it.ProposedById)
            || (it.NextOwnerId != null && people.Contains(it.NextOwnerId.Value))
            || (it.PromiseePersonId != null && people.Contains(it.PromiseePersonId.Value))).ToListAsync(cancellationToken);
        foreach (var it in (await LoadMany(db, [.. rows.Select(row => new CommitmentId(row.Id))], cancellationToken)).Values)
        {
            var row = rows.Find(row => row.Id == it.Id.Value)!;
            var (due, changed) = (row.NextStepAt, row.ChangedAt);
            await Project(db, it, changed, cancellationToken);
            row.NextStepAt = due;
        }
    }

    /// <summary>Checks the register's chain, from its first event to the head that the forum holds.</summary>
    public static async Task<ChainVerdict> Verify(RegisterDb db, ForumId forum, CancellationToken cancellationToken = default)
    {
        var head = await db.Forums.AsNoTracking().SingleAsync(it => it.Id == forum.Value, cancellationToken);
        var events = await db.Events.AsNoTracking()
            .Where(it => it.ForumId == forum.Value).OrderBy(it => it.Sequence).ToListAsync(cancellationToken);
        return events.Count > head.LastSequence
            ? new ChainVerdict.BrokenAt(head.LastSequence + 1, "It was added behind the register's back.")
            : RegisterChain.Verify(forum, events.Select(Chained), LinkOf(head));
    }

    private static async Task<Commitment?> Find(RegisterDb db, CommitmentId id, CancellationToken cancellationToken) =>
        (await LoadMany(db, [id], cancellationToken)).GetValueOrDefault(id);

    private static IEnumerable<EventRow> Unsaved(RegisterDb db) =>
        db.ChangeTracker.Entries<EventRow>().Where(it => it.State == EntityState.Added).Select(it => it.Entity);

    private static Dictionary<CommitmentId, Commitment> Fold(RegisterDb db, IEnumerable<EventRow> rows) => rows
        .GroupBy(row => new CommitmentId(row.CommitmentId!.Value), row => Chained(row))
        .Where(events => !events.Any(it => it.IsErased))
        .Select(events => (Id: events.Key, It: FoldOrNull(events)))
        .Where(it => it.It is not null)
        .ToDictionary(it => it.Id, it => AsJoined(db, it.It!));

    // One that was damaged is left out like one whose words were erased, and takes no list or report with it; "verify" finds it.
    private static Commitment? FoldOrNull(IEnumerable<ChainedEvent> events)
    {
        try
        {
            return Commitment.Fold(events.OrderBy(it => it.Version).Select(it => it.Read()!));
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or InvalidOperationException
            or KeyNotFoundException or NotSupportedException)
        {
            return null;
        }
    }

    // Events keep the person who acted, and for whom; whoever that person was joined to since has what is theirs, as has what an
    // organisation was merged into.
    private static Commitment AsJoined(RegisterDb db, Commitment it) => it with
    {
        Owner = db.Joined(it.Owner),
        ProposedBy = db.Joined(it.ProposedBy),
        AnsweredBy = it.AnsweredBy is { } answerer ? db.Joined(answerer) : null,
        HandoverTo = it.HandoverTo is { } next ? db.Joined(next) : null,
        OwnerOrganisation = it.OwnerOrganisation is { } seat ? db.Merged(seat) : null,
        Promisee = it.Promisee switch
        {
            Promisee.ToPerson to => new Promisee.ToPerson(db.Joined(to.Person)),
            Promisee.ToOrganisation to => new Promisee.ToOrganisation(db.Merged(to.Organisation)),
            _ => it.Promisee,
        },
    };

    private static ChainLink? LinkOf(ForumRow head) =>
        head.LastSequence == 0 ? null : new ChainLink(head.LastSequence, [], [], head.LastHash);

    private static EventRow Chain(ForumRow forum, ChainedEvent chained)
    {
        forum.LastSequence = chained.Link.Sequence;
        forum.LastHash = chained.Link.Hash;
        return new EventRow
        {
            ForumId = forum.Id,
            Sequence = chained.Link.Sequence,
            CommitmentId = chained.Commitment?.Value,
            Version = chained.Version,
            At = chained.At,
            ById = chained.By?.Value,
            OrganisationId = chained.Organisation?.Value,
            Source = chained.Source,
            Kind = chained.Kind,
            Payload = chained.Payload,
            Salt = chained.Salt,
            PayloadDigest = chained.Link.PayloadDigest,
            PreviousHash = chained.Link.PreviousHash,
            Hash = chained.Link.Hash,
        };
    }

    private static ChainedEvent Chained(EventRow row) => new(
        new ChainLink(row.Sequence, row.PreviousHash, row.PayloadDigest, row.Hash),
        row.CommitmentId is { } commitment ? new CommitmentId(commitment) : null,
        row.Version,
        row.At,
        row.ById is { } person ? new PersonId(person) : null,
        row.OrganisationId is { } organisation ? new OrganisationId(organisation) : null,
        row.Source,
        row.Kind,
        row.Payload,
        row.Salt);

    private static async Task Project(RegisterDb db, Commitment it, Instant at, CancellationToken cancellationToken)
    {
        var row = await db.Commitments.FindAsync([it.Id.Value], cancellationToken);
        if (row is null)
        {
            row = new CommitmentRow
            {
                Id = it.Id.Value,
                ForumId = it.Forum.Value,
                Number = it.Number,
                Version = it.Version,
                State = it.State,
                OwnerId = it.Owner.Value,
                ProposedById = it.ProposedBy.Value,
                PromiseeOrganisationId = (it.Promisee as Promisee.ToOrganisation)?.Organisation.Value,
                Due = it.Due,
                CreatedAt = it.CreatedAt,
                ChangedAt = at,
            };
            db.Commitments.Add(row);
        }

        row.Version = it.Version;
        row.State = it.State;
        (row.OwnerId, row.ProposedById, row.NextOwnerId) = (it.Owner.Value, it.ProposedBy.Value, it.HandoverTo?.Value);
        row.PromiseePersonId = (it.Promisee as Promisee.ToPerson)?.Person.Value;
        row.Due = it.Due;
        row.ChangedAt = at;
        row.LookAgain(at);
    }
}
