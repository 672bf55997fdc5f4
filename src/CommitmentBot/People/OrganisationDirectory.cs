using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.People;

/// <summary>
/// The organisations of each system, and who speaks for which. A person's organisation is the one that a chair confirmed, else the only
/// one of the system that has their e-mail domain; what they merely claim gives them no right.
/// </summary>
internal sealed class OrganisationDirectory(RegisterDb db, PeopleDirectory people)
{
    private readonly Dictionary<Guid, List<OrganisationRow>> _ofSystem = [];
    private readonly Dictionary<Guid, Dictionary<Guid, AffiliationRow>> _affiliations = [];

    /// <summary>The organisations of a forum's system that people can speak for, by short name.</summary>
    public IReadOnlyList<OrganisationRow> In(ForumId forum) =>
        [.. All(people.SystemOf(forum)).Where(it => it is { MergedIntoId: null, Dropped: false })
            .OrderBy(it => it.ShortName, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// The organisation that a short or full name means in a forum; a name that was merged means what it was merged into.
    /// </summary>
    public OrganisationRow? Named(string name, ForumId forum)
    {
        var all = All(people.SystemOf(forum)).Where(it => !it.Dropped).ToList();
        bool Means(string known) => string.Equals(known, name.Trim(), StringComparison.OrdinalIgnoreCase);
        return (all.Find(it => Means(it.ShortName)) ?? all.Find(it => Means(it.Name))) is { } found ? Present(found) : null;
    }

    /// <summary>The very row with that short name, merged or not, to be changed.</summary>
    public OrganisationRow? WithShortName(string shortName, ForumId forum) =>
        All(people.SystemOf(forum)).Find(it => !it.Dropped
            && string.Equals(it.ShortName, shortName.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds an organisation to a forum's system.</summary>
    public void Add(OrganisationRow row)
    {
        db.Organisations.Add(row);
        All(row.SystemId).Add(row);
    }

    /// <summary><c>NHT</c>.</summary>
    public string NameOf(OrganisationId organisation) => Row(organisation)?.ShortName ?? "an organisation";

    /// <summary>What an organisation is called by itself, also where it became part of another.</summary>
    public string OwnNameOf(OrganisationId organisation) => db.Organisations.Find(organisation.Value)?.ShortName ?? "an organisation";

    /// <summary>The organisation as it stands now; null when there is none.</summary>
    public OrganisationRow? Row(OrganisationId organisation) =>
        db.Organisations.Find(organisation.Value) is { } row ? Present(row) : null;

    /// <summary>For whom somebody is confirmed to speak in a forum's system; null when nobody knows.</summary>
    public OrganisationId? Of(PersonId person, ForumId forum)
    {
        var confirmed = Affiliation(person, people.SystemOf(forum))?.OrganisationId;
        return confirmed is { } id ? Row(new OrganisationId(id)) is { } row ? new OrganisationId(row.Id) : null
            : ByDomain(person, forum) is [var only] ? new OrganisationId(only.Id)
            : null;
    }

    /// <summary>What somebody says they speak for, and no chair has confirmed; null when they say nothing of the kind.</summary>
    public OrganisationId? ClaimOf(PersonId person, ForumId forum) =>
        Affiliation(person, people.SystemOf(forum))?.ClaimedId is { } id && Row(new OrganisationId(id)) is { } row
            ? new OrganisationId(row.Id) : null;

    /// <summary><c>NHT</c>, or <c>says NHT, not confirmed</c> where only their own word is known; null where nothing is.</summary>
    public string? SeatInWords(PersonId person, OrganisationId? confirmed, ForumId forum) =>
        confirmed is { } seat ? NameOf(seat)
        : ClaimOf(person, forum) is { } claim ? $"says {NameOf(claim)}, not confirmed"
        : null;

    /// <summary>The same as of now: what they say, until a chair has answered, else what is confirmed.</summary>
    public string? SeatInWords(PersonId person, ForumId forum)
    {
        var confirmed = Of(person, forum);
        return ClaimOf(person, forum) is { } claim && claim != confirmed ? $"says {NameOf(claim)}, not confirmed" : confirmed is { } seat
            ? NameOf(seat) : null;
    }

    /// <summary>The organisations that somebody's e-mail addresses allow: those with the longest domain that fits.</summary>
    public IReadOnlyList<OrganisationRow> ByDomain(PersonId person, ForumId forum)
    {
        var domains = people.Accounts(person).Select(it => it.Email).OfType<string>()
            .Select(email => email[(email.LastIndexOf('@') + 1)..]).Where(it => it.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)
                .ToList();
        var fitting = In(forum)
            .Select(row => (Row: row, Length: row.EmailDomains.Where(known => domains.Any(domain => IsIn(domain, known)))
                .Select(it => it.Length).DefaultIfEmpty(0).Max()))
            .Where(it => it.Length > 0).ToList();
        return [.. fitting.Where(it => it.Length == fitting.Max(other => other.Length)).Select(it => it.Row)];
    }

    /// <summary>Notes for whom somebody speaks, confirmed; null lets their e-mail domain decide again.</summary>
    public void Confirm(PersonId person, ForumId forum, OrganisationId? organisation)
    {
        var row = Tracked(person, people.SystemOf(forum));
        (row.OrganisationId, row.ClaimedId) = (organisation?.Value, null);
    }

    /// <summary>Notes what somebody says of themselves, to be confirmed.</summary>
    public void Claim(PersonId person, ForumId forum, OrganisationId organisation) =>
        Tracked(person, people.SystemOf(forum)).ClaimedId = organisation.Value;

    /// <summary>Forgets what was read of a system, after its organisations were changed.</summary>
    public void Forget()
    {
        _ofSystem.Clear();
        _affiliations.Clear();
    }

    /// <summary>What an organisation is called and known by.</summary>
    public static OrganisationFacts FactsOf(OrganisationRow row) => new(
        new OrganisationId(row.Id), row.ShortName, row.Name, row.Kind, [.. row.Places], [.. row.EmailDomains], row.OdsCode);

    private AffiliationRow Tracked(PersonId person, Guid system)
    {
        var (row, own) = (Affiliation(person, system), db.Joined(person).Value);
        if (row?.PersonId != own)
        {
            row = new AffiliationRow
            {
                PersonId = own,
                SystemId = system,
                OrganisationId = row?.OrganisationId,
                ClaimedId = row?.ClaimedId
            };
            db.Affiliations.Add(row);
            _affiliations[system][own] = row;
        }

        return row;
    }

    // All of a system at once: a card asks about every member of the forum.
    private AffiliationRow? Affiliation(PersonId person, Guid system)
    {
        if (!_affiliations.TryGetValue(system, out var ofSystem))
        {
            ofSystem = db.Affiliations.Where(it => it.SystemId == system).ToDictionary(it => it.PersonId);
            _affiliations[system] = ofSystem;
        }

        // What was confirmed of either of two accounts holds while they are joined.
        var own = db.Joined(person);
        var rows = db.JoinedTo(own).Prepend(own.Value).Select(it => ofSystem.GetValueOrDefault(it)).OfType<AffiliationRow>().ToList();
        return rows.Find(it => it.OrganisationId is not null) ?? rows.FirstOrDefault();
    }

    // A merger may have been followed by another.
    private OrganisationRow Present(OrganisationRow row)
    {
        for (var turns = 0; row.MergedIntoId is { } into && turns < 10; turns++)
        {
            row = db.Organisations.Find(into)!;
        }

        return row;
    }

    private List<OrganisationRow> All(Guid system)
    {
        if (!_ofSystem.TryGetValue(system, out var rows))
        {
            rows = [.. db.Organisations.Where(it => it.SystemId == system)];
            _ofSystem[system] = rows;
        }

        return rows;
    }

    private static bool IsIn(string domain, string known) =>
        string.Equals(domain, known, StringComparison.OrdinalIgnoreCase)
            || domain.EndsWith("." + known, StringComparison.OrdinalIgnoreCase);
}
