using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// One person with accounts on both platforms. They prove it from both sides with a code, which lives ten minutes and works once; after
/// five wrong ones an account waits. Joined, what either did is one person's: nobody confirms their own promise, and a morning brings one
/// message.
/// </summary>
internal sealed class AccountCommands(TurnContext context)
{
    private static readonly Duration CodeLives = Duration.FromMinutes(10);
    private const int MostTries = 5;

    /// <summary><c>join my accounts</c> gives a code, <c>join my accounts 7KQ2-M9XT</c> takes it.</summary>
    public async Task<Answer> Join(string? code, CancellationToken cancellationToken)
    {
        if (!context.IsPersonal)
        {
            return Answer.Privately("Please say that to me in private: the code is for your eyes only.");
        }

        var user = context.Turn.From.User;
        if (code is null)
        {
            var old = await context.Db.AccountCodes
                .Where(it => (it.Platform == user.Platform && it.UserId == user.Id) || it.ExpiresAt <= context.Now)
                .ToListAsync(cancellationToken);
            context.Db.AccountCodes.RemoveRange(old);
            var made = Codes.New();
            context.Db.AccountCodes.Add(new AccountCodeRow
            {
                Code = made,
                Platform = user.Platform,
                UserId = user.Id,
                ExpiresAt = context.Now + CodeLives
            });
            return Answer.Privately($"Within ten minutes, write to me in private from your other account: “join my accounts {made}”. The "
                + "code works once. Give it to nobody: whoever types it becomes you.");
        }

        var account = context.People.Account(user)!;
        if (account.WrongCodes >= MostTries && context.Now - account.WrongCodesSince < CodeLives)
        {
            return Answer.Privately("Too many wrong codes. Please wait ten minutes, then ask for a new one from your other "
                + "account.");
        }

        var typed = Codes.Typed(code);
        if (await context.Db.AccountCodes.FindAsync([typed], cancellationToken) is not { } row || row.ExpiresAt <= context.Now)
        {
            account.WrongCodes = context.Now - account.WrongCodesSince < CodeLives ? account.WrongCodes + 1 : 1;
            account.WrongCodesSince = account.WrongCodes == 1 ? context.Now : account.WrongCodesSince;
            return Answer.Privately("That code is not valid, or has expired. Say “join my accounts” from your other account for "
                + "a new one.");
        }

        context.Db.AccountCodes.Remove(row);
        (account.WrongCodes, account.WrongCodesSince) = (0, null);
        var other = context.People.Account(new UserRef(row.Platform, row.UserId))!;
        if (other.PersonId == account.PersonId)
        {
            return Answer.Privately("These accounts are joined already.");
        }

        return await Join(account, other, cancellationToken);
    }

    /// <summary><c>separate my accounts</c>: each account is a person of its own again, with what that person did.</summary>
    public async Task<Answer> Separate(CancellationToken cancellationToken)
    {
        var me = context.Me;
        var joined = context.People.Accounts(me).Where(it => it.OwnPersonId is { } own && own != me.Value).ToList();
        if (joined.Count == 0)
        {
            return Answer.Privately("Your accounts are not joined.");
        }

        var forums = ForumsOf(me);
        var others = joined.Select(it => it.OwnPersonId!.Value).Distinct().ToList();
        foreach (var account in joined)
        {
            (account.PersonId, account.OwnPersonId) = (account.OwnPersonId!.Value, null);
        }

        foreach (var other in others)
        {
            (await context.Db.People.FindAsync([other], cancellationToken))!.JoinedToId = null;
        }

        await context.Db.SaveChangesAsync(cancellationToken);
        context.Db.ForgetJoined();
        await EventLog.ProjectAnew(context.Db, [.. others, me.Value], cancellationToken);
        Note(forums, others.Select(it => (ForumEvent)new ForumEvent.AccountsSeparated(me, new PersonId(it))));
        return Answer.Privately("Your accounts are separate again. What each of them had promised is its own again.");
    }

    private async Task<Answer> Join(IdentityRow account, IdentityRow other, CancellationToken cancellationToken)
    {
        var (kept, joined) = (context.People.Row(new PersonId(other.PersonId)), context.People.Row(context.Me));
        foreach (var it in context.People.Accounts(context.Me))
        {
            it.OwnPersonId ??= it.PersonId;
            it.PersonId = kept.Id;
        }

        foreach (var it in await context.Db.People.Where(it => it.JoinedToId == joined.Id).ToListAsync(cancellationToken))
        {
            it.JoinedToId = kept.Id;
        }

        joined.JoinedToId = kept.Id;
        kept.Leave = [.. kept.Leave.Union(joined.Leave)];
        await context.Db.SaveChangesAsync(cancellationToken);
        context.Db.ForgetJoined();
        await EventLog.ProjectAnew(context.Db, [kept.Id, joined.Id], cancellationToken);
        Note(ForumsOf(new PersonId(kept.Id)), [new ForumEvent.AccountsJoined(new PersonId(kept.Id), new PersonId(joined.Id))]);

        // In the chat where the code came from: whoever has that account must hear of it, also where somebody else typed the code.
        var (here, there) = (PersonCommands.Called(account.Platform), PersonCommands.Called(other.Platform));
        var told = Messages.Plain(
            $"Your accounts on {here} and {there} are joined: one list, one message a morning. “write to me on {here}” says where; "
            + "“separate my accounts” undoes it.");
        if (other.Private is { } chat)
        {
            context.Post(chat.ToRef(), told);
        }
        else
        {
            await context.Tell(new PersonId(kept.Id), told, cancellationToken: cancellationToken);
        }

        return Answer.Privately($"Joined: you are {kept.Name} here, too. “my commitments” has both lists in one.");
    }

    private List<Guid> ForumsOf(PersonId person) => [.. context.People.Members.ForumsOf(person).Select(it => it.Id)];

    private void Note(IEnumerable<Guid> forums, IEnumerable<ForumEvent> facts)
    {
        var all = facts.ToList();
        foreach (var forum in forums)
        {
            all.ForEach(fact => EventLog.Append(
                context.Db, context.People.Forum(new ForumId(forum)), fact,
                context.People.Members.ActorIn(new ForumId(forum), context.Me), context.Now, context.Source));
        }
    }
}
