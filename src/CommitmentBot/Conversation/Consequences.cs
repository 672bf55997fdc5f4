using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.Conversation;

/// <summary>Who has to hear of an event, and in what words. The cards in the channels show it to everybody else.</summary>
internal sealed class Consequences(Scene scene)
{
    /// <summary>Tells them.</summary>
    public Task Of(CommitmentEvent happened, Commitment before, Commitment after, CancellationToken cancellationToken)
    {
        var (name, what) = (scene.Names.NameOf(after.Owner), $"{after.Reference} (“{after.Wording}”)");
        return happened switch
        {
            CommitmentEvent.Countered => AskPromisee(after, $"{name} would take on {what}, on other terms. Do you agree?", cancellationToken),
            CommitmentEvent.Declined it => TellProposer(after, $"{name} has declined {what}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.CounterAgreed => TellOwner(after, $"Your terms for {what} are agreed. It is due on {Dates.InFull(after.Due)}.", cancellationToken),
            CommitmentEvent.CounterRefused it => TellOwner(after, $"Your terms for {what} were not agreed{Why(it.Reason)} It is closed and counts for nothing.", cancellationToken),
            CommitmentEvent.AtRiskFlagged it => AskPromisee(after, $"{name} says that {what} is at risk: “{it.Words}”", cancellationToken),
            CommitmentEvent.MoveAsked => AskPromisee(after, $"{name} asks to change {what}. Do you agree?", cancellationToken),
            CommitmentEvent.MoveAgreed => Slipped(after, $"Agreed: {what} is now due on {Dates.InFull(after.Due)}.", cancellationToken),
            CommitmentEvent.MoveRefused it => TellOwner(after, $"{what} stays as it was, due on {Dates.InFull(after.Due)}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.DoneDeclared => AskPromisee(after, $"{name} says that {what} is done. Was it what was promised?", cancellationToken),
            CommitmentEvent.Confirmed => TellOwner(after, $"{scene.Names.NameOf(scene.Me)} confirms that {what} is done. Thank you for keeping it.", cancellationToken),
            CommitmentEvent.NotYet it => Slipped(after, $"{scene.Names.NameOf(scene.Me)} says that {what} is not there yet{Why(it.Words)}", cancellationToken),
            CommitmentEvent.CannotBeDone => AskPromisee(after, $"{name} has given an account of {what}.", cancellationToken),
            CommitmentEvent.CalledBroken it => TellOwner(after, $"A chair has called {what} broken{Why(it.Reason)} You can still give your account, or say “done” later.", cancellationToken),
            CommitmentEvent.Released it => TellOwner(after, $"You are released from {what}{Why(it.Reason)}", cancellationToken),
            CommitmentEvent.HandoverOffered it => Tell(it.To, after, $"{scene.Names.NameOf(scene.Me)} asks you to take over {what}{Why(it.Reason)} It stays with {name} until you answer.", cancellationToken),
            CommitmentEvent.HandoverAccepted => Tell(before.Owner, after, $"{name} has taken over {what}.", cancellationToken),
            CommitmentEvent.HandoverDeclined it => TellOwner(after, $"{what} was not taken over{Why(it.Reason)} It stays with you.", cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    private static string Why(string? reason) => string.IsNullOrWhiteSpace(reason) ? "." : $": “{reason}”.";

    private Task TellOwner(Commitment it, string sentence, CancellationToken cancellationToken) =>
        it.Owner == scene.Me ? Task.CompletedTask : Tell(it.Owner, it, sentence, cancellationToken);

    private Task TellProposer(Commitment it, string sentence, CancellationToken cancellationToken) =>
        it.ProposedBy == scene.Me ? Task.CompletedTask : Tell(it.ProposedBy, it, sentence, cancellationToken);

    private async Task AskPromisee(Commitment it, string sentence, CancellationToken cancellationToken)
    {
        // Who proposed it to the owner wants to know the answer as well.
        PersonId[] proposer = it.State == CommitmentState.Countered ? [it.ProposedBy] : [];
        foreach (var voice in VoicesOf(it, scene).Union(proposer).Except([scene.Me]))
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
        foreach (var who in scene.InSeat(ForumRole.Facilitator).Union([it.Owner]).Union(VoicesOf(it, scene)).Except([scene.Me]))
        {
            await scene.Tell(who, Messages.Over(offer, await scene.CardWithHistory(it, cancellationToken)), it.Id, cancellationToken);
        }
    }

    private string Facilitators() =>
        string.Join(" or ", scene.InSeat(ForumRole.Facilitator).Select(scene.Names.NameOf)) is { Length: > 0 } names ? names : "a facilitator";

    private Task Tell(PersonId who, Commitment it, string sentence, CancellationToken cancellationToken) =>
        scene.Tell(who, Messages.Over(sentence, scene.Card(it)), it.Id, cancellationToken);

    /// <summary>Whose word counts as the promisee's: the person, the organisation's people in this forum, else the chairs; never the owner.</summary>
    public static IEnumerable<PersonId> VoicesOf(Commitment it, Scene scene)
    {
        var voices = scene.Names.Voices(it.Promisee).Where(voice => voice != it.Owner).ToList();
        if (it.Promisee is not Promisee.ToPerson)
        {
            voices = [.. voices.Where(voice => scene.Members.Contains(voice.Value))];
        }

        return voices.Count > 0 ? voices : scene.InSeat(ForumRole.Chair).Where(chair => chair != it.Owner);
    }
}
