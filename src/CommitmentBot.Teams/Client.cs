using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Teams;

/// <summary>Teams behind the port out.</summary>
internal sealed class Client(
    Connector connector, Rosters rosters, KnownChannels channels, IPauses pauses, TeamsOptions options) : IChatPlatform
{
    public string Name => PlatformName.Teams;

    public ChatPace Pace => Limits.Pace;

    /// <summary>Teams has no place to hide a marker that anybody could look up, so it is not sent.</summary>
    public async Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
    {
        var activity = Renderer.Posted(message);
        if (to is { Kind: ConversationKind.Channel, Thread: null })
        {
            var thread = Opening(to);
            thread["isGroup"] = true;
            thread["channelData"] = new JsonObject { ["channel"] = new JsonObject { ["id"] = to.Channel } };
            thread["activity"] = activity;
            return await Sort(
                await connector.Call(HttpMethod.Post, to.ServiceUrl, "v3/conversations", thread, cancellationToken), to, NewThread);
        }

        var path = $"v3/conversations/{Connector.Part(Inbound.WireId(to))}/activities";
        return await Sort(
            await connector.Call(HttpMethod.Post, to.ServiceUrl, path, activity, cancellationToken), to, (place, created) =>
                created.Id is { Length: > 0 } id ? new MessageRef(place, id) : null);
    }

    public async Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken)
    {
        // A channel's root message lives in the thread it began.
        var place = posted.Conversation is { Kind: ConversationKind.Channel, Thread: null } root ? root with { Thread = posted.Id } : posted.Conversation;
        var activity = Renderer.Activity(message);
        activity["id"] = posted.Id;
        var path = $"v3/conversations/{Connector.Part(Inbound.WireId(place))}/activities/{Connector.Part(posted.Id)}";
        return await connector.Call(HttpMethod.Put, place.ServiceUrl, path, activity, cancellationToken) switch
        {
            // The conversation may well be there and only the message be deleted: nothing is said about the place.
            ConnectorAnswer.Refused { Status: 404 } gone => new SendAnswer.Refused(RefusalKind.Message, gone.Reason),
            var answer => await Sort(answer, place, (_, _) => posted),
        };
    }

    public async Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken)
    {
        var chat = Opening(seenIn);
        chat["isGroup"] = false;
        chat["members"] = new JsonArray(new JsonObject { ["id"] = who.Id });
        chat["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = seenIn.Tenant } };
        return await connector.Call(HttpMethod.Post, seenIn.ServiceUrl, "v3/conversations", chat, cancellationToken) switch
        {
            ConnectorAnswer.Done(var body) => Read(body, Json.Default.Created)?.Id is { Length: > 0 } id
                ? new OpenAnswer.Opened(seenIn with { Channel = id, Kind = ConversationKind.Personal, Thread = null })
                : new OpenAnswer.Refused(RefusalKind.Later, "The Connector did not say which conversation it opened."),
            ConnectorAnswer.NotSent(var kind, var reason, var wait) => new OpenAnswer.Refused(kind, reason, wait),
            ConnectorAnswer.NotAllowed(var reason) => new OpenAnswer.Refused(RefusalKind.Chat, reason),
            ConnectorAnswer.NoAnswer(var reason) => new OpenAnswer.Refused(RefusalKind.Later, reason),
            ConnectorAnswer.Refused refused => new OpenAnswer.Refused(
                await Unopened(refused, who, seenIn, cancellationToken), refused.Reason, refused.RetryAfter),
            _ => throw new InvalidOperationException("An answer of the Connector is not sorted."),
        };
    }

    public Task<FindAnswer> Find(ConversationRef where, string marker, Instant sentAfter, CancellationToken cancellationToken) =>
        Task.FromResult<FindAnswer>(new FindAnswer.CannotTell("Teams offers bots no look-up of what was posted."));

    public async Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        await Find(who.Id, seenIn, cancellationToken) is { Id: { } id } member ? Rosters.ProfileOf(member, id) : null;

    public Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken) =>
        rosters.Read(channel, cancellationToken);

    public async Task<string?> ChannelName(ConversationRef channel, CancellationToken cancellationToken)
    {
        if (channel.Kind != ConversationKind.Channel || channels.Find(channel.Channel) is not { } known)
        {
            return null;
        }

        var answer = await connector.Call(
            HttpMethod.Get, channel.ServiceUrl, $"v3/teams/{Connector.Part(known.Team)}/conversations", null, cancellationToken);
        var listed = answer is ConnectorAnswer.Done(var body)
            ? Read(body, Json.Default.TeamChannels)?.Conversations?.FirstOrDefault(each => each?.Id == channel.Channel)
            : null;

        // The channel every team begins with comes without a name.
        return listed is null ? known.Name : listed.Name ?? (listed.Id == known.Team ? "General" : known.Name);
    }

    /// <summary>The channels of the team an activity is about; those that were seen where the Connector does not say.</summary>
    public async Task<IReadOnlyList<string>> ChannelsOf(Activity activity, CancellationToken cancellationToken)
    {
        var team = activity.ChannelData!.Team!.Id!;
        var answer = await connector.Call(
            HttpMethod.Get, activity.ServiceUrl, $"v3/teams/{Connector.Part(team)}/conversations", null, cancellationToken);
        var listed = answer is ConnectorAnswer.Done(var body) ? Read(body, Json.Default.TeamChannels)?.Conversations : null;
        return [.. (listed ?? []).Select(it => it?.Id).OfType<string>().Concat(channels.Of(team)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// What an activity says, completed and checked with the roster: who wrote a captured message, and whether somebody who was removed
    /// is not still there by another way (a team and a channel it shares).
    /// </summary>
    public async Task<IReadOnlyList<Turn>> Check(IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        List<Turn> held = [];
        foreach (var turn in turns)
        {
            switch (turn.Content)
            {
                case TurnContent.CaptureAsked captured:
                    held.Add(turn with { Content = await LookUp(captured, cancellationToken) });
                    break;
                case TurnContent.MemberLeft left when await Find(left.Who.Id, turn.Conversation, cancellationToken) is { Id: not null }:
                    break;
                default:
                    held.Add(turn);
                    break;
            }
        }

        return held;
    }

    /// <summary>
    /// Puts the ids people have for this bot in the place of the directory ids of a captured message. Whoever cannot be looked
    /// up stays a name.
    /// </summary>
    private async Task<TurnContent.CaptureAsked> LookUp(TurnContent.CaptureAsked captured, CancellationToken cancellationToken)
    {
        var place = captured.Source.Conversation;
        var found = new Dictionary<string, UserRef>(StringComparer.Ordinal);
        var unknown = captured.Text.Mentions.Select(mention => mention.User.Id).Prepend(captured.Author.User.Id)
            .Where(id => id.StartsWith(Captured.DirectoryPrefix, StringComparison.Ordinal)).Distinct().Take(Limits.LookupsForOneRequest);
        foreach (var id in unknown)
        {
            if (await Find(id[Captured.DirectoryPrefix.Length..], place, cancellationToken) is { Id.Length: > 0 } member)
            {
                found[id] = new UserRef(PlatformName.Teams, member.Id);
            }
        }

        return captured with
        {
            Author = captured.Author with { User = found.GetValueOrDefault(captured.Author.User.Id, captured.Author.User) },
            Text = captured.Text with
            {
                Mentions = [.. captured.Text.Mentions
                    .Select(mention => mention with { User = found.GetValueOrDefault(mention.User.Id, mention.User) })
                    .Where(mention => !mention.User.Id.StartsWith(Captured.DirectoryPrefix, StringComparison.Ordinal))],
            },
        };
    }

    /// <summary>
    /// What a chat that was not opened concerns. Opening can be repeated, so that what is not a certain no comes later again. A bare 400
    /// or 403 is also what somebody of another tenant always comes to, whom no private message of a bot reaches.
    /// </summary>
    private async Task<RefusalKind> Unopened(
        ConnectorAnswer.Refused refused, UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        Refusals.Of(refused, seenIn with { Kind = ConversationKind.Personal, Thread = null }) switch
        {
            RefusalKind.Person => RefusalKind.Person,
            RefusalKind.Installation => RefusalKind.Installation,
            _ when refused.Status is not (400 or 403 or 404 or 410) => RefusalKind.Later,
            _ when refused.Status is 400 or 403 && await IsOfAnotherTenant(who, seenIn, cancellationToken) => RefusalKind.Person,
            _ => RefusalKind.Chat,
        };

    private async Task<bool> IsOfAnotherTenant(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        await Find(who.Id, seenIn, cancellationToken) is { TenantId: { Length: > 0 } home } && home != seenIn.Tenant;

    /// <summary>Somebody in a conversation, by their id for this bot or by their directory id.</summary>
    private async Task<Member?> Find(string id, ConversationRef seenIn, CancellationToken cancellationToken)
    {
        var path = $"v3/conversations/{Connector.Part(seenIn.Channel)}/members/{Connector.Part(id)}";
        return await connector.Call(HttpMethod.Get, seenIn.ServiceUrl, path, null, cancellationToken) is ConnectorAnswer.Done(var body)
            ? Read(body, Json.Default.Member)
            : null;
    }

    private JsonObject Opening(ConversationRef place)
    {
        var opening = new JsonObject { ["tenantId"] = place.Tenant };
        if (options.BotId is { } bot)
        {
            opening["bot"] = new JsonObject { ["id"] = bot };
        }

        return opening;
    }

    private static MessageRef? NewThread(ConversationRef channel, Created created)
    {
        var thread = created.Id?.Split(";messageid=", 2) is [_, { Length: > 0 } root] ? root : created.ActivityId;
        return (created.ActivityId ?? thread) is { Length: > 0 } id ? new MessageRef(channel with { Thread = thread }, id) : null;
    }

    private async Task<SendAnswer> Sort(ConnectorAnswer answer, ConversationRef place, Func<ConversationRef, Created, MessageRef?> posted)
    {
        if (answer is ConnectorAnswer.Refused { RetryAfter: { } rest })
        {
            await pauses.Pause(place.Lane, rest);
        }

        return Sorted(answer, place, posted);
    }

    private static SendAnswer Sorted(
        ConnectorAnswer answer, ConversationRef place, Func<ConversationRef, Created, MessageRef?> posted) => answer switch
        {
            // 202 with nothing in it is a yes without an id.
            ConnectorAnswer.Done(var body) => new SendAnswer.Accepted(posted(place, Read(body, Json.Default.Created) ?? new Created(null, null))),
            ConnectorAnswer.NotSent(var kind, var reason, var wait) => new SendAnswer.Refused(kind, reason, wait),

            // A private chat can be opened anew at another address, where the person was seen last.
            ConnectorAnswer.NotAllowed(var reason) => new SendAnswer.Refused(
                place.Kind == ConversationKind.Personal ? RefusalKind.Chat : RefusalKind.Message, reason),
            ConnectorAnswer.NoAnswer(var reason) => new SendAnswer.Unknown(reason),

            // Teams' page advises to repeat 502 and 504; they may have been posted all the same.
            ConnectorAnswer.Refused { Status: 408 or >= 500 } unclear => new SendAnswer.Unknown(unclear.Reason),
            ConnectorAnswer.Refused refused => new SendAnswer.Refused(Refusals.Of(refused, place), refused.Reason, refused.RetryAfter),
            _ => throw new InvalidOperationException("An answer of the Connector is not sorted."),
        };

    private static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null; // The status has said that it was taken; what it was taken as stays unknown.
        }
    }
}
