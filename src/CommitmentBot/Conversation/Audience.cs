using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>Who reads a forum's cards: those in a seat, and everybody seen in its channels.</summary>
internal sealed record Audience(IReadOnlyList<PersonId> Seats, IReadOnlyList<PersonId> Members)
{
    // As many as Teams shows a card their own way; who comes after them sees the common one.
    private const int Most = 60;

    /// <summary>The audience of a forum.</summary>
    public static async Task<Audience> Of(RegisterDb db, Guid forum, CancellationToken cancellationToken)
    {
        await db.Memberships.Where(it => it.ForumId == forum).LoadAsync(cancellationToken);
        await db.ForumRoles.Where(it => it.ForumId == forum).LoadAsync(cancellationToken);
        return Loaded(db, forum);
    }

    /// <summary>The same, where memberships and roles were loaded before; people met in this very turn included.</summary>
    public static Audience Loaded(RegisterDb db, Guid? forum) => new(
        [.. db.ForumRoles.Local.Where(it => it.ForumId == forum).Select(it => new PersonId(it.PersonId))],
        [.. db.Memberships.Local.Where(it => it.ForumId == forum).Select(it => new PersonId(it.PersonId))]);

    /// <summary>Who sees the card of <paramref name="it"/> their own way: first those who have something to do with it.</summary>
    public OwnView Of(Commitment it, Directory names)
    {
        PersonId[] next = it.HandoverTo is { } to ? [to] : [];
        var readers = next.Prepend(it.Owner).Concat(names.Voices(it.Promisee).Where(Members.Contains)).Concat(Seats).Concat(Members).Distinct();
        return new OwnView(Verb.Look, Forms.Argument(it), [.. readers.SelectMany(names.Accounts).Select(account => new UserRef(account.Platform, account.UserId)).Take(Most)]);
    }
}
