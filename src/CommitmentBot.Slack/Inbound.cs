using System.Text.Json;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>Reads events and says what they are as turns; most are none of the bot's business.</summary>
internal sealed class Inbound(Workspace workspace, Tokens tokens, Overhearing overhearing, IClock clock, TimeProvider time)
{
    /// <summary>How long all look-ups for one turn may take together; what is not known by then stays unknown.</summary>
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(1);

    /// <summary>Ends the look-ups for one turn in time for the answer.</summary>
    public CancellationTokenSource Lookups() => new(LookupLimit, time);

    /// <summary>The turn in an event; null when there is none. Throws <see cref="JsonException"/> when it does not read as its type says.</summary>
    public async Task<Turn?> Read(Envelope envelope)
    {
        if (envelope.Event.ValueKind != JsonValueKind.Object || !SlackId.IsValid(envelope.EventId)
            || envelope.Event.Deserialize(Json.Default.EventHead) is not { } head)
        {
            return null;
        }

        using var lookups = Lookups();
        if (await Tenant(envelope, lookups.Token) is not { } tenant)
        {
            return null;
        }

        // What still comes after the bot was uninstalled could not be answered. That it was is said in either order, and more than once.
        if (head.Type is not ("app_uninstalled" or "tokens_revoked") && !await tokens.Knows(tenant, CancellationToken.None))
        {
            return null;
        }

        var it = new Notice(envelope, tenant, await Bot(envelope, tenant, lookups.Token), lookups.Token);
        return (head.Type, head.Subtype) switch
        {
            ("message", "message_changed") => await Changed(it),
            ("message", "message_deleted") => Deleted(it),
            // Anything with another subtype is a notice or a bot.
            ("message" or "app_mention", null or "file_share" or "thread_broadcast") => await Said(it, it.As(Json.Default.MessageEvent)),
            ("member_joined_channel", _) => await Membership(it, joined: true),
            ("member_left_channel", _) => await Membership(it, joined: false),
            ("channel_left" or "group_left" or "channel_archive" or "group_archive" or "channel_deleted" or "group_deleted", _) =>
                await Ours(it, new TurnContent.BotRemoved()),
            ("channel_unarchive" or "group_unarchive", _) => await Ours(it, new TurnContent.BotAdded()),
            ("channel_rename" or "group_rename", _) => Renamed(it),
            ("channel_id_changed", _) => Moved(it),
            ("channel_unshared", _) => Unshared(it),
            ("user_change" or "team_join", _) => Person(it),
            ("app_uninstalled", _) => Happened(it, "", new TurnContent.Uninstalled()),
            ("tokens_revoked", _) => it.As(Json.Default.RevokedEvent) is { Tokens.Bot.Count: > 0 } ? Happened(it, "", new TurnContent.Uninstalled()) : null,
            ("app_home_opened", _) => await Opened(it),
            _ => null,
        };
    }

    /// <summary>The text as typed, with the names of the people mentioned in it.</summary>
    public async Task<SaidText> Text(string tenant, string raw, string? bot, CancellationToken lookups)
    {
        var people = SlackText.People(raw, bot);
        var profiles = await Task.WhenAll(people.Select(user => Soon(workspace.Describe(tenant, user, lookups))));
        var names = people.Zip(profiles).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Name);
        return SlackText.Read(raw, bot, names);
    }

    /// <summary>Somebody with what Slack says of them.</summary>
    public async Task<Speaker> Speaker(string tenant, string user, string? homeTeam, CancellationToken lookups)
    {
        var profile = await Soon(workspace.Describe(tenant, user, lookups));
        return new Speaker(
            new UserRef(PlatformName.Slack, user), profile?.Name, profile?.HomeTenant ?? homeTeam, profile?.Email, profile?.TimeZone,
            Guest: profile?.Guest);
    }

    /// <summary>The result, or null when it took too long to come.</summary>
    public static async Task<T?> Soon<T>(Task<T?> lookup)
        where T : class
    {
        try
        {
            return await lookup;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<Turn?> Said(Notice notice, MessageEvent? it)
    {
        // bot_id is on every bot's messages, ours and others': two bots must never talk to each other.
        if (it is null || it.BotId is not null || it.Hidden == true || it.User == SlackId.Slackbot || it.User == notice.Bot
            || !SlackId.IsValid(it.User) || !SlackId.IsValid(it.Channel) || !SlackId.IsTs(it.Ts))
        {
            return null;
        }

        var (tenant, bot, lookups) = (notice.Tenant, notice.Bot, notice.Lookups);
        var text = it.Text ?? "";
        var personal = IsPersonal(it.Channel, it.ChannelType);
        var thread = SlackId.IsTs(it.ThreadTs) ? it.ThreadTs : null;
        var forTheBot = personal || it.Type == "app_mention" || (bot is not null && SlackText.Mentions(text, bot));
        // Without knowing the bot's own name nobody can tell whether it was meant: then only its app_mention counts.
        if (bot is null && !forTheBot && thread is null)
        {
            return null;
        }

        if (personal)
        {
            workspace.RememberChat(tenant, it.Channel, it.User);
        }

        var root = Place(tenant, it.Channel, personal);
        if (!forTheBot && thread is null && !await overhearing(root, CancellationToken.None))
        {
            return null;
        }

        var conversation = root with { Thread = thread };
        var said = Text(tenant, text, bot, lookups);
        var speaker = Speaker(tenant, it.User, it.UserTeam ?? it.SourceTeam ?? it.Team, lookups);
        var link = await Soon(workspace.Link(tenant, it.Channel, it.Ts, thread, lookups));
        return new Turn
        {
            // Not the event's id: a mention in a channel comes as app_mention and as message, which are two events.
            Keys = [$"slack:msg:{it.Channel}:{it.Ts}"],
            From = await speaker,
            Conversation = conversation,
            ReplyTo = personal ? conversation : root with { Thread = thread ?? it.Ts },
            At = clock.GetCurrentInstant(),
            Content = new TurnContent.Said(await said, new MessageRef(conversation, it.Ts), link, ToBot: forTheBot, Aside: !personal,
                RepliedTo: SlackId.IsValid(it.ParentUserId) && it.ParentUserId != bot ? new UserRef(PlatformName.Slack, it.ParentUserId) : null),
        };
    }

    private async Task<Turn?> Changed(Notice notice)
    {
        // Our own cards are changed often; and Slack tells of a change when it has only drawn a link's preview.
        if (notice.As(Json.Default.ChangeEvent) is not { Message: { BotId: null } now } it
            || now.User == notice.Bot || now.Text == it.PreviousMessage?.Text || !SlackId.IsValid(it.Channel))
        {
            return null;
        }

        var gone = now.Subtype == "tombstone";
        return Source(
            notice, it, now.Ts ?? it.PreviousMessage?.Ts, now.User,
            gone ? null : await Text(notice.Tenant, now.Text ?? "", notice.Bot, notice.Lookups));
    }

    private Turn? Deleted(Notice notice) =>
        notice.As(Json.Default.ChangeEvent) is { PreviousMessage: not { BotId: not null } } it
            ? Source(notice, it, it.DeletedTs, it.PreviousMessage?.User, null)
            : null;

    private Turn? Source(Notice notice, ChangeEvent it, string? ts, string? author, SaidText? text) =>
        SlackId.IsTs(ts) && SlackId.IsValid(it.Channel)
            ? Happened(
                notice, it.Channel,
                new TurnContent.SourceChanged(new MessageRef(Place(notice.Tenant, it.Channel, IsPersonal(it.Channel, it.ChannelType)), ts), text), author)
            : null;

    private async Task<Turn?> Membership(Notice notice, bool joined)
    {
        var it = notice.As(Json.Default.MembershipEvent);
        if (!SlackId.IsValid(it?.User) || !SlackId.IsValid(it.Channel))
        {
            return null;
        }

        if (it.User == notice.Bot)
        {
            return await Ours(notice, joined ? new TurnContent.BotAdded() : new TurnContent.BotRemoved());
        }

        return joined
            ? Happened(notice, it.Channel, new TurnContent.MemberJoined(await Speaker(notice.Tenant, it.User, it.Team, notice.Lookups)), it.User)
            : Happened(notice, it.Channel, new TurnContent.MemberLeft(new UserRef(PlatformName.Slack, it.User)), it.User);
    }

    // The bot came into a channel, or the channel is not there for it any more. Who did it is not always said; then it is the bot itself.
    private async Task<Turn?> Ours(Notice notice, TurnContent content)
    {
        var it = notice.As(Json.Default.MembershipEvent);
        var user = it?.Inviter ?? it?.ActorId ?? (it?.User == notice.Bot ? null : it?.User) ?? notice.Bot;
        if (!SlackId.IsValid(it?.Channel) || !SlackId.IsValid(user))
        {
            return null;
        }

        var conversation = Place(notice.Tenant, it.Channel, personal: false);
        return new Turn
        {
            Keys = [$"slack:event:{notice.Envelope.EventId}"],
            From = user == notice.Bot
                ? new Speaker(new UserRef(PlatformName.Slack, user), Listed: false)
                : await Speaker(notice.Tenant, user, null, notice.Lookups),
            Conversation = conversation,
            ReplyTo = conversation,
            At = clock.GetCurrentInstant(),
            Content = content,
        };
    }

    private Turn? Renamed(Notice notice) =>
        notice.As(Json.Default.RenameEvent)?.Channel is { Name: { Length: > 0 } name } it && SlackId.IsValid(it.Id)
            ? Happened(notice, it.Id, new TurnContent.PlaceRenamed(Mrkdwn.Printable(name)))
            : null;

    private Turn? Moved(Notice notice) =>
        notice.As(Json.Default.MoveEvent) is { } it && SlackId.IsValid(it.OldChannelId) && SlackId.IsValid(it.NewChannelId)
            ? Happened(notice, it.OldChannelId, new TurnContent.PlaceMoved(it.NewChannelId))
            : null;

    private Turn? Unshared(Notice notice) =>
        notice.As(Json.Default.UnsharedEvent) is { } it && SlackId.IsValid(it.Channel) && SlackId.IsValid(it.PreviouslyConnectedTeamId)
            ? Happened(notice, it.Channel, new TurnContent.TenantLeft(it.PreviouslyConnectedTeamId))
            : null;

    private Turn? Person(Notice notice) =>
        notice.As(Json.Default.UserEvent)?.User is { } user && workspace.Learn(notice.Tenant, user) is { } profile
            ? Happened(notice, "", new TurnContent.PersonChanged(profile), profile.User.Id)
            : null;

    private async Task<Turn?> Opened(Notice notice)
    {
        if (notice.As(Json.Default.HomeEvent) is not { Tab: "home" } it || !SlackId.IsValid(it.User) || !SlackId.IsValid(it.Channel))
        {
            return null;
        }

        workspace.RememberChat(notice.Tenant, it.Channel, it.User);
        return Home(
            $"slack:event:{notice.Envelope.EventId}", Place(notice.Tenant, it.Channel, personal: true),
            await Speaker(notice.Tenant, it.User, null, notice.Lookups));
    }

    /// <summary>Somebody looks at their Home tab; <paramref name="chat"/> is their personal chat with the bot.</summary>
    public Turn Home(string key, ConversationRef chat, Speaker who) => new()
    {
        Keys = [key],
        From = who,
        Conversation = chat,
        ReplyTo = chat,
        At = clock.GetCurrentInstant(),
        Content = new TurnContent.HomeOpened(),
    };

    private Turn Happened(Notice notice, string channel, TurnContent.Happening what, string? who = null)
    {
        var where = channel.Length == 0
            ? ConversationRef.Nowhere(PlatformName.Slack, notice.Tenant)
            : Place(notice.Tenant, channel, IsPersonal(channel, null));
        return new Turn
        {
            Keys = [$"slack:event:{notice.Envelope.EventId}"],
            From = new Speaker(new UserRef(PlatformName.Slack, SlackId.IsValid(who) ? who : notice.Bot ?? notice.Tenant)),
            Conversation = where,
            ReplyTo = where,
            At = clock.GetCurrentInstant(),
            Content = what,
        };
    }

    private static bool IsPersonal(string channel, string? type) => type == "im" || channel[0] == 'D';

    private static ConversationRef Place(string tenant, string channel, bool personal) =>
        new(PlatformName.Slack, tenant, channel, personal ? ConversationKind.Personal : ConversationKind.Channel);

    private async Task<string?> Bot(Envelope envelope, string tenant, CancellationToken lookups) =>
        envelope.Authorizations is [{ UserId: { Length: > 0 } bot }, ..] ? bot : (await Soon(workspace.Self(tenant, lookups)))?.UserId;

    // The installation. The outer team_id is the writer's own in channels shared between workspaces; only the news that the installation is gone
    // comes with nothing else.
    private async Task<string?> Tenant(Envelope envelope, CancellationToken lookups)
    {
        var tenant = envelope.Authorizations is [{ } installed, ..]
            ? installed.TeamId ?? installed.EnterpriseId
            : await Soon(workspace.Installed([envelope.TeamId, envelope.EnterpriseId], lookups)) ?? envelope.TeamId ?? envelope.EnterpriseId;
        return SlackId.IsValid(tenant) ? tenant : null;
    }

    /// <summary>An event with what was found out about where it belongs.</summary>
    private sealed record Notice(Envelope Envelope, string Tenant, string? Bot, CancellationToken Lookups)
    {
        public T? As<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Envelope.Event.Deserialize(type);
    }
}
