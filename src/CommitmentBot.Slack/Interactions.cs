using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// Slash commands, clicks, shortcuts and forms: hands them over as turns and gives the answer back the way Slack wants it for each. The result is
/// the JSON to answer the request with; null is an empty 200.
/// </summary>
internal sealed class Interactions(
    TurnHandler handler, SlackClient client, Workspace workspace, Inbound inbound, IClock clock)
{
    /// <summary>The callback_id of "Record as commitment" in the app's manifest.</summary>
    private const string RecordShortcut = "record_commitment";

    private const string FormNotOpened = "Slack could not open the form. Please try once more.";

    /// <summary>A slash command.</summary>
    public async Task<JsonObject?> Command(IReadOnlyDictionary<string, StringValues> form)
    {
        string? Value(string name) => form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
        var (user, channel, trigger) = (Value("user_id"), Value("channel_id"), Value("trigger_id"));
        using var lookups = inbound.Lookups();
        if (!SlackId.IsValid(user) || !SlackId.IsValid(channel) || !IsTrigger(trigger)
            || await Tenant(Value("team_id"), Value("enterprise_id"), lookups.Token) is not { } tenant)
        {
            return null;
        }

        var bot = (await Inbound.Soon(workspace.Self(lookups.Token)))?.UserId;
        var conversation = await Where(tenant, channel, null, lookups.Token);
        var reply = await Handle(
            [$"slack:command:{trigger}"], await inbound.Speaker(user, Value("team_id"), lookups.Token), conversation, conversation,
            new TurnContent.Said(await inbound.Text(Value("text") ?? "", bot, lookups.Token), null, null, Answerable: true));
        switch (reply)
        {
            case Reply.Show show:
                return Ephemeral(show.Message, null);
            case Reply.OpenForm open:
                await Open("views.open", trigger, Modal.Of(open.Form, Origin(open.Form.Argument, conversation, null)), Value("response_url"), null);
                return null;
            default:
                return null;
        }
    }

    /// <summary>A click, a shortcut or a submitted form.</summary>
    public async Task<JsonObject?> Interaction(Interaction it)
    {
        using var lookups = inbound.Lookups();
        var team = it.View?.AppInstalledTeamId ?? it.Team?.Id;
        if (!SlackId.IsValid(it.User?.Id) || await Tenant(team, it.Enterprise?.Id, lookups.Token) is not { } tenant)
        {
            return null;
        }

        return it.Type switch
        {
            "block_actions" => await Clicked(it, tenant, lookups.Token),
            "message_action" when it.CallbackId == RecordShortcut => await Captured(it, tenant, lookups.Token),
            "view_submission" => await Submitted(it, tenant, lookups.Token),
            _ => null,
        };
    }

    private async Task<JsonObject?> Clicked(Interaction it, string tenant, CancellationToken lookups)
    {
        if (it.Actions is not [{ Type: "button", ActionId: { Length: > 0 } actionId } action, ..] || !SlackId.IsTs(action.ActionTs))
        {
            return null;
        }

        // A button in a modal has no channel of its own; the modal remembers the one it was opened from.
        var origin = Modal.OriginOf(it.View?.PrivateMetadata);
        var ts = it.Container?.MessageTs ?? it.Message?.Ts;
        var thread = ThreadOf(it.Container?.ThreadTs ?? it.Message?.ThreadTs, ts);
        var channel = it.Channel?.Id ?? it.Container?.ChannelId;
        if ((SlackId.IsValid(channel) ? await Where(tenant, channel, thread, lookups) : At(origin, tenant)) is not { } conversation)
        {
            return null;
        }

        var card = SlackId.IsTs(ts) ? new MessageRef(conversation, ts) : CardOf(origin, conversation);
        var reply = await Handle(
            [$"slack:click:{tenant}:{it.User!.Id}:{action.ActionTs}:{Limits.Cut(actionId, Limits.Id)}"],
            await inbound.Speaker(it.User.Id!, it.User.TeamId, lookups),
            conversation,
            InThread(conversation, card?.Id),
            new TurnContent.Clicked(Renderer.ActionOf(Mrkdwn.Printable(actionId)), Mrkdwn.Printable(action.Value ?? ""), card));
        await Answer(reply, it, conversation, card);
        return null;
    }

    private async Task<JsonObject?> Captured(Interaction it, string tenant, CancellationToken lookups)
    {
        var (ts, channel, author) = (it.Message?.Ts, it.Channel?.Id, it.Message?.User ?? it.Message?.BotId);
        if (!SlackId.IsTs(ts) || !SlackId.IsTs(it.ActionTs) || !SlackId.IsValid(channel) || !SlackId.IsValid(author))
        {
            return null;
        }

        var conversation = await Where(tenant, channel, ThreadOf(it.Message!.ThreadTs, ts), lookups);

        var bot = (await Inbound.Soon(workspace.Self(lookups)))?.UserId;
        var source = new MessageRef(conversation, ts);
        var content = new TurnContent.CaptureAsked(
            await inbound.Text(it.Message.Text ?? "", bot, lookups),
            await inbound.Speaker(author, it.Message.Team, lookups),
            source,
            await Inbound.Soon(workspace.Link(conversation.Channel, ts, conversation.Thread, lookups)),
            SlackId.TimeOf(ts) ?? clock.GetCurrentInstant());
        var reply = await Handle(
            [$"slack:shortcut:{tenant}:{it.User!.Id}:{it.ActionTs}"],
            await inbound.Speaker(it.User.Id!, it.User.TeamId, lookups),
            conversation,
            InThread(conversation, ts),
            content);
        await Answer(reply, it, conversation, source);
        return null;
    }

    private async Task<JsonObject?> Submitted(Interaction it, string tenant, CancellationToken lookups)
    {
        // The trigger, not the view's id: a form that was sent back with errors is submitted again as the same view.
        if (it.View is not { CallbackId: { Length: > 0 } name } view || !SlackId.IsValid(view.Id) || !IsTrigger(it.TriggerId)
            || Modal.OriginOf(view.PrivateMetadata) is not { } origin || At(origin, tenant) is not { } conversation)
        {
            return null;
        }

        var card = CardOf(origin, conversation);
        var reply = await Handle(
            [$"slack:view:{view.Id}:{it.TriggerId}"],
            await inbound.Speaker(it.User!.Id!, it.User.TeamId, lookups),
            conversation,
            InThread(conversation, card?.Id),
            new TurnContent.Submitted(Mrkdwn.Printable(name), Mrkdwn.Printable(origin.Argument), Modal.Values(view.State), card));
        return reply switch
        {
            Reply.FieldErrors errors => Errors(errors, view.State),
            Reply.Show show => Action("update", Modal.Of(show.Message, view.Title?.Text ?? "", origin)),
            Reply.OpenForm open => Action("update", Modal.Of(open.Form, origin with { Argument = open.Form.Argument })),
            _ => null,
        };
    }

    private async Task Answer(Reply reply, Interaction it, ConversationRef conversation, MessageRef? card)
    {
        var origin = Origin("", conversation, card?.Id);
        var inModal = it.Container?.Type == "view";
        switch (reply)
        {
            case Reply.Show show when it.ResponseUrl is { } responseUrl:
                await client.Respond(responseUrl, Ephemeral(show.Message, conversation.Thread), CancellationToken.None);
                break;
            case Reply.Show show:
                await Open(inModal ? "views.push" : "views.open", it.TriggerId, Modal.Of(show.Message, it.View?.Title?.Text ?? "", origin), null, null);
                break;
            case Reply.OpenForm open:
                await Open(
                    inModal ? "views.push" : "views.open", it.TriggerId, Modal.Of(open.Form, origin with { Argument = open.Form.Argument }),
                    it.ResponseUrl, conversation.Thread);
                break;
        }
    }

    private async Task Open(string method, string? trigger, JsonObject view, string? responseUrl, string? thread)
    {
        var answer = await client.Write(method, new() { ["trigger_id"] = trigger, ["view"] = view }, CancellationToken.None);
        if (answer is not ApiAnswer.Done && responseUrl is not null)
        {
            await client.Respond(
                responseUrl, Ephemeral(new Message(FormNotOpened, [new Block.Paragraph(FormNotOpened)]), thread), CancellationToken.None);
        }
    }

    // Not bound to the request: a turn that was begun is finished even when Slack stops waiting for the answer, and its retry is then known.
    private async Task<Reply> Handle(
        IReadOnlyList<string> keys, Speaker from, ConversationRef conversation, ConversationRef replyTo, TurnContent content) =>
        await handler(
            new Turn
            {
                Keys = keys,
                From = from,
                Conversation = conversation,
                ReplyTo = replyTo,
                At = clock.GetCurrentInstant(),
                Content = content,
            },
            CancellationToken.None);

    /// <summary>
    /// The conversation. A personal one it is only if Slack says that the bot is in it: commands and shortcuts also work in chats between two others.
    /// </summary>
    private async Task<ConversationRef> Where(string tenant, string channel, string? thread, CancellationToken lookups)
    {
        var kind = channel[0] != 'D' ? ConversationKind.Channel
            : await Inbound.Soon(workspace.PersonOf(channel, lookups)) is not null ? ConversationKind.Personal
            : ConversationKind.GroupChat;
        return new ConversationRef(PlatformName.Slack, tenant, channel, kind, thread);
    }

    private static ConversationRef? At(ViewOrigin? origin, string tenant) =>
        SlackId.IsValid(origin?.Channel)
            ? new ConversationRef(
                PlatformName.Slack, tenant, origin.Channel, origin.Kind, SlackId.IsTs(origin.Thread) ? origin.Thread : null)
            : null;

    private static MessageRef? CardOf(ViewOrigin? origin, ConversationRef conversation) =>
        SlackId.IsTs(origin?.Card) ? new MessageRef(conversation, origin.Card) : null;

    private static ViewOrigin Origin(string argument, ConversationRef conversation, string? card) =>
        new(argument, conversation.Channel, conversation.Kind, conversation.Thread, card);

    private static ConversationRef InThread(ConversationRef conversation, string? ts) =>
        conversation.Kind == ConversationKind.Channel ? conversation with { Thread = conversation.Thread ?? ts } : conversation;

    // The first message of a thread names itself as the thread.
    private static string? ThreadOf(string? thread, string? ts) => SlackId.IsTs(thread) && thread != ts ? thread : null;

    private static bool IsTrigger(string? trigger) => trigger is { Length: > 0 and <= 200 } && trigger.All(c => c is > ' ' and <= '~');

    // A click in a shared channel carries the clicker's workspace; the bot's own is the installation.
    private async Task<string?> Tenant(string? team, string? enterprise, CancellationToken lookups)
    {
        var tenant = (await Inbound.Soon(workspace.Self(lookups)))?.TeamId ?? team ?? enterprise;
        return SlackId.IsValid(tenant) ? tenant : null;
    }

    private static JsonObject Ephemeral(Message message, string? thread)
    {
        var answer = Renderer.Content(message);
        answer["response_type"] = "ephemeral";
        answer["replace_original"] = false;
        if (thread is not null)
        {
            answer["thread_ts"] = thread;
        }

        return answer;
    }

    private static JsonObject Action(string action, JsonObject view) => new() { ["response_action"] = action, ["view"] = view };

    // Slack shows its own error for a field that is not in the form, so such words go to the first one that is.
    private static JsonObject? Errors(Reply.FieldErrors reply, ViewState? state)
    {
        var fields = state?.Values?.Keys.ToList() ?? [];
        if (fields.Count == 0)
        {
            return null;
        }

        var errors = new JsonObject();
        foreach (var group in reply.Errors.GroupBy(error => fields.Contains(error.Key) ? error.Key : fields[0]))
        {
            errors[group.Key] = string.Join(" ", group.Select(error => error.Value));
        }

        return new() { ["response_action"] = "errors", ["errors"] = errors };
    }
}
