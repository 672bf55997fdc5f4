using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation;

/// <summary>The people and organisations that the register knows, by id, as of one transaction. What is asked for to be changed is tracked by it.</summary>
internal sealed class Directory(RegisterDb db, Known known)
{
    private readonly Dictionary<Guid, PersonRow> _people = [];
    private readonly Dictionary<UserRef, IdentityRow> _accounts = [];

    /// <summary>Every organisation, in alphabetical order of short names.</summary>
    public IEnumerable<OrganisationRow> Organisations =>
        known.Organisations.Values.OrderBy(it => it.ShortName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names as the reports need them.</summary>
    public Names ForReports => new(NameOf, NameOf, Mention, OrganisationOf);

    /// <summary>Reads them all.</summary>
    public static async Task<Directory> Load(RegisterDb db, CancellationToken cancellationToken) =>
        new(db, await Known.Read(db, null, cancellationToken));

    /// <summary>The forum that the channel of this turn is linked to; in a private chat, the only one that the person belongs to.</summary>
    public Guid? Forum(ConversationRef place, PersonId me) =>
        place.Kind != ConversationKind.Personal ? known.ForumOf(place) : known.ForumsOf(me).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Makes somebody met in this very turn known to it.</summary>
    public void Add(PersonRow person, IdentityRow identity)
    {
        _people[person.Id] = person;
        _accounts[new UserRef(identity.Platform, identity.UserId)] = identity;
    }

    /// <summary>The account, to look at only; null when it is not known.</summary>
    public IdentityRow? Look(UserRef user) => _accounts.GetValueOrDefault(user) ?? known.Accounts.GetValueOrDefault(user);

    /// <summary>The account, to be changed, if it is known.</summary>
    public IdentityRow? Account(UserRef user)
    {
        if (!_accounts.TryGetValue(user, out var account) && known.Accounts.TryGetValue(user, out var read))
        {
            account = db.Identities.Local.FindEntryUntyped([user.Platform, user.Id])?.Entity ?? db.Identities.Attach(read.Copy()).Entity;
            _accounts[user] = account;
        }

        return account;
    }

    /// <summary>A person, to look at only.</summary>
    public PersonRow Look(PersonId person) => Seen(person.Value)!;

    /// <summary>The row of a person, to be changed.</summary>
    public PersonRow Row(PersonId person)
    {
        if (!_people.TryGetValue(person.Value, out var row))
        {
            row = db.People.Local.FindEntry(person.Value)?.Entity ?? db.People.Attach(known.People[person.Value].Copy()).Entity;
            _people[person.Value] = row;
        }

        return row;
    }

    /// <summary>A person's accounts, the one seen last first; to look at only.</summary>
    public IEnumerable<IdentityRow> Accounts(PersonId person) => known.AccountsOf(person).Union(_accounts.Keys).Select(it => Look(it)!)
        .Where(it => it.PersonId == person.Value).OrderByDescending(it => it.SeenAt);

    /// <summary>A person as the rules see them.</summary>
    public Person Person(PersonId id)
    {
        var row = Seen(id.Value)!;
        return new Person(
            id, row.Name, OrganisationOf(id), DateTimeZoneProviders.Tzdb[row.ZoneId], row.Hour, [.. row.Leave.Select(Interval)]);
    }

    /// <summary>Whom a person speaks for, as far as is known.</summary>
    public OrganisationId? OrganisationOf(PersonId person) =>
        Seen(person.Value)!.OrganisationId is { } id ? new OrganisationId(id) : null;

    /// <summary><c>Sarah Ali</c>.</summary>
    public string NameOf(PersonId person) => Seen(person.Value)?.Name ?? "somebody";

    /// <summary><c>NHT</c>.</summary>
    public string NameOf(OrganisationId organisation) =>
        known.Organisations.TryGetValue(organisation.Value, out var row) ? row.ShortName : "an organisation";

    /// <summary><c>Sarah Ali (NHT)</c>.</summary>
    public string NameAndSeat(PersonId person, OrganisationId? organisation) =>
        organisation is { } it ? $"{NameOf(person)} ({NameOf(it)})" : NameOf(person);

    /// <summary>A mention of the person by the account they were last seen with, or the name where there is none.</summary>
    public Inline Mention(PersonId person) => Accounts(person).FirstOrDefault() is { } account
        ? new Inline.Mention(new UserRef(account.Platform, account.UserId), NameOf(person))
        : new Inline.Text(NameOf(person));

    /// <summary>The promisee in words.</summary>
    public string NameOf(Promisee promisee) => promisee switch
    {
        Promisee.ToPerson it => NameAndSeat(it.Person, OrganisationOf(it.Person)),
        Promisee.ToOrganisation it => NameOf(it.Organisation),
        _ => "the forum",
    };

    /// <summary>Who may be asked for the promisee's word: the person, the organisation's people, nobody in particular for the forum.</summary>
    public IEnumerable<PersonId> Voices(Promisee promisee) => promisee switch
    {
        Promisee.ToPerson it => [it.Person],
        Promisee.ToOrganisation it => known.People.Keys.Union(_people.Keys).Select(id => Seen(id)!)
            .Where(row => row.OrganisationId == it.Organisation.Value).OrderBy(row => row.Id).Select(row => new PersonId(row.Id)),
        _ => [],
    };

    /// <summary>The organisation with that short or full name.</summary>
    public OrganisationRow? Organisation(string name) => known.Organisations.Values.FirstOrDefault(it =>
        string.Equals(it.ShortName, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(it.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The organisation whose e-mail domain, or the domain above it, the address has.</summary>
    public OrganisationRow? OrganisationOfEmail(string? email)
    {
        var domain = email?[(email.LastIndexOf('@') + 1)..];
        return string.IsNullOrEmpty(domain)
            ? null
            : Organisations.FirstOrDefault(it => it.EmailDomains.Any(known =>
                string.Equals(domain, known, StringComparison.OrdinalIgnoreCase)
                || domain.EndsWith("." + known, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Those among <paramref name="members"/> whom a name as typed may mean: the whole name, else a first or last name or initials.</summary>
    public IReadOnlyList<PersonId> Named(string name, IEnumerable<Guid> members)
    {
        var wanted = Simplify(name);
        var people = members.Select(Seen).OfType<PersonRow>().ToList();
        var whole = people.Where(it => Simplify(it.Name) == wanted).ToList();
        return [.. (whole.Count > 0 ? whole : people.Where(it => MayMean(Simplify(it.Name), wanted))).Select(it => new PersonId(it.Id))];
    }

    private PersonRow? Seen(Guid person) => _people.GetValueOrDefault(person) ?? known.People.GetValueOrDefault(person);

    private static bool MayMean(string known, string wanted)
    {
        var parts = known.Split(' ');
        var typed = wanted.Split(' ');

        // "Sarah", "Ali", "SA", "S Ali", "Sarah A".
        return parts[0] == wanted || parts[^1] == wanted || string.Concat(parts.SelectMany(it => it.Take(1))) == wanted
            || (typed.Length == 2 && (typed[0].Length == 1 || typed[1].Length == 1)
                && parts[0].StartsWith(typed[0], StringComparison.Ordinal) && parts[^1].StartsWith(typed[1], StringComparison.Ordinal));
    }

    private static readonly string[] Titles = ["dr ", "prof ", "professor ", "cllr ", "councillor ", "mr ", "mrs ", "ms ", "miss ", "sir ", "dame "];

    // Directories write "ALI, Sarah (UHCW)".
    private static string Simplify(string name)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket] : name;
        name = name.Split(',') is [var last, var first] ? $"{first} {last}" : name;
        var plain = string.Join(' ', name.Replace(".", " ", StringComparison.Ordinal)
            .Split([' ', '@'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        return Titles.FirstOrDefault(title => plain.StartsWith(title, StringComparison.Ordinal)) is { } found ? plain[found.Length..] : plain;
    }

    private static DateInterval Interval(string iso)
    {
        var ends = iso.Split('/');
        return new DateInterval(LocalDatePattern.Iso.Parse(ends[0]).Value, LocalDatePattern.Iso.Parse(ends[1]).Value);
    }
}
