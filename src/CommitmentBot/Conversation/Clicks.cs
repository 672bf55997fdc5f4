using System.Globalization;
using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// Buttons and forms: the same moves as typed commands, with what a form gave. What each asks of whoever uses it stands in <see
/// cref="ButtonRights"/>.
/// </summary>
internal sealed class Clicks(TurnContext context, PersonResolver resolver, Capture capture, MoveCommands commands, Sentences sentences)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>A click. One that needs a form and brought no values is answered with the form.</summary>
    public Task<Reply> Click(TurnContent.Clicked click, CancellationToken cancellationToken) =>
        Act(click.Action, click.Argument, null, click.Card, cancellationToken);

    /// <summary>A submitted form.</summary>
    public Task<Reply> Submit(TurnContent.Submitted form, CancellationToken cancellationToken) =>
        Act(form.Form, form.Argument, form.Values, form.Card, cancellationToken);

    private async Task<Reply> Act(
        string verb, string argument, IReadOnlyDictionary<string, string>? values, MessageRef? card, CancellationToken cancellationToken)
    {
        var identifiers = (values ?? Nothing).Select(it => (it.Key, Kind: PatientIdentifier.Find(it.Value, context.Today)))
            .Where(it => it.Kind is not null).ToList();
        if (identifiers.Count > 0)
        {
            return new Reply.FieldErrors(identifiers.ToDictionary(it => it.Key, it => Refusals.Of(it.Kind!.Value)));
        }

        var parts = argument.Split(':');
        var key = IdIn(parts, 0) ?? Guid.Empty;
        return ButtonRights.All.GetValueOrDefault(verb) switch
        {
            Need.ToBeAsked => await OnDraft(verb, key, parts.ElementAtOrDefault(1), values, card, cancellationToken),
            Need.InForum { Right: var right } => await InForum(verb, right, key, parts, values, card, cancellationToken),
            { } need => await OnCommitment(verb, need, key, parts.ElementAtOrDefault(1), values, card, cancellationToken),
            null => new Reply.Show(Messages.Plain("I no longer know that button. “help” lists what I understand.")),
        };
    }

    private async Task<Reply> OnDraft(
        string verb, Guid id, string? detail, IReadOnlyDictionary<string, string>? values, MessageRef? card, CancellationToken cancellationToken)
    {
        if (await context.Db.Drafts.FindAsync([id], cancellationToken) is not { } row || row.ExpiresAt <= context.Now)
        {
            return new Reply.Show(Messages.Plain(Refusals.NoDraft));
        }

        await context.Enter(row.ForumId, cancellationToken);
        if (capture.NotAsked(row) is { } refusal)
        {
            return new Reply.Show(context.Actor.IsMember ? refusal : Messages.Plain(Refusals.NoDraft));
        }

        // Its form names the forum's people and organisations: whoever has left since may still say no, and nothing else.
        if (verb is not (Verb.DropDraft or Verb.NeverAsk) && !Permissions.May(ForumRight.Record, context.Actor))
        {
            return new Reply.Show(Messages.Plain(Refusals.Of(ForumRight.Record, "")));
        }

        var shown = int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
        return (verb, values) switch
        {
            (Verb.RecordDraft, _) => await capture.Record(row, shown, card, cancellationToken),
            (Verb.DropDraft, _) => capture.Drop(row, card),
            (Verb.LeaveOpen, _) => await capture.LeaveOpen(row, shown, card, cancellationToken),
            (Verb.NeverAsk, _) => capture.NeverAsk(row, card),
            (Verb.OwnerIs or Verb.PromiseeIs, _) => Guid.TryParse(detail, out var person)
                ? await capture.Choose(row, person, verb == Verb.OwnerIs, card, cancellationToken)
                : new Reply.None(),
            (_, null) => new Reply.OpenForm(new DraftCards(context).FormFor(id, DraftBody.Parse(row.Body))),
            _ => await capture.Submit(row, values, card, cancellationToken),
        };
    }

    private async Task<Reply> InForum(
        string verb, ForumRight right, Guid forum, string[] parts, IReadOnlyDictionary<string, string>? values, MessageRef? card,
        CancellationToken cancellationToken)
    {
        if (verb == Verb.UseForum)
        {
            return await UseForum(forum, card, cancellationToken);
        }

        // Of a forum that somebody is not in they do not even learn that there is one.
        if (!context.People.Members.ForumsOf(context.Me).Any(it => it.Id == forum))
        {
            return new Reply.Show(Messages.Plain(Refusals.NotInForum));
        }

        await context.Enter(forum, cancellationToken);
        if (!Permissions.May(right, context.Actor))
        {
            return new Reply.Show(Messages.Plain(Refusals.Of(right, ForumCommands.Seats(context, ForumSeat.Chair))));
        }

        if (verb == Verb.SetPolicy)
        {
            return await SetPolicy(values, cancellationToken);
        }

        var affiliations = new AffiliationCommands(context, resolver);
        var answer = verb switch
        {
            Verb.SpeakFor => IdIn(parts, 1) is { } own && Organisation(own) is { } mine
                ? Answer.Privately(await affiliations.Said(mine, cancellationToken))
                : Answer.Privately("That organisation is no longer on the list."),
            Verb.ConfirmClaim when !IsClaimed(parts) => Answer.Privately("That has been answered already, or they no longer say so."),
            Verb.ConfirmClaim => await Settle(affiliations, parts, IdIn(parts, 2), cancellationToken),
            Verb.CorrectClaim when values is null => null,
            Verb.CorrectClaim => await Settle(affiliations, parts, Input.Id(values!, Forms.Organisation), cancellationToken),
            Verb.AgreeChair or Verb.ObjectChair =>
                await new SeatCommands(context, resolver).Vote(verb == Verb.AgreeChair, cancellationToken),
            _ => null,
        };
        if (answer is null)
        {
            return new Reply.OpenForm(Forms.OtherOrganisation(string.Join(':', parts), NameIn(parts),
                context.People.Organisations.In(context.ForumId)));
        }

        if (!answer.ForAskerOnly && verb is Verb.ConfirmClaim or Verb.CorrectClaim or Verb.AgreeChair or Verb.ObjectChair)
        {
            context.Replace(card, answer.Message);
            return new Reply.Updated(answer.Message);
        }

        return new Reply.Show(answer.Message);
    }

    private async Task<Reply> SetPolicy(IReadOnlyDictionary<string, string>? values, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        if (values is null)
        {
            return new Reply.OpenForm(Forms.Policy(forum, context.Policy));
        }

        var profile = Policy.Profiles.FirstOrDefault(it => it.Profile == Input.Text(values, Forms.Profile))?.Profile ?? forum.PolicyProfile;
        var day = Input.Choice<IsoDayOfWeek>(values, Forms.DigestDay) is { } chosen && PolicyMessage.DigestDays.Contains(chosen)
            ? chosen : forum.DigestDay;
        var latest = Input.Text(values, Forms.Latest) == Forms.UsualLatest ? null : Input.Hour(values, Forms.Latest) ?? forum.LatestHour;
        var answer = await new ForumCommands(context, resolver).SetPolicy(profile, day, latest, cancellationToken);
        if (!answer.ForAskerOnly && context.Place is not null)
        {
            context.Say(answer.Message);
        }

        return new Reply.Show(answer.Message);
    }

    private async Task<Reply> UseForum(Guid forum, MessageRef? card, CancellationToken cancellationToken)
    {
        if (!await new ForumChoice(context).MayChoose(forum, cancellationToken))
        {
            return new Reply.Show(Messages.Plain(Refusals.NotInForum));
        }

        var chosen = Messages.Plain($"{context.People.Forum(new ForumId(forum)).Name}.");
        context.Replace(card, chosen);
        var reply = await sentences.Choose(
            new TurnContent.Said(SaidText.Of(""), null, null), context.People.Forum(new ForumId(forum)), cancellationToken);
        return reply is Reply.None ? new Reply.Updated(chosen) : reply;
    }

    // A claim may have been answered meanwhile, and then there is nothing to say yes to.
    private bool IsClaimed(string[] parts) =>
        Member(parts) is { } person && IdIn(parts, 2) is { } claimed
            && context.People.Organisations.ClaimOf(person, context.ForumId)?.Value == claimed;

    private async Task<Answer> Settle(AffiliationCommands affiliations, string[] parts, Guid? organisation,
        CancellationToken cancellationToken)
    {
        if (Member(parts) is not { } person)
        {
            return Answer.Privately($"They are in none of the channels of {context.Forum!.Name}.");
        }

        return organisation is { } id && Organisation(id) is { } found
            ? await affiliations.Set(person, found, cancellationToken)
            : Answer.Privately("That organisation is no longer on the list.");
    }

    // Whom a button is about, while they are in the forum; of nobody else a chair learns anything here.
    private PersonId? Member(string[] parts) =>
        IdIn(parts, 1) is { } id && context.People.Present(new PersonId(id)) is var person && context.Members.Contains(person) ? person
            : null;

    // Only one of the forum's own system.
    private OrganisationRow? Organisation(Guid id) => context.People.Organisations.In(context.ForumId).FirstOrDefault(it => it.Id == id);

    private string NameIn(string[] parts) => Member(parts) is { } person ? context.People.NameOf(person) : "They";

    private static Guid? IdIn(string[] parts, int index) => Guid.TryParse(parts.ElementAtOrDefault(index), out var id) ? id : null;

    private async Task<Reply> OnCommitment(
        string verb, Need need, Guid id, string? detail, IReadOnlyDictionary<string, string>? values, MessageRef? card,
        CancellationToken cancellationToken)
    {
        if (await context.Db.Commitments.FindAsync([id], cancellationToken) is not { } row)
        {
            return verb == Verb.Look ? new Reply.None() : new Reply.Show(Messages.Plain(Refusals.NotHere));
        }

        await context.Enter(row.ForumId, cancellationToken);
        var it = await EventLog.Load(context.Db, new CommitmentId(id), cancellationToken);
        if (commands.WhyNot(need, it) is { } refused)
        {
            return verb == Verb.Look ? new Reply.None() : new Reply.Show(refused);
        }

        if (verb == Verb.HandOver && !context.Actor.IsMember)
        {
            // The form names the forum's people, which is for its members to read.
            return new Reply.Show(Messages.Plain($"Please say in words who takes it over: “hand over {it.Reference} to @… because …”."));
        }

        if (values is null && FormFor(verb, it) is { } form)
        {
            return new Reply.OpenForm(form);
        }

        var given = values ?? Nothing;
        var because = Input.Text(given, Forms.Because);
        var words = Input.Text(given, Forms.Words);
        if (verb == Verb.Move && Input.Date(given, Forms.Due) is null)
        {
            return new Reply.FieldErrors(new Dictionary<string, string> { [Forms.Due] = "Which day?" });
        }

        var next = Input.Id(given, Forms.NextOwner) is { } chosen && context.Members.Contains(new PersonId(chosen)) ? new PersonId(chosen)
            : (PersonId?)null;
        if (verb == Verb.HandOver && next is null)
        {
            return new Reply.FieldErrors(new Dictionary<string, string> { [Forms.NextOwner] = "Who takes it over?" });
        }

        var move = verb switch
        {
            Verb.Accept => new Move.Accept(),
            Verb.Counter => new Move.Counter(new Terms(Input.Date(given, Forms.Due), Input.Text(given, Forms.Wording), because)),
            Verb.Decline => new Move.Decline(because),
            Verb.Agree => new Move.Agree(),
            Verb.Refuse => new Move.Refuse(because),
            Verb.AtRisk => new Move.FlagAtRisk(words ?? "No more was said."),
            Verb.Move => new Move.AskToMove(new Terms(Input.Date(given, Forms.Due), null, because)),
            Verb.Done => new Move.DeclareDone(Input.Text(given, Forms.Evidence)),
            Verb.Snooze => new Move.Snooze(),
            Verb.Confirm => new Move.Confirm(Enum.TryParse<Helped>(detail, out var helped) ? helped : null),
            Verb.NotYet => new Move.SayNotYet(words),
            Verb.ConversationHeld or Verb.ConversationDeclined => new Move.CloseConversation(verb == Verb.ConversationHeld, words),
            Verb.Account => new Move.Cannot(AccountOf(given)),
            Verb.HandOver => new Move.HandOver(next!.Value, because),
            _ => (Move?)null,
        };
        return move is not null
            ? await commands.MakeByClick(row, move, cancellationToken)
            : verb switch
            {
                Verb.OnTrack => commands.OnTrack(it, card),
                Verb.HelpWanted => new Reply.Show((await commands.HelpWanted(it, words, cancellationToken)).Message),
                Verb.Look => new Reply.Updated(context.OwnCard(it)),
                _ => new Reply.Show((await commands.Show(it, cancellationToken)).Message),
            };
    }

    private Form? FormFor(string verb, Commitment it) => verb switch
    {
        Verb.Counter => Forms.Counter(it),
        Verb.Decline => Forms.Decline(it),
        Verb.Refuse => Forms.Refuse(it),
        Verb.AtRisk => Forms.AtRisk(it),
        Verb.Move => Forms.Move(it),
        Verb.Done => Forms.Done(it),
        Verb.NotYet => Forms.NotYet(it),
        Verb.Account => Forms.Account(it),
        Verb.HelpWanted => Forms.Help(it),
        Verb.HandOver => Forms.HandOver(it, context.Members.Where(person => person != it.Owner)
            .OrderBy(context.People.NameOf, StringComparer.OrdinalIgnoreCase)
            .Select(person => new Option(person.Value.ToString("N"), Forms.Cut(context.People.NameAndSeat(person, it.Forum), 70)))),
        _ => null,
    };

    private static Account AccountOf(IReadOnlyDictionary<string, string> values)
    {
        string Line(string name) => Input.Text(values, name) ?? string.Empty;
        return new Account(
            Line(Forms.AccountField.Said), Line(Forms.AccountField.Did), Line(Forms.AccountField.Why),
            Line(Forms.AccountField.NeededNow), Line(Forms.AccountField.Next), Input.Choice<Cause>(values, Forms.AccountField.Cause));
    }
}
