using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>Commands about one commitment, typed or clicked.</summary>
internal sealed class MoveCommands(TurnContext context, Moves moves, PersonResolver resolver)
{
    /// <summary>What a typed command about a commitment does.</summary>
    public async Task<Answer> Do(Command.OnCommitment command, TurnContent.Said said, CancellationToken cancellationToken)
    {
        var (row, question) = await Find(command.Number, said, cancellationToken);
        if (row is null)
        {
            return question ?? Answer.Privately(command.Number is null ? "Which one? Please name it, such as C-42." : Refusals.NotHere);
        }

        await context.Enter(row.ForumId, cancellationToken);
        var it = await EventLog.Load(context.Db, new CommitmentId(row.Id), cancellationToken);
        if (WhyNot(CommandRights.Of(command), it) is { } refused)
        {
            return new Answer(refused, true);
        }

        switch (command)
        {
            case Command.Show:
                return await Show(it, cancellationToken);
            case Command.Calendar:
                return new Commands.CalendarCommand(context).Do(it);
            case Command.OnTrack:
                OnTrack(it, null);
                return Answer.Privately($"Thank you. I will not ask about {it.Reference} again before its date.");
            case Command.HelpWanted help:
                return await HelpWanted(it, help.Words, cancellationToken);
            case Command.Cannot cannot:
                return Ask(it, "I need your account of it: five lines.", Verb.Account, "Give my account", Forms.Account(it, cannot.Because));
        }

        if (MoveOf(command, it) is not { } found)
        {
            return Missing(command, it);
        }

        var (after, refusal, allowed) = await moves.Make(row, found, cancellationToken);
        return after is null ? new Answer(Messages.Refusal(refusal!, allowed), true)
            : found is Move.Snooze ? Answer.Privately(
                $"I will come back to {Called(after)} on {Dates.InFull(after.SnoozedUntil!.Value)}. Its date stays "
                + $"{Dates.InFull(after.Due)}.")
            : new Answer(Messages.Plain($"{Called(after)}: {Cards.Standing(after, context.People, context.TodayOf(after.Owner))}."),
                !context.IsPersonal && !IsInItsChannel);
    }

    /// <summary>Why somebody cannot do with a commitment what needs <paramref name="need"/>, as a message; null when they can.</summary>
    public Message? WhyNot(Need need, Commitment it)
    {
        var actor = context.People.Members.ActorIn(it.Forum, context.Me);
        if (!Permissions.MaySee(it, actor))
        {
            return Messages.Plain(Refusals.NotHere);
        }

        return need switch
        {
            Need.OnCommitment on => Permissions.May(on.Right, it, actor) ? null
                : Messages.Plain($"Only {context.People.NameOf(it.Owner)}, who owns {it.Reference}, or their deputy can do that."),
            // One of the moves that a button may stand for is enough.
            Need.ToMove to => Array.ConvertAll([.. to.Moves], move => Lifecycle.Refusal(move, it, actor, moves.Context(it.Owner)))
                is [{ } first, ..] refusals && !refusals.Contains(null) ? Messages.Refusal(first.Sentence, first.Allowed) : null,
            _ => Messages.Plain(Refusals.NotHere),
        };
    }

    /// <summary>A move made by a click: the card changes, and nothing else is said.</summary>
    public async Task<Reply> MakeByClick(CommitmentRow row, Move move, CancellationToken cancellationToken)
    {
        var (after, refused, allowed) = await moves.Make(row, move, cancellationToken);
        return after is null ? new Reply.Show(Messages.Refusal(refused!, allowed)) : new Reply.Updated(context.OwnCard(after));
    }

    /// <summary>
    /// A commitment with its history; for the asker alone where its forum does not read, or should not hear whose gap it is.
    /// </summary>
    public async Task<Answer> Show(Commitment it, CancellationToken cancellationToken)
    {
        var gaps = await UnreportedGaps.Among(context.Db, context.People, [it], context.Now, cancellationToken);
        return gaps.HiddenFrom(context.Actor, it)
            ? new Answer(UnreportedGaps.InsteadOf(it), true)
            : new Answer(
                await context.CardWithHistory(it, cancellationToken), !context.IsPersonal && (!IsInItsChannel || gaps.Contains(it)));
    }

    /// <summary>The owner's "on track" to a heads-up: it settles the step and changes nothing else.</summary>
    public Reply OnTrack(Commitment it, MessageRef? card)
    {
        var thanks = $"You said that {it.Reference} is on track. Thank you.";
        context.Replace(card, Messages.Over(thanks, context.Card(it)));
        return new Reply.Updated(Messages.Over(thanks, context.OwnCard(it)));
    }

    /// <summary>Asks the facilitators, or else the chairs, to help.</summary>
    public async Task<Answer> HelpWanted(Commitment it, string? words, CancellationToken cancellationToken)
    {
        var helpers = context.InSeat(ForumSeat.Facilitator).Except([context.Me]).ToList();
        helpers = helpers.Count > 0 ? helpers : [.. context.Chairs.Except([context.Me])];
        foreach (var helper in helpers)
        {
            await context.Tell(helper, Messages.Over(
                $"{context.People.NameOf(context.Me)} asks for help with {it.Reference}{(words is null ? "." : $": “{words}”")}",
                context.Card(it)),
                cancellationToken: cancellationToken);
        }

        return Answer.Privately(helpers.Count == 0
            ? "This forum has nobody yet whom I could ask to help."
            : $"I have asked {string.Join(" and ", helpers.Select(context.People.NameOf))} to help with {it.Reference}.");
    }

    // In a forum's channel a number is that forum's. Elsewhere it is the one commitment with it that they may see; of several they are
    // asked which.
    private async Task<(CommitmentRow? Row, Answer? Question)> Find(int? number, TurnContent.Said said, CancellationToken cancellationToken)
    {
        if (number is null)
        {
            return (await CommitmentThreads.Find(context.Db, context.Turn, cancellationToken) ?? await OnlyOpenOne(cancellationToken),
                null);
        }

        if (IsInItsChannel)
        {
            return (await context.Db.Commitments.FirstOrDefaultAsync(it => it.ForumId == context.Forum!.Id && it.Number == number,
                cancellationToken), null);
        }

        var choice = new ForumChoice(context);
        var forums = choice.Mine.Select(it => it.Id).ToList();
        var me = context.Me.Value;
        var rows = await context.Db.Commitments.Where(it => it.Number == number
            && (forums.Contains(it.ForumId) || it.OwnerId == me || it.PromiseePersonId == me || it.NextOwnerId == me
                || it.ProposedById == me)).ToListAsync(cancellationToken);
        var meant = rows.Count == 1 ? rows[0] : rows.Find(it => it.ForumId == (context.ForumIsNamed ? context.Forum?.Id : choice.Lately));
        return meant is not null || rows.Count == 0
            ? (meant, null)
            : (null, await choice.Ask(said.Text,
                [.. rows.Select(it => context.People.Forum(new ForumId(it.ForumId)))
                .OrderBy(it => it.Name, StringComparer.OrdinalIgnoreCase)], cancellationToken));
    }

    // A channel may have been another forum's before, and its old threads are still about that one's commitments.
    private bool IsInItsChannel => context.Place is { } place && place.ForumId == context.Forum?.Id;

    // Whoever is in several forums reads of which one it is.
    private string Called(Commitment it) => !IsInItsChannel && new ForumChoice(context).Mine.Count > 1
        ? $"{context.Forum!.Name}, {it.Reference}" : it.Reference;

    private async Task<CommitmentRow?> OnlyOpenOne(CancellationToken cancellationToken)
    {
        if (!context.IsPersonal)
        {
            return null;
        }

        var mine = await context.Db.Commitments.Where(it => it.OwnerId == context.Me.Value
            && (it.State == CommitmentState.Active || it.State == CommitmentState.Proposed)).Take(2).ToListAsync(cancellationToken);
        return mine is [var only] ? only : null;
    }

    private Move? MoveOf(Command.OnCommitment command, Commitment it) => command switch
    {
        Command.Done done => new Move.DeclareDone(done.Evidence),
        Command.Snooze => new Move.Snooze(),
        Command.AtRisk { Words: { } words } => new Move.FlagAtRisk(words),
        Command.MoveTo { Due: DueReading.On on, Because: { } because } => new Move.AskToMove(new Terms(on.Date, null, because)),
        Command.Reword reword => new Move.AskToMove(new Terms(null, reword.Wording, reword.Because)),
        Command.Release { Because: { } because } => new Move.Release(because),
        Command.Accept => new Move.Accept(),
        Command.Counter { Due: DueReading.On on } counter => new Move.Counter(new Terms(on.Date, counter.Wording, counter.Because)),
        Command.Counter { Wording: { } wording } counter => new Move.Counter(new Terms(null, wording, counter.Because)),
        Command.Decline decline => new Move.Decline(decline.Because),
        Command.Agree => new Move.Agree(),
        Command.Refuse refuse => new Move.Refuse(refuse.Because),
        Command.Confirm confirm => new Move.Confirm(confirm.Helped),
        Command.NotYet notYet => new Move.SayNotYet(notYet.Words),
        Command.CloseConversation conversation => new Move.CloseConversation(conversation.Held, conversation.Words),
        Command.CallBroken { Because: { } because } => new Move.CallBroken(because),
        Command.Correct { To: { } to, Because: { } because } => new Move.Correct(to, it.DoneOn, because),
        Command.HandOver { To: { } to } handOver when resolver.Find(to) is [var person] =>
            new Move.HandOver(person, handOver.Because),
        _ => null,
    };

    private static Answer Missing(Command.OnCommitment command, Commitment it) => command switch
    {
        Command.AtRisk => Ask(it, "What is in the way?", Verb.AtRisk, "Say what", Forms.AtRisk(it)),
        Command.MoveTo { Due: DueReading.InThePast past } =>
            Ask(it, $"{Dates.InFull(past.Date)} is over. Which day?", Verb.Move, "New date", Forms.Move(it)),
        Command.MoveTo { Due: DueReading.None } => Ask(it, "To which day, and why?", Verb.Move, "New date", Forms.Move(it)),
        Command.MoveTo => Ask(it, "Why? The promisee is asked to agree and will want to know.", Verb.Move, "New date", Forms.Move(it)),
        Command.Counter => Ask(it, "What could you promise, and by when?", Verb.Counter, "Other terms", Forms.Counter(it)),
        Command.HandOver => Answer.Privately($"To whom? “hand over {it.Reference} to @…”, with a mention I can follow."),
        Command.Correct => Answer.Privately($"To what, and why? “correct {it.Reference} to kept because …”; it can be kept, broken or released."),
        _ => Answer.Privately($"Please say why: the same again with “because …”."),
    };

    private static Answer Ask(Commitment it, string sentence, string verb, string label, Form form) => new(
        new Message(
            $"{it.Reference}: {sentence}",
            [
                new Block.Paragraph($"{it.Reference}, “{it.Wording}”. {sentence}"),
                new Block.Actions(new Button(label, verb, Forms.Argument(it), ButtonStyle.Primary, form)),
            ]),
        true);
}
