using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;

namespace CommitmentBot.Conversation;

/// <summary>Whom the words of a message mean, among the people and organisations of the forum.</summary>
internal sealed class Whom(Scene scene, Acquaintance acquaintance)
{
    /// <summary>Whose promise it is; else who it may be, and the question.</summary>
    public async Task<(PersonId? Owner, IReadOnlyList<PersonId> MayBe, string? Question)> Owner(
        DraftOwner owner, CancellationToken cancellationToken, PersonId? speaker = null)
    {
        switch (owner)
        {
            case DraftOwner.Named { Person: var named }:
                var found = await Find(named, cancellationToken);
                return found.Count switch
                {
                    1 => (found[0], [], null),
                    0 => (null, [], $"I do not know anybody called {named.Name} in this forum. Who owns it? You can also mention them with @."),
                    _ => (null, found, $"There are several who could be {named.Name}. Who owns it?"),
                };
            case DraftOwner.Several { People: var people }:
                var each = new List<PersonId>();
                foreach (var person in people)
                {
                    each.AddRange(await Find(person, cancellationToken));
                }

                return (null, each, $"A commitment has one owner, and I read {string.Join(" and ", people.Select(it => it.Name))}. Who is it?");
            default:
                return (speaker ?? scene.Me, [], null);
        }
    }

    /// <summary>To whom it is promised; the forum, and who it may be, where nobody or several fit.</summary>
    public async Task<(Promisee? Promisee, IReadOnlyList<PersonId> MayBe)> Promisee(NamedPerson named, CancellationToken cancellationToken)
    {
        if (named.User is null && scene.Names.Organisation(named.Name) is { } organisation)
        {
            return (new Promisee.ToOrganisation(new OrganisationId(organisation.Id)), []);
        }

        var found = await Find(named, cancellationToken);
        return found is [var person] ? (new Promisee.ToPerson(person), []) : (new Promisee.ToForum(), found);
    }

    /// <summary>Whom a name or a mention may mean, in this forum.</summary>
    public async Task<IReadOnlyList<PersonId>> Find(NamedPerson named, CancellationToken cancellationToken)
    {
        if (named.User is not { } user)
        {
            return scene.Names.Named(named.Name, scene.Members);
        }

        var person = acquaintance.Meet(new Speaker(user, named.Name), scene.Turn.Conversation);
        if (scene.Forum is { } forum && !scene.IsPersonal)
        {
            await acquaintance.Join(forum, person, cancellationToken);
        }

        return [person];
    }
}
