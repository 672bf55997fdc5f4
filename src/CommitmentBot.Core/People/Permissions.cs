using CommitmentBot.Core.Commitments;

namespace CommitmentBot.Core.People;

/// <summary>
/// Who may do what: the one place that says which roles somebody has, and what a role may do in the forum. Which role a move
/// on a commitment takes stands in the life table, which asks here for the roles.
/// </summary>
public static class Permissions
{
    private const Role Anybody = Role.Member | Role.Chair | Role.Facilitator;

    /// <summary>
    /// What <paramref name="actor"/> is to <paramref name="it"/>. A chair is no chair of their own commitments: on those they
    /// are an owner like any other, and another chair or the promisee answers.
    /// </summary>
    public static Role Roles(Commitment it, Actor actor) =>
        Standing(actor)
        & ~(Owner(it, actor) ? Role.Chair : Role.None)
        | (Owner(it, actor) ? Role.Owner : Role.None)
        | (Promisee(it, actor) ? Role.Promisee : Role.None)
        | (actor.Person is not null && it.HandoverTo == actor.Person ? Role.NextOwner : Role.None);

    /// <summary>Whether it is theirs to do.</summary>
    public static bool Owner(Commitment it, Actor actor) => actor.Person == it.Owner;

    /// <summary>
    /// Whether it is promised to them: to the person; to the organisation, for members who speak for it; to the forum, for
    /// every member. Never the owner, who cannot answer their own promise.
    /// </summary>
    public static bool Promisee(Commitment it, Actor actor) =>
        actor.Person is not null && !Owner(it, actor) && it.Promisee switch
        {
            Commitments.Promisee.ToPerson to => actor.Person == to.Person,
            Commitments.Promisee.ToOrganisation to => InForum(actor) && actor.Organisation == to.Organisation,
            Commitments.Promisee.ToForum => InForum(actor),
            _ => false,
        };

    /// <summary>Whether they may read it: people of the forum, its owner, whoever it is promised or being handed to.</summary>
    public static bool MaySee(Commitment it, Actor actor) => Roles(it, actor) != Role.None;

    /// <summary>Whether a right that holds for a person's own commitments holds for this one.</summary>
    public static bool Covers(Reach reach, Commitment it, Actor actor) =>
        reach == Reach.All || (reach == Reach.Own && (Owner(it, actor) || Promisee(it, actor)));

    /// <summary>Of which of the forum's commitments <paramref name="actor"/> has <paramref name="right"/>.</summary>
    public static Reach Of(ForumRight right, Actor actor)
    {
        var standing = Standing(actor);
        return right switch
        {
            ForumRight.Record or ForumRight.SeeRegister => (standing & Anybody) != 0 ? Reach.All : Reach.Nothing,
            ForumRight.Digest or ForumRight.Export or ForumRight.SeeWhatWaits =>
                (standing & (Role.Chair | Role.Facilitator)) != 0 ? Reach.All : actor.Person is not null ? Reach.Own : Reach.Nothing,
            ForumRight.SetPolicy or ForumRight.SetCalendar or ForumRight.LinkChannel or ForumRight.NameChairs
                or ForumRight.SetOrganisations => standing.HasFlag(Role.Chair) ? Reach.All : Reach.Nothing,
            _ => Reach.Nothing,
        };
    }

    /// <summary>Whether <paramref name="actor"/> has <paramref name="right"/> for the whole forum.</summary>
    public static bool May(ForumRight right, Actor actor) => Of(right, actor) == Reach.All;

    private static bool InForum(Actor actor) => (Standing(actor) & Anybody) != 0;

    private static Role Standing(Actor actor) => actor.Person is null
        ? Role.Clock
        : (actor.IsMember ? Role.Member : Role.None)
            | (actor.IsChair ? Role.Chair : Role.None)
            | (actor.IsFacilitator ? Role.Facilitator : Role.None);
}
