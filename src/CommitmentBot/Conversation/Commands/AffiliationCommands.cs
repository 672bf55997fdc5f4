using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// For whom people speak. One's own word counts where one's e-mail domain allows it; else a chair confirms it, or says otherwise. What
/// happened before keeps the organisation it was done for.
/// </summary>
internal sealed class AffiliationCommands(TurnContext context, PersonResolver resolver)
{
    private OrganisationDirectory Organisations => context.People.Organisations;

    /// <summary><c>I speak for NHT</c>, and a chair's <c>@Sam speaks for NHT</c>.</summary>
    public async Task<Answer> SpeakFor(Command.SpeakFor command, CancellationToken cancellationToken)
    {
        if (context.Forum is null)
        {
            return Answer.Privately("Please say that in the forum's channel, or name the forum first: each forum has its own "
                + "organisations.");
        }

        if (!Permissions.May(ForumRight.SeeForum, context.Actor))
        {
            return Answer.Privately(Refusals.Of(ForumRight.SeeForum, ""));
        }

        if (Organisations.Named(command.Organisation, context.ForumId) is not { } found)
        {
            return Answer.Privately(Refusals.UnknownOrganisation(command.Organisation, context));
        }

        if (command.Who is not { } who)
        {
            return Answer.Privately(await Said(found, cancellationToken));
        }

        if (!Permissions.May(ForumRight.SetOrganisations, context.Actor))
        {
            return Answer.Privately(Refusals.Of(ForumRight.SetOrganisations, ForumCommands.Seats(context, ForumSeat.Chair)));
        }

        return resolver.Find(who) is not [var person]
            ? Answer.Privately($"I do not know {who.Name} in this forum. Please mention them with @.")
            : !context.Members.Contains(person)
                ? Answer.Privately($"{who.Name.TrimStart('@')} is in none of the channels of {context.Forum.Name}.")
            : await Set(person, found, cancellationToken);
    }

    /// <summary>
    /// What somebody says of themselves: taken where their e-mail domain allows it, else put to the chairs. Gives the answer.
    /// </summary>
    public async Task<string> Said(OrganisationRow found, CancellationToken cancellationToken)
    {
        var (forum, me) = (context.ForumId, context.Me);
        var organisation = new OrganisationId(found.Id);
        var before = Organisations.Of(me, forum);
        if (before == organisation)
        {
            return $"Noted: you speak for {found.ShortName}, {found.Name}.";
        }

        if (Organisations.ByDomain(me, forum) is var allowed && allowed.Any(it => it.Id == found.Id))
        {
            Organisations.Confirm(me, forum, allowed.Count == 1 ? null : organisation);
            context.Note(new ForumEvent.AffiliationSet(me, organisation, before));
            return $"Noted: you speak for {found.ShortName}, {found.Name}.";
        }

        Organisations.Claim(me, forum, organisation);
        context.Note(new ForumEvent.AffiliationClaimed(me, organisation));
        var name = context.People.NameOf(me);
        var chairs = context.Chairs.Except([me]).ToList();
        foreach (var chair in chairs)
        {
            await context.Tell(chair, Question(me, found, name), cancellationToken: cancellationToken);
        }

        return $"Noted. Your e-mail address does not show that you speak for {found.ShortName}, so you are shown as “says "
            + $"{found.ShortName}, not confirmed” until a chair confirms it. "
            + (chairs.Count == 0 ? "No other chair can be asked yet." : $"I have asked {Listed(chairs)}.");
    }

    /// <summary>A chair confirms for whom somebody speaks, or says who it is instead.</summary>
    public async Task<Answer> Set(PersonId person, OrganisationRow found, CancellationToken cancellationToken)
    {
        var forum = context.ForumId;
        var (before, organisation) = (Organisations.Of(person, forum), new OrganisationId(found.Id));
        if (person == context.Me && context.Chairs.Count > 1)
        {
            return Answer.Privately("Another chair has to confirm whom you speak for.");
        }

        Organisations.Confirm(person, forum, organisation);
        context.Note(new ForumEvent.AffiliationSet(person, organisation, before));
        var name = context.People.NameOf(person);
        if (person != context.Me)
        {
            await context.Tell(person, Messages.Plain($"{context.People.NameOf(context.Me)} has confirmed in {context.Forum!.Name} that "
                + $"you speak for {found.ShortName}."), cancellationToken: cancellationToken);
        }

        return Answer.Openly($"{name} speaks for {found.ShortName}, {found.Name}. What was recorded before stays as it was.");
    }

    // One button for yes, and one with the list for "it is another".
    private Message Question(PersonId person, OrganisationRow claimed, string name)
    {
        var about = $"{context.Forum!.Id:N}:{person.Value:N}:{claimed.Id:N}";
        var sentence = $"{name} says in {context.Forum.Name} that they speak for {claimed.ShortName}. Their e-mail address does not show "
            + "it. Is that so?";
        return new Message(
            sentence,
            [
                new Block.Paragraph(sentence),
                new Block.Actions(
                    new Button("Confirm", Verb.ConfirmClaim, about, ButtonStyle.Primary),
                    new Button("It is another", Verb.CorrectClaim, about,
                        Form: Forms.OtherOrganisation(about, name, Organisations.In(context.ForumId)))),
                new Block.Note($"Typing works as well, in the forum's channel: “@{name} speaks for {claimed.ShortName}”. Until then they "
                    + $"cannot act for {claimed.ShortName}."),
            ]);
    }

    private string Listed(IEnumerable<PersonId> people) => string.Join(" and ", people.Select(context.People.NameOf));
}
