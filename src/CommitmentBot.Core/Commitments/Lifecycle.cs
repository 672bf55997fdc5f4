using CommitmentBot.Core.People;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Core.Commitments;

/// <summary>
/// Decides every move on a commitment by the table of its life. Pure: no clock, no database, no chat; what is decided
/// happens once <see cref="Evolution"/> has applied it.
/// </summary>
public static class Lifecycle
{
    private static readonly LocalDatePattern DayAndMonth = LocalDatePattern.CreateWithInvariantCulture("d MMMM");
    private static readonly LocalDatePattern WithYear = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");

    /// <summary>
    /// What <paramref name="move"/> by <paramref name="by"/> leads to. <paramref name="it"/> is null for <see cref="Move.Record"/> and
    /// <see cref="Move.Propose"/> only; any other move without a commitment is a bug (<see cref="ArgumentNullException"/>).
    /// </summary>
    public static Decision Decide(Commitment? it, Move move, Actor by, LifeContext context)
    {
        ArgumentNullException.ThrowIfNull(move);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(context);
        if (it is null)
        {
            return Begin(move, by, context);
        }

        var scene = new Scene(it, by, context);
        var roles = Permissions.Roles(it, by);
        if (roles == Role.None)
        {
            return new Decision.Refused("That commitment belongs to a forum whose channels you are not in.", []);
        }

        return WhyNot(scene, move, roles, out var row) is { } sentence
            ? new Decision.Refused(sentence, Allowed(scene, roles))
            : new Decision.Happened([row!.Then(move, scene)]);
    }

    /// <summary>The moves <paramref name="by"/> may make on <paramref name="it"/> now, as people would type them.</summary>
    public static IReadOnlyList<string> Allowed(Commitment it, Actor by, LifeContext context) =>
        Allowed(new Scene(it, by, context), Permissions.Roles(it, by));

    private static Decision Begin(Move move, Actor by, LifeContext context)
    {
        var (what, own) = move switch
        {
            Move.Record record => (record.What, true),
            Move.Propose propose => (propose.What, false),
            _ => throw new ArgumentNullException(nameof(move), $"{move.GetType().Name} is a move on a commitment, and there is none."),
        };

        var sentence = !Permissions.May(ForumRight.Record, by) ? "Only people in the forum's channels can put a commitment on its register."
            : own && what.Owner != by.Person ? "Only the person who promises can record it as their own. It can be proposed to them instead."
            : !own && what.Owner == by.Person ? "This would be your own promise: it can be recorded, and needs no proposal."
            : LifeTable.WrongOpening(what, context);
        return sentence is null
            ? new Decision.Happened([own ? new CommitmentEvent.Recorded(what) : new CommitmentEvent.Proposed(what)])
            : new Decision.Refused(sentence, []);
    }

    /// <summary>
    /// Why <paramref name="by"/> cannot make a move of this type on <paramref name="it"/> now, whatever its words; null when they can. For
    /// whoever is about to be asked for the words.
    /// </summary>
    public static Decision.Refused? Refusal(Type move, Commitment it, Actor by, LifeContext context)
    {
        var scene = new Scene(it, by, context);
        var roles = Permissions.Roles(it, by);
        return WhyNot(scene, move, roles, out _) is { } sentence ? new Decision.Refused(sentence, Allowed(scene, roles)) : null;
    }

    /// <summary>Looks for the line of the table by state, then role, then the moment, then the words; the first that fails says why.</summary>
    private static string? WhyNot(Scene scene, Move move, Role roles, out LifeRow? row)
    {
        if (move is Move.Record or Move.Propose)
        {
            row = null;
            return $"{scene.It.Reference} stands in the register already.";
        }

        return WhyNot(scene, move.GetType(), roles, out row) ?? row!.Wrong(move, scene);
    }

    private static string? WhyNot(Scene scene, Type move, Role roles, out LifeRow? row)
    {
        var it = scene.It;
        row = null;
        var lines = LifeTable.Rows.Where(line => line.Move == move).ToList();
        var here = lines.Where(line => line.Fits(it)).ToList();
        if (here.Count == 0)
        {
            return $"{it.Reference} {Stands(it.State)}, so it is not possible to {lines[0].Doing.Replace("{it}", "it", StringComparison.Ordinal)} now.";
        }

        row = here.Find(line => (roles & line.By) != 0);
        return row is null
            ? $"Only {Who(here[0].By, scene)} can {Fill(here[0].Doing, scene)}."
            : row.NotNow(scene);
    }

    private static List<string> Allowed(Scene scene, Role roles) =>
        [.. LifeTable.Rows.Where(line => line.Typed is not null && line.IsOpenTo(scene, roles)).Select(line => Fill(line.Typed!, scene))];

    private static string Fill(string template, Scene scene) => template
        .Replace("{it}", scene.It.Reference, StringComparison.Ordinal)
        .Replace("{date}", Example(scene), StringComparison.Ordinal)
        .Replace("{end}", scene.It.State == CommitmentState.Kept ? "broken" : "kept", StringComparison.Ordinal);

    /// <summary>A date one might ask for: five working days on from the present one, or from today when that is over.</summary>
    private static string Example(Scene scene)
    {
        var today = scene.Context.Today;
        var date = scene.Context.Calendar.Plus(LocalDate.Max(today, scene.It.Due), 5);
        return (date.Year == today.Year ? DayAndMonth : WithYear).Format(date);
    }

    private static string Who(Role roles, Scene scene)
    {
        var chair = Permissions.Owner(scene.It, scene.By) ? "another chair" : "a chair";
        var names = new List<string>();
        // What is promised to the forum is its chairs' to answer. A deputy is named with nobody: most owners have none.
        var theirs = ~Role.Deputy
            & (scene.It.Promisee is Promisee.ToForum && roles.HasFlag(Role.Chair) ? roles & ~Role.Promisee : roles);
        foreach (var role in Enum.GetValues<Role>().Where(role => role != Role.None && theirs.HasFlag(role)))
        {
            names.Add(role switch
            {
                Role.Owner => "the owner",
                Role.Promisee => scene.It.Promisee switch
                {
                    Promisee.ToPerson => "the person it is promised to",
                    Promisee.ToOrganisation => "somebody from the organisation it is promised to",
                    _ => chair,
                },
                Role.Chair => chair,
                Role.Facilitator => "the facilitator",
                Role.NextOwner => "the person it is being handed over to",
                _ => "the passing of time",
            });
        }

        return names.Count < 3 ? string.Join(" or ", names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static string Stands(CommitmentState state) => state switch
    {
        CommitmentState.Proposed => "is proposed and waits for its owner's answer",
        CommitmentState.Countered => "waits for an answer to its owner's terms",
        CommitmentState.Declined => "was declined",
        CommitmentState.Lapsed => "lapsed without an answer",
        CommitmentState.Active => "is promised and open",
        CommitmentState.Reported => "is reported as done and waits for an answer to that",
        CommitmentState.Kept => "is kept",
        CommitmentState.Broken => "reads as broken",
        _ => "was released",
    };
}
