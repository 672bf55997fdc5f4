using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>What is kept of people from turn to turn is as true as if it had been read anew, whoever changed it.</summary>
public sealed class KnownPeopleTests(Databases databases)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 26, 9, 0);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_are_read_again_after_every_change_that_somebody_else_makes_and_only_then(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var (register, another) = (database.Factory(), database.Factory());
        await register.Migrate(Registers.Stop);
        var (sarah, organisation) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        KnownPeople? known = null;

        async Task<bool> ReadAgain()
        {
            await using var db = register.Open();
            var before = known;
            known = await KnownPeople.Read(db, known, Registers.Stop);
            return known != before;
        }

        async Task Change(Func<RegisterDb, Task> change)
        {
            await another.InTransaction((db, _) => change(db), Registers.Stop);
        }

        async Task<IdentityRow> Account(RegisterDb db, string user) => (await db.Identities.FindAsync(["slack", user], Registers.Stop))!;
        IdentityRow New(string user) => new() { Platform = "slack", UserId = user, PersonId = sarah, SeenIn = Channel, SeenAt = Now };

        (await ReadAgain()).ShouldBeTrue();
        (await ReadAgain()).ShouldBeFalse();

        await Change(db =>
        {
            db.People.Add(new PersonRow { Id = sarah, Name = "Sarah Ali", ZoneId = "Europe/London", Hour = new LocalTime(8, 0) });
            db.Identities.Add(New("U1"));
            db.Organisations.Add(new OrganisationRow { Id = organisation, ShortName = "NHT", Name = "Northmere Hospitals" });
            return Task.CompletedTask;
        });
        (await ReadAgain()).ShouldBeTrue();
        known!.People[sarah].Name.ShouldBe("Sarah Ali");

        await Change(async db => (await Account(db, "U1")).SeenAt = Now + Duration.FromHours(1));
        (await ReadAgain()).ShouldBeFalse("she has one account only");

        await Change(async db => (await Account(db, "U1")).Private = Channel);
        (await ReadAgain()).ShouldBeTrue();
        await Change(async db => (await Account(db, "U1")).Reachable = ReachableBy.ChannelOnly);
        (await ReadAgain()).ShouldBeTrue();
        known.Accounts.ShouldHaveSingleItem().Reachable.ShouldBe(ReachableBy.ChannelOnly);

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
        known.Accounts.ShouldHaveSingleItem().UserId.ShouldBe("U1");
    }

    private static Place Channel => new() { Platform = "slack", Tenant = "T1", Channel = "C1", Kind = CommitmentBot.Core.Chat.ConversationKind.Channel };
}
