using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.People;

/// <summary>The permission table, column by column; what a role may do to a commitment is tested with the life table.</summary>
public sealed class PermissionsTests
{
    private static readonly ForumRight[
] ForEverybody = [ForumRight.Record, ForumRight.SeeRegister, ForumRight.SeeForum, ForumRight.NameDeputy, ForumRight.ProposeChair];
    private static readonly ForumRight[] OneSees = [ForumRight.Digest, ForumRight.Export, ForumRight.SeeWhatWaits];

    [Fact]
    public void A_member_records_sees_the_register_and_has_what_is_their_own() => Rights(Vic).ShouldBe(ForEverybody, ignoreOrder: true);

    [Fact]
    public void A_facilitator_has_the_digest_and_the_export_but_sets_nothing() =>
        Rights(Facilitator).ShouldBe([.. ForEverybody, .. OneSees], ignoreOrder: true);

    [Fact]
    public void A_chair_may_do_everything_in_the_forum() => Rights(Chair).ShouldBe(Enum.GetValues<ForumRight>());

    [Fact]
    public void Whoever_is_not_in_the_forum_and_the_clock_may_nothing()
    {
        Rights(Outsider).ShouldBeEmpty();
        Rights(Actor.Clock).ShouldBeEmpty();
        Permissions.Of(ForumRight.Export, Actor.Clock).ShouldBe(Reach.Nothing);
    }

    [Fact]
    public void An_owner_and_a_promisee_export_what_is_theirs_and_nobody_elses()
    {
        var it = Promised().It;
        foreach (var right in OneSees)
        {
            Permissions.Covers(Permissions.Of(right, Sarah), it, Sarah).ShouldBeTrue();
            Permissions.Covers(Permissions.Of(right, Tom), it, Tom).ShouldBeTrue();
            Permissions.Covers(Permissions.Of(right, Vic), it, Vic).ShouldBeFalse();
            Permissions.Covers(Permissions.Of(right, Chair), it, Chair).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_promise_to_a_person_is_that_persons_wherever_they_are()
    {
        Permissions.Promisee(Promised().It, Tom with { IsMember = false }).ShouldBeTrue();
        Permissions.Promisee(Promised().It, Una).ShouldBeFalse();
    }

    [Fact]
    public void A_promise_to_an_organisation_is_its_members_in_the_forum_but_never_the_owners()
    {
        var it = Promised(new Promisee.ToOrganisation(Uhcw)).It;
        Permissions.Promisee(it, Tom).ShouldBeTrue();
        Permissions.Promisee(it, Una).ShouldBeTrue();
        Permissions.Promisee(it, Una with { IsMember = false }).ShouldBeFalse();
        Permissions.Promisee(it, Vic).ShouldBeFalse();
        Permissions.Promisee(it, Sarah with { Organisation = Uhcw }).ShouldBeFalse();
    }

    [Fact]
    public void A_promise_to_the_forum_is_its_chairs_to_answer_as_chairs_and_no_members()
    {
        var it = Promised(new Promisee.ToForum()).It;
        foreach (var actor in new[] { Vic, Sarah, Outsider, Facilitator, Chair, Actor.Clock })
        {
            Permissions.Promisee(it, actor).ShouldBeFalse();
        }

        Permissions.MayMove(typeof(Move.Release), it, Chair).ShouldBeTrue();
        Permissions.MayMove(typeof(Move.Release), it, Vic).ShouldBeFalse();
    }

    [Fact]
    public void A_seat_gives_nothing_to_whoever_is_not_there()
    {
        Rights(Chair with { IsMember = false }).ShouldBeEmpty();
        Rights(Facilitator with { IsMember = false }).ShouldBeEmpty();
        Permissions.MaySee(Promised().It, Chair with { IsMember = false, Person = PersonId.New() }).ShouldBeFalse();
    }

    [Fact]
    public void Whoever_proposed_it_reads_it_from_anywhere()
    {
        var it = Promised().It with { ProposedBy = Outsider.Person!.Value };
        Permissions.MaySee(it, Outsider).ShouldBeTrue();
        Permissions.MayMove(typeof(Move.DeclareDone), it, Outsider).ShouldBeFalse();
    }

    [Fact]
    public void A_chair_is_no_chair_of_their_own_commitment()
    {
        var it = Promised().It;
        Permissions.Roles(it, Chair).ShouldBe(Role.Member | Role.Chair);
        Permissions.Roles(it, Sarah with { IsChair = true }).ShouldBe(Role.Owner | Role.Member | Role.Proposer);
    }

    [Fact]
    public void A_deputy_answers_for_the_owner_in_the_forum_alone_and_accepts_nothing()
    {
        var (it, deputy) = (Promised().It, Vic with { DeputyOf = [Sarah.Person!.Value] });

        Permissions.Roles(it, deputy).ShouldBe(Role.Deputy | Role.Member);
        Permissions.Roles(it, deputy with { IsChair = true }).ShouldBe(Role.Deputy | Role.Member, "no chair of what they answer for");
        foreach (var move in (Type[])[
            typeof(Move.DeclareDone), typeof(Move.AskToMove), typeof(Move.FlagAtRisk), typeof(Move.Cannot), typeof(Move.Snooze)])
        {
            Permissions.MayMove(move, it, deputy).ShouldBeTrue(move.Name);
            Permissions.MayMove(move, it, deputy with { IsMember = false }).ShouldBeFalse(move.Name);
            Permissions.MayMove(move, it, Vic).ShouldBeFalse(move.Name);
        }

        Permissions.May(CommitmentRight.SeeGap, it, deputy).ShouldBeTrue();
        Permissions.MayMove(typeof(Move.Accept), Proposed().It, deputy).ShouldBeFalse();
        Permissions.Owner(it, deputy).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_is_deputy_on_what_is_promised_to_themselves() =>
        Permissions.Roles(Promised().It, Tom with { DeputyOf = [Sarah.Person!.Value] }).HasFlag(Role.Deputy).ShouldBeFalse();

    [Fact]
    public void A_commitment_is_read_in_the_forum_and_by_those_it_is_about()
    {
        var it = Promised().It;
        foreach (var reader in new[] { Sarah, Vic, Chair, Facilitator, Sarah with { IsMember = false }, Tom with { IsMember = false } })
        {
            Permissions.MaySee(it, reader).ShouldBeTrue();
        }

        Permissions.MaySee(it, Outsider).ShouldBeFalse();
        Permissions.MaySee(Promised().After(Sarah, new Move.HandOver(Outsider.Person!.Value, null)).It, Outsider).ShouldBeTrue();
    }

    private static IEnumerable<ForumRight> Rights(Actor actor) => Enum.GetValues<ForumRight>().Where(right => Permissions.May(right, actor));
}
