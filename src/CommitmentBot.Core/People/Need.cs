namespace CommitmentBot.Core.People;

/// <summary>
/// What a command, a button or a form asks of whoever uses it. Every one has exactly one, and is refused where it is not met.
/// </summary>
public abstract record Need
{
    private Need()
    {
    }

    /// <summary>It is about nobody but themselves, or says nothing that is not for everybody.</summary>
    public sealed record Nothing : Need;

    /// <summary>A right in the forum.</summary>
    public sealed record InForum(ForumRight Right) : Need;

    /// <summary>A right to the commitment.</summary>
    public sealed record OnCommitment(CommitmentRight Right) : Need;

    /// <summary>One of these moves on the commitment, as the life table has them.</summary>
    public sealed record ToMove(params IReadOnlyList<Type> Moves) : Need;

    /// <summary>To be the person whom a draft asks.</summary>
    public sealed record ToBeAsked : Need;
}
