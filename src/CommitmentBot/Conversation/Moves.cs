using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.Conversation;

/// <summary>Where a commitment comes from: the thread it belongs to, null when said in private, and the message, as its row names it.</summary>
internal sealed record MadeFrom(ConversationRef? Thread, string? Message);

/// <summary>Makes moves: load, decide (Core), append, show the new card everywhere, tell who has to know.</summary>
internal sealed class Moves(TurnContext context)
{
    /// <summary>Records the owner's own promise; the draft they said yes to becomes its card. A refusal is a sentence.</summary>
    public Task<(Message? Card, string? Refused)> Record(
        CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken) =>
        Open(new Move.Record(what with { OwnerOrganisation = context.Actor.Organisation }), what, from, card, cancellationToken);

    /// <summary>Proposes to the owner, who is asked in private.</summary>
    public Task<(Message? Card, string? Refused)> Propose(
        CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken) =>
        Open(new Move.Propose(what), what, from, card, cancellationToken);

    private async Task<(Message? Card, string? Refused)> Open(
        Move move, CommitmentEvent.Opening what, MadeFrom from, MessageRef? card, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        var decision = Lifecycle.Decide(null, move, context.Actor, Context(what.Owner));
        if (decision is not Decision.Happened happened)
        {
            return (null, ((Decision.Refused)decision).Sentence);
        }

        forum.NextNumber++;
        var it = await EventLog.Append(
            context.Db, forum, CommitmentId.New(), happened.Events, context.Actor, context.Now, context.Source, cancellationToken);
        var row = context.Db.Commitments.Local.First(known => known.Id == it.Id.Value);
        (row.Thread, row.SourceMessage) = (from.Thread is null ? null : Place.Of(from.Thread), from.Message);
        var shown = context.Card(it);
        if (card is not null)
        {
            context.Replace(card, shown, it.Id);
        }
        else
        {
            context.Say(shown, it.Id);
        }

        // A yes given in private: the thread where it was said gets its card, too.
        if (from.Thread is { } thread && thread.Lane != context.Turn.Conversation.Lane)
        {
            context.Post(thread, shown, it.Id);
        }

        foreach (var channel in await context.Channels(cancellationToken))
        {
            var place = channel.Place.ToRef();
            if (place.Lane != (from.Thread ?? context.Turn.Conversation).Lane)
            {
                context.Post(place, shown, it.Id);
            }
        }

        foreach (var chair in Reachability.Of(it.Owner, context.People) == Way.Nowhere ? context.Chairs.Except([it.Owner]) : [])
        {
            await context.Tell(chair, Messages.Over(
                $"I cannot write to {context.People.NameOf(it.Owner)} anywhere, so I cannot remind them of this. Please make sure that "
                + "they know.", shown), cancellationToken: cancellationToken);
        }

        if (it.State == CommitmentState.Proposed)
        {
            await context.Tell(it.Owner, Messages.Over(
                $"{context.People.NameOf(context.Me)} proposes this to you in {forum.Name}. It counts only if you accept.",
                CardFor(it, it.Owner)), it.Id, cancellationToken);
        }

        return (context.OwnCard(it), null);
    }

    /// <summary>Makes a move on a commitment; the answer says what came of it.</summary>
    public async Task<(Commitment? After, string? Refused, IReadOnlyList<string> Allowed)> Make(
        CommitmentRow row, Move move, CancellationToken cancellationToken)
    {
        var before = await EventLog.Load(context.Db, new CommitmentId(row.Id), cancellationToken);
        switch (Lifecycle.Decide(before, move, context.Actor, Context(before.Owner)))
        {
            case Decision.Refused refused:
                return (null, refused.Sentence, refused.Allowed);
            case Decision.Happened { Events: var events }:
                var after = await EventLog.Append(
                    context.Db, context.Forum!, before.Id, events, context.Actor, context.Now, context.Source, cancellationToken);
                await Cards.Update(context.Db, after, context.People, context.Now, cancellationToken);
                foreach (var happened in events)
                {
                    await new Consequences(context).Of(happened, before, after, cancellationToken);
                }

                return (after, null, []);
            default:
                throw new InvalidOperationException();
        }
    }

    private Message CardFor(Commitment it, PersonId reader) =>
        Cards.Of(it, context.People, context.TodayOf(it.Owner), context.People.Members.ActorIn(it.Forum, reader));

    /// <summary>The moment, in an owner's calendar and by the forum's policy.</summary>
    public LifeContext Context(PersonId owner) =>
        new(context.Now, context.People.Person(owner).Zone, context.Calendar, context.Policy);
}
