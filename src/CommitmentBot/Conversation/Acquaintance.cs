using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>Knows people again by their accounts, and gets to know those it meets. Never joins two accounts by a display name.</summary>
internal sealed class Acquaintance(RegisterDb db, Directory names, Instant now, BotOptions options)
{
    /// <summary>The person with that account, known from now on; what the platform said of them lately is kept.</summary>
    public PersonId Meet(Speaker who, ConversationRef where)
    {
        var identity = names.Account(who.User);
        if (identity is null)
        {
            var organisation = names.OrganisationOfEmail(who.Email);
            var person = new PersonRow
            {
                Id = PersonId.New().Value,
                Name = who.Name ?? "Somebody",
                OrganisationId = organisation?.Id,
                ZoneId = ZoneOf(who) ?? options.DefaultTimeZone,
                Hour = Person.UsualHour,
            };
            identity = new IdentityRow
            {
                Platform = who.User.Platform,
                UserId = who.User.Id,
                PersonId = person.Id,
                HomeTenant = who.HomeTenant,
                Email = who.Email,
                SeenIn = Place.Of(where.Root),
                SeenAt = now,
            };
            db.People.Add(person);
            db.Identities.Add(identity);
            names.Add(person, identity);
            return new PersonId(person.Id);
        }

        var known = names.Row(new PersonId(identity.PersonId));
        known.Name = who.Name ?? known.Name;
        identity.Email = who.Email ?? identity.Email;
        identity.HomeTenant = who.HomeTenant ?? identity.HomeTenant;
        known.OrganisationId ??= names.OrganisationOfEmail(identity.Email)?.Id;
        return new PersonId(identity.PersonId);
    }

    /// <summary>The person who acts just now, known from now on; where they do is the way back to them.</summary>
    public async Task<PersonId> Hear(Speaker who, ConversationRef where, CancellationToken cancellationToken)
    {
        var identity = await names.AccountNow(who.User, cancellationToken);
        var person = Meet(who, where);
        Seen(identity ?? names.Account(who.User)!, where);
        return person;
    }

    private void Seen(IdentityRow identity, ConversationRef where)
    {
        identity.SeenAt = now;
        if (where.Kind == ConversationKind.Personal)
        {
            identity.Private = Place.Of(where.Root);
            identity.Reachable = ReachableBy.PrivateMessage;
        }
        else
        {
            identity.SeenIn = Place.Of(where.Root);
        }
    }

    /// <summary>Lets somebody see a forum's register, as they are in one of its channels.</summary>
    public async Task Join(ForumRow forum, PersonId person, CancellationToken cancellationToken)
    {
        if (await db.Memberships.FindAsync([forum.Id, person.Value], cancellationToken) is null)
        {
            db.Memberships.Add(new MembershipRow { ForumId = forum.Id, PersonId = person.Value, Since = now });
        }
    }

    private static string? ZoneOf(Speaker who) =>
        who.TimeZone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone : null;
}
