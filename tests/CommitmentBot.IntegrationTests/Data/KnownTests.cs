using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>What is kept of people and forums from turn to turn is as true as if it had been read anew, whoever changed it.</summary>
public sealed class KnownTests(Databases databases)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 26, 9, 0);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_are_read_again_after_every_change_that_somebody_else_makes_and_only_then(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var (register, another) = (database.Factory(), database.Factory());
        await register.Migrate(Registers.Stop);
        var (sarah, organisation) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Known? known = null;

        async Task<bool> ReadAgain()
        {
            await using var db = register.Open();
            var before = known;
            known = await Known.Read(db, known, Registers.Stop);
            return known != before;
        }

        async Task Change(Func<RegisterDb, Task> change)
        {
            await another.InTransaction((db, _) => change(db), Registers.Stop);
        }

        async Task<IdentityRow> Account(RegisterDb db, string user) => (await db.Identities.FindAsync(["slack", user], Registers.Stop))!;
        IdentityRow New(string user) => KnownTests.Account(user, new PersonId(sarah));

        (await ReadAgain()).ShouldBeTrue();
        (await ReadAgain()).ShouldBeFalse();

        await Change(db =>
        {
            db.People.Add(Person(new PersonId(sarah), "Sarah Ali"));
            db.Identities.Add(New("U1"));
            db.Organisations.Add(new OrganisationRow { Id = organisation, ShortName = "NHT", Name = "Northmere Hospitals" });
            return Task.CompletedTask;
        });
        (await ReadAgain()).ShouldBeTrue();
        known!.People[sarah].Name.ShouldBe("Sarah Ali");

        await Change(async db => (await Account(db, "U1")).SeenAt = Now + Duration.FromHours(1));
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => (await Account(db, "U1")).Private = Channel);
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => (await Account(db, "U1")).Reachable = ReachableBy.ChannelOnly);
        (await ReadAgain()).ShouldBeTrue();
        known.Accounts.Values.ShouldHaveSingleItem().Reachable.ShouldBe(ReachableBy.ChannelOnly);

        await Change(async db => (await db.People.FindAsync([sarah], Registers.Stop))!.Name = "Sarah Ali-Jones");
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => (await db.Organisations.FindAsync([organisation], Registers.Stop))!.Name = "Northmere");
        (await ReadAgain()).ShouldBeTrue();
        (known.People[sarah].Name, known.Organisations[organisation].Name).ShouldBe(("Sarah Ali-Jones", "Northmere"));

        // With a second account it matters which was seen last.
        await Change(db =>
        {
            db.Identities.Add(New("U2"));
            return Task.CompletedTask;
        });
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => (await Account(db, "U1")).SeenAt = Now + Duration.FromHours(2));
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => db.Identities.Remove(await Account(db, "U2")));
        (await ReadAgain()).ShouldBeTrue();
        known.Accounts.Values.ShouldHaveSingleItem().UserId.ShouldBe("U1");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_hold_the_channels_and_members_of_forums_as_these_come_and_go(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var (sarah, forum, channel) = (PersonId.New(), Guid.CreateVersion7(), Guid.CreateVersion7());
        Known? known = null;

        async Task<(Guid? OfChannel, Guid[] OfSarah)> Now()
        {
            await using var db = register.Open();
            known = await Known.Read(db, known, Registers.Stop);
            return (known.ForumOf(Channel.ToRef()), [.. known.ForumsOf(sarah)]);
        }

        (await Now()).OfChannel.ShouldBeNull();
        await register.InTransaction(
            (db, _) =>
            {
                db.Forums.Add(new ForumRow { Id = forum, Name = "ICP Board", ZoneId = "Europe/London", PolicyProfile = "Standard", CreatedAt = KnownTests.Now });
                db.People.Add(Person(sarah, "Sarah Ali"));
                db.ForumChannels.Add(new ForumChannelRow { Id = channel, ForumId = forum, Place = Channel, LinkedAt = KnownTests.Now });
                return Task.CompletedTask;
            },
            Registers.Stop);
        (await Now()).OfChannel.ShouldBe(forum);

        await register.InTransaction((db, _) => Task.FromResult(db.Memberships.Add(new MembershipRow { ForumId = forum, PersonId = sarah.Value, Since = KnownTests.Now })), Registers.Stop);
        (await Now()).OfSarah.ShouldBe([forum]);

        await register.InTransaction(async (db, stop) => (await db.ForumChannels.FindAsync([channel], stop))!.Gone = true, Registers.Stop);
        (await Now()).OfChannel.ShouldBeNull();
        await register.InTransaction(async (db, stop) => db.Memberships.Remove((await db.Memberships.FindAsync([forum, sarah.Value], stop))!), Registers.Stop);
        (await Now()).OfSarah.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task However_many_read_at_once_and_again_each_gets_them(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var sarah = await register.Leader();

        async Task<string> Name(int round)
        {
            await Task.Yield();
            await using var db = register.Open();
            var known = await Known.Read(db, null, Registers.Stop);
            if (round % 5 == 0)
            {
                await register.InTransaction(async (it, stop) => (await it.People.FindAsync([sarah.Value], stop))!.NeverAsk = round % 2 == 0, Registers.Stop);
            }

            return known.People[sarah.Value].Name;
        }

        for (var round = 0; round < 20; round++)
        {
            (await Task.WhenAll(Enumerable.Range(0, 60).Select(Name))).ShouldAllBe(it => it == "Sarah Ali");
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_transaction_changes_of_people_is_put_in_its_place_without_reading_the_others(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var (sarah, tom, forum) = (await register.Leader(), PersonId.New(), Guid.CreateVersion7());
        await register.InTransaction(
            (db, _) => Task.FromResult(db.Forums.Add(new ForumRow { Id = forum, Name = "ICP Board", ZoneId = "Europe/London", PolicyProfile = "Standard", CreatedAt = Now })), Registers.Stop);

        var (before, after) = await register.InTransaction(
            async (db, stop) =>
            {
                var known = await Known.Read(db, null, stop);
                db.People.Add(Person(tom, "Tom Reed"));
                db.Identities.Add(Account("U2", tom));
                db.Memberships.Add(new MembershipRow { ForumId = forum, PersonId = tom.Value, Since = Now });
                known = (await known.Save(db, stop)).ShouldNotBeNull();
                (await db.Identities.FindAsync(["slack", "U2"], stop))!.Private = Channel;
                return (known, await known.Save(db, stop));
            },
            Registers.Stop);

        before.Accounts[new UserRef("slack", "U2")].Private.ShouldBeNull();
        await using var db = register.Open();
        var kept = await Known.Read(db, after, Registers.Stop);
        kept.ShouldBeSameAs(after, "nobody else has changed anything");
        kept.People[sarah.Value].ShouldBeSameAs(before.People[sarah.Value]);
        var anew = await Known.Read(db, null, Registers.Stop);
        kept.People.Values.Select(it => (it.Id, it.Name)).ShouldBe(anew.People.Values.Select(it => (it.Id, it.Name)), ignoreOrder: true);
        kept.Accounts.Values.Select(it => (it.UserId, it.PersonId, it.Private?.ToRef())).ShouldBe(anew.Accounts.Values.Select(it => (it.UserId, it.PersonId, it.Private?.ToRef())), ignoreOrder: true);
        (kept.AccountsOf(tom).Single(), kept.ForumsOf(tom).Single()).ShouldBe((new UserRef("slack", "U2"), forum));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_are_read_anew_where_another_changed_something_meanwhile_or_the_change_came_to_nothing(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var sarah = await register.Leader();
        async Task<Known> Read(Known? earlier)
        {
            await using var db = register.Open();
            return await Known.Read(db, earlier, Registers.Stop);
        }

        Task Call(string name) => register.InTransaction(async (db, stop) => (await db.People.FindAsync([sarah.Value], stop))!.Name = name, Registers.Stop);

        var known = await Read(null);
        await Call("Sarah Jones");
        var saved = await register.InTransaction(
            (db, stop) =>
            {
                db.People.Add(Person(PersonId.New(), "Tom Reed"));
                return known.Save(db, stop);
            },
            Registers.Stop);
        saved.ShouldBeNull("what it was before is not what the transaction found");

        known = await Read(null);
        Known? lost = null;
        await Should.ThrowAsync<InvalidTimeZoneException>(() => register.InTransaction(
            async (db, stop) =>
            {
                db.People.Add(Person(PersonId.New(), "Nobody"));
                lost = await known.Save(db, stop);
                throw new InvalidTimeZoneException();
            },
            Registers.Stop));
        lost.ShouldNotBeNull().People.Values.ShouldContain(it => it.Name == "Nobody");
        await Call("Sarah Ali");
        (await Read(lost)).People.Values.Select(it => it.Name).ShouldBe(["Sarah Ali", "Tom Reed"], ignoreOrder: true);
    }

    private static PersonRow Person(PersonId id, string name) => new() { Id = id.Value, Name = name, ZoneId = "Europe/London", Hour = new LocalTime(8, 0) };

    private static IdentityRow Account(string user, PersonId person) =>
        new() { Platform = "slack", UserId = user, PersonId = person.Value, SeenIn = Channel, SeenAt = Now };

    private static Place Channel => new() { Platform = "slack", Tenant = "T1", Channel = "C1", Kind = ConversationKind.Channel };
}
