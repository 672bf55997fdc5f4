using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>Knows people again by their accounts, and gets to know those it meets. Never joins two accounts by a display name.</summary>
internal sealed class Acquaintance(RegisterDb db, Directory names, Instant now, BotOptions options)
{
    private static readonly Duration Lately = Duration.FromHours(1);

    /// <summary>The person with that account, known from now on; what the platform said of them lately is kept.</summary>
    public PersonId Meet(Speaker who, ConversationRef where)
    {
        if (names.Look(who.User) is not { } known)
        {
            return Welcome(who, where);
        }

        var person = new PersonId(known.PersonId);
        var row = names.Look(person);
        if (who.Name is { } name && name != row.Name)
        {
            names.Row(person).Name = name;
        }

        if ((who.Email is { } email && email != known.Email) || (who.HomeTenant is { } home && home != known.HomeTenant))
        {
            var account = names.Account(who.User)!;
            account.Email = who.Email ?? account.Email;
            account.HomeTenant = who.HomeTenant ?? account.HomeTenant;
        }

        if (row.OrganisationId is null && names.OrganisationOfEmail(who.Email ?? known.Email) is { } organisation)
        {
            names.Row(person).OrganisationId = organisation.Id;
        }

        return person;
    }

    private PersonId Welcome(Speaker who, ConversationRef where)
    {
        var person = new PersonRow
        {
            Id = PersonId.New().Value,
            Name = who.Name ?? "Somebody",
            OrganisationId = names.OrganisationOfEmail(who.Email)?.Id,
            ZoneId = ZoneOf(who) ?? options.DefaultTimeZone,
            Hour = Person.UsualHour,
        };
        var identity = new IdentityRow
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

    /// <summary>The person who acts just now, known from now on; where they do is the way back to them.</summary>
    public PersonId Hear(Speaker who, ConversationRef where)
    {
        var person = Meet(who, where);
        var known = names.Look(who.User)!;
        var here = where.Root;
        var isPersonal = where.Kind == ConversationKind.Personal;
        var before = (isPersonal ? known.Private : known.SeenIn)?.ToRef();

        // Not every message is worth a write: in which of a tenant's channels somebody was last, and when, only where it may decide something.
        if (isPersonal
            ? before != here || known.Reachable != ReachableBy.PrivateMessage || known.RefusedOn is not null
            : before?.Tenant != here.Tenant || before.ServiceUrl != here.ServiceUrl)
        {
            Note();
        }
        else if (now - known.SeenAt > Lately || names.Accounts(person).First() != known)
        {
            Note();
        }

        return person;

        void Note()
        {
            var account = names.Account(who.User)!;
            account.SeenAt = now;
            if (isPersonal)
            {
                (account.Private, account.Reachable, account.RefusedOn) = (Place.Of(here), ReachableBy.PrivateMessage, null);
            }
            else
            {
                account.SeenIn = Place.Of(here);
            }
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
