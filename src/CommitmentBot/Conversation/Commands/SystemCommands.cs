using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// <c>forum join</c>: two chairs join their forums' systems with a code that one gives the other. From then on they share organisations,
/// and nothing else: each register stays its own.
/// </summary>
internal sealed class SystemCommands(TurnContext context)
{
    private static readonly Duration CodeLives = Duration.FromDays(1);

    /// <summary>Gives a code, or takes one.</summary>
    public async Task<Answer> Join(string? code, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (code is null)
        {
            (forum.JoinCode, forum.JoinCodeExpiresAt) = (Codes.New(), context.Now + CodeLives);
            return Answer.Privately(
                $"Give this code to the chair of the other forum, who says there: “forum join {forum.JoinCode}”. Both forums then share "
                    + "their organisations; no register is shown to the other. The code works once, until this time tomorrow.");
        }

        var typed = Codes.Typed(code);
        var host = await context.Db.Forums.FirstOrDefaultAsync(it => it.JoinCode == typed && it.JoinCodeExpiresAt > context.Now,
            cancellationToken);
        if (host is null || host.Id == forum.Id)
        {
            return Answer.Privately("That code is not valid, or has expired. The other forum's chair gets a new one with “forum join”.");
        }

        (host.JoinCode, host.JoinCodeExpiresAt) = (null, null);
        if (host.SystemId == forum.SystemId)
        {
            return Answer.Privately($"{forum.Name} and {host.Name} share their organisations already.");
        }

        var merged = await Move(forum.SystemId, host.SystemId, cancellationToken);
        Data.EventLog.Append(context.Db, host, new ForumEvent.SystemJoined(host.SystemId), context.Actor, context.Now, context.Source);
        context.People.Organisations.Forget();
        var sentence = $"{forum.Name} and {host.Name} now share their organisations"
            + (merged.Count == 0 ? "." : $"; {string.Join(" and ", merged)} {(merged.Count == 1 ? "was" : "were")} in both, and "
                + $"{(merged.Count == 1 ? "is" : "are")} one now. “forum organisation undo …” separates them again.");
        await context.AnnounceElsewhere(sentence, cancellationToken);
        foreach (var channel in await context.Db.OpenChannels(host.Id).ToListAsync(cancellationToken))
        {
            context.Post(channel.Place.ToRef(), Messages.Plain(sentence));
        }

        return Answer.Openly(sentence);
    }

    private async Task<IReadOnlyList<string>> Move(Guid from, Guid to, CancellationToken cancellationToken)
    {
        foreach (var it in await context.Db.Forums.Where(it => it.SystemId == from).ToListAsync(cancellationToken))
        {
            it.SystemId = to;
            Data.EventLog.Append(context.Db, it, new ForumEvent.SystemJoined(to), context.Actor, context.Now, context.Source);
        }

        var theirs = await context.Db.Organisations.Where(it => it.SystemId == to).ToListAsync(cancellationToken);
        List<string> merged = [];
        foreach (var it in await context.Db.Organisations.Where(it => it.SystemId == from).ToListAsync(cancellationToken))
        {
            var twin = theirs.Find(other => !other.Dropped
                && string.Equals(other.ShortName, it.ShortName, StringComparison.OrdinalIgnoreCase));
            it.SystemId = to;
            if (twin is not null)
            {
                it.ShortName = $"{it.ShortName} ({context.Forum!.Name})";
                it.MergedIntoId ??= twin.Id;
                context.Note(new ForumEvent.OrganisationMerged(new(it.Id), new(twin.Id)));
                merged.Add(twin.ShortName);
            }
        }

        var affiliations = await context.Db.Affiliations.Where(it => it.SystemId == from).ToListAsync(cancellationToken);
        var known = (await context.Db.Affiliations.Where(it => it.SystemId == to).Select(it => it.PersonId)
            .ToListAsync(cancellationToken)).ToHashSet();
        context.Db.Affiliations.RemoveRange(affiliations);
        context.Db.Affiliations.AddRange(affiliations.Where(it => !known.Contains(it.PersonId)).Select(it => new AffiliationRow
        {
            PersonId = it.PersonId,
            SystemId = to,
            OrganisationId = it.OrganisationId,
            ClaimedId = it.ClaimedId,
        }));
        return merged;
    }
}
