using System.Text.Json;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>Reads events and says what they are as turns; most are none of the bot's business.</summary>
internal sealed class Inbound(Workspace workspace, IClock clock, TimeProvider time)
{
    /// <summary>How long all look-ups for one turn may take together; what is not known by then stays unknown.</summary>
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(1);

    /// <summary>Ends the look-ups for one turn in time for the answer.</summary>
    public CancellationTokenSource Lookups() => new(LookupLimit, time);

    /// <summary>The turn in an event; null when there is none. Throws <see cref="JsonException"/> when it does not read as its type says.</summary>
    public async Task<Turn?> Read(Envelope envelope)
    {
        if (envelope.Event.ValueKind != JsonValueKind.Object || !SlackId.IsValid(envelope.EventId))
        {
            return null;
        }

        var head = envelope.Event.Deserialize(Json.Default.EventHead);
        using var lookups = Lookups();
        return head?.Type switch
        {
            // Anything with another subtype is an edit, a notice or a bot.
            "message" or "app_mention" when head.Subtype is null or "file_share" or "thread_broadcast" =>
                await Said(envelope, envelope.Event.Deserialize(Json.Default.MessageEvent)!, lookups.Token),
            "member_joined_channel" =>
                await Membership(envelope, envelope.Event.Deserialize(Json.Default.MembershipEvent)!, new TurnContent.BotAdded(), lookups.Token),
            "member_left_channel" =>
                await Membership(envelope, envelope.Event.Deserialize(Json.Default.MembershipEvent)!, new TurnContent.BotRemoved(), lookups.Token),
            "channel_left" or "group_left" => await Left(
                envelope, envelope.Event.Deserialize(Json.Default.MembershipEvent)!, lookups.Token),
            _ => null,
        };
    }

    /// <summary>The text as typed, with the names of the people mentioned in it.</summary>
    public async Task<SaidText> Text(string raw, string? bot, CancellationToken lookups)
    {
        var people = SlackText.People(raw, bot);
        var profiles = await Task.WhenAll(people.Select(user => Soon(workspace.Describe(user, lookups))));
        var names = people.Zip(profiles).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Name);
        return SlackText.Read(raw, bot, names);
    }

    /// <summary>Somebody with what Slack says of them.</summary>
    public async Task<Speaker> Speaker(string user, string? homeTeam, CancellationToken lookups)
    {
        var profile = await Soon(workspace.Describe(user, lookups));
        return new Speaker(
            new UserRef(PlatformName.Slack, user), profile?.Name, profile?.HomeTenant ?? homeTeam, profile?.Email, profile?.TimeZone);
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

    private async Task<Turn?> Said(Envelope envelope, MessageEvent it, CancellationToken lookups)
    {
        // bot_id is on every bot's messages, ours and others': two bots must never talk to each other.
        if (it.BotId is not null || it.Hidden == true || it.User is "USLACKBOT"
            || !SlackId.IsValid(it.User) || !SlackId.IsValid(it.Channel) || !SlackId.IsTs(it.Ts))
        {
            return null;
        }

        var bot = await Bot(envelope, lookups);
        if (it.User == bot || await Tenant(envelope, lookups) is not { } tenant)
        {
            return null;
        }

        var text = it.Text ?? "";
        var personal = it.ChannelType == "im" || it.Channel[0] == 'D';
        var thread = SlackId.IsTs(it.ThreadTs) ? it.ThreadTs : null;
        var forTheBot = personal || it.Type == "app_mention" || (bot is not null && SlackText.Mentions(text, bot));
        // Without knowing the bot's own name nobody can tell whether it was meant: then only its app_mention counts.
        if (bot is null && !forTheBot && thread is null)
        {
            return null;
        }

        if (personal)
        {
            workspace.RememberChat(it.Channel, it.User);
        }

        var root = new ConversationRef(
            PlatformName.Slack, tenant, it.Channel, personal ? ConversationKind.Personal : ConversationKind.Channel);
        var conversation = root with { Thread = thread };
        var said = Text(text, bot, lookups);
        var speaker = Speaker(it.User, it.UserTeam ?? it.SourceTeam ?? it.Team, lookups);
        var link = await Soon(workspace.Link(it.Channel, it.Ts, thread, lookups));
        return new Turn
        {
            // A mention in a channel comes as app_mention and as message, with different event ids and the same ts.
            Keys = [$"slack:event:{envelope.EventId}", $"slack:msg:{it.Channel}:{it.Ts}"],
            From = await speaker,
            Conversation = conversation,
            ReplyTo = personal ? conversation : root with { Thread = thread ?? it.Ts },
            At = clock.GetCurrentInstant(),
            Content = new TurnContent.Said(await said, new MessageRef(conversation, it.Ts), link, ToBot: forTheBot),
        };
    }

    private async Task<Turn?> Membership(Envelope envelope, MembershipEvent it, TurnContent content, CancellationToken lookups) =>
        it.User is not null && it.User == await Bot(envelope, lookups) ? await Place(envelope, it, content, it.Inviter, lookups) : null;

    private async Task<Turn?> Left(Envelope envelope, MembershipEvent it, CancellationToken lookups) =>
        await Place(envelope, it, new TurnContent.BotRemoved(), it.ActorId, lookups);

    private async Task<Turn?> Place(Envelope envelope, MembershipEvent it, TurnContent content, string? actor, CancellationToken lookups)
    {
        // Who did it is not always said; then it is the bot that came or went.
        var user = SlackId.IsValid(actor) ? actor : await Bot(envelope, lookups);
        if (!SlackId.IsValid(it.Channel) || !SlackId.IsValid(user) || await Tenant(envelope, lookups) is not { } tenant)
        {
            return null;
        }

        var conversation = new ConversationRef(PlatformName.Slack, tenant, it.Channel, ConversationKind.Channel);
        return new Turn
        {
            Keys = [$"slack:event:{envelope.EventId}"],
            From = await Speaker(user, null, lookups),
            Conversation = conversation,
            ReplyTo = conversation,
            At = clock.GetCurrentInstant(),
            Content = content,
        };
    }

    private async Task<string?> Bot(Envelope envelope, CancellationToken lookups) =>
        envelope.Authorizations is [{ UserId: { Length: > 0 } bot }, ..] ? bot : (await Soon(workspace.Self(lookups)))?.UserId;

    // The installation's workspace. The outer team_id is the writer's own in channels shared between workspaces.
    private async Task<string?> Tenant(Envelope envelope, CancellationToken lookups)
    {
        var tenant = envelope.Authorizations is [var installed, ..]
            ? installed.TeamId ?? installed.EnterpriseId
            : (await Soon(workspace.Self(lookups)))?.TeamId ?? envelope.TeamId;
        return SlackId.IsValid(tenant) ? tenant : null;
    }
}
