using System.Data.Common;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The register's database, the same on both servers. Opened by <see cref="RegisterFactory"/>.</summary>
public abstract class RegisterDb(DbContextOptions options) : DbContext(options)
{
    private Dictionary<Guid, Guid>? _joined;
    private Dictionary<Guid, Guid>? _merged;

    public DbSet<ForumRow> Forums => Set<ForumRow>();

    public DbSet<ForumChannelRow> ForumChannels => Set<ForumChannelRow>();

    public DbSet<ForumRoleRow> ForumRoles => Set<ForumRoleRow>();

    public DbSet<ChannelMemberRow> ChannelMembers => Set<ChannelMemberRow>();

    public DbSet<InviterRow> Inviters => Set<InviterRow>();

    public DbSet<ChairProposalRow> ChairProposals => Set<ChairProposalRow>();

    public DbSet<DeputyRow> Deputies => Set<DeputyRow>();

    public DbSet<DepartureRow> Departures => Set<DepartureRow>();

    public DbSet<AffiliationRow> Affiliations => Set<AffiliationRow>();

    public DbSet<AccountCodeRow> AccountCodes => Set<AccountCodeRow>();

    public DbSet<ForumQuestionRow> ForumQuestions => Set<ForumQuestionRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<IdentityRow> Identities => Set<IdentityRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<CommitmentRow> Commitments => Set<CommitmentRow>();

    public DbSet<StepRow> Steps => Set<StepRow>();

    public DbSet<SetAsideRow> SetAside => Set<SetAsideRow>();

    public DbSet<DigestRow> Digests => Set<DigestRow>();

    public DbSet<CardRow> Cards => Set<CardRow>();

    public DbSet<DraftRow> Drafts => Set<DraftRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<PauseRow> Pauses => Set<PauseRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<InstallationRow> Installations => Set<InstallationRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<PictureRow> Pictures => Set<PictureRow>();

    public DbSet<FactRow> Facts => Set<FactRow>();

    /// <summary>
    /// A forum to be changed. Where several may write at once its row is held until the end of the transaction, so that a second
    /// writer waits and need not start again.
    /// </summary>
    public abstract Task<ForumRow?> HoldForum(Guid forum, CancellationToken cancellationToken);

    /// <summary>A forum's channels that can be posted to, the longest linked first.</summary>
    public IQueryable<ForumChannelRow> OpenChannels(Guid forum) =>
        ForumChannels.Where(it => it.ForumId == forum && !it.Gone).OrderBy(it => it.LinkedAt);

    /// <summary>
    /// Has what is planned for a person planned anew: their hour, leave or zone has changed. What is written already is judged again when
    /// it leaves.
    /// </summary>
    public Task PlanAnew(PersonId owner, Instant now, CancellationToken cancellationToken)
    {
        var id = Joined(owner).Value;
        return PlanAnew(Commitments.Where(it => it.OwnerId == id), now, cancellationToken);
    }

    /// <summary>The same for some commitments.</summary>
    public static Task PlanAnew(IQueryable<CommitmentRow> which, Instant now, CancellationToken cancellationToken) =>
        which.Where(it => it.NextStepAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(it => it.NextStepAt, now).SetProperty(it => it.NextStepIsForums, false), cancellationToken);

    /// <summary>Whether <paramref name="error"/> says that a key was there already.</summary>
    public abstract bool IsUniqueViolation(DbUpdateException error);

    /// <summary>
    /// Whether the same transaction may well succeed when it is tried again: two at once, a busy file, a lost connection.
    /// </summary>
    public abstract bool MayPass(Exception error);

    /// <summary>Runs a statement written by hand, a constant; gives how many rows it changed.</summary>
    internal async Task<int> Run(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await Connect(cancellationToken);
        return await Statement(sql, values).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a statement written by hand, a constant; gives the text in the first column of its first row, null where there is none.
    /// </summary>
    internal async Task<string?> Text(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await Connect(cancellationToken);
        return (string?)await Statement(sql, values).ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Runs a statement written by hand; gives what <paramref name="read"/> makes of each row.</summary>
    internal async Task<List<T>> Read<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await Connect(cancellationToken);
        await using var reader = await Statement(sql, values).ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private Task Connect(CancellationToken cancellationToken) =>
        Database.CurrentTransaction is null ? Database.OpenConnectionAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>A statement in the transaction under way, if there is one. It stays the context's: nobody disposes it.</summary>
    private protected abstract DbCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> values);

    /// <summary>An instant in what a statement written by hand gave.</summary>
    internal abstract Instant InstantIn(DbDataReader reader, int column);

    /// <inheritdoc cref="InstantIn"/>
    internal Instant? InstantOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : InstantIn(reader, column);

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        BumpVersions();
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        BumpVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <summary>
    /// Who a person is now: whoever their accounts were joined to, else themselves. Read once, as hardly anybody is joined.
    /// </summary>
    internal PersonId Joined(PersonId person)
    {
        _joined ??= People.AsNoTracking().Where(it => it.JoinedToId != null).ToDictionary(it => it.Id, it => it.JoinedToId!.Value);
        return _joined.TryGetValue(person.Value, out var to) ? new PersonId(to) : person;
    }

    /// <summary>Those whose accounts were joined to a person's.</summary>
    internal IReadOnlyList<Guid> JoinedTo(PersonId person) => Joined(person) == person
        ? [.. _joined!.Where(it => it.Value == person.Value).Select(it => it.Key)] : [];

    /// <summary>What an organisation is part of now, else itself. Read once, as hardly any is merged.</summary>
    internal OrganisationId Merged(OrganisationId organisation)
    {
        _merged ??= Organisations.AsNoTracking()
            .Where(it => it.MergedIntoId != null).ToDictionary(it => it.Id, it => it.MergedIntoId!.Value);
        for (var turns = 0; _merged.TryGetValue(organisation.Value, out var into) && turns < 10; turns++)
        {
            organisation = new OrganisationId(into);
        }

        return organisation;
    }

    /// <summary>Reads anew who was joined to whom, after that was changed.</summary>
    internal void ForgetJoined() => _joined = null;

    /// <summary>Lets go of all it has read and was to save, for whoever uses it next.</summary>
    internal void Forget()
    {
        ForgetTransaction();
        ChangeTracker.Clear();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The same context is somebody else's next.
        ForgetTransaction();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        ForgetTransaction();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        RegisterModel.Build(modelBuilder);
    }

    /// <summary>Lets go of what belongs to one transaction: the same context is somebody else's next.</summary>
    private protected virtual void ForgetTransaction() => (_joined, _merged) = (null, null);

    private void BumpVersions()
    {
        foreach (var forum in ChangeTracker.Entries<ForumRow>().Where(it => it.State == EntityState.Modified))
        {
            forum.Entity.Version = forum.OriginalValues.GetValue<int>(nameof(ForumRow.Version)) + 1;
        }

        foreach (var commitment in ChangeTracker.Entries<CommitmentRow>().Where(it => it.State == EntityState.Modified))
        {
            commitment.Entity.Revision = commitment.OriginalValues.GetValue<int>(nameof(CommitmentRow.Revision)) + 1;
        }
    }
}
