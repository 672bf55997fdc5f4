using CommitmentBot.Core.Commitments;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

public sealed class EventLogTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_was_appended_is_read_back_as_the_same_commitment(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var forum = await register.Forum();
        var owner = await register.Leader();

        var promised = await register.Append(forum, CommitmentId.New(), owner, Registers.Promise(forum, owner));
        var appended = await register.Append(
            forum, promised.Id, owner, new CommitmentEvent.AtRiskFlagged("Two wards short"), new CommitmentEvent.DoneDeclared(Registers.Friday, "https://x"));

        var read = await register.Read(db => EventLog.Load(db, promised.Id, Registers.Stop));
        read.ShouldBeEquivalentTo(appended);
        read.Version.ShouldBe(3);
        read.State.ShouldBe(CommitmentState.Reported);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_row_follows_the_events_and_is_due_for_a_new_plan(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, owner, id) = await register.Promised();
        await register.InTransaction(async (db, stop) => (await db.Commitments.SingleAsync(stop)).NextStepAt = null, Registers.Stop);

        await register.Append(forum, id, owner, new CommitmentEvent.DoneDeclared(Registers.Friday, null));

        var row = await register.Read(db => db.Commitments.SingleAsync(Registers.Stop));
        (row.Version, row.State, row.NextStepAt, row.Due).ShouldBe((2, CommitmentState.Reported, Registers.Monday, Registers.Friday));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_second_append_in_one_transaction_sees_the_first(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var forum = await register.Forum();
        var owner = await register.Leader();
        var id = CommitmentId.New();

        var it = await register.InTransaction(
            async (db, stop) =>
            {
                var row = await db.Forums.SingleAsync(stop);
                await EventLog.Append(db, row, id, [Registers.Promise(forum, owner)], Registers.Acting(owner), Registers.Monday, null, stop);
                return await EventLog.Append(
                    db, row, id, [new CommitmentEvent.AtRiskFlagged("Short")], Registers.Acting(owner), Registers.Monday, null, stop);
            },
            Registers.Stop);

        it.AtRisk.ShouldBe("Short");
        (await register.Read(db => EventLog.Load(db, id, Registers.Stop))).Version.ShouldBe(2);
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(2, 0));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_chain_holds_over_many_appends_and_shows_what_was_altered(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var forum = await register.Forum();
        var owner = await register.Leader();
        for (var number = 1; number <= 4; number++)
        {
            var it = await register.Append(forum, CommitmentId.New(), owner, Registers.Promise(forum, owner, number));
            await register.Append(forum, it.Id, owner, new CommitmentEvent.AtRiskFlagged("Short"));
        }

        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(8, 0));
        (await register.Read(db => EventLog.LoadForum(db, forum, Registers.Stop))).Select(it => it.Number).ShouldBe([1, 2, 3, 4]);

        // Whoever owns the database can take the guard away; the chain still tells.
        await register.Read(db => db.Database.ExecuteSqlRawAsync(
            kind == DatabaseKind.Sqlite ? "DROP TRIGGER events_are_not_changed" : "DROP TRIGGER events_are_not_changed ON events", Registers.Stop));
        await register.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE events SET at = at WHERE sequence = 3", Registers.Stop));
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBeOfType<ChainVerdict.Whole>();
        await register.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE events SET version = 7 WHERE sequence = 3", Registers.Stop));
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBeOfType<ChainVerdict.BrokenAt>().Sequence.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_that_the_forum_does_not_know_of_or_misses_is_found(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, owner, id) = await register.Promised();
        await register.Append(forum, id, owner, new CommitmentEvent.AtRiskFlagged("Short"));

        await register.Read(db => db.Forums.ExecuteUpdateAsync(set => set.SetProperty(it => it.LastSequence, 1), Registers.Stop));
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBeOfType<ChainVerdict.BrokenAt>().Sequence.ShouldBe(2);
        await register.Read(db => db.Forums.ExecuteUpdateAsync(set => set.SetProperty(it => it.LastSequence, 3), Registers.Stop));
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBeOfType<ChainVerdict.BrokenAt>().Sequence.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Events_cannot_be_changed_or_deleted_only_emptied_of_their_words(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, _, id) = await register.Promised();

        foreach (var sql in (string[])
            [
                "DELETE FROM events",
                "UPDATE events SET kind = 'proposed'",
                "UPDATE events SET payload = '[]'",
                "UPDATE events SET payload = NULL",
                "UPDATE events SET payload = NULL, salt = NULL, version = 2",
                "UPDATE events SET payload = NULL, salt = NULL, by_id = NULL",
                "UPDATE events SET payload = NULL, salt = NULL, source = 'slack:Ev2'",
            ])
        {
            (await Should.ThrowAsync<System.Data.Common.DbException>(register.Read(db => db.Database.ExecuteSqlRawAsync(sql, Registers.Stop))))
                .Message.ShouldContain("Events are never");
        }

        await register.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE events SET payload = NULL, salt = NULL", Registers.Stop));
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(1, 1));
        (await register.Read(db => EventLog.LoadMany(db, [id], Registers.Stop))).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_appends_at_once_one_wins_and_the_other_is_done_again(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, owner, id) = await register.Promised();
        var tries = 0;

        async Task<Commitment> Warn(string words) => await register.InTransaction(
            async (db, stop) =>
            {
                Interlocked.Increment(ref tries);
                var row = await db.Forums.SingleAsync(stop);
                return await EventLog.Append(
                    db, row, id, [new CommitmentEvent.AtRiskFlagged(words)], Registers.Acting(owner), Registers.Monday, null, stop);
            },
            Registers.Stop);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(it => Task.Run(() => Warn($"Short by {it}"))));

        (await register.Read(db => EventLog.Load(db, id, Registers.Stop))).Version.ShouldBe(7);
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(7, 0));
        tries.ShouldBeGreaterThanOrEqualTo(6);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_append_to_a_forum_read_before_another_append_is_refused_by_the_database(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, owner, id) = await register.Promised();
        await using var late = register.Open();
        var stale = await late.Forums.SingleAsync(Registers.Stop);

        await register.Append(forum, id, owner, new CommitmentEvent.AtRiskFlagged("First"));
        await EventLog.Append(
            late, stale, CommitmentId.New(), [Registers.Promise(forum, owner, 2)], Registers.Acting(owner), Registers.Monday, null, Registers.Stop);

        var error = await Should.ThrowAsync<DbUpdateException>(late.SaveChangesAsync(Registers.Stop));
        late.MayPass(error).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nothing_is_left_of_a_transaction_that_failed(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var (forum, owner, id) = await register.Promised();

        await Should.ThrowAsync<NotSupportedException>(register.InTransaction(
            async (db, stop) =>
            {
                var row = await db.Forums.SingleAsync(stop);
                await EventLog.Append(
                    db, row, id, [new CommitmentEvent.AtRiskFlagged("Short")], Registers.Acting(owner), Registers.Monday, null, stop);
                await db.SaveChangesAsync(stop);
                throw new NotSupportedException();
            },
            Registers.Stop));

        (await register.Read(db => EventLog.Load(db, id, Registers.Stop))).Version.ShouldBe(1);
        (await register.Read(db => EventLog.Verify(db, forum, Registers.Stop))).ShouldBe(new ChainVerdict.Whole(1, 0));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Instants_are_cut_to_what_both_databases_keep(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        var forum = await register.Forum();
        var owner = await register.Leader();
        var fine = Registers.Monday + Duration.FromNanoseconds(123_456_789);

        var it = await register.InTransaction(
            async (db, stop) => await EventLog.Append(
                db, await db.Forums.SingleAsync(stop), CommitmentId.New(), [Registers.Promise(forum, owner)], Registers.Acting(owner), fine, null, stop),
            Registers.Stop);

        it.CreatedAt.ShouldBe(Registers.Monday + Duration.FromNanoseconds(123_456_000));
        (await register.Read(db => EventLog.Load(db, it.Id, Registers.Stop))).CreatedAt.ShouldBe(it.CreatedAt);
        (await register.Read(db => db.Commitments.SingleAsync(Registers.Stop))).NextStepAt.ShouldBe(it.CreatedAt);
    }
}
