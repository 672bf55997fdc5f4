using System.Globalization;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation;

/// <summary>The cards and the form of a draft: one question about what is open, or all of it for a yes.</summary>
internal sealed class DraftCards(TurnContext context)
{
    public const string OwnerField = "owner";
    public const string PromiseeField = "promisee";

    // Whoever said it so need not be told how it was understood.
    private static readonly LocalDatePattern DayAndMonth = LocalDatePattern.CreateWithInvariantCulture("d MMMM");

    // When something without a day is looked at again in a forum without a calendar.
    private const int WeeksToLookAgain = 4;

    /// <summary>The card that asks for what is needed next.</summary>
    public Message Of(Guid draft, DraftBody body) =>
        body.Owner is null ? Question(draft, body, body.Question ?? "Who owns it?", Choices(body.OwnerMayBe, draft, Verb.OwnerIs))
        : body.Due is null ? Question(draft, body, body.Question ?? "By which day?", [LeaveOpen(draft, body)])
        : Confirmation(draft, body);

    /// <summary>The day on which a promise without a day is looked at again: the next meeting, or four weeks on.</summary>
    public LocalDate DayToLookAgain() =>
        context.NextMeetings().FirstOrDefault(it => it > context.Today) is var meeting && meeting > context.Today
            ? meeting
            : context.Calendar.OnOrAfter(context.Today.PlusWeeks(WeeksToLookAgain));

    /// <summary>The form for changing a draft.</summary>
    public Form FormFor(Guid draft, DraftBody body, bool withOwner = false) => new(
        Verb.ChangeDraft, draft.ToString("N"), "Record a commitment", "Record it",
        [
            .. withOwner || body.Owner is null ? [OwnerChoice(body)] : Array.Empty<Field>(),
            new Field.Line(Forms.Wording, "What is promised", Initial: body.Wording, MaxLength: 300),
            new Field.Date(Forms.Due, "By when", Initial: body.Due is { } due ? LocalDatePattern.Iso.Parse(due).Value : null),
            PromiseeChoice(body),
        ]);


    private Field.Choice OwnerChoice(DraftBody body) => new(OwnerField, "Who promises it", Options:
        [.. People().Select(it => new Option(it.Value.ToString("N"), context.People.NameAndSeat(it, context.ForumId)))],
        Hint: "If it is not you, they are asked, and nothing counts before their yes.", Initial: body.Owner?.ToString("N"));

    private Field.Choice PromiseeChoice(DraftBody body) => new(PromiseeField, "To whom", Options:
        [
            new Option("-", "The forum"),
            .. context.People.Organisations.In(context.ForumId)
                .Select(it => new Option("o" + it.Id.ToString("N"), $"{it.ShortName}, {it.Name}")),
            .. People().Select(it => new Option("p" + it.Value.ToString("N"), context.People.NameOf(it))),
        ],
        Initial: body switch
        {
            { PromiseePerson: { } person } => "p" + person.ToString("N"),
            { PromiseeOrganisation: { } organisation } => "o" + organisation.ToString("N"),
            _ => "-",
        });

    private IEnumerable<PersonId> People() =>
        context.Members.OrderBy(context.People.NameOf, StringComparer.OrdinalIgnoreCase).Take(60);

    private Message Confirmation(Guid draft, DraftBody body)
    {
        var due = LocalDatePattern.Iso.Parse(body.Due!).Value;
        var to = context.People.NameOf(body.Promisee, context.ForumId);
        var arg = draft.ToString("N");
        return new Message(
            $"Shall I record this? {body.Wording}, to {to}, by {Dates.InFull(due)}. Nothing is recorded before your yes.",
            [
                .. Opening(body),
                new Block.Facts(
                [
                    new Fact("You promise", body.Wording),
                    new Fact("To", to),
                    new Fact("By", new Inline.Day(due)),
                    .. body.Condition is { } condition ? [new Fact("If", condition)] : Array.Empty<Fact>(),
                ]),
                .. Why(body, to, due),
                .. body.Question is { } question ? [new Block.Paragraph(question)] : Array.Empty<Block>(),
                .. WhichPromisee(draft, body),
                new Block.Actions(
                [
                    new Button("Yes, record it", Verb.RecordDraft, AtRevision(draft, body), ButtonStyle.Primary),
                    new Button("Change", Verb.ChangeDraft, arg, Form: FormFor(draft, body)),
                    new Button("No", Verb.DropDraft, arg),
                    .. body.Suggested ? [new Button("Never ask me", Verb.NeverAsk, arg)] : Array.Empty<Button>(),
                ]),
                .. WhomDoYouSpeakFor(),
                new Block.Note("Nothing is recorded before your yes."),
            ]);
    }

    // One line of small print: which words were read as what. A condition stands on the card in its own words.
    private static IEnumerable<Block> Why(DraftBody body, string to, LocalDate due)
    {
        string?[] read =
        [
            Shown(body.Read.Owner, "you"),
            Shown(body.PromiseeMayBe.Count == 0 ? body.Read.Promisee : null, to),
            Shown(body.Read.Due is { } day && !day.Contains(DayAndMonth.Format(due), StringComparison.OrdinalIgnoreCase) ? day : null, Dates.InBrief(due)),
        ];
        var said = string.Join(" · ", read.OfType<string>());
        return said.Length == 0 ? [] : [new Block.Note("I read: " + said)];

        static string? Shown(string? words, string meaning) => words is null ? null : $"“{Forms.Cut(words, 60)}” → {meaning}";
    }

    private IEnumerable<Block> Opening(DraftBody body) => body.Suggested
        ?
        [
            new Block.Paragraph(context.People.Mention(context.Me), ", you wrote in the channel:"),
            new Block.Quote(Forms.Cut(body.Words, 500), context.People.NameOf(context.Me)),
            new Block.Paragraph("Shall I record this?"),
        ]
        : [new Block.Paragraph(context.People.Mention(context.Me), ", shall I record this?")];

    private IEnumerable<Block> WhichPromisee(Guid draft, DraftBody body) => body.PromiseeMayBe.Count == 0
        ? []
        :
        [
            new Block.Paragraph("Several people fit. To whom is it promised?"),
            new Block.Actions([.. Choices(body.PromiseeMayBe, draft, Verb.PromiseeIs)]),
        ];

    // A promise is made for an organisation; a workspace or a tenant does not tell which, and an e-mail domain not where several have it.
    private IEnumerable<Block> WhomDoYouSpeakFor()
    {
        var organisations = context.People.Organisations;
        var forum = context.ForumId;
        var allowed = organisations.ByDomain(context.Me, forum);
        var known = (allowed.Count > 0 ? allowed : organisations.In(forum)).Take(Block.Actions.MaxButtons).ToList();
        return organisations.Of(context.Me, forum) is not null || organisations.ClaimOf(context.Me, forum) is not null || known.Count == 0
            ? []
            :
            [
                new Block.Paragraph($"For which organisation do you speak? “I speak for {known[0].ShortName}” says it in words."),
                new Block.Actions([.. known.Select(it => new Button(it.ShortName, Verb.SpeakFor, $"{forum.Value:N}:{it.Id:N}"))]),
            ];
    }

    private static string AtRevision(Guid draft, DraftBody body) =>
        string.Create(CultureInfo.InvariantCulture, $"{draft:N}:{body.Revision}");

    private Button LeaveOpen(Guid draft, DraftBody body) =>
        new($"No day yet: look again on {Dates.InFull(DayToLookAgain())}", Verb.LeaveOpen, AtRevision(draft, body));

    private IEnumerable<Button> Choices(IReadOnlyList<Guid> people, Guid draft, string verb) =>
        people.Select(it => new PersonId(it)).Distinct().Take(Block.Actions.MaxButtons - 2)
            .Select(it => new Button(context.People.NameAndSeat(it, context.ForumId), verb, $"{draft:N}:{it.Value:N}"));

    private Message Question(Guid draft, DraftBody body, string question, IEnumerable<Button> answers) => new(
        $"{question} ({body.Wording}). Nothing is recorded yet.",
        [
            new Block.Paragraph(context.People.Mention(context.Me), $", about “{body.Wording}”: {question}"),
            new Block.Actions(
            [
                .. answers,
                new Button("Answer", Verb.ChangeDraft, draft.ToString("N"), ButtonStyle.Primary, FormFor(draft, body)),
                new Button("Leave it", Verb.DropDraft, draft.ToString("N")),
            ]),
            new Block.Note("Nothing is recorded yet."),
        ]);
}
