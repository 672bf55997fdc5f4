using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Data;

/// <summary>
/// All people, organisations and accounts as they were read last; nobody may change these rows. They hold for as long as the fact <c>people</c> is
/// the same, but for when and where an account was last seen, which may be older.
/// </summary>
internal sealed record KnownPeople(
    string Stamp, IReadOnlyDictionary<Guid, PersonRow> People, IReadOnlyDictionary<Guid, OrganisationRow> Organisations, IReadOnlyList<IdentityRow> Accounts)
{
    /// <summary><paramref name="earlier"/> where nothing has changed since, else what there is now: a system has some hundred leaders.</summary>
    public static async Task<KnownPeople> Read(RegisterDb db, KnownPeople? earlier, CancellationToken cancellationToken)
    {
        var stamp = await db.Facts.Where(it => it.Name == "people").Select(it => it.Value).SingleAsync(cancellationToken);
        if (earlier?.Stamp == stamp)
        {
            return earlier;
        }

        // Accounts before people before organisations, so that whatever another transaction commits in between, nothing read refers to what was not.
        var accounts = await db.Identities.AsNoTracking().ToListAsync(cancellationToken);
        var people = await db.People.AsNoTracking().ToDictionaryAsync(it => it.Id, cancellationToken);
        return new KnownPeople(stamp, people, await db.Organisations.AsNoTracking().ToDictionaryAsync(it => it.Id, cancellationToken), accounts);
    }
}
