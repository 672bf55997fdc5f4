using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;
using static CommitmentBot.Core.Commitments.CommitmentState;

namespace CommitmentBot.UnitTests.Commitments;

/// <summary>Random people make random moves on random days, and the commitment stays one the table of its life knows.</summary>
public sealed class LifecyclePropertyTests
{
    // The table of domain.md, written a second time on purpose: state, move, the states it may lead to.
    private static readonly Dictionary<(CommitmentState From, Type Move), CommitmentState[]> Table = new()
    {
        [(Proposed, typeof(Move.Accept))] = [Active],
        [(Proposed, typeof(Move.Counter))] = [Countered],
        [(Proposed, typeof(Move.Decline))] = [Declined],
        [(Proposed, typeof(Move.Lapse))] = [Lapsed],
        [(Countered, typeof(Move.Agree))] = [Active],
        [(Countered, typeof(Move.Refuse))] = [Declined],
        [(Countered, typeof(Move.Lapse))] = [Lapsed],
        [(Active, typeof(Move.FlagAtRisk))] = [Active],
        [(Active, typeof(Move.AskToMove))] = [Active],
        [(Active, typeof(Move.Snooze))] = [Active],
        [(Active, typeof(Move.Agree))] = [Active],
        [(Active, typeof(Move.Refuse))] = [Active],
        [(Active, typeof(Move.DeclareDone))] = [Reported],
        [(Active, typeof(Move.Cannot))] = [Broken],
        [(Active, typeof(Move.CallBroken))] = [Broken],
        [(Active, typeof(Move.Release))] = [Released],
        [(Active, typeof(Move.HandOver))] = [Active],
        [(Active, typeof(Move.Accept))] = [Active],
        [(Active, typeof(Move.Counter))] = [Active],
        [(Active, typeof(Move.Decline))] = [Active],
        [(Active, typeof(Move.CloseConversation))] = [Active],
        [(Reported, typeof(Move.Confirm))] = [Kept],
        [(Reported, typeof(Move.SayNotYet))] = [Active],
        [(Reported, typeof(Move.SelfDeclare))] = [Kept],
        [(Kept, typeof(Move.Correct))] = [Kept, Broken, Released],
        [(Broken, typeof(Move.Correct))] = [Kept, Broken, Released],
        [(Released, typeof(Move.Correct))] = [Kept, Broken, Released],
        [(Broken, typeof(Move.DeclareDone))] = [Reported],
    };

    private static readonly Actor[] Cast =
    [
        Story.Sarah, Story.Sarah with { IsChair = true }, Story.Tom, Story.Una, Story.Vic, Story.Vic with { IsChair = true },
        Story.Vic with { DeputyOf = [Story.Sarah.Person!.Value] }, Story.Chair, Story.Facilitator, Story.Outsider, Actor.Clock,
    ];

    private static readonly Promisee[] Promisees =
        [new Promisee.ToPerson(Story.Tom.Person!.Value), new Promisee.ToOrganisation(Story.Uhcw), new Promisee.ToOrganisation(Story.Wcc), new Promisee.ToForum()];

    private static readonly Gen<Actor> AnyActor = Among(Cast);

    // Days and words that are right more often than wrong, so that stories get somewhere.
    private static readonly Gen<Terms> AnyTerms = Gen.Select(
        Gen.Int[-3, 40], Among<string?>(null, "Send a shorter plan", ""), Among<string?>("It is late", "It is late", null, " "), Gen.Int[0, 4],
        (days, wording, reason, which) => new Terms(which == 0 ? null : Story.Due.PlusDays(days), which == 1 ? wording : null, reason));

    private static readonly Gen<string> AnyWords = Among("As said", "As said", "As said", "");

    private static readonly Gen<Move> AnyMove = Gen.OneOf<Move>(
        Gen.Const<Move>(new Move.Accept()),
        AnyTerms.Select(terms => (Move)new Move.Counter(terms)),
        AnyWords.Select(words => (Move)new Move.Decline(words)),
        Gen.Const<Move>(new Move.Agree()),
        AnyWords.Select(words => (Move)new Move.Refuse(words)),
        AnyWords.Select(words => (Move)new Move.FlagAtRisk(words)),
        AnyTerms.Select(terms => (Move)new Move.AskToMove(terms)),
        Gen.Const<Move>(new Move.Snooze()),
        Gen.Const<Move>(new Move.DeclareDone(null)),
        Gen.Const<Move>(new Move.Confirm(Helped.Yes)),
        AnyWords.Select(words => (Move)new Move.SayNotYet(words)),
        Gen.Const<Move>(new Move.Cannot(Story.SomeAccount)),
        AnyWords.Select(words => (Move)new Move.CallBroken(words)),
        AnyWords.Select(words => (Move)new Move.Release(words)),
        Among(Cast[..^1]).Select(to => (Move)new Move.HandOver(to.Person!.Value, null)),
        Gen.Bool.Select(held => (Move)new Move.CloseConversation(held, null)),
        Among(Enum.GetValues<CommitmentState>()).Select(to => (Move)new Move.Correct(to, null, "As the minutes say")),
        Gen.Const<Move>(new Move.Lapse()),
        Gen.Const<Move>(new Move.SelfDeclare()),
        Gen.Const<Move>(new Move.Record(Story.Opening())));

    // A third of the steps are moves the actor has just been told of: chance alone seldom gets past "Proposed".
    private static readonly Gen<(Actor By, Move Move, int Days, int Told)[]> Steps =
        Gen.Select(AnyActor, AnyMove, Gen.Int[0, 4], Gen.Int[0, 29]).Array[5, 40];

    private static readonly Gen<(Promisee To, bool Proposed)> Beginning = Gen.Select(Among(Promisees), Gen.Bool);

    [Fact]
    public void No_sequence_of_moves_leaves_the_table() =>
        Gen.Select(Beginning, Steps).Sample(
            (beginning, steps) => Tell(beginning, steps, (before, move, _, story, happened) =>
            {
                if (happened)
                {
                    Table.ShouldContainKey((before.State, move.GetType()));
                    Table[(before.State, move.GetType())].ShouldContain(story.It.State);
                }

                Named(story.It).ShouldBeTrue();
            }),
            iter: 500);

    [Fact]
    public void Every_line_of_the_table_is_reached()
    {
        var reached = new HashSet<(CommitmentState, Type)>();
        var seen = new HashSet<(CommitmentState, bool, bool, bool, bool)>();
        var ahead = new Queue<Story>([Story.Promised(), Story.Proposed(), Story.Promised().On(new LocalDate(2026, 8, 3))]);
        while (ahead.TryDequeue(out var story))
        {
            Move[] unsaid = [new Move.Lapse(), new Move.SelfDeclare(), new Move.HandOver(Story.Vic.Person!.Value, null)];
            foreach (var (by, move) in Cast.SelectMany(by => unsaid.Concat(story.Allowed(by).Select(Meant)).Select(move => (by, move))))
            {
                if (story.Try(by, move) is not Decision.Happened happened)
                {
                    continue;
                }

                reached.Add((story.It.State, move.GetType()));
                var next = story.Copy();
                next.Take(by, happened);
                if (seen.Add((next.It.State, next.It.Pending is null, next.It.HandoverTo is null, next.It.Account is null, next.It.AwaitsConversation)))
                {
                    ahead.Enqueue(next);
                }
            }
        }

        reached.ShouldBe(Table.Keys, ignoreOrder: true);
    }

    [Fact]
    public void State_is_what_the_events_add_up_to_also_after_they_were_stored() =>
        Gen.Select(Beginning, Steps).Sample((beginning, steps) =>
        {
            var story = Tell(beginning, steps, (_, _, _, _, _) => { });
            var stored = story.Events.Select(e => e with { Fact = EventJson.Deserialize(EventJson.Serialize(e.Fact)) });
            Same(Commitment.Fold(story.Events), story.It).ShouldBeTrue();
            Same(Commitment.Fold(stored), story.It).ShouldBeTrue();
        });

    [Fact]
    public void A_refused_move_changes_nothing_and_names_exactly_the_moves_that_succeed() =>
        Gen.Select(Beginning, Steps).Sample((beginning, steps) => Tell(beginning, steps, (before, _, _, story, happened) =>
        {
            if (!happened)
            {
                story.It.ShouldBeSameAs(before);
            }

            foreach (var actor in Cast)
            {
                var allowed = story.Allowed(actor);
                foreach (var typed in allowed)
                {
                    story.Try(actor, Meant(typed)).ShouldBeOfType<Decision.Happened>($"{typed} in {story.It.State}");
                }

                var possible = Typed.Where(verb => story.Try(actor, verb.Move(story)) is Decision.Happened).Select(verb => verb.Words);
                allowed.Select(Verb).ShouldBe(possible, ignoreOrder: true);
            }
        }), iter: 30);

    private static readonly (string Words, Func<Story, Move> Move)[] Typed =
    [
        ("accept", _ => new Move.Accept()),
        ("accept by", story => new Move.Counter(Story.To(Future(story)))),
        ("decline", _ => new Move.Decline("As said")),
        ("agree", _ => new Move.Agree()),
        ("refuse", _ => new Move.Refuse("As said")),
        ("done", _ => new Move.DeclareDone(null)),
        ("move", story => new Move.AskToMove(Story.To(Future(story)))),
        ("snooze", _ => new Move.Snooze()),
        ("at risk", _ => new Move.FlagAtRisk("As said")),
        ("cannot", _ => new Move.Cannot(Story.SomeAccount)),
        ("hand over", _ => new Move.HandOver(PersonId.New(), null)),
        ("release", _ => new Move.Release("As said")),
        ("call", _ => new Move.CallBroken("As said")),
        ("conversation held", _ => new Move.CloseConversation(true, null)),
        ("yes", _ => new Move.Confirm(null)),
        ("not yet", _ => new Move.SayNotYet("As said")),
        ("correct", _ => new Move.Correct(Kept, null, "As said")),
    ];

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static LocalDate Future(Story story) => LocalDate.Max(story.It.Due, story.Context.Today).PlusDays(3);

    private static string Verb(string typed) =>
        typed.StartsWith("accept C-42 by", StringComparison.Ordinal) ? "accept by" : typed[..typed.IndexOf(" C-42", StringComparison.Ordinal)];

    /// <summary>The move that a line of the allowed ones stands for, with the very date and end it names.</summary>
    private static Move Meant(string typed) => Verb(typed) switch
    {
        "accept by" => new Move.Counter(Story.To(Date(typed["accept C-42 by ".Length..]))),
        "move" => new Move.AskToMove(Story.To(Date(typed["move C-42 to ".Length..^" because …".Length]))),
        "correct" => new Move.Correct(typed.Contains("to kept") ? Kept : Broken, null, "As said"),
        var verb => Typed.Single(known => known.Words == verb).Move(Story.Promised()),
    };

    private static LocalDate Date(string words)
    {
        var dated = words.Any(char.IsDigit) && words.Split(' ').Length == 3 ? words : words + " 2026";
        return LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu").Parse(dated).Value;
    }

    private static Story Tell(
        (Promisee To, bool Proposed) beginning, (Actor By, Move Move, int Days, int Told)[] steps,
        Action<Commitment, Move, Actor, Story, bool> after)
    {
        var story = new Story();
        story.After(
            beginning.Proposed ? Story.Vic : Story.Sarah,
            beginning.Proposed ? new Move.Propose(Story.Opening(beginning.To)) : new Move.Record(Story.Opening(beginning.To)));
        var day = new LocalDate(2026, 6, 1);
        foreach (var (by, drawn, days, told) in steps)
        {
            day = day.PlusDays(days);
            story.On(day);
            var allowed = story.Allowed(by);
            var move = told < 10 && allowed.Count > 0 ? Meant(allowed[told % allowed.Count]) : drawn;
            var before = story.It;
            var decision = story.Try(by, move);
            if (decision is Decision.Happened happened)
            {
                story.Take(by, happened);
            }
            else
            {
                decision.ShouldBeOfType<Decision.Refused>().Allowed.ShouldBe(allowed);
            }

            after(before, move, by, story, decision is Decision.Happened);
        }

        return story;
    }

    /// <summary>Whether a commitment is one the table can name: nothing waits for an answer where no answer is asked for.</summary>
    private static bool Named(Commitment it) =>
        (it.Pending is null || it.State is Countered or Active)
        && (it.Pending is null) == (it.PendingSince is null)
        && (it.State != Countered || it.Pending is not null)
        && (it.HandoverTo is null || (it.State == Active && it.HandoverTo != it.Owner))
        && (it.AtRisk is null || it.State == Active)
        && (it.Confirmed is null) == (it.State != Kept)
        && (it.DoneOn is not null || it.State is not (Reported or Kept))
        && (it.State != Broken || it.Account is not null || it.CalledBroken is not null)
        && (it.ReleaseReason is null) == (it.State != Released)
        && (it.AcceptedAt is null) == (it.State is Proposed or Countered or Declined or Lapsed)
        && it.Promisee != new Promisee.ToPerson(it.Owner);

    private static bool Same(Commitment one, Commitment other) =>
        one with { Themes = [], Moves = [] } == other with { Themes = [], Moves = [] }
        && one.Themes.SequenceEqual(other.Themes)
        && one.Moves.SequenceEqual(other.Moves);
}
