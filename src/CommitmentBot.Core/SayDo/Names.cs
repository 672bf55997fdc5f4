using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;

namespace CommitmentBot.Core.SayDo;

/// <summary>How people and organisations are called in what is written; an organisation by its short name.</summary>
/// <param name="Person">A person's name.</param>
/// <param name="Organisation">An organisation's short name.</param>
/// <param name="Mention">A person as the conversation shows them: a mention where it rings them, else their name.</param>
/// <param name="OrganisationOf">For whom a person speaks now; null when nobody knows.</param>
public sealed record Names(
    Func<PersonId, string> Person,
    Func<OrganisationId, string> Organisation,
    Func<PersonId, Inline> Mention,
    Func<PersonId, OrganisationId?> OrganisationOf);
