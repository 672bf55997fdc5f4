using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation;

/// <summary>Commands about one commitment, typed or clicked.</summary>
internal sealed class MoveCommands(Scene scene, Moves moves, Whom whom)
{
    /// <summary>What a typed command about a commitment does.</summary>
    public async Task<Answer> Do(Command.OnCommitment command, CancellationToken cancellationToken)
    {
        if (await Find(command.Number, cancellationToken) is not { } row)
        {
            return Answer.Privately(command.Number is null ? "Which one? Please name it, such as C-42." : Refusals.NotHere);
        }

        await scene.Enter((await scene.Db.Forums.FindAsync([row.ForumId], cancellationToken))!, cancellationToken);
        var it = await EventLog.Load(scene.Db, new CommitmentId(row.Id), cancellationToken);
        switch (command)
        {
            case Command.Show:
                return new Answer(await scene.CardWithHistory(it, cancellationToken), false);
            case Command.Calendar:
                return new Commands.CalendarCommand(scene).Do(it);
            case Command.OnTrack:
                await OnTrack(row, null, cancellationToken);
                return Answer.Privately($"Thank you. I will not ask about {it.Reference} again before its date.");
            case Command.HelpWanted help:
                return await HelpWanted(row, help.Words, cancellationToken);
            case Command.Snooze:
                return await Snooze(row, cancellationToken);
            case Command.Cannot cannot:
                return Ask(it, "I need your account of it: five lines.", Verb.Account, "Give my account", Forms.Account(it, cannot.Because));
        }

        if (await MoveOf(command, it, cancellationToken) is not { } found)
        {
            return Missing(command, it);
        }

        var (after, refused, allowed) = await moves.Make(row, found, cancellationToken);
        return after is null
            ? new Answer(Messages.Refusal(refused!, allowed), true)
            : Answer.Openly($"{after.Reference}: {Cards.Standing(after, scene.Names, scene.TodayOf(after.Owner))}.");
    }

    /// <summary>A move made by a click: the card changes, and nothing else is said.</summary>
    public async Task<Reply> MakeByClick(CommitmentRow row, Move move, CancellationToken cancellationToken)
    {
        var (after, refused, allowed) = await moves.Make(row, move, cancellationToken);
        return after is null ? new Reply.Show(Messages.Refusal(refused!, allowed)) : new Reply.Updated(scene.OwnCard(after));
    }

    /// <summary>The owner's "on track" to a heads-up: it settles the step and changes nothing else.</summary>
    public async Task<Reply> OnTrack(CommitmentRow row, MessageRef? card, CancellationToken cancellationToken)
    {
        var it = await EventLog.Load(scene.Db, new CommitmentId(row.Id), cancellationToken);
        if (it.Owner != scene.Me)
        {
            return new Reply.Show(Messages.Plain($"Only {scene.Names.NameOf(it.Owner)} can say that."));
        }

        var thanks = $"You said that {it.Reference} is on track. Thank you.";
        scene.Replace(card, Messages.Over(thanks, scene.Card(it)));
        return new Reply.Updated(Messages.Over(thanks, scene.OwnCard(it)));
    }

    /// <summary>Asks the facilitators, or else the chairs, to help.</summary>
    public async Task<Answer> HelpWanted(CommitmentRow row, string? words, CancellationToken cancellationToken)
    {
        var it = await EventLog.Load(scene.Db, new CommitmentId(row.Id), cancellationToken);
        if (it.Owner != scene.Me)
        {
            return Answer.Privately($"Only {scene.Names.NameOf(it.Owner)} can ask for help with {it.Reference}.");
        }

        var helpers = scene.InSeat(ForumRole.Facilitator).Except([scene.Me]).ToList();
        helpers = helpers.Count > 0 ? helpers : [.. scene.InSeat(ForumRole.Chair).Except([scene.Me])];
        foreach (var helper in helpers)
        {
            await scene.Tell(helper, Messages.Over(
                $"{scene.Names.NameOf(scene.Me)} asks for help with {it.Reference}{(words is null ? "." : $": “{words}”")}", scene.Card(it)),
                cancellationToken: cancellationToken);
        }

        return Answer.Privately(helpers.Count == 0
            ? "This forum has nobody yet whom I could ask to help."
            : $"I have asked {string.Join(" and ", helpers.Select(scene.Names.NameOf))} to help with {it.Reference}.");
    }

    /// <summary>Puts the next step off once, to the next working day.</summary>
    public async Task<Answer> Snooze(CommitmentRow row, CancellationToken cancellationToken)
    {
        var it = await EventLog.Load(scene.Db, new CommitmentId(row.Id), cancellationToken);
        if (it.Owner != scene.Me)
        {
            return Answer.Privately($"Only {scene.Names.NameOf(it.Owner)} can put off a reminder of {it.Reference}.");
        }

        if (row.SnoozedUntil >= scene.Today)
        {
            return Answer.Privately($"{it.Reference} is put off already, to {Dates.InFull(row.SnoozedUntil.Value)}. A date can be moved: “move {it.Reference} to … because …”.");
        }

        row.SnoozedUntil = scene.Calendar.Plus(scene.Today, 1);
        row.NextStepAt = scene.Now;
        return Answer.Privately($"I will come back to {it.Reference} on {Dates.InFull(row.SnoozedUntil.Value)}. Its date stays {Dates.InFull(it.Due)}.");
    }

    /// <summary>Whether the actor may see a commitment: a member of its forum, or one it concerns.</summary>
    public async Task<bool> MaySee(CommitmentRow row, CancellationToken cancellationToken) =>
        row.OwnerId == scene.Me.Value || row.PromiseePersonId == scene.Me.Value
        || (row.ForumId == scene.Forum?.Id && scene.Members.Contains(scene.Me.Value))
        || await scene.Db.Memberships.AnyAsync(it => it.ForumId == row.ForumId && it.PersonId == scene.Me.Value, cancellationToken);

    private async Task<CommitmentRow?> Find(int? number, CancellationToken cancellationToken)
    {
        if (number is null)
        {
            return await CommitmentThreads.Find(scene.Db, scene.Turn, cancellationToken) ?? await OnlyOpenOne(cancellationToken);
        }

        var rows = scene.Db.Commitments.Where(it => it.Number == number);
        if (scene.Forum is { } forum)
        {
            rows = rows.Where(it => it.ForumId == forum.Id);
        }

        foreach (var row in await rows.OrderBy(it => it.CreatedAt).ToListAsync(cancellationToken))
        {
            if (await MaySee(row, cancellationToken))
            {
                return row;
            }
        }

        return null;
    }

    private async Task<CommitmentRow?> OnlyOpenOne(CancellationToken cancellationToken)
    {
        if (!scene.IsPersonal)
        {
            return null;
        }

        var mine = await scene.Db.Commitments.Where(it => it.OwnerId == scene.Me.Value
            && (it.State == CommitmentState.Active || it.State == CommitmentState.Proposed)).Take(2).ToListAsync(cancellationToken);
        return mine is [var only] ? only : null;
    }

    private async Task<Move?> MoveOf(Command.OnCommitment command, Commitment it, CancellationToken cancellationToken) => command switch
    {
        Command.Done done => new Move.DeclareDone(done.Evidence),
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
        Command.HandOver { To: { } to } handOver when await whom.Find(to, cancellationToken) is [var person] =>
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
