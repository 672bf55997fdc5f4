using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.People;

/// <summary>
/// People and their accounts, read from the register as they are needed and written to it, in one transaction. A person whose accounts
/// were joined to another's is that other one.
/// </summary>
internal sealed class PeopleDirectory
{
    /// <summary>What somebody is called whose name no platform has told yet.</summary>
    public const string Nameless = "Somebody";

    private readonly RegisterDb db;
    private readonly HashSet<Guid> _accountsRead = [];
    private readonly Dictionary<Guid, ForumRow> _forums = [];

    public PeopleDirectory(RegisterDb db)
    {
        this.db = db;
        Organisations = new OrganisationDirectory(db, this);
        Members = new MembershipDirectory(db, this);
    }

    /// <summary>The register it reads.</summary>
    public RegisterDb Db => db;

    /// <summary>The organisations of each system, and who speaks for which.</summary>
    public OrganisationDirectory Organisations { get; }

    /// <summary>Who is in which forum, and in which seat.</summary>
    public MembershipDirectory Members { get; }

    /// <summary>The names as the reports of a forum need them.</summary>
    public Names ForReports(ForumId forum) => new(NameOf, Organisations.NameOf, Mention, person => Organisations.Of(person, forum));

    /// <summary>Who a person is now: whoever their accounts were joined to, else themselves.</summary>
    public PersonId Present(PersonId person) => db.Joined(person);

    /// <summary>A person, tracked.</summary>
    public PersonRow Row(PersonId person) => db.People.Find(db.Joined(person).Value)
        ?? throw new InvalidOperationException($"There is no person {person.Value}.");

    /// <summary>An account, tracked; null when it was never met.</summary>
    public IdentityRow? Account(UserRef user) => db.Identities.Find(user.Platform, user.Id);

    /// <summary>Whose account it is; null when it was never met.</summary>
    public PersonId? PersonOf(UserRef user) => Account(user) is { } account ? new PersonId(account.PersonId) : null;

    /// <summary>A person's accounts, tracked: those of the platform they prefer first, and the one seen last before the others.</summary>
    public IReadOnlyList<IdentityRow> Accounts(PersonId person)
    {
        var id = db.Joined(person).Value;
        if (_accountsRead.Add(id))
        {
            db.Identities.Where(it => it.PersonId == id).Load();
        }

        return AccountOrder.Of(db.Identities.Local.Where(it => it.PersonId == id), db.People.Find(id)?.PreferredPlatform);
    }

    /// <summary>Reads several people and their accounts at once.</summary>
    public void Read(IEnumerable<PersonId> people)
    {
        var wanted = people.Select(it => db.Joined(it).Value).Where(it => !_accountsRead.Contains(it)).Distinct().ToList();
        if (wanted.Count > 0)
        {
            db.People.Where(it => wanted.Contains(it.Id)).Load();
            db.Identities.Where(it => wanted.Contains(it.PersonId)).Load();
            _accountsRead.UnionWith(wanted);
        }
    }

    /// <summary>Reads everybody who has to do with these commitments at once.</summary>
    public void Read(IEnumerable<Commitment> all) => Read(
        all.SelectMany(it => new[] { it.Owner, it.ProposedBy, it.Verbatim.SaidBy, it.HandoverTo,
            (it.Promisee as Promisee.ToPerson)?.Person }).OfType<PersonId>());

    /// <summary>The system that a forum belongs to.</summary>
    public Guid SystemOf(ForumId forum) => Forum(forum).SystemId;

    /// <summary>A forum, as it was read first in this transaction.</summary>
    public ForumRow Forum(ForumId forum)
    {
        if (!_forums.TryGetValue(forum.Value, out var row))
        {
            row = db.Forums.Find(forum.Value) ?? throw new InvalidOperationException($"There is no forum {forum.Value}.");
            _forums[forum.Value] = row;
        }

        return row;
    }

    /// <summary>A person as the rules see them. Whoever has a zone that nobody knows is shown dates as in London.</summary>
    public Person Person(PersonId id)
    {
        var row = Row(id);
        return new Person(new PersonId(row.Id), row.Name, ZoneOf(row) ?? DateTimeZoneProviders.Tzdb["Europe/London"], row.Hour,
            [.. row.Leave.Select(Interval)]);
    }

    /// <summary>A person's zone; null where nobody knows it.</summary>
    public static DateTimeZone? ZoneOf(PersonRow person) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(person.ZoneId);

    /// <summary><c>Sarah Ali</c>.</summary>
    public string NameOf(PersonId person) => db.People.Find(person.Value)?.Name ?? "somebody";

    /// <summary><c>Sarah Ali (NHT)</c>, as she spoke for it then.</summary>
    public string NameAndSeat(PersonId person, OrganisationId? organisation) =>
        organisation is { } it ? $"{NameOf(person)} ({Organisations.NameOf(it)})" : NameOf(person);

    /// <summary>The same as of now: <c>Sarah Ali (NHT)</c>, or <c>Sarah Ali (says NHT, not confirmed)</c>.</summary>
    public string NameAndSeat(PersonId person, ForumId forum) =>
        Organisations.SeatInWords(person, forum) is { } seat ? $"{NameOf(person)} ({seat})" : NameOf(person);

    /// <summary>The owner of a commitment with the organisation they promised it for.</summary>
    public string OwnerOf(Commitment it) => OwnersSeat(it) is { } seat ? $"{NameOf(it.Owner)} ({seat})" : NameOf(it.Owner);

    /// <summary>For whom the owner of a commitment promised it, in words; null when nobody knows.</summary>
    public string? OwnersSeat(Commitment it) => Organisations.SeatInWords(it.Owner, it.OwnerOrganisation, it.Forum);

    /// <summary>A mention of the person by the account they are written to first, or the name where there is none.</summary>
    public Inline Mention(PersonId person) => Accounts(person) is [var account, ..]
        ? new Inline.Mention(new UserRef(account.Platform, account.UserId), NameOf(db.Joined(person)))
        : new Inline.Text(NameOf(person));

    /// <summary>To whom a commitment is made, in words.</summary>
    public string PromiseeOf(Commitment it) => NameOf(it.Promisee, it.Forum);

    /// <summary>A promisee of a forum, in words.</summary>
    public string NameOf(Promisee promisee, ForumId forum) => promisee switch
    {
        Promisee.ToPerson it => NameAndSeat(it.Person, forum),
        Promisee.ToOrganisation it => Organisations.NameOf(it.Organisation),
        _ => "the forum",
    };

    /// <summary>
    /// Whose word counts as the promisee's: the person, the organisation's confirmed people in the forum, else the chairs; never the
    /// owner.
    /// </summary>
    public IReadOnlyList<PersonId> Voices(Commitment it)
    {
        List<PersonId> voices = it.Promisee switch
        {
            Promisee.ToPerson to => [to.Person],
            Promisee.ToOrganisation to => [.. Members.Of(it.Forum).Where(member => Organisations.Of(member, it.Forum) == to.Organisation)],
            _ => [],
        };
        voices.Remove(it.Owner);
        return voices.Count > 0 ? voices : [.. Members.Chairs(it.Forum).Where(chair => chair != it.Owner)];
    }

    /// <summary>The person with an account, met now if never before; what the platform said of them lately is kept.</summary>
    public PersonId Meet(Speaker who, ConversationRef where, Instant now, string zone)
    {
        if (Account(who.User) is not { } account)
        {
            return Welcome(who, where, now, zone);
        }

        account.Email = who.Email ?? account.Email;
        account.HomeTenant = who.HomeTenant ?? account.HomeTenant;
        account.Guest = who.Guest ?? account.Guest;
        var person = new PersonId(account.PersonId);
        if (who.Name is { } name && account.PersonId == (account.OwnPersonId ?? account.PersonId))
        {
            Row(person).Name = name;
        }

        return person;
    }

    /// <summary>The person who acts just now; where they do is the way back to them.</summary>
    public PersonId Hear(Speaker who, ConversationRef where, Instant now, string zone)
    {
        var person = Meet(who, where, now, zone);
        var account = Account(who.User)!;
        account.SeenAt = now;
        if (where.Kind == ConversationKind.Personal)
        {
            (account.Private, account.Reachable, account.RefusedOn) = (Place.Of(where.Root), ReachableBy.PrivateMessage, null);
        }
        else
        {
            account.SeenIn = Place.Of(where.Root);
        }

        return person;
    }

    /// <summary>
    /// Those among <paramref name="people"/> whom a name as typed may mean: the whole name, else a first or last name or initials.
    /// </summary>
    public IReadOnlyList<PersonId> Named(string name, IEnumerable<PersonId> people)
    {
        var wanted = Simplify(name);
        var all = people.Select(it => (Id: it, Name: Simplify(NameOf(it)))).ToList();
        var whole = all.Where(it => it.Name == wanted).ToList();
        return [.. (whole.Count > 0 ? whole : all.Where(it => MayMean(it.Name, wanted))).Select(it => it.Id)];
    }

    private PersonId Welcome(Speaker who, ConversationRef where, Instant now, string zone)
    {
        var person = new PersonRow
        {
            Id = PersonId.New().Value,
            Name = who.Name ?? Nameless,
            ZoneId = who.TimeZone is { } own && DateTimeZoneProviders.Tzdb.GetZoneOrNull(own) is not null ? own : zone,
            Hour = Core.People.Person.UsualHour,
        };
        db.People.Add(person);
        db.Identities.Add(new IdentityRow
        {
            Platform = who.User.Platform,
            UserId = who.User.Id,
            PersonId = person.Id,
            HomeTenant = who.HomeTenant,
            Email = who.Email,
            Guest = who.Guest ?? false,
            SeenIn = Place.Of(where.Root),
            SeenAt = now,
        });
        _accountsRead.Add(person.Id);
        return new PersonId(person.Id);
    }

    private static bool MayMean(string known, string wanted)
    {
        var parts = known.Split(' ');
        var typed = wanted.Split(' ');

        // "Sarah", "Ali", "SA", "S Ali", "Sarah A".
        return parts[0] == wanted || parts[^1] == wanted || string.Concat(parts.SelectMany(it => it.Take(1))) == wanted
            || (typed.Length == 2 && (typed[0].Length == 1 || typed[1].Length == 1)
                && parts[0].StartsWith(typed[0], StringComparison.Ordinal) && parts[^1].StartsWith(typed[1], StringComparison.Ordinal));
    }

    private static readonly string[
] Titles = ["dr ", "prof ", "professor ", "cllr ", "councillor ", "mr ", "mrs ", "ms ", "miss ", "sir ", "dame "];

    // Directories write "ALI, Sarah (UHCW)".
    private static string Simplify(string name)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket] : name;
        name = name.Split(',') is [var last, var first] ? $"{first} {last}" : name;
        var plain = string.Join(' ', name.Replace(".", " ", StringComparison.Ordinal)
            .Split([' ', '@'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        return Titles.FirstOrDefault(title => plain.StartsWith(title, StringComparison.Ordinal)) is { } found ? plain[found.Length..]
            : plain;
    }

    private static DateInterval Interval(string iso)
    {
        var ends = iso.Split('/');
        return new DateInterval(LocalDatePattern.Iso.Parse(ends[0]).Value, LocalDatePattern.Iso.Parse(ends[1]).Value);
    }
}
