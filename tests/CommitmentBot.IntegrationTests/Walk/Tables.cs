using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using Shouldly;
using Command = CommitmentBot.Core.Understanding.Command;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>What the permission table and the life table say of a step, and the words and values that a step is made of.</summary>
internal static class Tables
{
    private static readonly Type[] Answers =
    [
        typeof(Move.Agree), typeof(Move.Refuse), typeof(Move.Confirm), typeof(Move.SayNotYet), typeof(Move.Release),
        typeof(Move.CloseConversation),
    ];

    private static readonly string[] NamedInExamples = ["@Sarah Ali", "@Tom Reed", "@Sam Sorrel"];

    /// <summary>What is said where a forum is needed and none is known.</summary>
    public static readonly IReadOnlyList<string> NoForum = [Refusals.NoForum, Refusals.InNoForum, "Which forum do you mean?"];

    /// <summary>What is said to whoever lacks a right in the forum.</summary>
    public static readonly IReadOnlyList<string> NoRight =
    [
        "You are in none of the forums", Refusals.NotInForum, "That is for the forum's chairs", "Only a chair can change",
    ];

    /// <summary>Where something can be tried: a move where it is open to somebody, and to each promisee where that decides.</summary>
    public static IReadOnlyList<(Situation Situation, To To)> Fitting(Need need, WalkedForum forum) =>
        need is Need.ToMove { Moves: [var move] } ?
        [
            .. from situation in Enum.GetValues<Situation>()
               from to in Enum.GetValues<To>()
               where Answers.Contains(move) || to == To.Person
               where forum.IsOpenToSomebody(move, situation, to)
               select (situation, to),
        ]
        : [(Situation.Promised, To.Person), (Situation.HandedOver, To.Organisation), (Situation.Kept, To.Forum)];

    /// <summary>Where a move is open to nobody, as on a card that was not brought up to date.</summary>
    public static IReadOnlyList<Situation> Unfitting(Need need, WalkedForum forum) => need is Need.ToMove { Moves: [var move] }
        ? [.. Enum.GetValues<Situation>().Where(situation => !Enum.GetValues<To>().Any(to => forum.IsOpenToSomebody(move, situation, to)))]
        : [];

    /// <summary>What is to come of something tried on a commitment.</summary>
    public static Expected OnCommitment(Need need, Commitment it, Actor actor, What what, bool isLook = false)
    {
        if (!Permissions.MaySee(it, actor))
        {
            return isLook ? new Expected.Refused() : new Expected.Refused(Refusals.NotHere);
        }

        return need switch
        {
            Need.OnCommitment on => Permissions.May(on.Right, it, actor)
                ? new Expected.Done(what, Refusals.NotHere, "can do that.")
                : new Expected.Refused("can do that."),
            Need.ToMove { Moves: [var move] } => Lifecycle.Refusal(move, it, actor, WalkedForum.Moment(WalkedBot.Now)) is { } refused
                ? new Expected.Refused(refused.Sentence)
                : new Expected.Done(what, Refusals.NotHere, "Only "),
            _ => throw new InvalidOperationException($"{need} is about no commitment."),
        };
    }

    /// <summary>What is to come of a command that is about no commitment.</summary>
    public static Expected InForum(WalkedForum forum, Command command, Need need, Walker who, Spot spot)
    {
        if (need is not Need.InForum { Right: var right })
        {
            return new Expected.Done(What.Answer);
        }

        if (command is Command.ForumName && !spot.IsForums && !spot.IsPersonal)
        {
            return who.IsGuest ? new Expected.Refused("cannot start a forum") : new Expected.Done(What.Event);
        }

        var actor = who.In(forum.Organisation, spot.ProvesMembership);
        if (!spot.IsForums)
        {
            if (spot == Spot.Elsewhere || (!who.IsMember && !who.IsNeighbour))
            {
                return new Expected.Refused(NoForum);
            }

            actor = actor with { IsMember = true };
        }

        return Permissions.Of(right, actor) == Reach.Nothing
            ? new Expected.Refused(NoRight)
            : new Expected.Done(What.Answer, [.. NoRight, .. NoForum]);
    }

    /// <summary>An example of the command list as it is read.</summary>
    public static Command Read(string example)
    {
        var context = WalkedForum.Moment(WalkedBot.Now);
        var reading = new ReadingContext(WalkedBot.Now, context.OwnerZone, context.Calendar, [], AboutCommitment: false);
        return Reader.Read(SaidText.Of(example), reading)
            .ShouldBeOfType<Understood.AsCommand>(example).Command;
    }

    /// <summary>Words said in a place.</summary>
    public static TurnContent.Said Said(WalkedForum forum, Walker who, Spot spot, string text) => new(
        Text(forum, spot.Platform, text), spot.BySlash ? null : new MessageRef(forum.Place(who, spot), $"{Guid.NewGuid():N}"), null,
        Answerable: spot.BySlash);

    /// <summary>Words with their mentions: people whom an example mentions are the one whom all may mention.</summary>
    public static SaidText Text(WalkedForum forum, string platform, string text) => new(
        text,
        [
            .. NamedInExamples.Where(text.Contains)
                .Select(it => new Mentioned(text.IndexOf(it, StringComparison.Ordinal), it.Length, forum.Named.On(platform), it[1..])),
        ]);

    /// <summary>What is filled in, in whichever form.</summary>
    public static Dictionary<string, string> Values(WalkedForum forum) => new()
    {
        [Forms.Due] = "2026-06-12",
        [Forms.Because] = "the board moved",
        [Forms.Words] = "an analyst is away",
        [Forms.Wording] = "send the other plan",
        [Forms.Evidence] = "https://example.org/plan",
        [Forms.NextOwner] = $"{forum.Named.Person.Value:N}",
        [Forms.Organisation] = $"{forum.Organisation.Value:N}",
        [Forms.AccountField.Did] = "half of it",
        [Forms.AccountField.Why] = "the funding fell through",
        [Forms.AccountField.NeededNow] = "the rest",
        [Forms.AccountField.Next] = "the rest by autumn",
    };
}
