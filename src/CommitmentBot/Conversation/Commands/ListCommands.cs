using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using Microsoft.EntityFrameworkCore;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>my commitments</c>, <c>what am I owed</c>, <c>list …</c>.</summary>
internal sealed class ListCommands(Scene scene)
{
    private const int Most = 20;

    /// <summary>What the asker has promised, or is asked to, in every forum; for their eyes only.</summary>
    public async Task<Answer> Mine(CancellationToken cancellationToken)
    {
        var ids = await scene.Db.Commitments
            .Where(it => it.OwnerId == scene.Me.Value
                && (it.State == CommitmentState.Active || it.State == CommitmentState.Proposed
                    || it.State == CommitmentState.Countered || it.State == CommitmentState.Reported))
            .OrderBy(it => it.Due).Select(it => it.Id).ToListAsync(cancellationToken);
        var all = await Load(ids, cancellationToken);
        return new Answer(Write("What you have promised", "You have nothing open.", all, ownersShown: false), true);
    }

    /// <summary>What is promised to the asker or their organisation; for their eyes only.</summary>
    public async Task<Answer> Owed(CancellationToken cancellationToken)
    {
        var organisation = scene.Names.OrganisationOf(scene.Me)?.Value;
        var ids = await scene.Db.Commitments
            .Where(it => it.OwnerId != scene.Me.Value
                && (it.PromiseePersonId == scene.Me.Value || (organisation != null && it.PromiseeOrganisationId == organisation))
                && (it.State == CommitmentState.Active || it.State == CommitmentState.Countered || it.State == CommitmentState.Reported))
            .OrderBy(it => it.Due).Select(it => it.Id).ToListAsync(cancellationToken);
        var all = await Load(ids, cancellationToken);
        return new Answer(Write("What you are owed", "Nothing is open that was promised to you.", all, ownersShown: true), true);
    }

    /// <summary>The forum's list.</summary>
    public async Task<Answer> All(Command.List list, CancellationToken cancellationToken)
    {
        if (scene.Forum is not { } forum)
        {
            return Answer.Privately(Refusals.WhichForum);
        }

        var all = await EventLog.LoadForum(scene.Db, new ForumId(forum.Id), cancellationToken);
        var organisation = list.Organisation is { } name ? scene.Names.Organisation(name) : null;
        if (list.Organisation is not null && organisation is null)
        {
            return Answer.Privately($"I know no organisation called {list.Organisation}. I know {string.Join(", ", scene.Names.Organisations.Select(it => it.ShortName))}.");
        }

        var chosen = all
            .Where(it => organisation is null || it.OwnerOrganisation?.Value == organisation.Id)
            .Where(it => list.Which switch
            {
                ListOf.Open => it.IsOpen,
                ListOf.Overdue => it.IsOverdue(scene.TodayOf(it.Owner)),
                ListOf.Kept => it.State == CommitmentState.Kept && it.DoneOn >= scene.Today.PlusWeeks(-4),
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
        return new Answer(Write(title, none, Ordered(chosen), ownersShown: true), false);
    }

    /// <summary>
    /// The commitments that hold every word, in number, wording, owner, promisee or theme: in a channel those of its forum, in private those of
    /// every forum the asker is in.
    /// </summary>
    public async Task<Reply.Found> Search(string words, CancellationToken cancellationToken)
    {
        var forums = scene.IsPersonal
            ? await scene.Db.Memberships.Where(it => it.PersonId == scene.Me.Value).Select(it => it.ForumId).ToListAsync(cancellationToken)
            : scene.Forum is { } here ? [here.Id] : [];
        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = new List<Commitment>();
        foreach (var forum in forums)
        {
            found.AddRange((await EventLog.LoadForum(scene.Db, new ForumId(forum), cancellationToken))
                .Where(it => wanted.All(word => Holds(it, word))));
        }

        return new Reply.Found([.. found.OrderByDescending(it => it.IsOpen).ThenBy(it => it.Due).Take(Most).Select(it => new Hit(
            $"{it.Reference} {it.Wording}", Line(it, ownersShown: true), scene.Card(it)))]);
    }

    /// <summary>What waits on the asker, what they owe and what they are owed, on one page of their own; each once.</summary>
    public async Task<Message> Home(CancellationToken cancellationToken)
    {
        var mine = new List<Commitment>();
        foreach (var forum in await scene.Db.Memberships.Where(it => it.PersonId == scene.Me.Value).Select(it => it.ForumId).ToListAsync(cancellationToken))
        {
            mine.AddRange((await EventLog.LoadForum(scene.Db, new ForumId(forum), cancellationToken)).Where(it => it.IsOpen));
        }

        var voice = new Actor(scene.Me, scene.Names.OrganisationOf(scene.Me), IsMember: true, IsChair: false, IsFacilitator: false);
        var owed = mine.Where(it => it.Promisee is not Promisee.ToForum && Permissions.Promisee(it, voice)).ToList();
        var waiting = mine.Where(it => it.HandoverTo == scene.Me || (it.Owner == scene.Me && it.State == CommitmentState.Proposed))
            .Concat(owed.Where(it => it.State == CommitmentState.Reported || it.Pending is not null)).ToList();
        Message[] parts =
        [
            Write("Waiting for your answer", "Nothing waits for your answer.", Ordered(waiting), ownersShown: true),
            Write("What you have promised", "You have nothing open.", Ordered(mine.Where(it => it.Owner == scene.Me).Except(waiting)), ownersShown: false),
            Write("What you are owed", "Nothing is open that was promised to you.", Ordered(owed.Except(waiting)), ownersShown: true),
        ];
        return new Message(
            string.Join(' ', parts.Select(it => it.Fallback)),
            [.. parts.SelectMany((part, i) => i == 0 ? part.Blocks : part.Blocks.Prepend(new Block.Divider()))]);
    }

    private static IReadOnlyList<Commitment> Ordered(IEnumerable<Commitment> which) => [.. which.OrderBy(it => it.Due).ThenBy(it => it.Number)];

    private bool Holds(Commitment it, string word) =>
        new[] { it.Reference, it.Wording, scene.Names.NameAndSeat(it.Owner, it.OwnerOrganisation), scene.Names.NameOf(it.Promisee) }
            .Concat(it.Themes.Select(theme => "#" + theme))
            .Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private string Line(Commitment it, bool ownersShown) =>
        $"{(ownersShown ? $"{scene.Names.NameAndSeat(it.Owner, it.OwnerOrganisation)}, to" : "To")} {scene.Names.NameOf(it.Promisee)}, "
        + $"by {Dates.InFull(it.Due)}. {Cards.Standing(it, scene.Names, scene.TodayOf(it.Owner))}.";

    private async Task<IReadOnlyList<Commitment>> Load(List<Guid> ids, CancellationToken cancellationToken)
    {
        var all = await EventLog.LoadMany(scene.Db, [.. ids.Select(id => new CommitmentId(id))], cancellationToken);
        return Ordered(all.Values);
    }

    private Message Write(string title, string none, IReadOnlyList<Commitment> all, bool ownersShown)
    {
        if (all.Count == 0)
        {
            return Messages.Plain(none);
        }

        var blocks = new List<Block> { new Block.Heading($"{title}: {all.Count}") };
        foreach (var it in all.Take(Most))
        {
            blocks.Add(new Block.Paragraph(new Inline.Bold($"{it.Reference} {it.Wording}"), $"\n{Line(it, ownersShown)}"));
        }

        if (all.Count > Most)
        {
            blocks.Add(new Block.Note($"And {all.Count - Most} more: “list UHCW” narrows it to one organisation."));
        }

        blocks.Add(new Block.Actions([.. all.Take(Block.Actions.MaxButtons)
            .Select(it => new Button($"Show {it.Reference}", Verb.Show, Forms.Argument(it)))]));
        return new Message(
            $"{title}: {string.Join("; ", all.Take(Most).Select(it => $"{it.Reference} {it.Wording}, by {Dates.InBrief(it.Due)}"))}.", blocks);
    }
}
