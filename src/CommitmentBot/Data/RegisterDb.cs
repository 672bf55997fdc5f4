using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>The register's database, the same on both servers. Opened by <see cref="RegisterFactory"/>.</summary>
public abstract class RegisterDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<ForumRow> Forums => Set<ForumRow>();

    public DbSet<ForumChannelRow> ForumChannels => Set<ForumChannelRow>();

    public DbSet<ForumRoleRow> ForumRoles => Set<ForumRoleRow>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<OrganisationRow> Organisations => Set<OrganisationRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<IdentityRow> Identities => Set<IdentityRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<CommitmentRow> Commitments => Set<CommitmentRow>();

    public DbSet<StepRow> Steps => Set<StepRow>();

    public DbSet<CardRow> Cards => Set<CardRow>();

    public DbSet<DraftRow> Drafts => Set<DraftRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<InstallationRow> Installations => Set<InstallationRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<PictureRow> Pictures => Set<PictureRow>();

    public DbSet<FactRow> Facts => Set<FactRow>();

    /// <summary>Whether <paramref name="error"/> says that a key was there already.</summary>
    public abstract bool IsUniqueViolation(DbUpdateException error);

    /// <summary>Whether the same transaction may well succeed when it is tried again: two at once, a busy file, a lost connection.</summary>
    public abstract bool MayPass(Exception error);

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        BumpVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        BumpVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
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
