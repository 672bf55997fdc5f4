using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.People;

/// <summary>
/// Somebody is in none of a forum's channels any more, or cannot be reached at all: they lose their seats, the chair is asked who takes
/// over what they have open, and nothing more is sent to them about it.
/// </summary>
internal sealed class Departures(RegisterDb db, PeopleDirectory people, Instant now)
{
    private const int MostShown = 10;

    /// <summary>What is said of somebody, after their name.</summary>
    public static string InWords(DepartureReason reason) => reason switch
    {
        DepartureReason.LeftTheChannels => "has left the forum's channels",
        DepartureReason.AccountClosed => "has left: the account is closed",
        _ => "has removed me, so that I cannot reach them any more",
    };

    /// <summary>
    /// Notes the departure, where they are in no channel of the forum any more, or their account is closed or lost to the bot.
    /// </summary>
    public async Task Check(ForumRow forum, PersonId person, DepartureReason reason, CancellationToken cancellationToken)
    {
        var id = new ForumId(forum.Id);
        person = people.Present(person);
        if (reason == DepartureReason.LeftTheChannels && people.Members.IsMember(person, id))
        {
            return;
        }

        if (people.Members.Departure(id, person) is { } known)
        {
            // Out of the channels, nobody is back because they opened the account or the app again.
            known.Reason = reason == DepartureReason.LeftTheChannels ? reason : known.Reason;
            return;
        }

        db.ChairProposals.RemoveRange(await db.ChairProposals.Where(it => it.ForumId == forum.Id && it.PersonId == person.Value)
            .ToListAsync(cancellationToken));
        db.Departures.Add(new DepartureRow { ForumId = forum.Id, PersonId = person.Value, At = now, Reason = reason });
        people.Members.Forget();
        var held = (await db.HoldForum(forum.Id, cancellationToken))!;
        EventLog.Append(db, held, new ForumEvent.Departed(person, reason), Actor.Clock, now, null);
        await Unseat(held, person, reason, cancellationToken);
        await TakeCardsBack(held, person, cancellationToken);
        await AskWhoTakesOver(held, person, reason, cancellationToken);
    }

    /// <summary>An account is closed: where it was the person's last, they have left every forum.</summary>
    public Task AccountClosed(PersonId person, CancellationToken cancellationToken) =>
        people.Accounts(person).All(it => it.Reachable is ReachableBy.Nothing or ReachableBy.RemovedApp)
            ? CheckAll(person, DepartureReason.AccountClosed, cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// The same in every forum that somebody is in, or has something open in: their account is closed, or they removed the app.
    /// </summary>
    public async Task CheckAll(PersonId person, DepartureReason reason, CancellationToken cancellationToken)
    {
        var owned = await db.Commitments.Where(it => it.OwnerId == person.Value && it.NextStepAt != null).Select(it => it.ForumId)
            .Distinct().ToListAsync(cancellationToken);
        foreach (var forum in people.Members.ForumsOf(person).Select(it => it.Id).Union(owned).ToList())
        {
            await Check(people.Forum(new ForumId(forum)), person, reason, cancellationToken);
        }
    }

    /// <summary>
    /// Somebody is in a forum's channel again, and reminded again. That they removed the app, or that their account is closed, no roster
    /// shows; but a closed account writes nothing.
    /// </summary>
    public async Task Return(ForumRow forum, PersonId person, bool hasWritten, CancellationToken cancellationToken)
    {
        if (people.Members.Departure(new ForumId(forum.Id), person) is { } departure
            && (departure.Reason == DepartureReason.LeftTheChannels || (hasWritten && departure.Reason == DepartureReason.AccountClosed)))
        {
            await Return(departure, cancellationToken);
        }
    }

    /// <summary>Somebody whose account was closed, or who had removed the app, can be reached again.</summary>
    public async Task ReturnAll(PersonId person, CancellationToken cancellationToken)
    {
        foreach (var departure in await db.Departures
            .Where(it => it.PersonId == person.Value && it.Reason != DepartureReason.LeftTheChannels).ToListAsync(cancellationToken))
        {
            await Return(departure, cancellationToken);
        }
    }

    private async Task Return(DepartureRow departure, CancellationToken cancellationToken)
    {
        var (forum, person) = ((await db.HoldForum(departure.ForumId, cancellationToken))!, new PersonId(departure.PersonId));
        db.Departures.Remove(departure);
        people.Members.Forget();
        EventLog.Append(db, forum, new ForumEvent.Returned(person), Actor.Clock, now, null);
        foreach (var row in await Open(forum, person).ToListAsync(cancellationToken))
        {
            row.LookAgain(now);
        }
    }

    private async Task Unseat(ForumRow forum, PersonId person, DepartureReason reason, CancellationToken cancellationToken)
    {
        var id = new ForumId(forum.Id);
        var lost = Enum.GetValues<ForumSeat>().Where(seat => people.Members.Unseat(id, person, seat)).ToList();
        if (lost.Count == 0)
        {
            return;
        }

        foreach (var seat in lost)
        {
            EventLog.Append(db, forum, new ForumEvent.Unseated(person, seat, InWords(reason)), Actor.Clock, now, null);
        }

        var (name, chairs) = (people.NameOf(person), people.Members.Chairs(id));
        var next = people.Members.InSeat(id, ForumSeat.Chair).Count > 0 ? ""
            : chairs.Count > 0 ? $" {string.Join(" and ", chairs.Select(people.NameOf))}, who facilitates, chairs it until another is "
                + "named: “forum chair @…”."
            : " It has no chair now. Any full member can propose one: “forum chair @…”; it stands when two others agree, or after two "
                + "working days without an objection.";
        await Tell(forum, Messages.Plain($"{name} {InWords(reason)}, and no longer "
            + $"{(lost.Contains(ForumSeat.Chair) ? "chairs" : "facilitates")} {forum.Name}.{next}"), $"unseated:{person.Value:N}",
            cancellationToken);
    }

    // What was shown to them as a chair or a member goes on changing, and is not theirs to see any more.
    private async Task TakeCardsBack(ForumRow forum, PersonId person, CancellationToken cancellationToken)
    {
        if (people.Members.IsMember(person, new ForumId(forum.Id)))
        {
            return;
        }

        foreach (var chat in people.Accounts(person).Select(it => it.Private).OfType<Place>().ToList())
        {
            var cards = await db.Cards.Where(it => it.Place.Platform == chat.Platform && it.Place.Channel == chat.Channel
                && db.Commitments.Any(row => row.Id == it.CommitmentId && row.ForumId == forum.Id && row.OwnerId != person.Value
                    && row.PromiseePersonId != person.Value && row.NextOwnerId != person.Value && row.ProposedById != person.Value))
                        .ToListAsync(cancellationToken);
            foreach (var card in cards)
            {
                Outbox.Replace(
                    db, Key(forum, $"taken-back:{card.Id:N}"), new MessageRef(card.Place.ToRef(), card.MessageId),
                    Messages.Plain($"This was shown to you while you were in {forum.Name}."), now);
            }

            db.Cards.RemoveRange(cards);
        }
    }

    private async Task AskWhoTakesOver(ForumRow forum, PersonId person, DepartureReason reason, CancellationToken cancellationToken)
    {
        var id = new ForumId(forum.Id);
        var rows = await Open(forum, person).OrderBy(it => it.Due).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return;
        }

        var open = (await EventLog.LoadMany(db, [.. rows.Select(it => new CommitmentId(it.Id))], cancellationToken)).Values
            .OrderBy(it => it.Due).ThenBy(it => it.Number).ToList();
        var name = people.NameOf(person);
        var others = people.Members.Of(id).Where(it => it != person).OrderBy(people.NameOf, StringComparer.OrdinalIgnoreCase)
            .Select(it => new Option(it.Value.ToString("N"), Forms.Cut(people.NameAndSeat(it, id), 70))).Take(90).ToList();
        foreach (var chair in people.Members.Chairs(id))
        {
            await Outbox.Private(
                db, Key(forum, $"handover:{person.Value:N}:{chair.Value:N}"), chair,
                List($"{name} {InWords(reason)}, and still owns what is below in {forum.Name}. Who takes it over? I do not remind {name} "
                    + "of it any more.", open, others), now, null, cancellationToken);
        }

        if (reason == DepartureReason.LeftTheChannels)
        {
            await Outbox.Private(
                db, Key(forum, $"goodbye:{person.Value:N}"), person,
                List($"You are no longer in the channels of {forum.Name}. What is below is still yours until somebody takes it over; its "
                    + "chair is asked who will. I do not remind you of it any more.", open, null),
                now, null, cancellationToken);
        }
    }

    private IQueryable<CommitmentRow> Open(ForumRow forum, PersonId person) => db.Commitments
        .Where(it => it.ForumId == forum.Id && it.OwnerId == person.Value
        && (it.State == CommitmentState.Active || it.State == CommitmentState.Proposed || it.State == CommitmentState.Countered));

    // A chair hands it over to somebody of the forum; whoever has left does not read who is in it, and can still finish what is theirs.
    private Message List(string sentence, List<Commitment> open, List<Option>? others)
    {
        var blocks = new List<Block> { new Block.Paragraph(sentence) };
        foreach (var it in open.Take(MostShown))
        {
            blocks.Add(new Block.Paragraph(new Inline.Bold($"{it.Reference} {it.Wording}"),
                $"\nTo {people.PromiseeOf(it)}, by {Dates.InFull(it.Due)}."));
            blocks.Add(new Block.Actions([.. Buttons(it, others), new Button($"Show {it.Reference}", Verb.Show, Forms.Argument(it))]));
        }

        if (open.Count > MostShown)
        {
            blocks.Add(new Block.Paragraph($"Also {string.Join(", ", open.Skip(MostShown).Select(it => it.Reference))}."));
        }

        blocks.Add(new Block.Note($"Typing works as well: “hand over {open[0].Reference} to @… because …”."));
        var inBrief = open.Select(it => $"{it.Reference} {it.Wording}, by {Dates.InBrief(it.Due)}");
        return new Message($"{sentence} {string.Join("; ", inBrief)}.", blocks);
    }

    private static IEnumerable<Button> Buttons(Commitment it, List<Option>? others) => (it.State, others) switch
    {
        (not CommitmentState.Active, _) => [],
        (_, null) =>
        [
            new Button("Done", Verb.Done, Forms.Argument(it), Form: Forms.Done(it)),
            new Button("Cannot", Verb.Account, Forms.Argument(it), Form: Forms.Account(it)),
        ],
        (_, { Count: 0 }) => [],
        _ => [new Button($"Hand over {it.Reference}", Verb.HandOver, Forms.Argument(it), Form: Forms.HandOver(it, others))],
    };

    private async Task Tell(ForumRow forum, Message message, string what, CancellationToken cancellationToken)
    {
        foreach (var channel in await db.OpenChannels(forum.Id).ToListAsync(cancellationToken))
        {
            Outbox.Post(db, $"{Key(forum, what)}:{channel.Id:N}", channel.Place.ToRef(), message, now);
        }
    }

    // Somebody may leave, come back and leave again, so the keys must differ.
    private static string Key(ForumRow forum, string what) => $"{what}:{forum.Id:N}:{Guid.CreateVersion7():N}";
}
