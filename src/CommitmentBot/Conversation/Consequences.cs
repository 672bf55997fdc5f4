using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;

namespace CommitmentBot.Conversation;

/// <summary>Who has to hear of an event, and in what words. The cards in the channels show it to everybody else.</summary>
internal sealed class Consequences(TurnContext context)
{
    /// <summary>Tells them.</summary>
    public async Task Of(CommitmentEvent happened, Commitment before, Commitment after, CancellationToken cancellationToken)
    {
        await Tell(happened, before, after, cancellationToken);
        if (context.Actor is var actor && Permissions.Deputy(before, actor) && AsDeputy(happened) is { } did)
        {
            await TellOwner(
                after, $"{context.People.NameOf(context.Me)}, your deputy, {did} {after.Reference} (“{after.Wording}”).",
                cancellationToken);
        }
    }

    // What their owner did not say themselves, and has to know of.
    private static string? AsDeputy(CommitmentEvent happened) => happened switch
    {
        CommitmentEvent.AtRiskFlagged => "has said that it is at risk:",
        CommitmentEvent.MoveAsked => "has asked for other terms for",
        CommitmentEvent.DoneDeclared => "has said that it is done:",
        CommitmentEvent.CannotBeDone => "has given an account of",
        CommitmentEvent.HandoverOffered => "has asked somebody else to take over",
        CommitmentEvent.Snoozed => "has put off the reminder of",
        _ => null,
    };

    private Task Tell(CommitmentEvent happened, Commitment before, Commitment after, CancellationToken cancellationToken)
    {
        var me = context.People.NameOf(context.Me);
        var (name, what) = (context.People.NameOf(after.Owner), $"{after.Reference} (“{after.Wording}”)");
        var says = after.Owner == context.Me ? name : $"{me}, deputy of {name},";
        return happened switch
        {
            CommitmentEvent.Countered => AskPromisee(after, $"{name} would take on {what}, on other terms. Do you agree?", cancellationToken),
            CommitmentEvent.Declined it => TellProposer(after, $"{name} has declined {what}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.CounterAgreed =>
                TellOwner(after, $"{me} agrees to your terms for {what}. It is due on {Dates.InFull(after.Due)}.", cancellationToken),
            CommitmentEvent.CounterRefused it =>
                TellOwner(after, $"{me} does not agree to your terms for {what}{Why(it.Reason)} It is closed and counts for nothing.",
                cancellationToken),
            CommitmentEvent.AtRiskFlagged it => AskPromisee(after, $"{says} says that {what} is at risk: “{it.Words}”", cancellationToken),
            CommitmentEvent.MoveAsked => AskPromisee(after, $"{says} asks to change {what}. Do you agree?", cancellationToken),
            CommitmentEvent.MoveAgreed => Slipped(after, $"{me} agrees: {what} is now due on {Dates.InFull(after.Due)}.",
                cancellationToken),
            CommitmentEvent.MoveRefused it =>
                TellOwner(after, $"{me} keeps {what} as it was, due on {Dates.InFull(after.Due)}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.DoneDeclared => AskPromisee(
                after, $"{says} says that {what} is done. Was it what was promised?", cancellationToken),
            CommitmentEvent.Confirmed => TellOwner(after, $"{me} confirms that {what} is done. Thank you for keeping it.",
                cancellationToken),
            CommitmentEvent.NotYet it => Slipped(after, $"{me} says that {what} is not there yet{Why(it.Words)}", cancellationToken),
            CommitmentEvent.CannotBeDone => AskPromisee(after, $"{says} has given an account of {what}.", cancellationToken),
            CommitmentEvent.CalledBroken it =>
                TellOwner(after, $"{me}, who chairs, has called {what} broken{Why(it.Reason)} You can still give your account, or say "
                + "“done” later.", cancellationToken),
            CommitmentEvent.Released it => TellOwner(after, $"{me} releases you from {what}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.HandoverOffered it =>
                Ask(it.To, after, $"{me} asks you to take over {what}{Why(it.Reason)} It stays with {name} until you answer.",
                cancellationToken),
            CommitmentEvent.HandoverAccepted => TellWhoAsked(before, after, $"{name} has taken over {what}.", "", cancellationToken),
            CommitmentEvent.HandoverDeclined it => TellWhoAsked(
                before, after, $"{me} does not take over {what}{Why(it.Reason)}",
                HasLeft(before) ? $" {name} has left: “hand over {after.Reference} to @…” asks somebody else." : " It stays with you.",
                cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    // Where the owner has left, the chairs were asked who takes it over, and it is they who wait for the answer.
    private async Task TellWhoAsked(Commitment before, Commitment after, string sentence, string then, CancellationToken cancellationToken)
    {
        IReadOnlyList<PersonId> asked = HasLeft(before) ? context.People.Members.Chairs(before.Forum) : [before.Owner];
        foreach (var who in asked.Except([context.Me]))
        {
            await Tell(who, after, sentence + then, cancellationToken);
        }
    }

    private bool HasLeft(Commitment it) => HasLeft(it.Owner, it);

    private bool HasLeft(PersonId who, Commitment it) => context.People.Members.Departure(it.Forum, who) is not null;

    private static string Why(string? reason) => string.IsNullOrWhiteSpace(reason) ? "." : $": “{reason}”.";

    private Task TellOwner(Commitment it, string sentence, CancellationToken cancellationToken) =>
        it.Owner == context.Me ? Task.CompletedTask : Tell(it.Owner, it, sentence, cancellationToken);

    private Task TellProposer(Commitment it, string sentence, CancellationToken cancellationToken) =>
        it.ProposedBy == context.Me ? Task.CompletedTask : Tell(it.ProposedBy, it, sentence, cancellationToken);

    private async Task AskPromisee(Commitment it, string sentence, CancellationToken cancellationToken)
    {
        // Who proposed it to the owner wants to know the answer as well.
        PersonId[] proposer = it.State == CommitmentState.Countered ? [it.ProposedBy] : [];
        foreach (var voice in context.People.Voices(it).Union(proposer).Except([context.Me]))
        {
            await Tell(voice, it, sentence, cancellationToken);
        }
    }

    private async Task Slipped(Commitment it, string sentence, CancellationToken cancellationToken)
    {
        if (!it.AwaitsConversation)
        {
            await TellOwner(it, sentence, cancellationToken);
            return;
        }

        // After a second slip nobody is chased: owner, promisee and facilitator are offered a conversation, with the history below the card.
        var offer = $"{sentence} I have stopped chasing it. A conversation with {Facilitators()} may help more; say here once it was held, or that there is no need.";
        foreach (var who in context.InSeat(ForumSeat.Facilitator).Union([it.Owner]).Union(context.People.Voices(it)).Except([context.Me])
            .Where(who => !HasLeft(who, it)))
        {
            await context.Tell(who, Messages.Over(offer, await context.CardWithHistory(it, cancellationToken)), it.Id, cancellationToken);
        }
    }

    private string Facilitators() =>
        string.Join(" or ", context.InSeat(ForumSeat.Facilitator).Select(context.People.NameOf)) is { Length: > 0 } names ? names
            : "a facilitator";

    // Who has left the forum had one message when they left, and hears no more of it unless they are asked to take something over.
    private Task Tell(PersonId who, Commitment it, string sentence, CancellationToken cancellationToken) =>
        HasLeft(who, it) ? Task.CompletedTask : Ask(who, it, sentence, cancellationToken);

    private Task Ask(PersonId who, Commitment it, string sentence, CancellationToken cancellationToken) =>
        context.Tell(
            who, Messages.Over(sentence, Cards.Of(it, context.People, context.TodayOf(it.Owner),
                context.People.Members.ActorIn(it.Forum, who))), it.Id,
            cancellationToken);
}
