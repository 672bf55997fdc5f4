using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;

namespace CommitmentBot.Conversation;

/// <summary>Buttons and forms: the same moves as typed commands, with what a form gave.</summary>
internal sealed class Clicks(Scene scene, Capture capture, MoveCommands commands)
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
        var identifiers = (values ?? Nothing).Select(it => (it.Key, Kind: PatientIdentifier.Find(it.Value, scene.Today))).Where(it => it.Kind is not null).ToList();
        if (identifiers.Count > 0)
        {
            return new Reply.FieldErrors(identifiers.ToDictionary(it => it.Key, it => Refusals.Of(it.Kind!.Value)));
        }

        var (key, detail) = Split(argument);
        return verb switch
        {
            Verb.RecordDraft or Verb.ChangeDraft or Verb.DropDraft or Verb.OwnerIs or Verb.PromiseeIs or Verb.LeaveOpen or Verb.NeverAsk
                => await OnDraft(verb, key, detail, values, card, cancellationToken),
            Verb.SpeakFor => await SpeakFor(key, cancellationToken),
            _ => await OnCommitment(verb, key, detail, values, card, cancellationToken),
        };
    }

    private async Task<Reply> OnDraft(
        string verb, Guid id, string? detail, IReadOnlyDictionary<string, string>? values, MessageRef? card, CancellationToken cancellationToken)
    {
        if (await scene.Db.Drafts.FindAsync([id], cancellationToken) is not { } row || row.ExpiresAt <= scene.Now)
        {
            return new Reply.Show(Messages.Plain("That was answered already, or it is too long ago. Please say it again."));
        }

        await scene.Enter((await scene.Db.Forums.FindAsync([row.ForumId], cancellationToken))!, cancellationToken);
        return (verb, values) switch
        {
            (Verb.RecordDraft, _) => await capture.Record(row, card, cancellationToken),
            (Verb.DropDraft, _) => capture.Drop(row, card),
            (Verb.LeaveOpen, _) => await capture.LeaveOpen(row, card, cancellationToken),
            (Verb.NeverAsk, _) => capture.NeverAsk(row, card),
            (Verb.OwnerIs or Verb.PromiseeIs, _) => Guid.TryParse(detail, out var person)
                ? await capture.Choose(row, person, verb == Verb.OwnerIs, card, cancellationToken)
                : new Reply.None(),
            (_, null) => new Reply.OpenForm(new DraftCards(scene).FormFor(id, DraftBody.Parse(row.Body))),
            _ => await capture.Submit(row, values, card, cancellationToken),
        };
    }

    private async Task<Reply> SpeakFor(Guid organisation, CancellationToken cancellationToken)
    {
        if (await scene.Db.Organisations.FindAsync([organisation], cancellationToken) is not { } found)
        {
            return new Reply.Show(Messages.Plain("That organisation is no longer on the list."));
        }

        var me = scene.Names.Row(scene.Me);
        (me.OrganisationId, me.OrganisationConfirmed) = (found.Id, true);
        return new Reply.Show(Messages.Plain($"Noted: you speak for {found.ShortName}, {found.Name}."));
    }

    private async Task<Reply> OnCommitment(
        string verb, Guid id, string? detail, IReadOnlyDictionary<string, string>? values, MessageRef? card, CancellationToken cancellationToken)
    {
        var row = await scene.Db.Commitments.FindAsync([id], cancellationToken);
        if (row is null || !await commands.MaySee(row, cancellationToken))
        {
            return new Reply.Show(Messages.Plain(Refusals.NotHere));
        }

        await scene.Enter((await scene.Db.Forums.FindAsync([row.ForumId], cancellationToken))!, cancellationToken);
        if (values is null && NeedsForm(verb))
        {
            var it = await EventLog.Load(scene.Db, new CommitmentId(id), cancellationToken);
            return FormFor(verb, it) is { } form ? new Reply.OpenForm(form) : new Reply.None();
        }

        var given = values ?? Nothing;
        var because = Input.Text(given, Forms.Because);
        var words = Input.Text(given, Forms.Words);
        if (verb == Verb.Move && Input.Date(given, Forms.Due) is null)
        {
            return new Reply.FieldErrors(new Dictionary<string, string> { [Forms.Due] = "Which day?" });
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
            Verb.Confirm => new Move.Confirm(Enum.TryParse<Helped>(detail, out var helped) ? helped : null),
            Verb.NotYet => new Move.SayNotYet(words),
            Verb.ConversationHeld or Verb.ConversationDeclined => new Move.CloseConversation(verb == Verb.ConversationHeld, words),
            Verb.Account => new Move.Cannot(AccountOf(given)),
            _ => (Move?)null,
        };
        return move is not null
            ? await commands.MakeByClick(row, move, cancellationToken)
            : verb switch
            {
                Verb.OnTrack => await commands.OnTrack(row, card, cancellationToken),
                Verb.HelpWanted => new Reply.Show((await commands.HelpWanted(row, words, cancellationToken)).Message),
                Verb.Snooze => new Reply.Show((await commands.Snooze(row, cancellationToken)).Message),
                Verb.Show => new Reply.Show(await scene.CardWithHistory(await EventLog.Load(scene.Db, new CommitmentId(id), cancellationToken), cancellationToken)),
                _ => new Reply.Show(Messages.Plain("I no longer know that button. “help” lists what I understand.")),
            };
    }

    private static bool NeedsForm(string verb) => verb is
        Verb.Counter or Verb.Decline or Verb.Refuse or Verb.AtRisk or Verb.Move or Verb.Done or Verb.NotYet or Verb.Account or Verb.HelpWanted;

    private static Form? FormFor(string verb, Commitment it) => verb switch
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
        _ => null,
    };

    private static Account AccountOf(IReadOnlyDictionary<string, string> values)
    {
        string Line(string name) => Input.Text(values, name) ?? string.Empty;
        return new Account(
            Line(Forms.AccountField.Said), Line(Forms.AccountField.Did), Line(Forms.AccountField.Why),
            Line(Forms.AccountField.NeededNow), Line(Forms.AccountField.Next), Input.Choice<Cause>(values, Forms.AccountField.Cause));
    }

    // "id" or "id:detail".
    private static (Guid Id, string? Detail) Split(string argument)
    {
        var parts = argument.Split(':', 2);
        return (Guid.TryParse(parts[0], out var id) ? id : Guid.Empty, parts.Length > 1 ? parts[1] : null);
    }
}
