using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation.Commands;

/// <summary>
/// The organisations of a forum's system: added, changed, renamed and merged by its chairs. Each is an event, is told to every forum of
/// the system, and can be undone by any of its chairs.
/// </summary>
internal sealed class OrganisationCommands(TurnContext context)
{
    private OrganisationDirectory Organisations => context.People.Organisations;

    /// <summary><c>forum organisation UHCW University Hospitals …, uhcw.nhs.uk</c>: adds it, or changes what is known of it.</summary>
    public async Task<Answer> Set(Command.ForumOrganisation command, CancellationToken cancellationToken)
    {
        if (command.OdsCode is { } code && !OdsCode.HasForm(code))
        {
            return Answer.Privately($"“{code}” is not an ODS code: those are one to nine letters and figures, such as RKB.");
        }

        var row = Organisations.WithShortName(command.ShortName, context.ForumId);
        var before = row is null ? null : OrganisationDirectory.FactsOf(row);
        if (row is null)
        {
            row = new OrganisationRow
            {
                Id = OrganisationId.New().Value,
                SystemId = context.Forum!.SystemId,
                ShortName = command.ShortName,
                Name = command.Name
            };
            Organisations.Add(row);
        }

        // "forum organisation WCC" with nothing but a domain or a code leaves its name as it was.
        row.Name = command.Name == command.ShortName && before is not null ? row.Name : command.Name;
        row.EmailDomains = command.EmailDomains.Count > 0 || before is null || command.Name != command.ShortName
            ? [.. command.EmailDomains] : row.EmailDomains;
        row.Kind = command.Kind ?? row.Kind;
        row.Places = command.Places.Count > 0 ? [.. command.Places] : row.Places;
        row.OdsCode = command.OdsCode ?? row.OdsCode;
        context.Note(new ForumEvent.OrganisationSet(OrganisationDirectory.FactsOf(row), before));
        var sharing = Organisations.In(context.ForumId)
            .Where(it => it.Id != row.Id && it.EmailDomains.Intersect(row.EmailDomains, StringComparer.OrdinalIgnoreCase).Any())
                .Select(it => it.ShortName).ToList();
        return await Told(
            $"{row.ShortName} is {row.Name}{Details(row)}. Its people say “I speak for {row.ShortName}”"
            + (row.EmailDomains.Count == 0 ? ", and a chair confirms it."
                : sharing.Count == 0 ? $", or are known by their e-mail at {string.Join(", ", row.EmailDomains)}."
                : $". {string.Join(", ", sharing)} has the same e-mail domain, so people with it are asked which of them they speak for."),
            cancellationToken);
    }

    /// <summary><c>forum organisation rename WCC to WAR Warwick Council</c>.</summary>
    public async Task<Answer> Rename(Command.RenameOrganisation command, CancellationToken cancellationToken)
    {
        if (Organisations.WithShortName(command.ShortName, context.ForumId) is not { } row)
        {
            return Unknown(command.ShortName);
        }

        if (Organisations.WithShortName(command.NewShortName, context.ForumId) is { } taken && taken.Id != row.Id)
        {
            return Answer.Privately($"{taken.ShortName} is {taken.Name} already. “forum organisation merge {row.ShortName} into "
                + $"{taken.ShortName}” makes one of both.");
        }

        var before = OrganisationDirectory.FactsOf(row);
        (row.ShortName, row.Name) = (command.NewShortName, command.NewName ?? row.Name);
        context.Note(new ForumEvent.OrganisationSet(OrganisationDirectory.FactsOf(row), before));
        return await Told($"{before.ShortName} is now called {row.ShortName}, {row.Name}, everywhere, also where it was named before.",
            cancellationToken);
    }

    /// <summary><c>forum organisation merge WCC into WAR</c>.</summary>
    public async Task<Answer> Merge(Command.MergeOrganisations command, CancellationToken cancellationToken)
    {
        if (Organisations.WithShortName(command.ShortName, context.ForumId) is not { } row)
        {
            return Unknown(command.ShortName);
        }

        if (Organisations.Named(command.Into, context.ForumId) is not { } into)
        {
            return Unknown(command.Into);
        }

        if (row.MergedIntoId is not null || into.Id == row.Id)
        {
            return Answer.Privately($"{row.ShortName} is {into.ShortName} already.");
        }

        row.MergedIntoId = into.Id;
        context.Note(new ForumEvent.OrganisationMerged(new(row.Id), new(into.Id)));
        return await Told(
            $"{row.ShortName} is part of {into.ShortName} now: its people speak for {into.ShortName}, and what was promised to it is "
                + $"promised to {into.ShortName}. "
            + $"“forum organisation undo {row.ShortName}” takes that back.", cancellationToken);
    }

    /// <summary><c>forum organisation undo WAR</c>: takes back the last change to it, whichever chair of the system made it.</summary>
    public async Task<Answer> Undo(Command.UndoOrganisation command, CancellationToken cancellationToken)
    {
        if (Organisations.WithShortName(command.ShortName, context.ForumId) is not { } row)
        {
            return Unknown(command.ShortName);
        }

        switch (await LastChange(row, cancellationToken))
        {
            case ForumEvent.OrganisationMerged when row.MergedIntoId is { } from:
                row.MergedIntoId = null;
                context.Note(new ForumEvent.OrganisationUnmerged(new(row.Id), new(from)));
                return await Told($"{row.ShortName} stands for itself again.", cancellationToken);
            case ForumEvent.OrganisationSet { Before: { } before }:
                var now = OrganisationDirectory.FactsOf(row);
                if (Organisations.WithShortName(before.ShortName, context.ForumId) is { } taken && taken.Id != row.Id)
                {
                    return Answer.Privately($"{before.ShortName} is {taken.Name} by now, so {row.ShortName} cannot be called so again.");
                }

                (row.ShortName, row.Name, row.Kind, row.OdsCode) = (before.ShortName, before.Name, before.Kind, before.OdsCode);
                (row.Places, row.EmailDomains) = ([.. before.Places], [.. before.EmailDomains]);
                context.Note(new ForumEvent.OrganisationSet(OrganisationDirectory.FactsOf(row), now));
                return await Told($"Taken back: it is {row.ShortName}, {row.Name}, again.", cancellationToken);
            case ForumEvent.OrganisationSet added when await IsUsed(row, cancellationToken):
                return Answer.Privately($"{added.Now.ShortName} is named in what was promised, so it stays. It can be renamed, or merged "
                    + "into another.");
            case ForumEvent.OrganisationSet added:
                row.Dropped = true;
                context.Note(new ForumEvent.OrganisationDropped(added.Now));
                return await Told($"{row.ShortName} is no longer on the list.", cancellationToken);
            default:
                return Answer.Privately($"Nothing was changed about {row.ShortName} that could be taken back.");
        }
    }

    private async Task<ForumEvent?> LastChange(OrganisationRow row, CancellationToken cancellationToken)
    {
        var forums = await context.Db.Forums.Where(it => it.SystemId == row.SystemId).Select(it => it.Id).ToListAsync(cancellationToken);
        string[] kinds = ["organisation-set", "organisation-merged", "organisation-unmerged"];
        var events = await context.Db.Events.AsNoTracking()
            .Where(it => forums.Contains(it.ForumId) && it.CommitmentId == null && kinds.Contains(it.Kind) && it.Payload != null)
            .OrderByDescending(it => it.At).ThenByDescending(it => it.Sequence).Select(it => it.Payload!).ToListAsync(cancellationToken);
        return events.Select(EventJson.DeserializeForumEvent).FirstOrDefault(it => it switch
        {
            ForumEvent.OrganisationSet set => set.Now.Id.Value == row.Id,
            ForumEvent.OrganisationMerged merged => merged.Organisation.Value == row.Id,
            _ => false,
        });
    }

    private async Task<bool> IsUsed(OrganisationRow row, CancellationToken cancellationToken) =>
        await context.Db.Commitments.AnyAsync(it => it.PromiseeOrganisationId == row.Id, cancellationToken)
        || await context.Db.Events.AnyAsync(it => it.OrganisationId == row.Id, cancellationToken)
        || await context.Db.Affiliations.AnyAsync(it => it.OrganisationId == row.Id || it.ClaimedId == row.Id, cancellationToken);

    // The chairs of the system's other forums hear of it, as they can undo it.
    private async Task<Answer> Told(string sentence, CancellationToken cancellationToken)
    {
        await context.AnnounceElsewhere(sentence, cancellationToken);
        foreach (var other in await context.Db.Forums.AsNoTracking()
            .Where(it => it.SystemId == context.Forum!.SystemId && it.Id != context.Forum.Id).ToListAsync(cancellationToken))
        {
            foreach (var chair in context.People.Members.Chairs(new ForumId(other.Id)).Except(context.Chairs))
            {
                await context.Tell(chair, Messages.Plain($"{context.Forum!.Name}, which shares its organisations with {other.Name}: "
                    + $"{sentence}"), cancellationToken: cancellationToken);
            }
        }

        return Answer.Openly(sentence);
    }

    private Answer Unknown(string name) => Answer.Privately(Refusals.UnknownOrganisation(name, context));

    private static string Details(OrganisationRow row)
    {
        string?[] details =
        [
            row.Kind, row.Places.Count > 0 ? $"for {string.Join(" and ", row.Places)}" : null, row.OdsCode is { } code
                ? $"ODS code {code}" : null,
        ];
        return string.Concat(details.OfType<string>().Select(it => ", " + it));
    }
}
