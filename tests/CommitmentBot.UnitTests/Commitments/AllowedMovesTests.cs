using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using NodaTime;
using Shouldly;
using Xunit;
using static CommitmentBot.UnitTests.Commitments.Story;

namespace CommitmentBot.UnitTests.Commitments;

public sealed class AllowedMovesTests
{
    [Fact]
    public void What_people_are_told_to_type_is_understood_as_that_very_command()
    {
        var handed = Promised().After(Sarah, new Move.HandOver(Vic.Person!.Value, null));
        var asked = Promised().After(Sarah, new Move.AskToMove(To(new LocalDate(2026, 6, 19)))).On(new LocalDate(2026, 8, 3));
        var notYet = Reported().After(Tom, new Move.SayNotYet(null));
        var broken = Promised().After(Sarah, new Move.Cannot(SomeAccount));
        (Story Story, Actor By)[] situations =
        [
            (Proposed(), Sarah), (Countered(), Tom), (Promised(), Sarah), (handed, Vic), (asked, Tom), (asked, Chair), (Reported(), Tom), (notYet, Facilitator),
            (broken, Sarah), (broken, Chair),
        ];

        var understood = situations.SelectMany(situation => situation.Story.Allowed(situation.By)
            .Select(typed => (typed, Command: Read(typed, situation.Story.Context)))).ToList();

        foreach (var (typed, command) in understood)
        {
            command.ShouldNotBeNull(typed).Number.ShouldBe(42, typed);
        }

        understood.Select(pair => pair.Command!.GetType().Name).Distinct().ShouldBe(
            [
                nameof(Move.Accept), nameof(Move.Counter), nameof(Move.Decline), nameof(Move.Agree), nameof(Move.Refuse), "Done",
                "MoveTo", "AtRisk", nameof(Move.Snooze), nameof(Move.Cannot),
                nameof(Move.HandOver), nameof(Move.Release), nameof(Move.CallBroken), nameof(Move.Confirm), "NotYet", nameof(Move.CloseConversation), nameof(Move.Correct),
            ],
            ignoreOrder: true);
    }

    private static Command.OnCommitment? Read(string typed, LifeContext context)
    {
        var words = typed.Replace("@…", "@Vic Lee", StringComparison.Ordinal).Replace("…", "the board moved", StringComparison.Ordinal);
        var read = Reader.Read(SaidText.Of(words), new ReadingContext(context.Now, context.OwnerZone, context.Calendar, [], AboutCommitment: false));
        return (read as Understood.AsCommand)?.Command as Command.OnCommitment;
    }
}
