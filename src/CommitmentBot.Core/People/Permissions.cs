using CommitmentBot.Core.Commitments;

namespace CommitmentBot.Core.People;

/// <summary>
/// Who may do what: the one place that is asked, by commands, buttons, forms, searches, lists, exports and whatever is sent unasked. Its
/// data are <see cref="PermissionTable"/> and the life table's roles, and nothing else.
/// </summary>
public static class Permissions
{
    private const Role Anybody = Role.Member | Role.Chair | Role.Facilitator;

    /// <summary>
    /// What <paramref name="actor"/> is to <paramref name="it"/>. A chair is no chair of their own commitments, nor of those they
    /// answer for as deputy: on those they are an owner like any other, and another chair or the promisee answers.
    /// </summary>
    public static Role Roles(Commitment it, Actor actor) =>
        Standing(actor)
        & ~(Owner(it, actor) || Deputy(it, actor) ? Role.Chair : Role.None)
        | (Deputy(it, actor) ? Role.Deputy : Role.None)
        | (Owner(it, actor) ? Role.Owner : Role.None)
        | (Promisee(it, actor) ? Role.Promisee : Role.None)
        | (actor.Person is not null && it.HandoverTo == actor.Person ? Role.NextOwner : Role.None)
        | (actor.Person is not null && it.ProposedBy == actor.Person ? Role.Proposer : Role.None);

    /// <summary>Whether it is theirs to do.</summary>
    public static bool Owner(Commitment it, Actor actor) => actor.Person == it.Owner;

    /// <summary>Whether they answer for its owner: in the forum only, and never on what is promised to themselves.</summary>
    public static bool Deputy(Commitment it, Actor actor) =>
        InForum(actor) && !Owner(it, actor) && !Promisee(it, actor) && actor.DeputyOf.Contains(it.Owner);

    /// <summary>
    /// Whether it is promised to them: to the person; to the organisation, for members who are confirmed to speak for it. What is promised
    /// to the forum is its chairs' to answer, as chairs. Never the owner, who cannot answer their own promise.
    /// </summary>
    public static bool Promisee(Commitment it, Actor actor) =>
        actor.Person is not null && !Owner(it, actor) && it.Promisee switch
        {
            Commitments.Promisee.ToPerson to => actor.Person == to.Person,
            Commitments.Promisee.ToOrganisation to => InForum(actor) && actor.Organisation == to.Organisation,
            _ => false,
        };

    /// <summary>Whether they may read it: people of the forum, and whoever is a party to it.</summary>
    public static bool MaySee(Commitment it, Actor actor) => May(CommitmentRight.See, it, actor);

    /// <summary>Whether <paramref name="actor"/> has <paramref name="right"/> to <paramref name="it"/>.</summary>
    public static bool May(CommitmentRight right, Commitment it, Actor actor) =>
        (Roles(it, actor) & PermissionTable.OfCommitment[right]) != 0;

    /// <summary>
    /// Whether their role allows a move on <paramref name="it"/> as it stands, whatever its words. Where the state allows no such move to
    /// anybody, true for whoever might make it in another one: they are told why not by <see cref="Lifecycle.Decide"/>.
    /// </summary>
    public static bool MayMove(Type move, Commitment it, Actor actor)
    {
        var rows = LifeTable.Rows.Where(row => row.Move == move).ToList();
        var here = rows.Where(row => row.Fits(it)).ToList();
        return (here.Count > 0 ? here : rows).Any(row => (row.By & Roles(it, actor)) != 0);
    }

    /// <summary>Whether a right that holds for a person's own commitments holds for this one.</summary>
    public static bool Covers(Reach reach, Commitment it, Actor actor) =>
        reach == Reach.All || (reach == Reach.Own && (Owner(it, actor) || Promisee(it, actor)));

    /// <summary>Of which of the forum's commitments <paramref name="actor"/> has <paramref name="right"/>.</summary>
    public static Reach Of(ForumRight right, Actor actor)
    {
        var (by, own) = PermissionTable.OfForum[right];
        return (Standing(actor) & by) != 0 ? Reach.All : own && actor.Person is not null ? Reach.Own : Reach.Nothing;
    }

    /// <summary>Whether <paramref name="actor"/> has <paramref name="right"/> for the whole forum.</summary>
    public static bool May(ForumRight right, Actor actor) => Of(right, actor) == Reach.All;

    private static bool InForum(Actor actor) => (Standing(actor) & Anybody) != 0;

    // A seat counts only while its holder is there.
    private static Role Standing(Actor actor) => actor.Person is null ? Role.Clock
        : !actor.IsMember ? Role.None
        : Role.Member
            | (actor.IsChair ? Role.Chair : Role.None)
            | (actor.IsFacilitator ? Role.Facilitator : Role.None);
}
