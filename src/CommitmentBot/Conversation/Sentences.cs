using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>What people type: reads it, asks whether they may, does it, answers. One line a command.</summary>
internal sealed class Sentences(TurnContext context, PersonResolver resolver, Capture capture, MoveCommands moves, Pictures pictures)
{
    private readonly ForumChoice choice = new(context);

    /// <summary>Handles a message.</summary>
    public async Task<Reply> Hear(TurnContent.Said said, CancellationToken cancellationToken)
    {
        var thread = await CommitmentThreads.Find(context.Db, context.Turn, cancellationToken);
        if (!said.ToBot && thread is null && !await capture.IsAskingHere(cancellationToken))
        {
            await new Suggestions(context, capture).Consider(said, cancellationToken);
            return new Reply.None();
        }

        if (!context.IsPersonal && !said.Answerable)
        {
            await context.CountAnswers(cancellationToken);
        }

        if (PatientIdentifier.Find(said.Text.Plain, context.Today) is { } kind)
        {
            return await Give(said, Answer.Privately(Refusals.Of(kind)), cancellationToken);
        }

        if (context.Place is null && await choice.Named(said.Text.Plain, cancellationToken) is { } named)
        {
            return await Choose(said, named, cancellationToken);
        }

        if (context.Place is null && ForumChoice.MayBeQualified(said.Text)
            && ForumChoice.Qualified(said.Text, await Visible(cancellationToken)) is var (forum, rest))
        {
            await context.Enter(forum.Id, cancellationToken);
            context.ForumIsNamed = true;

            // A promise keeps all its words.
            said = Reader.Read(rest, context.Reading(context.Now, thread is not null || context.IsPersonal)) is Understood.AsCommand
                ? said with { Text = rest } : said;
        }

        switch (Reader.Read(said.Text, context.Reading(context.Now, thread is not null || context.IsPersonal)))
        {
            case Understood.AsCommand { Command: Command.UseForum use }:
                return choice.ByName(use.Name) is { } chosen ? await Choose(said, chosen, cancellationToken)
                    : said.ToBot ? await Give(said, Answer.Privately(Refusals.NoSuchForum(use.Name, choice.Mine)), cancellationToken)
                    : new Reply.None();
            case Understood.AsCommand { Command: var command }:
                return await Give(said, await Do(command, said, cancellationToken), cancellationToken);
            case Understood.AsDrafts when context.Forum is null:
                return await Give(said, await NoForum(said, cancellationToken), cancellationToken);
            case Understood.AsDrafts when !Permissions.May(ForumRight.Record, context.Actor):
                return await Give(said, Answer.Privately(Refusals.Of(ForumRight.Record, "")), cancellationToken);
            case Understood.AsDrafts { Drafts: var drafts }:
                var where = context.IsPersonal ? null : context.Turn.ReplyTo;
                await capture.Begin(drafts, new Capture.Origin(said.Text.Plain, context.Me, context.Now, said.Link, where, said.Message,
                    SpokenTo(said)), cancellationToken);
                return said.Answerable ? new Reply.Show(Messages.Plain("I have answered in the conversation.")) : new Reply.None();
            case Understood.AsNothing nothing:
                if (await capture.AnswerInWords(said.Text.Plain, cancellationToken) || !said.ToBot)
                {
                    return new Reply.None();
                }

                return await Give(said, Answer.Openly(nothing.Nearest is { } nearest
                    ? $"I did not understand that. Did you mean “{nearest}”?"
                    : "I did not understand that. Promise something with a date (“I'll send the plan to UHCW by Friday”), or say “help”."), cancellationToken);
            default:
                return new Reply.None();
        }
    }

    /// <summary>
    /// Somebody has chosen a forum: from now on their conversation is about it, and what they had asked is answered for it.
    /// </summary>
    public async Task<Reply> Choose(TurnContent.Said said, ForumRow forum, CancellationToken cancellationToken)
    {
        var waiting = await choice.Choose(forum.Id, cancellationToken);
        context.ForumIsNamed = true;
        return waiting is { } words
            ? await Hear(said with { Text = words }, cancellationToken)
            : await Give(said, Answer.Privately($"From now on this conversation is about {forum.Name}. Name another forum to "
                + "change that."), cancellationToken);
    }

    // The forums whose commitments somebody may name: those they are in, and those where they are a party to something.
    private async Task<IReadOnlyList<ForumRow>> Visible(CancellationToken cancellationToken)
    {
        var me = context.Me.Value;
        var party = await context.Db.Commitments
            .Where(it => it.OwnerId == me || it.PromiseePersonId == me || it.NextOwnerId == me || it.ProposedById == me)
            .Select(it => it.ForumId).Distinct().ToListAsync(cancellationToken);
        return [.. party.Select(id => context.People.Forum(new ForumId(id))).Union(choice.Mine)];
    }

    // Who "you" is: the only person mentioned, else whoever wrote what this is a reply to.
    private PersonId? SpokenTo(TurnContent.Said said)
    {
        var mentioned = said.Text.Mentions.Select(it => it.User).Distinct().ToList();
        var user = mentioned is [var only] ? only : mentioned.Count == 0 ? said.RepliedTo : null;
        return user is null ? null : resolver.Meet(new Speaker(user));
    }

    private async Task<Answer> Do(Command command, TurnContent.Said said, CancellationToken cancellationToken)
    {
        if (CommandRights.Of(command) is Need.InForum { Right: var right } && !ForumCommands.BeginsAForum(command, context))
        {
            if (context.Forum is null)
            {
                return await NoForum(said, cancellationToken);
            }

            if (ForumCommands.RightFor(command, right, context) is var needed && Permissions.Of(needed, context.Actor) == Reach.Nothing)
            {
                return Answer.Privately(context.Actor.IsMember ? Refusals.Of(needed, ForumCommands.Seats(context, ForumSeat.Chair))
                    : Refusals.InNoForum);
            }
        }

        return command switch
        {
            Command.OnCommitment it => await moves.Do(it, said, cancellationToken),
            Command.MyCommitments => await new ListCommands(context).Mine(cancellationToken),
            Command.OwedToMe => await new ListCommands(context).Owed(cancellationToken),
            Command.List it => await new ListCommands(context).All(it, cancellationToken),
            Command.Summary it => await new SummaryCommand(context, pictures).Do(it, cancellationToken),
            Command.HowAreYouDoing => await new OwnRecordCommand(context).Do(cancellationToken),
            Command.Export => await new ExportCommand(context).Do(cancellationToken),
            Command.SpeakFor it => await new AffiliationCommands(context, resolver).SpeakFor(it, cancellationToken),
            Command.RemindAt it => await new PersonCommands(context).RemindAt(it, cancellationToken),
            Command.OnLeave it => await new PersonCommands(context).OnLeave(it, cancellationToken),
            Command.NeverAsk it => new PersonCommands(context).NeverAsk(it),
            Command.WriteTo it => new PersonCommands(context).WriteTo(it),
            Command.Deputy it => await new DeputyCommands(context, resolver).Name(it, cancellationToken),
            Command.NoDeputy => await new DeputyCommands(context, resolver).None(cancellationToken),
            Command.WhoAmI => new PersonCommands(context).WhoAmI(),
            Command.JoinAccounts it => await new AccountCommands(context).Join(it.Code, cancellationToken),
            Command.SeparateAccounts => await new AccountCommands(context).Separate(cancellationToken),
            Command.Help => new Answer(HelpMessage.Write(), true),
            _ => await new ForumCommands(context, resolver).Do(command, cancellationToken),
        };
    }

    // Somebody in several forums says which; a channel that is not linked says how it can be.
    private async Task<Answer> NoForum(TurnContent.Said said, CancellationToken cancellationToken) =>
        choice.Mine.Count > 0 ? await choice.Ask(said.Text, choice.Mine, cancellationToken)
        : context.IsPersonal ? Answer.Privately(Refusals.InNoForum)
        : Answer.Privately(Refusals.NoForum);

    /// <summary>
    /// Brings an answer to the asker: in the same request where it can be; what is theirs alone aside, or in private where the platform shows
    /// nothing aside or there is a file, which only a private chat takes; all else where they said it. Whoever has many answers waiting is
    /// asked to wait, once.
    /// </summary>
    private async Task<Reply> Give(TurnContent.Said said, Answer answer, CancellationToken cancellationToken)
    {
        // What was asked where others read is answered there only about the forum that is theirs.
        answer = context.IsPersonal || context.Forum is null || context.Place?.ForumId == context.Forum.Id ? answer
            : answer with { ForAskerOnly = true };
        var holdsFile = answer.Message.File is not null && await Accounts.WayTo(context.Db, context.Me, cancellationToken) is not null;
        if (said.Answerable && holdsFile)
        {
            // An answer that only the asker sees can hold no file.
            await context.Tell(context.Me, answer.Message, cancellationToken: cancellationToken);
            return new Reply.Show(Messages.Plain("I have sent it to you in private."));
        }

        if (said.Answerable)
        {
            return new Reply.Show(answer.Message);
        }

        switch (context.IsToWait())
        {
            case null:
                return new Reply.None();
            case true:
                answer = answer with { Message = Messages.Plain(Refusals.TooMany) };
                break;
        }

        if (answer.ForAskerOnly && said.Aside && !holdsFile)
        {
            await context.Aside(answer.Message, cancellationToken);
        }
        else if (answer.ForAskerOnly && !context.IsPersonal)
        {
            await context.Tell(context.Me, answer.Message, cancellationToken: cancellationToken);
        }
        else
        {
            context.Say(answer.Message);
        }

        return new Reply.None();
    }
}
