using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Delivery;
using CommitmentBot.Reports;

namespace CommitmentBot.Conversation;

/// <summary>What people type: reads it, does it, answers. One line a command.</summary>
internal sealed class Sentences(Scene scene, Acquaintance acquaintance, Whom whom, Capture capture, MoveCommands moves, Pictures pictures)
{
    /// <summary>Handles a message.</summary>
    public async Task<Reply> Hear(TurnContent.Said said, CancellationToken cancellationToken)
    {
        var thread = await CommitmentThreads.Find(scene.Db, scene.Turn, cancellationToken);
        if (!said.ToBot && thread is null && !await capture.IsAskingHere(cancellationToken))
        {
            await new Suggestions(scene, capture).Consider(said, cancellationToken);
            return new Reply.None();
        }

        if (PatientIdentifier.Find(said.Text.Plain, scene.Today) is { } kind)
        {
            return await Give(said, Answer.Privately(Refusals.Of(kind)), cancellationToken);
        }

        foreach (var mention in said.Text.Mentions)
        {
            var met = acquaintance.Meet(new Speaker(mention.User, mention.Name), scene.Turn.Conversation);
            if (scene is { Forum: { } forum, IsPersonal: false })
            {
                await acquaintance.Join(forum, met, cancellationToken);
            }
        }

        switch (Reader.Read(said.Text, scene.Reading(scene.Now, thread is not null || scene.IsPersonal)))
        {
            case Understood.AsCommand { Command: var command }:
                return await Give(said, await Do(command, cancellationToken), cancellationToken);
            case Understood.AsDrafts when scene.Forum is null:
                return await Give(said, Answer.Openly(scene.IsPersonal ? Refusals.WhichForum : Refusals.NoForum), cancellationToken);
            case Understood.AsDrafts { Drafts: var drafts }:
                var where = scene.IsPersonal ? null : scene.Turn.ReplyTo;
                await capture.Begin(drafts, new Capture.Origin(said.Text.Plain, scene.Me, scene.Now, said.Link, where, said.Message, SpokenTo(said)), cancellationToken);
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

    // Who "you" is: the only person mentioned, else whoever wrote what this is a reply to.
    private PersonId? SpokenTo(TurnContent.Said said)
    {
        var mentioned = said.Text.Mentions.Select(it => it.User).Distinct().ToList();
        var user = mentioned is [var only] ? only : mentioned.Count == 0 ? said.RepliedTo : null;
        return user is null ? null : acquaintance.Meet(new Speaker(user), scene.Turn.Conversation);
    }

    private async Task<Answer> Do(Command command, CancellationToken cancellationToken) => command switch
    {
        Command.OnCommitment it => await moves.Do(it, cancellationToken),
        Command.MyCommitments => await new ListCommands(scene).Mine(cancellationToken),
        Command.OwedToMe => await new ListCommands(scene).Owed(cancellationToken),
        Command.List it => await new ListCommands(scene).All(it, cancellationToken),
        Command.Summary it => await new SummaryCommand(scene, pictures).Do(it, cancellationToken),
        Command.HowAreYouDoing => await new OwnRecordCommand(scene).Do(cancellationToken),
        Command.Export => await new ExportCommand(scene).Do(cancellationToken),
        Command.SpeakFor { Who: null } it => new PersonCommands(scene).SpeakFor(it),
        Command.RemindAt it => new PersonCommands(scene).RemindAt(it),
        Command.OnLeave it => new PersonCommands(scene).OnLeave(it),
        Command.NeverAsk it => new PersonCommands(scene).NeverAsk(it),
        Command.Help => new Answer(HelpMessage.Write(), true),
        _ => await new ForumCommands(scene, whom, acquaintance).Do(command, cancellationToken),
    };

    /// <summary>
    /// Brings an answer to the asker: in the same request where it can be; what is theirs alone aside, or in private where the platform shows
    /// nothing aside or there is a file, which only a private chat takes; all else where they said it.
    /// </summary>
    private async Task<Reply> Give(TurnContent.Said said, Answer answer, CancellationToken cancellationToken)
    {
        var holdsFile = answer.Message.File is not null && await Accounts.WayTo(scene.Db, scene.Me, cancellationToken) is not null;
        if (said.Answerable && holdsFile)
        {
            // An answer that only the asker sees can hold no file.
            await scene.Tell(scene.Me, answer.Message, cancellationToken: cancellationToken);
            return new Reply.Show(Messages.Plain("I have sent it to you in private."));
        }

        if (said.Answerable)
        {
            return new Reply.Show(answer.Message);
        }

        if (answer.ForAskerOnly && said.Aside && !holdsFile)
        {
            await scene.Aside(answer.Message, cancellationToken);
        }
        else if (answer.ForAskerOnly && !scene.IsPersonal)
        {
            await scene.Tell(scene.Me, answer.Message, cancellationToken: cancellationToken);
        }
        else
        {
            scene.Say(answer.Message);
        }

        return new Reply.None();
    }
}
