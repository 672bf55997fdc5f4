using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;

namespace CommitmentBot.Conversation;

/// <summary>Where a commitment comes from: the thread it belongs to, null when said in private, and the message, as its row names it.</summary>
internal sealed record MadeFrom(ConversationRef? Thread, string? Message);

/// <summary>Makes moves: load, decide (Core), append, show the new card everywhere, tell who has to know.</summary>
internal sealed class Moves(Scene scene)
{
    /// <summary>Records the owner's own promise; the draft they said yes to becomes its card. A refusal is a sentence.</summary>
    public Task<(Message? Card, string? Refused)> Record(
        CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken) =>
        Open(new Move.Record(what with { OwnerOrganisation = scene.Actor.Organisation }), what, from, card, cancellationToken);

    /// <summary>Proposes to the owner, who is asked in private.</summary>
    public Task<(Message? Card, string? Refused)> Propose(
        CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken) =>
        Open(new Move.Propose(what), what, from, card, cancellationToken);

    private async Task<(Message? Card, string? Refused)> Open(
        Move move, CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken)
    {
        var forum = scene.Forum!;
        var decision = Lifecycle.Decide(null, move, scene.Actor, Context(what.Owner));
        if (decision is not Decision.Happened happened)
        {
            return (null, ((Decision.Refused)decision).Sentence);
        }

        forum.NextNumber++;
        var it = await EventLog.Append(
            scene.Db, forum, CommitmentId.New(), happened.Events, scene.Actor, scene.Now, scene.Source, cancellationToken);
        var row = scene.Db.Commitments.Local.First(known => known.Id == it.Id.Value);
        (row.Thread, row.SourceMessage) = (from.Thread is null ? null : Place.Of(from.Thread), from.Message);
        var shown = scene.Card(it);
        if (card is not null)
        {
            scene.Replace(card, shown, it.Id);
        }
        else
        {
            scene.Say(shown, it.Id);
        }

        // A yes given in private: the thread where it was said gets its card, too.
        if (from.Thread is { } thread && thread.Lane != scene.Turn.Conversation.Lane)
        {
            scene.Post(thread, shown, it.Id);
        }

        foreach (var channel in await scene.Channels(cancellationToken))
        {
            var place = channel.Place.ToRef();
            if (place.Lane != (from.Thread ?? scene.Turn.Conversation).Lane)
            {
                scene.Post(place, shown, it.Id);
            }
        }

        if (it.State == CommitmentState.Proposed)
        {
            await scene.Tell(it.Owner, Messages.Over(
                $"{scene.Names.NameOf(scene.Me)} proposes this to you in {forum.Name}. It counts only if you accept.", shown), it.Id, cancellationToken);
        }

        return (shown, null);
    }

    /// <summary>Makes a move on a commitment; the answer says what came of it.</summary>
    public async Task<(Commitment? After, string? Refused, IReadOnlyList<string> Allowed)> Make(
        CommitmentRow row, Move move, CancellationToken cancellationToken)
    {
        var before = await EventLog.Load(scene.Db, new CommitmentId(row.Id), cancellationToken);
        switch (Lifecycle.Decide(before, move, scene.Actor, Context(before.Owner)))
        {
            case Decision.Refused refused:
                return (null, refused.Sentence, refused.Allowed);
            case Decision.Happened { Events: var events }:
                var after = await EventLog.Append(
                    scene.Db, scene.Forum!, before.Id, events, scene.Actor, scene.Now, scene.Source, cancellationToken);
                await Outbox.UpdateCards(scene.Db, after.Id, scene.Card(after), scene.Now, cancellationToken);
                foreach (var happened in events)
                {
                    await new Consequences(scene).Of(happened, before, after, cancellationToken);
                }

                return (after, null, []);
            default:
                throw new InvalidOperationException();
        }
    }

    private LifeContext Context(PersonId owner) =>
        new(scene.Now, scene.Names.Person(owner).Zone, scene.Calendar, scene.Policy);
}
