using CommitmentBot.Core.People;

namespace CommitmentBot.Core.Commitments;

/// <summary>Somebody before a commitment, at a moment.</summary>
internal sealed record Scene(Commitment It, Actor By, LifeContext Context);

/// <summary>One line of the life table: from where, which move, by whom, to what.</summary>
/// <param name="Move">The move, a type nested in <see cref="Commitments.Move"/>.</param>
/// <param name="From">The states it is possible in.</param>
/// <param name="By">The roles that may; any one of them does.</param>
/// <param name="Doing">What it is, after "it is possible to"; <c>{it}</c> stands for the reference.</param>
/// <param name="Typed">How people would type it, with <c>{it}</c>, <c>{date}</c> and <c>{end}</c> to be filled in; null for the clock's moves.</param>
/// <param name="NotNow">Why it is not possible at present, whatever its words; null when it is.</param>
/// <param name="Wrong">What is wrong with its words or dates; null when nothing is.</param>
/// <param name="Then">What happens.</param>
internal sealed record LifeRow(
    Type Move,
    IReadOnlyList<CommitmentState> From,
    Role By,
    string Doing,
    string? Typed,
    Func<Scene, string?> NotNow,
    Func<Move, Scene, string?> Wrong,
    Func<Move, Scene, CommitmentEvent> Then)
{
    /// <summary>Whether the line is about a commitment as it stands.</summary>
    public bool Fits(Commitment it) => From.Contains(it.State) && (By != Role.NextOwner || it.HandoverTo is not null);

    /// <summary>Whether this actor could make this move now, given the right words.</summary>
    public bool IsOpenTo(Scene scene, Role roles) =>
        Fits(scene.It) && (roles & By) != 0 && NotNow(scene) is null;
}
