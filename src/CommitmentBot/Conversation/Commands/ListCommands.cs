using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>my commitments</c>, <c>what am I owed</c>, <c>list …</c>.</summary>
internal sealed class ListCommands(TurnContext context)
{
    private const int Most = 20;

    /// <summary>What the asker has promised, or is asked to, in every forum; for their eyes only.</summary>
    public async Task<Answer> Mine(CancellationToken cancellationToken)
    {
        var ids = await context.Db.Commitments
            .Where(it => (it.OwnerId == context.Me.Value || it.NextOwnerId == context.Me.Value)
                && (it.State == CommitmentState.Active || it.State == CommitmentState.Proposed
                    || it.State == CommitmentState.Countered || it.State == CommitmentState.Reported))
            .OrderBy(it => it.Due).Select(it => it.Id).ToListAsync(cancellationToken);
        var all = await Load(ids, cancellationToken);
        return new Answer(Write("What you have promised", "You have nothing open.", all, ownersShown: false), true);
    }

    /// <summary>What is promised to the asker or their organisation; for their eyes only.</summary>
    public async Task<Answer> Owed(CancellationToken cancellationToken)
    {
        // What is promised to an organisation is shown to its confirmed people, in the forums they are in.
        var mine = context.People.Members.ForumsOf(context.Me)
            .Select(it => (Forum: it.Id, Organisation: context.People.Organisations.Of(context.Me, new ForumId(it.Id))?.Value))
                .Where(it => it.Organisation is not null).ToList();
        var (forums, organisations) = (mine.Select(it => it.Forum).ToList(), mine.Select(it => it.Organisation!.Value).ToHashSet());
        organisations.UnionWith(await context.Db.Organisations
            .Where(it => it.MergedIntoId != null && organisations.Contains(it.MergedIntoId.Value)).Select(it => it.Id)
            .ToListAsync(cancellationToken));
        var ids = await context.Db.Commitments
            .Where(it => it.OwnerId != context.Me.Value
                && (it.PromiseePersonId == context.Me.Value
                    || (it.PromiseeOrganisationId != null && organisations.Contains(it.PromiseeOrganisationId.Value)
                        && forums.Contains(it.ForumId)))
                && (it.State == CommitmentState.Active || it.State == CommitmentState.Countered || it.State == CommitmentState.Reported))
            .OrderBy(it => it.Due).Select(it => it.Id).ToListAsync(cancellationToken);
        var all = await Load(ids, cancellationToken);
        return new Answer(Write("What you are owed", "Nothing is open that was promised to you.", all, ownersShown: true), true);
    }

    /// <summary>The forum's list; for the asker's eyes only, as others did not ask.</summary>
    public async Task<Answer> All(Command.List list, CancellationToken cancellationToken)
    {
        var all = await EventLog.LoadForum(context.Db, context.ForumId, cancellationToken);
        context.People.Read(all);
        var organisation = list.Organisation is { } name ? context.People.Organisations.Named(name, context.ForumId) : null;
        if (list.Organisation is not null && organisation is null)
        {
            return Answer.Privately(Refusals.UnknownOrganisation(list.Organisation, context));
        }

        var chosen = all
            .Where(it => organisation is null
                || (it.OwnerOrganisation is { } seat && context.People.Organisations.Row(seat)?.Id == organisation.Id))
            .Where(it => list.Which switch
            {
                ListOf.Open => it.IsOpen,
                ListOf.Overdue => it.IsOverdue(context.TodayOf(it.Owner)),
                ListOf.Kept => it.State == CommitmentState.Kept && it.DoneOn >= context.Today.PlusWeeks(-4),
                _ => true,
            })
            .ToList();
        var (title, none) = list.Which switch
        {
            ListOf.Overdue => ("Past their date", "Nothing is past its date."),
            ListOf.Kept => ("Kept in the last four weeks", "Nothing was kept in the last four weeks."),
            ListOf.All => ("All commitments", "Nothing has been recorded yet."),
            _ => ("Open commitments", "Nothing is open."),
        };
        if (context.Place is null && context.People.Members.ForumsOf(context.Me).Count > 1)
        {
            (title, none) = ($"{context.Forum!.Name}: {char.ToLowerInvariant(title[0])}{title[1..]}",
                $"{context.Forum.Name}: {char.ToLowerInvariant(none[0])}{none[1..]}");
        }

        var gaps = await UnreportedGaps.Among(context.Db, context.People, chosen, context.Now, cancellationToken);
        return new Answer(Write(title, none, Ordered(chosen), ownersShown: true, it => gaps.HiddenFrom(context.Actor, it)), true);
    }

    /// <summary>
    /// The commitments that hold every word, in number, wording, owner, promisee or theme: in a channel those of its forum, in private those of
    /// every forum the asker is in.
    /// </summary>
    public async Task<Reply.Found> Search(string words, CancellationToken cancellationToken)
    {
        var forums = context.Place is null
            ? context.People.Members.ForumsOf(context.Me)
            : Permissions.May(ForumRight.SeeRegister, context.Actor) ? [context.Forum!] : [];
        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = new List<Commitment>();
        foreach (var forum in forums)
        {
            found.AddRange((await EventLog.LoadForum(context.Db, new ForumId(forum.Id), cancellationToken))
                .Where(it => wanted.All(word => Holds(it, word))));
        }

        var shown = found.OrderByDescending(it => it.IsOpen).ThenBy(it => it.Due).Take(Most).ToList();

        // The asker puts what was found where everybody reads it.
        var gaps = await UnreportedGaps.Among(context.Db, context.People, shown, context.Now, cancellationToken);
        return new Reply.Found([.. shown.Select(it => gaps.Contains(it)
            ? new Hit(
                $"{Called(it, forums.Count > 1)} {it.Wording}", "Past its date; its owner is being asked.", UnreportedGaps.InsteadOf(it))
            : new Hit($"{Called(it, forums.Count > 1)} {it.Wording}", Line(it, ownersShown: true), context.Card(it)))]);
    }

    /// <summary>What waits on the asker, what they owe and what they are owed, on one page of their own; each once.</summary>
    public async Task<Message> Home(CancellationToken cancellationToken)
    {
        var mine = new List<Commitment>();
        var forums = context.People.Members.ForumsOf(context.Me).Select(it => it.Id).ToHashSet();
        foreach (var forum in forums)
        {
            mine.AddRange((await EventLog.LoadForum(context.Db, new ForumId(forum), cancellationToken)).Where(it => it.IsOpen));
        }

        // And what they are a party to elsewhere.
        var (me, open) = (context.Me.Value, new[
            ] { CommitmentState.Proposed, CommitmentState.Countered, CommitmentState.Active, CommitmentState.Reported });
        var elsewhere = await context.Db.Commitments
            .Where(it => (it.OwnerId == me || it.NextOwnerId == me || it.PromiseePersonId == me) && !forums.Contains(it.ForumId)
                && open.Contains(it.State))
            .Select(it => it.Id).ToListAsync(cancellationToken);
        mine.AddRange(await Load(elsewhere, cancellationToken));
        var owed = mine.Where(it => it.Promisee is not Promisee.ToForum
            && Permissions.Promisee(it, context.People.Members.ActorIn(it.Forum, context.Me))).ToList();
        var waiting = mine.Where(it => it.HandoverTo == context.Me || (it.Owner == context.Me && it.State == CommitmentState.Proposed)
            || AsksMe(it)).ToList();
        Message[] parts =
        [
            Write("Waiting for your answer", "Nothing waits for your answer.", Ordered(waiting), ownersShown: true),
            Write("What you have promised", "You have nothing open.", Ordered(mine.Where(it => it.Owner == context.Me).Except(waiting)),
                ownersShown: false),
            Write("What you are owed", "Nothing is open that was promised to you.", Ordered(owed.Except(waiting)), ownersShown: true),
        ];
        return new Message(
            string.Join(' ', parts.Select(it => it.Fallback)),
            [.. parts.SelectMany((part, i) => i == 0 ? part.Blocks : part.Blocks.Prepend(new Block.Divider()))]);
    }

    // "Done" waits for a yes, or new terms for an agreement, and theirs is the word that counts.
    private bool AsksMe(Commitment it)
    {
        var actor = context.People.Members.ActorIn(it.Forum, context.Me);
        var answer = it.State == CommitmentState.Reported ? typeof(Move.Confirm) : typeof(Move.Agree);
        return (it.State == CommitmentState.Reported || it.Pending is not null)
            && (Permissions.Promisee(it, actor) || it.Promisee is Promisee.ToForum) && Permissions.MayMove(answer, it, actor);
    }

    // Two forums may both have a C-2.
    private string Called(Commitment it, bool several) => several ? $"{context.People.Forum(it.Forum).Name} {it.Reference}" : it.Reference;

    private static IReadOnlyList<Commitment> Ordered(IEnumerable<Commitment> which) => [.. which.OrderBy(it => it.Due).ThenBy(it => it.Number)];

    private bool Holds(Commitment it, string word) =>
        new[] { it.Reference, it.Wording, context.People.OwnerOf(it), context.People.PromiseeOf(it) }
            .Concat(it.Themes.Select(theme => "#" + theme))
            .Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private string Line(Commitment it, bool ownersShown) =>
        $"{(ownersShown ? $"{context.People.OwnerOf(it)}, to" : "To")} {context.People.PromiseeOf(it)}, "
        + $"by {Dates.InFull(it.Due)}. {Cards.Standing(it, context.People, context.TodayOf(it.Owner))}.";

    private async Task<IReadOnlyList<Commitment>> Load(List<Guid> ids, CancellationToken cancellationToken)
    {
        var all = await EventLog.LoadMany(context.Db, [.. ids.Select(id => new CommitmentId(id))], cancellationToken);
        context.People.Read(all.Values);
        return Ordered(all.Values);
    }

    private Message Write(
        string title, string none, IReadOnlyList<Commitment> all, bool ownersShown, Func<Commitment, bool>? hidden = null)
    {
        if (all.Count == 0)
        {
            return Messages.Plain(none);
        }

        var several = context.Place is null && all.Select(it => it.Forum).Distinct().Count() > 1;
        var shown = hidden is null ? all : [.. all.Where(it => !hidden(it))];
        var fallback = shown.Take(Most).Select(it => $"{Called(it, several)} {it.Wording}, by {Dates.InBrief(it.Due)}").ToList();
        var blocks = new List<Block> { new Block.Heading($"{title}: {all.Count}") };
        foreach (var it in shown.Take(Most))
        {
            blocks.Add(new Block.Paragraph(new Inline.Bold($"{Called(it, several)} {it.Wording}"), $"\n{Line(it, ownersShown)}"));
        }

        if (shown.Count > Most)
        {
            blocks.Add(new Block.Note($"And {shown.Count - Most} more: “list UHCW” narrows it to one organisation."));
        }

        if (shown.Count < all.Count)
        {
            var unreported = UnreportedGaps.InWords(all.Count - shown.Count);
            blocks.Add(new Block.Paragraph(unreported));
            fallback.Add(unreported.TrimEnd('.'));
        }

        if (shown.Count > 0)
        {
            blocks.Add(new Block.Actions([.. shown.Take(Block.Actions.MaxButtons)
                .Select(it => new Button(Forms.Cut($"Show {Called(it, several)}", 70), Verb.Show, Forms.Argument(it)))]));
        }

        return new Message($"{title}: {string.Join("; ", fallback)}.", blocks);
    }
}
