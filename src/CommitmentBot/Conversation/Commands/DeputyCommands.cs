using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.Conversation.Commands;

/// <summary>Who answers for somebody in a forum for a while: copied on their reminders, and never the owner.</summary>
internal sealed class DeputyCommands(TurnContext context, PersonResolver resolver)
{
    /// <summary><c>my deputy is @x until 3 June</c>; without a name, who it is.</summary>
    public async Task<Answer> Name(Command.Deputy command, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (command.Person is not { } named)
        {
            return Answer.Privately(Present is { } now
                ? $"{NameOf(now)} is your deputy in {forum.Name} until {Dates.InFull(now.Until)}. “no deputy” ends that."
                : $"You have no deputy in {forum.Name}. “my deputy is @… until 3 June” names one.");
        }

        if (command.Until is not { } until)
        {
            return Answer.Privately("Until which day? “my deputy is @… until 3 June”.");
        }

        if (until < context.Today)
        {
            return Answer.Privately($"{Dates.InFull(until)} is over. Please choose a day that is still to come, or today.");
        }

        if (resolver.Find(named) is not [var person])
        {
            return Answer.Privately($"I do not know {named.Name} in this forum. Please mention them with @.");
        }

        // Of somebody who is not here no more is said than the mention did.
        if (!context.People.Members.IsMember(person, context.ForumId))
        {
            return Answer.Privately(
                $"{named.Name.TrimStart('@')} is in none of the channels of {forum.Name}, so they cannot answer for you there.");
        }

        if (person == context.Me)
        {
            return Answer.Privately("You answer for yourself already. Who else could?");
        }

        var endsAt = context.Zone.AtStartOfDay(until.PlusDays(1)).ToInstant();
        if (Present is { } row)
        {
            if (context.People.Present(new PersonId(row.DeputyId)) != person)
            {
                await End(row, cancellationToken);
            }

            (row.DeputyId, row.Until, row.EndsAt) = (person.Value, until, endsAt);
        }
        else
        {
            context.Db.Deputies.Add(new DeputyRow
            {
                ForumId = forum.Id,
                PersonId = context.Me.Value,
                DeputyId = person.Value,
                Until = until,
                EndsAt = endsAt,
            });
        }

        context.People.Members.Forget();
        context.Note(new ForumEvent.DeputyNamed(context.Me, person, until));
        var (me, name) = (context.People.NameOf(context.Me), context.People.NameOf(person));
        await context.Tell(person, Messages.Plain(
            $"{me} has named you as deputy in {forum.Name} until {Dates.InFull(until)}. You get a copy of what I ask them in private and "
            + "may answer for them: “done”, “at risk”, “move … to …”, their account. Your name stands beside what you say. What they "
            + "promised stays theirs, and new promises are theirs to make."),
            cancellationToken: cancellationToken);
        return Answer.Privately(
            $"{name} is your deputy in {forum.Name} until {Dates.InFull(until)}, and knows. They get a copy of your reminders and may "
            + "answer for you; what you promised stays yours. “no deputy” ends that sooner.");
    }

    /// <summary><c>no deputy</c>.</summary>
    public async Task<Answer> None(CancellationToken cancellationToken)
    {
        if (Present is not { } row)
        {
            return Answer.Privately($"You have no deputy in {context.Forum!.Name}.");
        }

        var name = NameOf(row);
        await End(row, cancellationToken);
        context.Db.Deputies.Remove(row);
        context.People.Members.Forget();
        return Answer.Privately($"{name} is no longer your deputy in {context.Forum!.Name}, and knows.");
    }

    private DeputyRow? Present => context.People.Members.DeputyOf(context.ForumId, context.Me);

    private string NameOf(DeputyRow row) => context.People.NameOf(context.People.Present(new PersonId(row.DeputyId)));

    private async Task End(DeputyRow row, CancellationToken cancellationToken)
    {
        var deputy = context.People.Present(new PersonId(row.DeputyId));
        context.Note(new ForumEvent.DeputyEnded(context.Me, deputy));
        if (context.People.Members.IsMember(deputy, context.ForumId))
        {
            await context.Tell(deputy, Messages.Plain(
                $"{context.People.NameOf(context.Me)} has ended it: you are no longer their deputy in {context.Forum!.Name}."),
                cancellationToken: cancellationToken);
        }
    }
}
