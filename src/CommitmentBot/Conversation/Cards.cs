using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// How a commitment is shown, wherever it is shown: one card, whose buttons follow its state. Where the platform can show it to each reader
/// their own way they see the buttons that are theirs; everywhere who may press one is checked at the click.
/// </summary>
internal static class Cards
{
    // As many as Teams shows a card their own way; who comes after them sees the common one.
    private const int MostReaders = 60;

    /// <summary>The card of a commitment: for everybody, or for one <paramref name="reader"/>.</summary>
    public static Message Of(Commitment it, PeopleDirectory names, LocalDate today, Actor? reader = null)
    {
        var standing = Standing(it, names, today);
        var blocks = new List<Block>
        {
            new Block.Heading(Forms.Cut($"{it.Reference}  {it.Wording}", 140)),
            new Block.Facts(Facts(it, names, standing)),
        };
        if (Differs(it))
        {
            blocks.Add(new Block.Quote(it.Verbatim.Words, $"{names.NameOf(it.Verbatim.SaidBy)}, as said"));
        }

        if (it.SourceNow != SourceState.AsSaid)
        {
            blocks.Add(new Block.Note(it.SourceNow == SourceState.Deleted
                ? "The message this was read from has been deleted since; the words here stay as they were said."
                : "The message this was read from has been changed since; the words here stay as they were first said."));
        }

        if (it.IsOpen && Reachability.Of(it.Owner, names) == Way.InChannel)
        {
            blocks.Add(new Block.Note($"Reminders come in this thread: a private message does not reach {names.NameOf(it.Owner)}."));
        }

        if (it.Account is { } account)
        {
            blocks.Add(new Block.Quote(account.Why, $"{names.NameOf(it.Owner)}, on why"));
        }

        var buttons = Buttons(it, today).Where(button => reader is null || ButtonRights.Allow(button.Action, it, reader)).ToList();
        if (buttons.Count > 0)
        {
            blocks.Add(new Block.Actions(buttons));
        }

        return new Message(
            $"{it.Reference} {it.Wording}. {names.OwnerOf(it)}, to {names.PromiseeOf(it)}, by {Dates.InFull(it.Due)}. {standing}.",
            blocks,
            new OwnView(Verb.Look, Forms.Argument(it), Readers(it, names)));
    }

    /// <summary>
    /// Shows a commitment as it stands now on all its cards; in a private chat with the buttons of whoever reads it there.
    /// </summary>
    public static Task Update(RegisterDb db, Commitment it, PeopleDirectory names, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InZone(names.Person(it.Owner).Zone).Date;
        return Outbox.UpdateCards(
            db, it.Id, reader => Of(it, names, today, reader is { } alone ? names.Members.ActorIn(it.Forum, names.Present(alone)) : null),
            now, cancellationToken);
    }

    // First those who have something to do with it.
    private static IReadOnlyList<UserRef> Readers(Commitment it, PeopleDirectory names)
    {
        PersonId[] next = it.HandoverTo is { } to ? [to] : [];
        var members = names.Members.Of(it.Forum);
        var seats = Enum.GetValues<ForumSeat>().SelectMany(seat => names.Members.InSeat(it.Forum, seat));
        return
        [
            .. next.Prepend(it.Owner).Concat(names.Voices(it).Where(members.Contains)).Concat(seats).Concat(members).Distinct()
                .SelectMany(names.Accounts).Select(account => new UserRef(account.Platform, account.UserId)).Take(MostReaders),
        ];
    }

    /// <summary>Where it stands, in a few words without a full stop.</summary>
    public static string Standing(Commitment it, PeopleDirectory names, LocalDate today) => it.State switch
    {
        CommitmentState.Proposed => $"Waiting for {names.NameOf(it.Owner)}'s answer",
        CommitmentState.Countered => $"{names.NameOf(it.Owner)} offers {InWords(it.Pending)}; waiting for {names.PromiseeOf(it)}",
        CommitmentState.Declined => "Declined",
        CommitmentState.Lapsed => "Lapsed without an answer; it counts for nothing",
        CommitmentState.Active when it.HandoverTo is { } to => $"Being handed over; waiting for {names.NameOf(to)}'s answer",
        CommitmentState.Active when it.Pending is not null =>
            $"{Said(it, it.PendingBy, names)} asks for {InWords(it.Pending)}; waiting for {names.PromiseeOf(it)}",
        CommitmentState.Active when it.AwaitsConversation => "Chasing has stopped: a conversation with the facilitator is offered",
        CommitmentState.Active when it.IsOverdue(today) => "Past its date: account awaited",
        CommitmentState.Active when it.AtRisk is { } words => $"At risk: “{words}”",
        CommitmentState.Active => "Promised",
        CommitmentState.Reported => $"{Said(it, it.ReportedBy, names)} says it is done; waiting for {names.PromiseeOf(it)}",
        CommitmentState.Kept when it.DoneOn > it.Due => $"Kept late, on {Dates.InFull(it.DoneOn.Value)}{Word(it, names)}",
        CommitmentState.Kept => $"Kept{Word(it, names)}",
        CommitmentState.Broken when it.CalledBroken is { } reason => $"Called broken by {By(it, names)}: “{reason}”",
        CommitmentState.Broken when it.AccountBy is { } deputy => $"Not kept by its date; account given by {names.NameOf(deputy)}, deputy",
        CommitmentState.Broken => "Not kept by its date; account given",
        CommitmentState.Released => $"Released by {By(it, names)}: “{it.ReleaseReason}”",
        _ => throw new ArgumentOutOfRangeException(nameof(it)),
    };

    private static string Said(Commitment it, PersonId? deputy, PeopleDirectory names) =>
        deputy is { } who ? $"{names.NameOf(who)}, deputy of {names.NameOf(it.Owner)}," : names.NameOf(it.Owner);

    private static string Word(Commitment it, PeopleDirectory names) =>
        it.Confirmed != true ? ", self-declared"
        : it is { ConfirmedWithin: true, OwnerOrganisation: { } own }
            ? $", confirmed within {names.Organisations.NameOf(own)} by {By(it, names)}"
        : $", confirmed by {By(it, names)}";

    private static string By(Commitment it, PeopleDirectory names) => it.AnsweredBy is { } who ? names.NameOf(who) : "a chair";

    private static string InWords(Terms? terms) => terms switch
    {
        { Due: { } due, Reason: { Length: > 0 } why } => $"{Dates.InFull(due)}, because “{why}”",
        { Due: { } due } => Dates.InFull(due),
        { Wording: { } wording } => $"“{wording}”",
        _ => "other terms",
    };

    private static List<Fact> Facts(Commitment it, PeopleDirectory names, string standing)
    {
        var facts = new List<Fact>
        {
            new("Owner", names.OwnersSeat(it) is { } seat ? [names.Mention(it.Owner), $" ({seat})"] : [names.Mention(it.Owner)]),
            new("To", names.PromiseeOf(it)),
            new("By", it.Due == it.FirstDue
                ? [new Inline.Day(it.Due)]
                : [new Inline.Day(it.Due), $" (first {Dates.InBrief(it.FirstDue)})"]),
            new("Now", standing),
        };
        if (it.Condition is { } condition)
        {
            facts.Insert(3, new Fact("If", condition));
        }

        if (it.Themes.Count > 0)
        {
            facts.Add(new Fact("Themes", string.Join(' ', it.Themes.Select(theme => "#" + theme))));
        }

        if (it.Evidence is { } evidence)
        {
            facts.Add(new Fact("Shown by", evidence));
        }

        return facts;
    }

    /// <summary>The buttons that a state calls for, at most <see cref="Block.Actions.MaxButtons"/>.</summary>
    public static IReadOnlyList<Button> Buttons(Commitment it, LocalDate today)
    {
        var about = Forms.Argument(it);
        return it.State switch
        {
            CommitmentState.Proposed =>
            [
                new("Accept", Verb.Accept, about, ButtonStyle.Primary),
                new("Another date or wording", Verb.Counter, about, Form: Forms.Counter(it)),
                new("Decline", Verb.Decline, about, Form: Forms.Decline(it)),
            ],
            CommitmentState.Countered or CommitmentState.Active when it.Pending is not null =>
            [
                new("Agree", Verb.Agree, about, ButtonStyle.Primary),
                new("Keep as it was", Verb.Refuse, about, Form: Forms.Refuse(it)),
                .. it.State == CommitmentState.Active ? new Button[] { new("Done", Verb.Done, about, Form: Forms.Done(it)) } : [],
            ],
            CommitmentState.Active when it.HandoverTo is not null =>
            [
                new("Take it on", Verb.Accept, about, ButtonStyle.Primary),
                new("With another date", Verb.Counter, about, Form: Forms.Counter(it)),
                new("Decline", Verb.Decline, about, Form: Forms.Decline(it)),
            ],
            CommitmentState.Active when it.AwaitsConversation =>
            [
                new("Done", Verb.Done, about, ButtonStyle.Primary, Forms.Done(it)),
                new("We have talked", Verb.ConversationHeld, about),
                new("No need to talk", Verb.ConversationDeclined, about),
                new("New date", Verb.Move, about, Form: Forms.Move(it)),
            ],
            CommitmentState.Active when it.IsOverdue(today) =>
            [
                new("Done", Verb.Done, about, ButtonStyle.Primary, Forms.Done(it)),
                new("Give my account", Verb.Account, about, Form: Forms.Account(it)),
                new("New date", Verb.Move, about, Form: Forms.Move(it)),
                new("Ask for help", Verb.HelpWanted, about, Form: Forms.Help(it)),
            ],
            CommitmentState.Active =>
            [
                new("Done", Verb.Done, about, ButtonStyle.Primary, Forms.Done(it)),
                new("At risk", Verb.AtRisk, about, Form: Forms.AtRisk(it)),
                new("New date", Verb.Move, about, Form: Forms.Move(it)),
                new("Cannot", Verb.Account, about, Form: Forms.Account(it)),
            ],
            CommitmentState.Reported =>
            [
                new("Yes, and it helped", Verb.Confirm, $"{about}:{Helped.Yes}", ButtonStyle.Primary),
                new("Yes, it helped partly", Verb.Confirm, $"{about}:{Helped.Partly}"),
                new("Yes, it did not help", Verb.Confirm, $"{about}:{Helped.No}"),
                new("Yes, can't say", Verb.Confirm, $"{about}:{Helped.CannotSay}"),
                new("Not yet", Verb.NotYet, about, Form: Forms.NotYet(it)),
            ],
            CommitmentState.Broken => [new("Done after all", Verb.Done, about, Form: Forms.Done(it))],
            _ => [],
        };
    }

    private static bool Differs(Commitment it) =>
        !string.Equals(it.Verbatim.Words.Trim().TrimEnd('.'), it.Wording.Trim(), StringComparison.OrdinalIgnoreCase);
}
