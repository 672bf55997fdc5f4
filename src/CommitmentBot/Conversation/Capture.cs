using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation;

/// <summary>From words to a commitment: what was understood is shown, questions are asked, and nothing is recorded before the owner's yes.</summary>
internal sealed class Capture(TurnContext context, PersonResolver resolver, Moves moves)
{
    private readonly DraftCards cards = new(context);

    private static readonly Duration Patience = Duration.FromDays(14);

    /// <summary>The words it came from.</summary>
    public sealed record Origin(
        string Words, PersonId SaidBy, Instant SaidAt, Uri? Link, ConversationRef? Thread, MessageRef? Message, PersonId? SaidTo = null);

    /// <summary>Answers each draft read from a message: a card to say yes to, a proposal, or a question.</summary>
    public async Task Begin(IReadOnlyList<Draft> drafts, Origin origin, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts)
        {
            await Begin(draft, origin, cancellationToken);
        }
    }

    /// <summary>Asks the speaker, in private where that is possible, whether to record what they promised without telling the bot.</summary>
    public async Task Suggest(Draft draft, Origin origin, string key, CancellationToken cancellationToken)
    {
        var inPrivate = await Accounts.WayTo(context.Db, context.Me, cancellationToken) is not null;
        var body = Body(draft, origin) with { Suggested = true, AskedPrivately = inPrivate };
        var card = cards.Of(Keep(body).Id, body);
        if (inPrivate)
        {
            await Outbox.Private(context.Db, key, context.Me, card, context.Now, cancellationToken: cancellationToken);
        }
        else
        {
            Outbox.Post(context.Db, key, context.Turn.ReplyTo, card, context.Now);
        }
    }

    private async Task Begin(Draft draft, Origin origin, CancellationToken cancellationToken)
    {
        var body = Body(draft, origin);
        if (body is { Due: not null, Owner: { } owner } && owner != context.Me.Value)
        {
            await Propose(body, null, cancellationToken);
            return;
        }

        context.Say(cards.Of(Keep(body).Id, body));
    }

    private DraftBody Body(Draft draft, Origin origin)
    {
        var (owner, owners, question) = resolver.Owner(draft.Owner);
        var (promisee, promisees) = draft switch
        {
            { Promisee: { } named } => resolver.Promisee(named),
            { ToSpeaker: true } => (new Promisee.ToPerson(origin.SaidBy), []),
            { ToListener: true } when origin.SaidTo is { } listener => (new Promisee.ToPerson(listener), []),
            _ => (null, []),
        };
        return new DraftBody
        {
            Wording = draft.Wording,
            Owner = owner?.Value,
            OwnerMayBe = [.. owners.Select(it => it.Value)],
            PromiseePerson = promisee is Promisee.ToPerson { Person: var person } && person != owner ? person.Value : null,
            PromiseeMayBe = [.. promisees.Select(it => it.Value)],
            PromiseeOrganisation = promisee is Promisee.ToOrganisation it ? it.Organisation.Value : null,
            Due = draft.Due is DueReading.On on ? LocalDatePattern.Iso.Format(on.Date) : null,
            Read = ReadFrom.Of(draft, origin.Words),
            Condition = draft.Condition,
            Themes = draft.Themes,
            Question = question ?? Vagueness.AboutDate(draft) ?? Vagueness.AboutWords(draft, origin.Words),
            Words = origin.Words,
            SaidBy = origin.SaidBy.Value,
            SaidAt = InstantPattern.ExtendedIso.Format(origin.SaidAt),
            Link = origin.Link?.ToString(),
            Source = origin.Message is { } message ? CommitmentRow.SourceOf(message) : null,
            Thread = origin.Thread,
        };
    }

    private async Task<Message?> Propose(DraftBody body, MessageRef? card, CancellationToken cancellationToken)
    {
        var (shown, refused) = await moves.Propose(Opening(body, context.Forum!), body.From, card, cancellationToken);
        if (refused is not null)
        {
            context.Say(Messages.Plain(refused));
        }

        return shown;
    }

    /// <summary>A name or a date typed after a question about it; false when no draft of the asker waits for one here.</summary>
    public async Task<bool> AnswerInWords(string words, CancellationToken cancellationToken)
    {
        var (row, body) = await Waiting(cancellationToken);
        if (row is null)
        {
            return false;
        }

        await context.Enter(row.ForumId, cancellationToken);
        if (body.Owner is null)
        {
            if (context.People.Named(words.Trim().TrimEnd('.', '!'), context.Members) is not [var owner])
            {
                return false;
            }

            body = body with { Owner = owner.Value };
        }
        else if (DueDates.Read(words, context.Reading(context.Now, false)) is DueReading.On on)
        {
            body = body with { Due = LocalDatePattern.Iso.Format(on.Date), Read = body.Read with { Due = null } };
        }
        else
        {
            return false;
        }

        await Continue(row, body, null, cancellationToken);
        return true;
    }

    /// <summary>Who owns it, or whom it is promised to, chosen from those who fit.</summary>
    public async Task<Reply> Choose(DraftRow row, Guid person, bool isOwner, MessageRef? card, CancellationToken cancellationToken)
    {
        var body = DraftBody.Parse(row.Body);
        if (!context.Members.Contains(new PersonId(person)) && !body.OwnerMayBe.Contains(person) && !body.PromiseeMayBe.Contains(person))
        {
            return new Reply.Show(Messages.Plain("I do not know that person in this forum."));
        }

        body = isOwner ? body with { Owner = person } : body with { PromiseePerson = person, PromiseeMayBe = [] };
        return await Continue(row, body, card, cancellationToken) is { } shown ? new Reply.Updated(shown) : new Reply.None();
    }

    /// <summary>No day is named, and that is all right: it is looked at again on the day that the card says.</summary>
    public async Task<Reply> LeaveOpen(DraftRow row, int shown, MessageRef? card, CancellationToken cancellationToken)
    {
        var body = DraftBody.Parse(row.Body);
        if (body.Revision == shown)
        {
            row.Body = (body with { Due = LocalDatePattern.Iso.Format(cards.DayToLookAgain()) }).ToJson();
        }

        return await Record(row, shown, card, cancellationToken);
    }

    private async Task<Message?> Continue(DraftRow row, DraftBody body, MessageRef? card, CancellationToken cancellationToken)
    {
        // What was asked is answered; what is still open is asked by the next card.
        body = body with { Question = null, Revision = body.Revision + 1 };
        row.Body = body.ToJson();
        if (body is { Due: not null, Owner: { } owner } && owner != context.Me.Value)
        {
            context.Db.Drafts.Remove(row);
            return await Propose(body, card, cancellationToken);
        }

        var next = cards.Of(row.Id, body);
        if (card is null)
        {
            context.Say(next);
        }
        else
        {
            context.Replace(card, next);
        }

        return next;
    }

    /// <summary>Whether a question to the speaker about a draft is open here.</summary>
    public async Task<bool> IsAskingHere(CancellationToken cancellationToken) => (await Waiting(cancellationToken)).Row is not null;

    private async Task<(DraftRow Row, DraftBody Body)> Waiting(CancellationToken cancellationToken)
    {
        // Asked with every message, and nearly always there is none.
        var any = await context.Db.Text(
            "SELECT 'asked' FROM drafts WHERE asked_of_id = @me AND expires_at > @now LIMIT 1", cancellationToken,
            ("me", context.Me.Value), ("now", context.Now));
        var rows = any is null ? [] : await context.Db.Drafts
            .Where(it => it.AskedOfId == context.Me.Value && it.ExpiresAt > context.Now).ToListAsync(cancellationToken);
        return rows.OrderByDescending(it => it.ExpiresAt)
            .Select(row => (Row: row, Body: DraftBody.Parse(row.Body)))
            .FirstOrDefault(it => (it.Body.Due is null || it.Body.Owner is null)
                && (context.IsPersonal || (!it.Body.AskedPrivately && it.Body.Thread == context.Turn.ReplyTo)));
    }

    /// <summary>"Record as commitment" on a message: a form with what could be read from it.</summary>
    public Form FromMessage(TurnContent.CaptureAsked asked)
    {
        // Teams tells in whose tenant the message stands, and not whose its author is.
        var author = resolver.Meet(asked.Author with { HomeTenant = null });
        var draft = (Reader.Read(asked.Text, context.Reading(asked.SaidAt, false)) as Understood.AsDrafts)?.Drafts[0];
        var (promisee, _) = draft?.Promisee is { } named ? resolver.Promisee(named) : (null, []);
        var owner = draft is null ? author : resolver.Owner(draft.Owner, author).Owner;
        var body = new DraftBody
        {
            Wording = draft?.Wording ?? Forms.Cut(asked.Text.Plain.ReplaceLineEndings(" ").Trim(), 300),
            Owner = owner?.Value,
            PromiseePerson = promisee is Promisee.ToPerson person ? person.Person.Value : null,
            PromiseeOrganisation = promisee is Promisee.ToOrganisation it ? it.Organisation.Value : null,
            Due = draft?.Due is DueReading.On on ? LocalDatePattern.Iso.Format(on.Date) : null,
            Condition = draft?.Condition,
            Words = asked.Text.Plain,
            SaidBy = author.Value,
            SaidAt = InstantPattern.ExtendedIso.Format(asked.SaidAt),
            Link = asked.Link?.ToString(),
            Source = CommitmentRow.SourceOf(asked.Source),
            Thread = asked.Source.Conversation with { Thread = asked.Source.Conversation.Thread ?? asked.Source.Id },
        };
        return cards.FormFor(Keep(body).Id, body, withOwner: true);
    }

    /// <summary>
    /// The owner's yes to what was shown, at that revision; where it reads otherwise by now, that is shown and asked about.
    /// </summary>
    public async Task<Reply> Record(DraftRow row, int shown, MessageRef? card, CancellationToken cancellationToken)
    {
        var body = DraftBody.Parse(row.Body);
        if (body.Owner is null || body.Due is null || body.Revision != shown)
        {
            var asked = cards.Of(row.Id, body);
            context.Replace(card, asked);
            return new Reply.Updated(asked);
        }

        var what = Opening(body, context.Forum!);
        var (recorded, refused) = what.Owner == context.Me
            ? await moves.Record(what, body.From, card, cancellationToken)
            : await moves.Propose(what, body.From, card, cancellationToken);
        if (recorded is null)
        {
            return new Reply.Show(Messages.Plain(refused!));
        }

        context.Db.Drafts.Remove(row);
        return new Reply.Updated(recorded);
    }

    /// <summary>Why somebody may do nothing with a draft; null for the person whom it asks.</summary>
    public Message? NotAsked(DraftRow row) => context.People.Present(new PersonId(row.AskedOfId)) == context.Me
        ? null
        : Messages.Plain($"This waits for {context.People.NameOf(new PersonId(row.AskedOfId))}'s yes. Nothing is recorded before it, and "
            + "nobody else can change it.");

    /// <summary>"No": the draft is forgotten.</summary>
    public Reply Drop(DraftRow row, MessageRef? card)
    {
        context.Db.Drafts.Remove(row);
        var gone = Messages.Plain("Not recorded. Nothing was kept.");
        context.Replace(card, gone);
        return new Reply.Updated(gone);
    }

    /// <summary>"Never ask me": the draft is forgotten, and no other is suggested to this person.</summary>
    public Reply NeverAsk(DraftRow row, MessageRef? card)
    {
        context.People.Row(context.Me).NeverAsk = true;
        context.Db.Drafts.Remove(row);
        var noted = Messages.Plain(Commands.PersonCommands.NeverAgain);
        context.Replace(card, noted);
        return new Reply.Updated(noted);
    }

    /// <summary>The form filled in; submitting it is a yes.</summary>
    public async Task<Reply> Submit(
        DraftRow row, IReadOnlyDictionary<string, string> values, MessageRef? card, CancellationToken cancellationToken)
    {
        var body = DraftBody.Parse(row.Body);
        var due = Input.Date(values, Forms.Due);
        var wording = Input.Text(values, Forms.Wording);
        var errors = new Dictionary<string, string>();
        if (wording is null)
        {
            errors[Forms.Wording] = "What is promised?";
        }

        if (due is null)
        {
            errors[Forms.Due] = "By which day?";
        }
        else if (due < context.Today)
        {
            errors[Forms.Due] = $"{Dates.InFull(due.Value)} is over. By when will it be?";
        }

        var owner = Input.Id(values, DraftCards.OwnerField) is { } chosen && context.Members.Contains(new PersonId(chosen)) ? chosen
            : body.Owner;
        if (owner is null)
        {
            errors[DraftCards.OwnerField] = "A commitment has one owner. Who is it?";
        }

        if (errors.Count > 0)
        {
            return new Reply.FieldErrors(errors);
        }

        body = WithPromisee(body with
        {
            Wording = wording!,
            Due = LocalDatePattern.Iso.Format(due!.Value),
            Owner = owner,
            Revision = body.Revision + 1
        }, values);
        row.Body = body.ToJson();
        return await Record(row, body.Revision, card, cancellationToken);
    }

    private DraftBody WithPromisee(DraftBody body, IReadOnlyDictionary<string, string> values)
    {
        var chosen = Input.Text(values, DraftCards.PromiseeField);
        return chosen is null || !Guid.TryParse(chosen.AsSpan(1), out var id)
            || !(chosen[0] == 'p' ? context.Members.Contains(new PersonId(id)) : context.People.Organisations.In(context.ForumId)
                .Any(it => it.Id == id))
            ? body with { PromiseePerson = chosen == "-" ? null : body.PromiseePerson, PromiseeOrganisation = chosen == "-" ? null : body.PromiseeOrganisation }
            : chosen[0] == 'p'
                ? body with { PromiseePerson = id == body.Owner ? null : id, PromiseeOrganisation = null }
                : body with { PromiseePerson = null, PromiseeOrganisation = id };
    }

    private DraftRow Keep(DraftBody body)
    {
        var row = new DraftRow
        {
            Id = Guid.CreateVersion7(),
            ForumId = context.Forum!.Id,
            AskedOfId = context.Me.Value,
            Body = body.ToJson(),
            ExpiresAt = context.Now + Patience,
        };
        context.Db.Drafts.Add(row);
        return row;
    }

    private static CommitmentEvent.Opening Opening(DraftBody body, ForumRow forum) => new(
        new ForumId(forum.Id), forum.NextNumber, new PersonId(body.Owner!.Value), null, body.Promisee, body.Wording,
        new Verbatim(body.Words, new PersonId(body.SaidBy), InstantPattern.ExtendedIso.Parse(body.SaidAt).Value, body.Link),
        LocalDatePattern.Iso.Parse(body.Due!).Value, body.Condition, body.Themes);
}
