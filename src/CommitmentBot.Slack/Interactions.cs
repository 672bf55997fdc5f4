using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>
/// Slash commands, clicks, shortcuts, forms and menus: hands them over as turns and gives the answer back the way Slack wants it for each. The
/// result is the JSON to answer the request with; null is an empty 200.
/// </summary>
internal sealed class Interactions(
    TurnHandler handler, Answers answers, HomeTab home, Workspace workspace, Inbound inbound, IClock clock)
{
    /// <summary>A slash command.</summary>
    public async Task<JsonObject?> Command(IReadOnlyDictionary<string, StringValues> form)
    {
        string? Value(string name) => form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
        var (user, channel, trigger) = (Value("user_id"), Value("channel_id"), Value("trigger_id"));
        using var lookups = inbound.Lookups();
        if (!SlackId.IsValid(user) || !SlackId.IsValid(channel) || !IsTrigger(trigger)
            || await Tenant(
                [Value("is_enterprise_install") == "true" ? Value("enterprise_id") : null, Value("team_id"), Value("enterprise_id")],
                lookups.Token) is not { } tenant)
        {
            return null;
        }

        var bot = (await Inbound.Soon(workspace.Self(tenant, lookups.Token)))?.UserId;
        var conversation = await Where(tenant, channel, null, lookups.Token);
        var text = await inbound.Text(tenant, Value("text") ?? "", bot, lookups.Token);
        var from = await inbound.Speaker(tenant, user, Value("team_id"), lookups.Token);
        return await answers.ToCommand(
            TurnOf([$"slack:command:{trigger}"], from, conversation, conversation, new TurnContent.Said(text, null, null, Answerable: true)),
            trigger, Value("response_url"));
    }

    /// <summary>A click, a shortcut, a submitted form, or a menu that is being typed in.</summary>
    public async Task<JsonObject?> Interaction(Interaction it)
    {
        using var lookups = inbound.Lookups();
        if (!SlackId.IsValid(it.User?.Id)
            || await Tenant(
                [
                    it.View?.AppInstalledTeamId,
                    it.Actions is [{ } action, ..] ? Renderer.TenantOf(action.BlockId) : null,
                    it.IsEnterpriseInstall == true ? it.Enterprise?.Id : null,
                    it.Message?.BotId is null ? null : it.Message.Team,
                    it.Team?.Id,
                    it.Enterprise?.Id,
                ],
                lookups.Token) is not { } tenant)
        {
            return it.Type == "block_suggestion" ? Menu([]) : null;
        }

        return it.Type switch
        {
            "block_actions" => await Clicked(it, tenant, lookups.Token),
            "message_action" when it.CallbackId == Shortcut.Record => await Captured(it, tenant, lookups.Token),
            "shortcut" => await Began(it, tenant),
            "view_submission" when it.View?.CallbackId is Shortcut.Make or Shortcut.Find => await Finished(it, it.View, tenant, lookups.Token),
            "view_submission" => await Submitted(it, tenant, lookups.Token),
            "block_suggestion" => await Searched(it, tenant, lookups.Token),
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

        // What one person alone is shown cannot be updated later, only in answer to their click.
        var aside = it.Container?.IsEphemeral == true;
        var card = aside ? null : SlackId.IsTs(ts) ? new MessageRef(conversation, ts) : CardOf(origin, conversation);
        var from = await inbound.Speaker(tenant, it.User!.Id!, it.User.TeamId, lookups);
        var turn = TurnOf(
            [$"slack:click:{tenant}:{it.User.Id}:{action.ActionTs}:{Limits.Cut(actionId, Limits.Id)}"],
            from,
            conversation,
            InThread(conversation, card?.Id),
            new TurnContent.Clicked(Renderer.ActionOf(Mrkdwn.Printable(actionId)), Mrkdwn.Printable(action.Value ?? ""), card));
        await answers.ToClick(it, turn, ViewOrigin.Of(conversation, card?.Id), Renderer.OpensForm(actionId));
        if (it.View?.Type == "home")
        {
            answers.Later(() => home.Publish(inbound.Home($"slack:home:{tenant}:{it.User.Id}:{action.ActionTs}", conversation, from), it.View));
        }

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

        var bot = (await Inbound.Soon(workspace.Self(tenant, lookups)))?.UserId;
        var source = new MessageRef(conversation, ts);
        var content = new TurnContent.CaptureAsked(
            await inbound.Text(tenant, it.Message.Text ?? "", bot, lookups),
            await inbound.Speaker(tenant, author, it.Message.Team, lookups),
            source,
            await Inbound.Soon(workspace.Link(tenant, conversation.Channel, ts, conversation.Thread, lookups)),
            SlackId.TimeOf(ts) ?? clock.GetCurrentInstant());
        var from = await inbound.Speaker(tenant, it.User!.Id!, it.User.TeamId, lookups);
        var turn = TurnOf(
            [$"slack:shortcut:{tenant}:{it.User.Id}:{it.ActionTs}"], from, conversation, InThread(conversation, ts), content);

        // The message is somebody else's: it is answered in its thread, and no card of ours to be put in its place.
        await answers.ToClick(it, turn, ViewOrigin.Of(turn.ReplyTo, null), opensForm: true);
        return null;
    }

    // A shortcut from anywhere. It knows no conversation; what is said in it is said to the bot in private.
    private async Task<JsonObject?> Began(Interaction it, string tenant)
    {
        if (IsTrigger(it.TriggerId) && Shortcut.View(it.CallbackId) is { } view)
        {
            await answers.Open(tenant, "views.open", it.TriggerId, view);
        }

        return null;
    }

    private async Task<JsonObject?> Finished(Interaction it, View view, string tenant, CancellationToken lookups)
    {
        if (Shortcut.Sentence(view) is not { } sentence || !SlackId.IsValid(view.Id) || !IsTrigger(it.TriggerId)
            || await PrivateWith(tenant, it.User!.Id!, lookups) is not { } chat)
        {
            return null;
        }

        var from = await inbound.Speaker(tenant, it.User.Id!, it.User.TeamId, lookups);
        var turn = TurnOf(
            [$"slack:view:{view.Id}:{it.TriggerId}"], from, chat, chat, new TurnContent.Said(SaidText.Of(sentence), null, null, Answerable: true));
        return await answers.ToSubmission(turn, view, ViewOrigin.Of(chat, null));
    }

    private async Task<JsonObject?> Searched(Interaction it, string tenant, CancellationToken lookups)
    {
        if (await PrivateWith(tenant, it.User!.Id!, lookups) is not { } chat)
        {
            return Menu([]);
        }

        // Nothing is done by looking, so every look is one of its own.
        var from = await inbound.Speaker(tenant, it.User.Id!, it.User.TeamId, lookups);
        var work = handler(
            TurnOf([$"slack:search:{Guid.NewGuid():N}"], from, chat, chat, new TurnContent.SearchAsked(Mrkdwn.Printable(it.Value ?? ""))),
            CancellationToken.None);
        return Menu(await work is Reply.Found found ? found.Hits : []);
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
        var from = await inbound.Speaker(tenant, it.User!.Id!, it.User.TeamId, lookups);
        var turn = TurnOf(
            [$"slack:view:{view.Id}:{it.TriggerId}"],
            from,
            conversation,
            InThread(conversation, card?.Id),
            new TurnContent.Submitted(Mrkdwn.Printable(name), Mrkdwn.Printable(origin.Argument), Modal.Values(view.State), card));
        var answer = await answers.ToSubmission(turn, view, origin);
        if (origin.Home == true)
        {
            answers.Later(() => home.Publish(inbound.Home($"slack:home:{view.Id}:{it.TriggerId}", conversation, from), null));
        }

        return answer;
    }

    // Not bound to the request: a turn that was begun is finished even when Slack stops waiting for the answer, and its retry is then known.
    private Turn TurnOf(
        IReadOnlyList<string> keys, Speaker from, ConversationRef conversation, ConversationRef replyTo, TurnContent content) => new()
        {
            Keys = keys,
            From = from,
            Conversation = conversation,
            ReplyTo = replyTo,
            At = clock.GetCurrentInstant(),
            Content = content,
        };

    /// <summary>
    /// The conversation. A personal one it is only if Slack says that the bot is in it: commands and shortcuts also work in chats between two others.
    /// </summary>
    private async Task<ConversationRef> Where(string tenant, string channel, string? thread, CancellationToken lookups)
    {
        var kind = channel[0] != 'D' ? ConversationKind.Channel
            : await Inbound.Soon(workspace.PersonOf(tenant, channel, lookups)) is not null ? ConversationKind.Personal
            : ConversationKind.GroupChat;
        return new ConversationRef(PlatformName.Slack, tenant, channel, kind, thread);
    }

    private async Task<ConversationRef?> PrivateWith(string tenant, string user, CancellationToken lookups) =>
        await Inbound.Soon(workspace.ChatWith(tenant, user, lookups)) is { } chat
            ? new ConversationRef(PlatformName.Slack, tenant, chat, ConversationKind.Personal)
            : null;

    private static ConversationRef? At(ViewOrigin? origin, string tenant) =>
        SlackId.IsValid(origin?.Channel)
            ? new ConversationRef(
                PlatformName.Slack, tenant, origin.Channel, origin.Kind, SlackId.IsTs(origin.Thread) ? origin.Thread : null)
            : null;

    private static MessageRef? CardOf(ViewOrigin? origin, ConversationRef conversation) =>
        SlackId.IsTs(origin?.Card) ? new MessageRef(conversation, origin.Card) : null;

    private static ConversationRef InThread(ConversationRef conversation, string? ts) =>
        conversation.Kind == ConversationKind.Channel ? conversation with { Thread = conversation.Thread ?? ts } : conversation;

    // The first message of a thread names itself as the thread.
    private static string? ThreadOf(string? thread, string? ts) => SlackId.IsTs(thread) && thread != ts ? thread : null;

    private static bool IsTrigger([NotNullWhen(true)] string? trigger) => trigger is { Length: > 0 and <= 200 } && trigger.All(c => c is > ' ' and <= '~');

    // A click in a shared channel carries the clicker's workspace, which is asked for last.
    private Task<string?> Tenant(IEnumerable<string?> candidates, CancellationToken lookups) =>
        Inbound.Soon(workspace.Installed(candidates, lookups));

    private static JsonObject Menu(IEnumerable<Hit> hits) => new()
    {
        ["options"] = new JsonArray([.. hits.Take(Limits.Options).Select(hit => (JsonNode)Modal.Option(Shortcut.Choice(hit)))]),
    };
}
