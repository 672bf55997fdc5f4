using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation;

/// <summary>From words to a commitment: what was understood is shown, questions are asked, and nothing is recorded before the owner's yes.</summary>
internal sealed class Capture(Scene scene, Acquaintance acquaintance, Moves moves)
{
    private static readonly Duration Patience = Duration.FromDays(14);

    /// <summary>The words it came from.</summary>
    public sealed record Origin(string Words, PersonId SaidBy, Instant SaidAt, Uri? Link, ConversationRef? Thread, MessageRef? Message);

    /// <summary>Answers each draft read from a message: a card to say yes to, a proposal, or a question.</summary>
    public async Task Begin(IReadOnlyList<Draft> drafts, Origin origin, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts)
        {
            await Begin(draft, origin, cancellationToken);
        }
    }

    private async Task Begin(Draft draft, Origin origin, CancellationToken cancellationToken)
    {
        var (owner, question) = await Owner(draft.Owner, cancellationToken);
        var promisee = draft.Promisee is { } named ? await Promisee(named, cancellationToken) : null;
        var body = new DraftBody
        {
            Wording = draft.Wording,
            Owner = owner?.Value,
            PromiseePerson = promisee is Promisee.ToPerson { Person: var person } && person != owner ? person.Value : null,
            PromiseeOrganisation = promisee is Promisee.ToOrganisation it ? it.Organisation.Value : null,
            Due = draft.Due is DueReading.On on ? LocalDatePattern.Iso.Format(on.Date) : null,
            Condition = draft.Condition,
            Themes = draft.Themes,
            Words = origin.Words,
            SaidBy = origin.SaidBy.Value,
            SaidAt = InstantPattern.ExtendedIso.Format(origin.SaidAt),
            Link = origin.Link?.ToString(),
            Source = origin.Message is { } message ? CommitmentRow.SourceOf(message) : null,
            Thread = origin.Thread,
        };
        question ??= draft.Due switch
        {
            DueReading.InThePast past => $"{Dates.InFull(past.Date)} is over. By when will it be?",
            DueReading.None { Words: { } vague } => $"“{vague}” is hard to keep. By which day?",
            DueReading.None => "By which day?",
            _ => null,
        };
        if (question is null && owner is { } somebody && somebody != scene.Me)
        {
            var (_, refused) = await moves.Propose(Opening(body, scene.Forum!), body.From, null, cancellationToken);
            if (refused is not null)
            {
                scene.Say(Messages.Plain(refused));
            }

            return;
        }

        var row = Keep(body);
        scene.Say(question is null ? Confirmation(row.Id, body) : Question(row.Id, body, question));
    }

    /// <summary>A date typed after a question about it; false when no draft of the asker waits for one here.</summary>
    public async Task<bool> AnswerWithDate(string words, CancellationToken cancellationToken)
    {
        if (DueDates.Read(words, scene.Reading(scene.Now, false)) is not DueReading.On on)
        {
            return false;
        }

        var waiting = await Waiting(cancellationToken);
        if (waiting.Row is null)
        {
            return false;
        }

        var body = waiting.Body with { Due = LocalDatePattern.Iso.Format(on.Date) };
        waiting.Row.Body = body.ToJson();
        scene.Say(body.Owner is null ? Question(waiting.Row.Id, body, "Who owns it?") : Confirmation(waiting.Row.Id, body));
        return true;
    }

    /// <summary>Whether a question to the speaker about a draft is open here.</summary>
    public async Task<bool> IsAskingHere(CancellationToken cancellationToken) => (await Waiting(cancellationToken)).Row is not null;

    private async Task<(DraftRow Row, DraftBody Body)> Waiting(CancellationToken cancellationToken)
    {
        var rows = await scene.Db.Drafts
            .Where(it => it.AskedOfId == scene.Me.Value && it.ExpiresAt > scene.Now).ToListAsync(cancellationToken);
        return rows.OrderByDescending(it => it.ExpiresAt)
            .Select(row => (Row: row, Body: DraftBody.Parse(row.Body)))
            .FirstOrDefault(it => it.Body.Due is null && (scene.IsPersonal || it.Body.Thread == scene.Turn.ReplyTo));
    }

    /// <summary>"Record as commitment" on a message: a form with what could be read from it.</summary>
    public async Task<Form> FromMessage(TurnContent.CaptureAsked asked, CancellationToken cancellationToken)
    {
        var author = acquaintance.Meet(asked.Author, scene.Turn.Conversation);
        await acquaintance.Join(scene.Forum!, author, cancellationToken);
        var draft = (Reader.Read(asked.Text, scene.Reading(asked.SaidAt, false)) as Understood.AsDrafts)?.Drafts[0];
        var promisee = draft?.Promisee is { } named ? await Promisee(named, cancellationToken) : null;
        var (owner, _) = draft is null ? (author, null) : await Owner(draft.Owner, cancellationToken, author);
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
        return FormFor(Keep(body).Id, body, withOwner: true);
    }

    /// <summary>The owner's yes to what was shown.</summary>
    public async Task<Reply> Record(DraftRow row, MessageRef? card, CancellationToken cancellationToken)
    {
        var body = DraftBody.Parse(row.Body);
        if (row.AskedOfId != scene.Me.Value)
        {
            return new Reply.Show(Messages.Plain($"This waits for {scene.Names.NameOf(new PersonId(row.AskedOfId))}'s yes. Nothing is recorded before it."));
        }

        var what = Opening(body, scene.Forum!);
        var (shown, refused) = what.Owner == scene.Me
            ? await moves.Record(what, body.From, card, cancellationToken)
            : await moves.Propose(what, body.From, card, cancellationToken);
        if (shown is null)
        {
            return new Reply.Show(Messages.Plain(refused!));
        }

        scene.Db.Drafts.Remove(row);
        return new Reply.Updated(shown);
    }

    /// <summary>"No": the draft is forgotten.</summary>
    public Reply Drop(DraftRow row, MessageRef? card)
    {
        if (row.AskedOfId != scene.Me.Value)
        {
            return new Reply.Show(Messages.Plain("Only the person who was asked can say no to this."));
        }

        scene.Db.Drafts.Remove(row);
        var gone = Messages.Plain("Not recorded. Nothing was kept.");
        scene.Replace(card, gone);
        return new Reply.Updated(gone);
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
        else if (NhsNumber.IsIn(wording))
        {
            errors[Forms.Wording] = Refusals.PatientIdentifier;
        }

        if (due is null)
        {
            errors[Forms.Due] = "By which day?";
        }
        else if (due < scene.Today)
        {
            errors[Forms.Due] = $"{Dates.InFull(due.Value)} is over. By when will it be?";
        }

        var owner = Input.Id(values, OwnerField) ?? body.Owner;
        if (owner is null)
        {
            errors[OwnerField] = "A commitment has one owner. Who is it?";
        }

        if (errors.Count > 0)
        {
            return new Reply.FieldErrors(errors);
        }

        body = body with { Wording = wording!, Due = LocalDatePattern.Iso.Format(due!.Value), Owner = owner, };
        body = WithPromisee(body, values);
        row.Body = body.ToJson();
        return await Record(row, card, cancellationToken);
    }

    /// <summary>The form for changing a draft.</summary>
    public Form FormFor(Guid draft, DraftBody body, bool withOwner = false) => new(
        Verb.ChangeDraft, draft.ToString("N"), "Record a commitment", "Record it",
        [
            .. withOwner || body.Owner is null ? [OwnerChoice(body)] : Array.Empty<Field>(),
            new Field.Line(Forms.Wording, "What is promised", Initial: body.Wording, MaxLength: 300),
            new Field.Date(Forms.Due, "By when", Initial: body.Due is { } due ? LocalDatePattern.Iso.Parse(due).Value : null),
            PromiseeChoice(body),
        ]);

    private const string OwnerField = "owner";
    private const string PromiseeField = "promisee";

    private Field.Choice OwnerChoice(DraftBody body) => new(OwnerField, "Who promises it", Options:
        [.. People().Select(it => new Option(it.Value.ToString("N"), scene.Names.NameAndSeat(it, scene.Names.OrganisationOf(it))))],
        Hint: "If it is not you, they are asked, and nothing counts before their yes.", Initial: body.Owner?.ToString("N"));

    private Field.Choice PromiseeChoice(DraftBody body) => new(PromiseeField, "To whom", Options:
        [
            new Option("-", "The forum"),
            .. scene.Names.Organisations.Select(it => new Option("o" + it.Id.ToString("N"), $"{it.ShortName}, {it.Name}")),
            .. People().Select(it => new Option("p" + it.Value.ToString("N"), scene.Names.NameOf(it))),
        ],
        Initial: body switch
        {
            { PromiseePerson: { } person } => "p" + person.ToString("N"),
            { PromiseeOrganisation: { } organisation } => "o" + organisation.ToString("N"),
            _ => "-",
        });

    private IEnumerable<PersonId> People() =>
        scene.Members.Select(it => new PersonId(it)).OrderBy(scene.Names.NameOf, StringComparer.OrdinalIgnoreCase).Take(60);

    private static DraftBody WithPromisee(DraftBody body, IReadOnlyDictionary<string, string> values)
    {
        var chosen = Input.Text(values, PromiseeField);
        return chosen is null || !Guid.TryParse(chosen.AsSpan(1), out var id)
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
            ForumId = scene.Forum!.Id,
            AskedOfId = scene.Me.Value,
            Body = body.ToJson(),
            ExpiresAt = scene.Now + Patience,
        };
        scene.Db.Drafts.Add(row);
        return row;
    }

    private Message Confirmation(Guid draft, DraftBody body)
    {
        var due = LocalDatePattern.Iso.Parse(body.Due!).Value;
        var to = scene.Names.NameOf(body.Promisee);
        var arg = draft.ToString("N");
        return new Message(
            $"Shall I record this? {body.Wording}, to {to}, by {Dates.InFull(due)}. Nothing is recorded before your yes.",
            [
                new Block.Paragraph(scene.Names.Mention(scene.Me), ", shall I record this?"),
                new Block.Facts(
                [
                    new Fact("You promise", body.Wording),
                    new Fact("To", to),
                    new Fact("By", new Inline.Day(due)),
                    .. body.Condition is { } condition ? [new Fact("If", condition)] : Array.Empty<Fact>(),
                ]),
                new Block.Actions(
                    new Button("Yes, record it", Verb.RecordDraft, arg, ButtonStyle.Primary),
                    new Button("Change", Verb.ChangeDraft, arg, Form: FormFor(draft, body)),
                    new Button("No", Verb.DropDraft, arg)),
                .. WhomDoYouSpeakFor(),
                new Block.Note("Nothing is recorded before your yes."),
            ]);
    }

    // A promise is made for an organisation; a workspace or a tenant does not tell which.
    private IEnumerable<Block> WhomDoYouSpeakFor()
    {
        var known = scene.Names.Organisations.Take(Block.Actions.MaxButtons).ToList();
        return scene.Names.OrganisationOf(scene.Me) is not null || known.Count == 0
            ? []
            :
            [
                new Block.Paragraph("For which organisation do you speak?"),
                new Block.Actions([.. known.Select(it => new Button(it.ShortName, Verb.SpeakFor, it.Id.ToString("N")))]),
            ];
    }

    private Message Question(Guid draft, DraftBody body, string question) => new(
        $"{question} ({body.Wording}). Nothing is recorded yet.",
        [
            new Block.Paragraph(scene.Names.Mention(scene.Me), $", about “{body.Wording}”: {question}"),
            new Block.Actions(
                new Button("Answer", Verb.ChangeDraft, draft.ToString("N"), ButtonStyle.Primary, FormFor(draft, body)),
                new Button("Leave it", Verb.DropDraft, draft.ToString("N"))),
            new Block.Note("Nothing is recorded yet."),
        ]);

    private static CommitmentEvent.Opening Opening(DraftBody body, ForumRow forum) => new(
        new ForumId(forum.Id), forum.NextNumber, new PersonId(body.Owner!.Value), null, body.Promisee, body.Wording,
        new Verbatim(body.Words, new PersonId(body.SaidBy), InstantPattern.ExtendedIso.Parse(body.SaidAt).Value, body.Link),
        LocalDatePattern.Iso.Parse(body.Due!).Value, body.Condition, body.Themes);

    private async Task<(PersonId? Owner, string? Question)> Owner(
        DraftOwner owner, CancellationToken cancellationToken, PersonId? speaker = null)
    {
        switch (owner)
        {
            case DraftOwner.Named { Person: var named }:
                var found = await Find(named, cancellationToken);
                return found.Count switch
                {
                    1 => (found[0], null),
                    0 => (null, $"I do not know anybody called {named.Name} in this forum. Who owns it? You can also mention them with @."),
                    _ => (null, $"There are several who could be {named.Name}. Who owns it?"),
                };
            case DraftOwner.Several { People: var people }:
                return (null, $"A commitment has one owner, and I read {string.Join(" and ", people.Select(it => it.Name))}. Who is it?");
            default:
                return (speaker ?? scene.Me, null);
        }
    }

    private async Task<Promisee> Promisee(NamedPerson named, CancellationToken cancellationToken)
    {
        if (named.User is null && scene.Names.Organisation(named.Name) is { } organisation)
        {
            return new Promisee.ToOrganisation(new OrganisationId(organisation.Id));
        }

        return await Find(named, cancellationToken) is [var person] ? new Promisee.ToPerson(person) : new Promisee.ToForum();
    }

    /// <summary>Whom a name or a mention may mean, in this forum.</summary>
    public async Task<IReadOnlyList<PersonId>> Find(NamedPerson named, CancellationToken cancellationToken)
    {
        if (named.User is not { } user)
        {
            return scene.Names.Named(named.Name, scene.Members);
        }

        var person = acquaintance.Meet(new Speaker(user, named.Name), scene.Turn.Conversation);
        if (scene.Forum is { } forum && !scene.IsPersonal)
        {
            await acquaintance.Join(forum, person, cancellationToken);
        }

        return [person];
    }
}
