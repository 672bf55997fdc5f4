using System.Text.RegularExpressions;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommitmentBot.Data;

/// <summary>Keys, indexes and names of the register's tables. Names are in lower case with underscores, so that hand-written SQL needs no quotes.</summary>
internal static partial class RegisterModel
{
    /// <summary>What an outbox row is that has not been settled; the hot indexes hold nothing else.</summary>
    private const string Unsettled = "settled_at IS NULL";

    public static void Build(ModelBuilder model)
    {
        Forums(model);
        People(model);
        Commitments(model);
        Delivery(model);
        model.Entity<PictureRow>().ToTable("pictures").HasKey(it => it.Id);
        model.Entity<FactRow>().ToTable("facts").HasKey(it => it.Name);
        model.Entity<InstallationRow>().ToTable("slack_installations").HasKey(it => it.Tenant);
        model.Entity<KeyRow>().ToTable("keys").HasKey(it => it.Id);
        Name(model.Model);
    }

    private static void Forums(ModelBuilder model)
    {
        model.Entity<ForumRow>(forum =>
        {
            forum.ToTable("forums").HasKey(it => it.Id);
            forum.Property(it => it.Version).IsConcurrencyToken();
            forum.HasIndex(it => it.LinkCode).IsUnique();
            forum.HasIndex(it => it.JoinCode).IsUnique();
            forum.HasIndex(it => it.SystemId);
            forum.HasIndex(it => it.NextDigestAt);
        });
        model.Entity<ForumChannelRow>(channel =>
        {
            channel.ToTable("forum_channels").HasKey(it => it.Id);
            channel.ComplexProperty(it => it.Place);
            channel.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
        model.Entity<ForumRoleRow>(role =>
        {
            role.ToTable("forum_roles").HasKey(it => new { it.ForumId, it.PersonId, it.Role });
            role.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
            role.HasOne<PersonRow>().WithMany().HasForeignKey(it => it.PersonId);
        });
        model.Entity<ChannelMemberRow>(member =>
        {
            member.ToTable("channel_members").HasKey(it => new { it.ChannelId, it.Platform, it.UserId });
            member.HasIndex(it => new { it.Platform, it.UserId });
            member.HasOne<ForumChannelRow>().WithMany().HasForeignKey(it => it.ChannelId);
        });
        model.Entity<InviterRow>().ToTable("inviters").HasKey(it => new { it.Platform, it.Channel });
        model.Entity<ChairProposalRow>(proposal =>
        {
            proposal.ToTable("chair_proposals").HasKey(it => it.ForumId);
            proposal.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
        model.Entity<DeputyRow>(deputy =>
        {
            deputy.ToTable("deputies").HasKey(it => new { it.ForumId, it.PersonId });
            deputy.HasIndex(it => it.EndsAt);
            deputy.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
        model.Entity<DepartureRow>(departure =>
        {
            departure.ToTable("departures").HasKey(it => new { it.ForumId, it.PersonId });
            departure.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<OrganisationRow>(organisation =>
        {
            organisation.ToTable("organisations").HasKey(it => it.Id);
            organisation.HasIndex(it => it.SystemId);
        });
        model.Entity<AffiliationRow>(affiliation =>
        {
            affiliation.ToTable("affiliations").HasKey(it => new { it.PersonId, it.SystemId });
            affiliation.HasOne<PersonRow>().WithMany().HasForeignKey(it => it.PersonId);
        });
        model.Entity<PersonRow>(person =>
        {
            person.ToTable("people").HasKey(it => it.Id);
            person.HasIndex(it => it.JoinedToId).HasFilter("joined_to_id IS NOT NULL");
        });
        model.Entity<AccountCodeRow>().ToTable("account_codes").HasKey(it => it.Code);
        model.Entity<ForumQuestionRow>().ToTable("forum_questions").HasKey(it => new { it.Platform, it.UserId, it.Channel });
        model.Entity<IdentityRow>(identity =>
        {
            identity.ToTable("identities").HasKey(it => new { it.Platform, it.UserId });
            identity.ComplexProperty(it => it.SeenIn);
            identity.ComplexProperty(it => it.Private);
            identity.HasIndex(it => it.PersonId);
            identity.HasOne<PersonRow>().WithMany().HasForeignKey(it => it.PersonId);
        });
    }

    private static void Commitments(ModelBuilder model)
    {
        model.Entity<CommitmentRow>(commitment =>
        {
            commitment.ToTable("commitments").HasKey(it => it.Id);
            commitment.Property(it => it.Revision).IsConcurrencyToken();
            commitment.ComplexProperty(it => it.Thread);
            commitment.HasIndex(it => new { it.ForumId, it.Number }).IsUnique();
            commitment.HasIndex(it => new { it.OwnerId, it.State });
            commitment.HasIndex(it => it.PromiseePersonId).HasFilter("promisee_person_id IS NOT NULL");
            commitment.HasIndex(it => it.SourceMessage);
            commitment.HasIndex(it => new { it.NextStepAt, it.NextStepIsForums }).HasFilter("next_step_at IS NOT NULL");
            commitment.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<EventRow>(happened =>
        {
            happened.ToTable("events").HasKey(it => new { it.ForumId, it.Sequence });
            happened.Property(it => it.Sequence).ValueGeneratedNever();
            happened.HasIndex(it => new { it.CommitmentId, it.Version }).IsUnique();
            happened.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId).OnDelete(DeleteBehavior.Restrict);
            happened.HasOne<CommitmentRow>().WithMany().HasForeignKey(it => it.CommitmentId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<StepRow>(step =>
        {
            step.ToTable("steps").HasKey(it => new { it.CommitmentId, it.Step, it.Round });
            step.HasIndex(it => it.MessageId);
            step.HasIndex(it => it.DueAt);
            step.HasOne<CommitmentRow>().WithMany().HasForeignKey(it => it.CommitmentId);
        });
        model.Entity<SetAsideRow>(aside =>
        {
            aside.ToTable("set_aside").HasKey(it => it.CommitmentId);
            aside.HasOne<CommitmentRow>().WithMany().HasForeignKey(it => it.CommitmentId);
        });
        model.Entity<DigestRow>(digest =>
        {
            digest.ToTable("digests").HasKey(it => new { it.ForumId, it.DueAt });
            digest.HasIndex(it => it.MessageId);
            digest.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
        model.Entity<CardRow>(card =>
        {
            card.ToTable("cards").HasKey(it => it.Id);
            card.ComplexProperty(it => it.Place);
            card.HasIndex(it => new { it.CommitmentId, it.MessageId });
            card.HasOne<CommitmentRow>().WithMany().HasForeignKey(it => it.CommitmentId);
        });
        model.Entity<DraftRow>(draft =>
        {
            draft.ToTable("drafts").HasKey(it => it.Id);
            draft.HasIndex(it => it.ExpiresAt);
            draft.HasOne<ForumRow>().WithMany().HasForeignKey(it => it.ForumId);
        });
    }

    private static void Delivery(ModelBuilder model)
    {
        model.Entity<InboxRow>().ToTable("inbox").HasKey(it => it.Key);
        model.Entity<OutboxRow>(outbox =>
        {
            // The sequence is the primary key because SQLite numbers no other column by itself.
            outbox.ToTable("outbox").HasKey(it => it.Sequence);
            outbox.Property(it => it.Sequence).ValueGeneratedOnAdd();
            outbox.HasAlternateKey(it => it.Id);
            outbox.HasIndex(it => it.Key).IsUnique();
            outbox.ComplexProperty(it => it.Place);

            // Who holds the lease may settle the row; who finds it claimed in the meantime may not change its body.
            outbox.Property(it => it.State).IsConcurrencyToken();
            outbox.Property(it => it.LeaseUntil).IsConcurrencyToken();
            outbox.HasIndex(it => new { it.Lane, it.Behind, it.Sequence }).HasFilter(Unsettled).HasDatabaseName("ix_outbox_waiting");
            outbox.HasIndex(it => new { it.Tenant, it.NotBefore, it.Sequence }).HasFilter("state = 'Ready'")
                .HasDatabaseName("ix_outbox_ready");

            // One of a lane at a time, whatever two instances believe.
            outbox.HasIndex(it => it.Lane).IsUnique().HasFilter("state = 'Sending'").HasDatabaseName("ix_outbox_under_way");
            outbox.HasIndex(it => it.LeaseUntil).HasFilter("state = 'Sending'").HasDatabaseName("ix_outbox_sending");
            outbox.HasIndex(it => it.CardOf).HasFilter($"card_of IS NOT NULL AND {Unsettled}");
            outbox.HasIndex(it => new { it.PersonId, it.Sequence }).HasFilter("state = 'NotConfirmed'");
            outbox.HasIndex(it => it.MessageId).HasFilter("message_id IS NOT NULL");
        });
        model.Entity<PauseRow>(pause =>
        {
            pause.ToTable("pauses").HasKey(it => it.Scope);
            pause.HasIndex(it => it.Until);
        });
        model.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("attempts").HasKey(it => new { it.OutboxId, it.Number });
            attempt.HasOne<OutboxRow>().WithMany().HasForeignKey(it => it.OutboxId).HasPrincipalKey(it => it.Id);
        });
    }

    private static void Name(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            Name(entity, "");
            foreach (var key in entity.GetKeys())
            {
                key.SetName(Snake(key.GetName()!));
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName(Snake(key.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Snake(index.GetDatabaseName()!));
            }
        }
    }

    private static void Name(IMutableTypeBase type, string prefix)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            property.SetColumnName(prefix + Snake(property.Name));
        }

        foreach (var part in type.GetDeclaredComplexProperties())
        {
            Name(part.ComplexType, $"{prefix}{Snake(part.Name)}_");
        }
    }

    private static string Snake(string name) => Hump().Replace(name, "$1_$2").ToLowerInvariant();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Hump();
}
