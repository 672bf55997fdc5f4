using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.People;

namespace CommitmentBot.Conversation;

/// <summary>Whom the words of a message mean, among the people and organisations of the forum. To be named makes nobody a member.</summary>
internal sealed class PersonResolver(TurnContext context)
{
    /// <summary>Whose promise it is; else who it may be, and the question.</summary>
    public (PersonId? Owner, IReadOnlyList<PersonId> MayBe, string? Question) Owner(DraftOwner owner, PersonId? speaker = null)
    {
        switch (owner)
        {
            case DraftOwner.Named { Person: var named }:
                var found = Find(named);
                return found.Count switch
                {
                    1 => (found[0], [], null),
                    0 => (null, [], $"I do not know anybody called {named.Name} in this forum. Who owns it? You can also mention them "
                + "with @."),
                    _ => (null, found, $"There are several who could be {named.Name}. Who owns it?"),
                };
            case DraftOwner.Several { People: var people }:
                return (null, [.. people.SelectMany(Find)],
                    $"A commitment has one owner, and I read {string.Join(" and ", people.Select(it => it.Name))}. Who is it?");
            default:
                return (speaker ?? context.Me, [], null);
        }
    }

    /// <summary>To whom it is promised; the forum, and who it may be, where nobody or several fit.</summary>
    public (Promisee? Promisee, IReadOnlyList<PersonId> MayBe) Promisee(NamedPerson named)
    {
        if (named.User is null && context.People.Organisations.Named(named.Name, context.ForumId) is { } organisation)
        {
            return (new Promisee.ToOrganisation(new OrganisationId(organisation.Id)), []);
        }

        var found = Find(named);
        return found is [var person] ? (new Promisee.ToPerson(person), []) : (new Promisee.ToForum(), found);
    }

    /// <summary>Whom a name or a mention may mean, in this forum.</summary>
    public IReadOnlyList<PersonId> Find(NamedPerson named) =>
        named.User is { } user ? [Mentioned(user, named.Name)]
        : named.Name.Equals("me", StringComparison.OrdinalIgnoreCase) ? [context.Me]
        : context.People.Named(named.Name, context.Members);

    // Whoever is known goes by what the platform says of them: on Teams a mention may be cut short, to "@Sarah".
    private PersonId Mentioned(UserRef user, string name) =>
        context.People.PersonOf(user) is { } known && context.People.NameOf(known) != PeopleDirectory.Nameless ? known
            : Meet(new Speaker(user, name));

    /// <summary>The person with an account that was mentioned or wrote something here.</summary>
    public PersonId Meet(Speaker who) => context.People.Meet(who, context.Turn.Conversation, context.Now, context.Options.DefaultTimeZone);
}
