using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary>Chairs and facilitators: who takes a seat, who leaves it, and how a forum without any chair gets one.</summary>
internal sealed class SeatCommands(TurnContext context, PersonResolver resolver)
{
    private const int AgreementsNeeded = 2;
    private const int WorkingDaysToObject = 2;

    private MembershipDirectory Members => context.People.Members;

    /// <summary><c>forum chair @x</c>, <c>forum chair remove @x</c>, and the same for the facilitator.</summary>
    public async Task<Answer> Do(NamedPerson? named, ForumSeat seat, bool remove, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (named is null)
        {
            return Answer.Privately($"{InWords(seat)} of {forum.Name}: {ForumCommands.Seats(context, seat)}. “forum "
                + $"{seat.ToString().ToLowerInvariant()} @…” adds one, “forum {seat.ToString().ToLowerInvariant()} remove @…” takes the "
                + "seat back.");
        }

        if (resolver.Find(named) is not [var person])
        {
            return Answer.Privately($"I do not know {named.Name} in this forum. Please mention them with @.");
        }

        // Of somebody who is not here no more is said than the mention did.
        var isHere = Members.IsMember(person, context.ForumId);
        var name = isHere || Members.InSeat(context.ForumId, seat).Contains(person) ? context.People.NameOf(person)
            : named.Name.TrimStart('@');
        if (remove)
        {
            return await Unseat(person, name, seat, cancellationToken);
        }

        if (!isHere)
        {
            return Answer.Privately($"{name} is in none of the channels of {forum.Name}. Invite them there first.");
        }

        if (seat == ForumSeat.Chair && !Members.IsFull(person, context.ForumId))
        {
            return Answer.Privately($"{name} is a guest, or here from another workspace or tenant, as far as I know, and cannot chair. "
                + "Somebody from a workspace or tenant that hosts one of the channels can.");
        }

        if (seat == ForumSeat.Chair && context.Chairs.Count == 0)
        {
            return await Propose(person, name, cancellationToken);
        }

        if (Members.Seat(context.ForumId, person, seat))
        {
            context.Note(new ForumEvent.Seated(person, seat));
        }

        context.PlanDigest();
        return await Told($"{name} now {Does(seat)} {forum.Name}.", cancellationToken);
    }

    /// <summary>A vote on the chair who is proposed, by button or by word.</summary>
    public async Task<Answer> Vote(bool agrees, CancellationToken cancellationToken)
    {
        if (await context.Db.ChairProposals.FindAsync([context.Forum!.Id], cancellationToken) is not { } proposal)
        {
            return Answer.Privately($"Nobody is proposed as chair of {context.Forum.Name} at present.");
        }

        var candidate = new PersonId(proposal.PersonId);
        var name = context.People.NameOf(candidate);
        if (!agrees)
        {
            context.Db.ChairProposals.Remove(proposal);
            context.Note(new ForumEvent.ChairObjected(candidate));
            return await Told($"{context.People.NameOf(context.Me)} objects to {name} as chair, so the proposal is closed. Any full "
                + "member can propose somebody: “forum chair @…”.", cancellationToken);
        }

        if (!context.Actor.IsFull)
        {
            return Answer.Privately("A guest, or somebody from another workspace or tenant, cannot agree to a chair.");
        }

        if (candidate == context.Me || proposal.ProposedById == context.Me.Value || proposal.AgreedBy.Contains(context.Me.Value))
        {
            return Answer.Privately("Your vote is counted already. It takes two others, or two working days without an objection.");
        }

        proposal.AgreedBy = [.. proposal.AgreedBy, context.Me.Value];
        context.Note(new ForumEvent.ChairAgreed(candidate));
        if (proposal.AgreedBy.Count < AgreementsNeeded)
        {
            return Answer.Openly($"{context.People.NameOf(context.Me)} agrees to {name} as chair. One more makes it so.");
        }

        context.Db.ChairProposals.Remove(proposal);
        Members.Seat(context.ForumId, candidate, ForumSeat.Chair);
        context.Note(new ForumEvent.Seated(candidate, ForumSeat.Chair));
        context.PlanDigest();
        return await Told($"{name} now chairs {context.Forum.Name}: two others agreed.", cancellationToken);
    }

    private async Task<Answer> Unseat(PersonId person, string name, ForumSeat seat, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (!Members.InSeat(context.ForumId, seat).Contains(person))
        {
            return Answer.Privately($"{name} does not {(seat == ForumSeat.Chair ? "chair" : "facilitate")} {forum.Name}.");
        }

        if (seat == ForumSeat.Chair && Members.InSeat(context.ForumId, seat).Count == 1)
        {
            return Answer.Privately($"{name} is the only chair of {forum.Name}. Name another first: “forum chair @…”.");
        }

        Members.Unseat(context.ForumId, person, seat);
        context.Note(new ForumEvent.Unseated(person, seat, $"by {context.People.NameOf(context.Me)}"));
        context.PlanDigest();
        return await Told($"{name} no longer {Does(seat)} {forum.Name}.", cancellationToken);
    }

    private async Task<Answer> Propose(PersonId person, string name, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (!context.Actor.IsFull)
        {
            return Answer.Privately("A guest, or somebody from another workspace or tenant, cannot propose a chair.");
        }

        if (await context.Db.ChairProposals.FindAsync([forum.Id], cancellationToken) is { } open)
        {
            return Answer.Privately($"{context.People.NameOf(new PersonId(open.PersonId))} is proposed already. “forum agree” or “forum "
                + "object” answers that.");
        }

        var zone = DateTimeZoneProviders.Tzdb[forum.ZoneId];
        var local = context.Now.InZone(zone);
        var stands = zone.AtLeniently(context.Calendar.Plus(local.Date, WorkingDaysToObject) + local.TimeOfDay).ToInstant();
        context.Db.ChairProposals.Add(new ChairProposalRow
        {
            ForumId = forum.Id,
            PersonId = person.Value,
            ProposedById = context.Me.Value,
            StandsAt = stands
        });
        context.Note(new ForumEvent.ChairProposed(person, stands));
        var sentence = $"{context.People.NameOf(context.Me)} proposes {name} as chair of {forum.Name}, which has none. It stands when "
            + $"two others agree, or on {Dates.InFull(stands.InZone(zone).Date)} if nobody objects.";
        var message = new Message(
            sentence,
            [
                new Block.Paragraph(sentence),
                new Block.Actions(
                    new Button("Agree", Verb.AgreeChair, forum.Id.ToString("N"), ButtonStyle.Primary),
                    new Button("Object", Verb.ObjectChair, forum.Id.ToString("N"))),
                new Block.Note("Typing works as well: “forum agree”, “forum object”."),
            ]);
        await context.AnnounceElsewhere(message, cancellationToken);
        return new Answer(message, false);
    }

    private async Task<Answer> Told(string sentence, CancellationToken cancellationToken)
    {
        await context.AnnounceElsewhere(sentence, cancellationToken);
        return Answer.Openly(sentence);
    }

    private static string InWords(ForumSeat seat) => seat == ForumSeat.Chair ? "Chair" : "Facilitator";

    private static string Does(ForumSeat seat) => seat == ForumSeat.Chair ? "chairs" : "facilitates";
}
