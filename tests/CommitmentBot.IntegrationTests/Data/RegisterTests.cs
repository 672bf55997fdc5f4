using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

public sealed class RegisterTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_migrations_say_all_that_the_model_does(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);

        var changes = await database.Factory().Read(db => Task.FromResult(db.Database.HasPendingModelChanges()));

        changes.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Places_days_and_times_come_back_as_they_went_in(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var chat = new ConversationRef(PlatformName.Teams, "T2", "19:x", ConversationKind.Personal, null, "https://smba.example/uk/");
        var owner = await register.Leader(platform: PlatformName.Teams, chat: chat);
        await register.InTransaction(
            async (db, stop) =>
            {
                var person = await db.People.SingleAsync(stop);
                person.Leave = ["2026-08-03/2026-08-14"];
                person.Hour = new LocalTime(8, 30);
                db.Identities.Add(Registers.Account(owner, PlatformName.Slack, Registers.Monday));
            },
            Registers.Stop);

        var people = await register.Read(db => db.People.SingleAsync(Registers.Stop));
        people.Leave.ShouldBe(["2026-08-03/2026-08-14"]);
        people.Hour.ShouldBe(new LocalTime(8, 30));
        var accounts = await register.Read(db => db.Identities.OrderBy(it => it.Platform).ToListAsync(Registers.Stop));
        accounts[0].Private.ShouldBeNull();
        accounts[0].SeenIn.ToRef().ShouldBe(Registers.Channel());
        accounts[1].Private!.ToRef().ShouldBe(chat);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Instants_compare_and_sort_in_the_database(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        Instant[] times = [Registers.Monday, Instant.FromUtc(1969, 12, 31, 23, 59) + Duration.FromMilliseconds(1), Registers.Monday + Duration.FromMilliseconds(1)];
        await register.InTransaction(
            (db, _) =>
            {
                db.Inbox.AddRange(times.Select((at, index) => new InboxRow { Key = $"{index}", At = at }));
                return Task.CompletedTask;
            },
            Registers.Stop);

        var sorted = await register.Read(db => db.Inbox
            .Where(it => it.At <= Registers.Monday).OrderBy(it => it.At).Select(it => it.At).ToListAsync(Registers.Stop));

        sorted.ShouldBe([times[1], times[0]]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Enums_are_stored_by_name(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Promised();

        (await register.Read(db => db.Database.SqlQuery<string>($"SELECT state AS \"Value\" FROM commitments").ToListAsync(Registers.Stop)))
            .ShouldBe(["Active"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_step_can_be_taken_once_only(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (_, _, id) = await register.Promised();
        StepRow Step() => new()
        {
            CommitmentId = id.Value,
            Step = LadderStep.Due,
            Round = 0,
            Outcome = StepOutcome.Planned,
            DueAt = Registers.Monday,
            PlannedAt = Registers.Monday,
        };
        await register.InTransaction((db, _) => Task.FromResult(db.Steps.Add(Step())), Registers.Stop);

        await using var again = register.Open();
        again.Steps.Add(Step());
        var error = await Should.ThrowAsync<DbUpdateException>(again.SaveChangesAsync(Registers.Stop));
        again.IsUniqueViolation(error).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_a_unique_violation_is_taken_for_one(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var db = database.Factory().Open();
        db.ForumRoles.Add(new ForumRoleRow { ForumId = Guid.NewGuid(), PersonId = Guid.NewGuid(), Role = ForumSeat.Chair });

        var error = await Should.ThrowAsync<DbUpdateException>(db.SaveChangesAsync(Registers.Stop));

        db.IsUniqueViolation(error).ShouldBeFalse();
        db.MayPass(error).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_short_name_is_taken_in_its_system_whatever_the_case_of_its_letters(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var db = database.Factory().Open();
        var (one, another) = (Guid.NewGuid(), Guid.NewGuid());
        db.Organisations.Add(new OrganisationRow
        {
            Id = Guid.NewGuid(),
            SystemId = one,
            ShortName = "UHCW",
            Name = "University Hospitals"
        });
        db.Organisations.Add(new OrganisationRow { Id = Guid.NewGuid(), SystemId = another, ShortName = "uhcw", Name = "Another" });
        await db.SaveChangesAsync(Registers.Stop);
        db.Organisations.Add(new OrganisationRow { Id = Guid.NewGuid(), SystemId = one, ShortName = "uhcw", Name = "Another" });

        db.IsUniqueViolation(await Should.ThrowAsync<DbUpdateException>(db.SaveChangesAsync(Registers.Stop))).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_channel_is_linked_to_one_forum_also_while_it_cannot_be_reached(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var forum = await register.Forum();
        ForumChannelRow Link(bool gone) => new()
        {
            Id = Guid.NewGuid(),
            ForumId = forum.Value,
            Place = Place.Of(Registers.Channel()),
            LinkedAt = Registers.Monday,
            Gone = gone,
        };
        await register.InTransaction((db, _) => Task.FromResult(db.ForumChannels.Add(Link(gone: true))), Registers.Stop);

        await using var again = register.Open();
        again.ForumChannels.Add(Link(gone: false));
        again.IsUniqueViolation(await Should.ThrowAsync<DbUpdateException>(again.SaveChangesAsync(Registers.Stop))).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_plan_made_from_what_has_changed_since_is_not_saved(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Promised();
        await using var sweep = register.Open();
        var planned = await sweep.Commitments.SingleAsync(Registers.Stop);

        // The same value again, as under a clock that stands still: still a change.
        await register.InTransaction(
            async (db, stop) => db.Entry(await db.Commitments.SingleAsync(stop)).Property(it => it.NextStepAt).IsModified = true, Registers.Stop);
        planned.NextStepAt = null;

        await Should.ThrowAsync<DbUpdateConcurrencyException>(sweep.SaveChangesAsync(Registers.Stop));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_databases_clock_is_read(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);

        var apart = await database.Factory().Now(Registers.Stop) - Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

        apart.ShouldBeInRange(-Duration.FromSeconds(5), Duration.FromSeconds(5));
    }

    [Fact]
    public async Task A_sqlite_connection_syncs_fully_keeps_a_log_waits_and_checks_references()
    {
        await using var database = await databases.New(DatabaseKind.Sqlite);
        var register = database.Factory();

        Task<string> Pragma(string name) => register.InTransaction(
            async (db, stop) =>
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"PRAGMA {name}";
                return $"{await command.ExecuteScalarAsync(stop)}";
            },
            Registers.Stop);

        (await Pragma("journal_mode")).ShouldBe("wal");
        (await Pragma("synchronous")).ShouldBe("2");
        (await Pragma("foreign_keys")).ShouldBe("1");
        (await Pragma("busy_timeout")).ShouldBe("10000");
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_many_who_write_at_once_each_is_kept_or_has_left_nothing_and_whoever_is_told_of_success_is_kept(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        async Task<string?> Write(int i)
        {
            try
            {
                return await register.InTransaction(
                    async (db, stop) =>
                    {
                        db.Facts.Add(new FactRow { Name = $"fact {i}", Value = "written" });
                        await db.SaveChangesAsync(stop);
                        return i % 5 == 0 ? throw new InvalidOperationException() : $"fact {i}";
                    },
                    i % 7 == 0 ? cancelled.Token : Registers.Stop);
            }
            catch (Exception error) when (error is InvalidOperationException or OperationCanceledException)
            {
                return null;
            }
        }

        var told = (await Task.WhenAll(Enumerable.Range(1, 200).Select(Write))).OfType<string>().Order().ToList();

        await using var after = register.Open();
        var kept = await after.Facts.Select(it => it.Name).Where(it => it.StartsWith("fact")).ToListAsync(Registers.Stop);
        kept.Order().ShouldBe(told);
        told.Count.ShouldBe(Enumerable.Range(1, 200).Count(i => i % 5 != 0 && i % 7 != 0));
    }

    [Fact]
    public void Settings_that_are_not_enough_stop_the_start_with_a_sentence()
    {
        Should.Throw<InvalidOperationException>(() => Registration.Make("PostgreSql", null)).Message.ShouldContain("ConnectionStrings:Register");
        Should.Throw<InvalidOperationException>(() => Registration.Make("Oracle", "x")).Message.ShouldContain("Sqlite or PostgreSql");
    }
}
