using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>A register with a forum, a leader and what they promised, for tests to begin with.</summary>
internal static class Registers
{
    public static readonly Instant Monday = Instant.FromUtc(2026, 11, 23, 9, 0);
    public static readonly LocalDate Friday = new(2026, 11, 27);

    public static RegisterFactory Factory(this TestDatabase database) =>
        Registration.Make(database.Kind.ToString(), database.ConnectionString);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ForumId> Forum(this RegisterFactory register)
    {
        var id = ForumId.New().Value;
        var forum = new ForumRow
        {
            Id = id,
            SystemId = id,
            Name = "Place Forum",
            ZoneId = "Europe/London",
            PolicyProfile = "standard",
            CreatedAt = Monday,
        };
        await register.InTransaction((db, _) => Task.FromResult(db.Forums.Add(forum)), Stop);
        return new ForumId(forum.Id);
    }

    public static async Task<PersonId> Leader(
        this RegisterFactory register, string name = "Sarah Ali", string platform = PlatformName.Slack, ConversationRef? chat = null)
    {
        var person = PersonId.New();
        await register.InTransaction(
            (db, _) =>
            {
                db.People.Add(new PersonRow { Id = person.Value, Name = name, ZoneId = "Europe/London", Hour = Person.UsualHour });
                db.Identities.Add(Account(person, platform, Monday, chat));
                return Task.CompletedTask;
            },
            Stop);
        return person;
    }

    public static IdentityRow Account(PersonId person, string platform, Instant seen, ConversationRef? chat = null) => new()
    {
        Platform = platform,
        UserId = $"U{person.Value:N}",
        PersonId = person.Value,
        SeenIn = Place.Of(Channel(platform)),
        SeenAt = seen,
        Private = chat is null ? null : Place.Of(chat),
    };

    public static ConversationRef Channel(string platform = PlatformName.Slack, string id = "C1") =>
        new(platform, "T1", id, ConversationKind.Channel);

    public static CommitmentEvent Promise(ForumId forum, PersonId owner, int number = 1) => new CommitmentEvent.Recorded(
        new CommitmentEvent.Opening(
            forum, number, owner, null, new Promisee.ToForum(), "Send the winter bed plan",
            new Verbatim("I'll send the winter bed plan", owner, Monday, null), Friday, null, ["winter"]));

    public static Actor Acting(PersonId person) => new(person, null, true, false, false);

    public static Task<Commitment> Append(
        this RegisterFactory register, ForumId forum, CommitmentId id, PersonId by, params CommitmentEvent[] facts) =>
        register.InTransaction(
            async (db, stop) => await EventLog.Append(
                db, await db.Forums.SingleAsync(it => it.Id == forum.Value, stop), id, facts, Acting(by), Monday, "slack:Ev1", stop),
            Stop);

    /// <summary>A forum, its leader, and their promise.</summary>
    public static async Task<(ForumId Forum, PersonId Owner, CommitmentId Commitment)> Promised(this RegisterFactory register)
    {
        var forum = await register.Forum();
        var owner = await register.Leader();
        var it = await register.Append(forum, CommitmentId.New(), owner, Promise(forum, owner));
        return (forum, owner, it.Id);
    }

    public static async Task<T> Read<T>(this RegisterFactory register, Func<RegisterDb, Task<T>> query)
    {
        await using var db = register.Open();
        return await query(db);
    }

    /// <summary>Moves all pauses so much into the past, as if the time had passed: they go by the database's clock, which no test moves.</summary>
    public static async Task Pass(this RegisterFactory register, Duration time)
    {
        await using var db = register.Open();
        foreach (var it in await db.Pauses.ToListAsync(Stop))
        {
            (it.Until, it.WorkedOffAt) = (it.Until - time, it.WorkedOffAt - time);
        }

        await db.SaveChangesAsync(Stop);
    }
}
