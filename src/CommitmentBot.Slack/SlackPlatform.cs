using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>Slack as the delivery sees it.</summary>
internal sealed class SlackPlatform(
    SlackClient client, Workspace workspace, Uploads uploads, IOptionsMonitor<SlackOptions> options, TimeProvider time) : IChatPlatform
{
    private const int PageSize = 200;
    private const int MaxPages = 20;
    private const int MaxRosterPages = 100;

    /// <inheritdoc/>
    public string Name => PlatformName.Slack;

    /// <inheritdoc/>
    /// <remarks>https://docs.slack.dev/apis/web-api/rate-limits: one message a second and channel.</remarks>
    public ChatPace Pace { get; } = new() { Spacing = Duration.FromSeconds(1) };

    /// <inheritdoc/>
    public async Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
    {
        if (to.Kind == ConversationKind.Personal && await IsGone(to, cancellationToken))
        {
            return new SendAnswer.Refused(RefusalKind.Person, "deactivated");
        }

        if (message.OnlyFor is { } reader && to.Kind != ConversationKind.Personal)
        {
            return Sort(await WithPictures(to.Tenant, message, it => ShowAside(to, it, reader, cancellationToken), cancellationToken), to);
        }

        var file = message.File is { } attached ? await uploads.Send(to.Tenant, attached, cancellationToken) : null;
        var body = file is null ? message : message with { Blocks = [.. message.Blocks.SkipLast(message.File!.StandsFor)] };
        var answer = await WithPictures(to.Tenant, body, it => PostOnce(to, it, marker, cancellationToken), cancellationToken);
        var sent = Sort(answer, to);
        if (file is not null && sent is SendAnswer.Accepted { Posted: { } posted })
        {
            // A second later, as to Slack it is one more message there.
            await Task.Delay(Pace.Spacing.ToTimeSpan(), time, cancellationToken);
            var beside = to.Kind == ConversationKind.Channel ? to with { Thread = to.Thread ?? posted.Id } : to;
            if (!await uploads.Finish(to.Tenant, file, message.File!.Name, beside, cancellationToken))
            {
                await UpdateOnce(posted, message, cancellationToken);
            }
        }

        return sent;
    }

    /// <inheritdoc/>
    public async Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken) => Sort(
        await WithPictures(posted.Conversation.Tenant, message, it => UpdateOnce(posted, it, cancellationToken), cancellationToken), posted.Conversation);

    /// <summary>
    /// Slack fetches pictures while it takes a message and refuses the whole of it when it cannot: then they are uploaded, and where that fails too
    /// their words are shown. A refusal is certain, so it is still the first message. Without a public address they are uploaded at once.
    /// </summary>
    private async Task<ApiAnswer> WithPictures(
        string tenant, Message message, Func<Message, Task<ApiAnswer>> send, CancellationToken cancellationToken)
    {
        if (!message.Blocks.Any(block => block is Block.Picture))
        {
            return await send(message);
        }

        if (options.CurrentValue.AppToken.Length == 0 && await send(message) is var answer and not ApiAnswer.Failed { Error: "invalid_blocks" })
        {
            return answer;
        }

        return await send(await uploads.WithPictures(tenant, message, cancellationToken) ?? Renderer.WithoutPictures(message));
    }

    /// <inheritdoc/>
    public async Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken)
    {
        if (await workspace.Describe(seenIn.Tenant, who.Id, cancellationToken) is { Gone: true })
        {
            return new OpenAnswer.Refused(RefusalKind.Person, "deactivated");
        }

        var answer = await workspace.OpenPrivate(seenIn.Tenant, who.Id, cancellationToken);
        return answer switch
        {
            ApiAnswer.Done when WebApi.As(answer, Json.Default.ConversationAnswer)?.Channel?.Id is { } chat =>
                new OpenAnswer.Opened(new ConversationRef(PlatformName.Slack, seenIn.Tenant, chat, ConversationKind.Personal)),
            ApiAnswer.Failed failed => new OpenAnswer.Refused(
                Refusals.Of(failed.Error, seenIn with { Kind = ConversationKind.Personal, Thread = null }), failed.Error),
            ApiAnswer.NotNow later => new OpenAnswer.Refused(RefusalKind.Later, later.Reason, later.After),
            ApiAnswer.Unclear unclear => new OpenAnswer.Refused(RefusalKind.Later, unclear.Reason),
            _ => new OpenAnswer.Refused(RefusalKind.Later, "an answer without a channel"),
        };
    }

    /// <inheritdoc/>
    public async Task<FindAnswer> Find(ConversationRef where, string marker, Instant sentAfter, CancellationToken cancellationToken)
    {
        // sentAfter is by the program's clock, which a rehearsal moves; Slack's stamps are by the wall clock.
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var oldest = sentAfter > now ? now - Duration.FromDays(1) : sentAfter - Duration.FromMinutes(1);
        var arguments = new Dictionary<string, string>
        {
            ["channel"] = where.Channel,
            ["oldest"] = SlackId.TsOf(oldest),
            ["include_all_metadata"] = "true",
            ["limit"] = PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (where.Thread is { } thread)
        {
            arguments["ts"] = thread;
        }

        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await client.Read(
                where.Tenant, where.Thread is null ? "conversations.history" : "conversations.replies", arguments, cancellationToken);
            if (WebApi.As(answer, Json.Default.History) is not { Messages: { } messages } history)
            {
                return new FindAnswer.CannotTell(ReasonOf(answer), AskAgain: answer is ApiAnswer.NotNow or ApiAnswer.Unclear);
            }

            if (messages.FirstOrDefault(it => ChatArguments.Carries(it, marker)) is { Ts: { } ts })
            {
                return new FindAnswer.Found(new MessageRef(where, ts));
            }

            if (history.ResponseMetadata?.NextCursor is not { Length: > 0 } cursor)
            {
                return new FindAnswer.Absent();
            }

            arguments["cursor"] = cursor;
        }

        return new FindAnswer.CannotTell("too much was written since");
    }

    /// <inheritdoc/>
    public Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        workspace.Describe(seenIn.Tenant, who.Id, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ChannelName(ConversationRef channel, CancellationToken cancellationToken)
    {
        var answer = await client.TryRead(
            channel.Tenant, "conversations.info", [new("channel", channel.Channel)], Json.Default.ConversationAnswer, cancellationToken);
        return answer?.Channel?.Name is { Length: > 0 } name ? name : null;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// https://docs.slack.dev/reference/methods/conversations.members: ids only, 200 a page as Slack recommends, fewer than that on any
    /// page. Tier 4, a hundred calls a minute and more (https://docs.slack.dev/apis/web-api/rate-limits). A bot looks like anybody there
    /// until
    /// <see cref="Describe"/> has told.
    /// </remarks>
    public async Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken)
    {
        if (await workspace.Self(channel.Tenant, cancellationToken) is not { UserId: { } self })
        {
            return new RosterAnswer.NotNow("auth.test gave no answer");
        }

        var arguments = new Dictionary<string, string>
        {
            ["channel"] = channel.Channel,
            ["limit"] = PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        var everybody = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 0; page < MaxRosterPages; page++)
        {
            var answer = await client.Read(channel.Tenant, "conversations.members", arguments, cancellationToken);
            if (WebApi.As(answer, Json.Default.MembersAnswer) is not { Members: { } members } read)
            {
                return answer is ApiAnswer.Failed { Error: "channel_not_found" or "not_in_channel" }
                    ? new RosterAnswer.NotThere(ReasonOf(answer))
                    : new RosterAnswer.NotNow(ReasonOf(answer));
            }

            everybody.UnionWith(members.Where(SlackId.IsValid)!);
            if (read.ResponseMetadata?.NextCursor is not { Length: > 0 } cursor)
            {
                return new RosterAnswer.Read(
                [
                    .. everybody.Where(id => id != self && id != SlackId.Slackbot)
                        .Select(id => new RosterMember(new UserRef(PlatformName.Slack, id), workspace.Known(channel.Tenant, id)))
                        .Where(it => it.Profile?.Bot != true),
                ]);
            }

            arguments["cursor"] = cursor;
        }

        return new RosterAnswer.NotNow("the roster has no end");
    }

    private Task<ApiAnswer> PostOnce(ConversationRef to, Message message, string marker, CancellationToken cancellationToken) => client.Say(
        to.Tenant, "chat.postMessage", Saying(to, message) with { Thread = to.Thread, Marker = marker }, cancellationToken);

    // It holds no metadata, stands in no history, and is gone when the person loads Slack anew.
    private Task<ApiAnswer> ShowAside(ConversationRef to, Message message, UserRef reader, CancellationToken cancellationToken) => client.Say(
        to.Tenant,
        "chat.postEphemeral",
        new ChatArguments(to.Channel, Renderer.Text(message), Renderer.Aside(message, to.Tenant)) { Thread = to.Thread, User = reader.Id },
        cancellationToken);

    // The metadata stays as it is when it is not given, so an updated message can still be found by its marker.
    private Task<ApiAnswer> UpdateOnce(MessageRef posted, Message message, CancellationToken cancellationToken) => client.Say(
        posted.Conversation.Tenant, "chat.update", Saying(posted.Conversation, message) with { Ts = posted.Id }, cancellationToken);

    private static ChatArguments Saying(ConversationRef where, Message message) =>
        new(where.Channel, Renderer.Text(message), Renderer.Blocks(message.Blocks, Limits.MessageBlocks));

    private static SendAnswer Sort(ApiAnswer answer, ConversationRef where) => answer switch
    {
        ApiAnswer.Done => new SendAnswer.Accepted(
            WebApi.As(answer, Json.Default.Posted)?.Ts is { Length: > 0 } ts ? new MessageRef(where, ts) : null),
        ApiAnswer.Failed failed => new SendAnswer.Refused(Refusals.Of(failed.Error, where), failed.Error),
        ApiAnswer.NotNow later => new SendAnswer.Refused(RefusalKind.Later, later.Reason, later.After),
        _ => new SendAnswer.Unknown(ReasonOf(answer)),
    };

    private static string ReasonOf(ApiAnswer answer) => answer switch
    {
        ApiAnswer.Failed failed => failed.Error,
        ApiAnswer.NotNow later => later.Reason,
        ApiAnswer.Unclear unclear => unclear.Reason,
        _ => "an answer that cannot be read",
    };

    /// <summary>Slack takes posts to people who have left, and nobody reads them.</summary>
    /// <remarks>https://github.com/slackapi/python-slack-sdk/issues/1156</remarks>
    private async Task<bool> IsGone(ConversationRef chat, CancellationToken cancellationToken) =>
        await workspace.PersonOf(chat.Tenant, chat.Channel, cancellationToken) is { } person
        && await workspace.Describe(chat.Tenant, person, cancellationToken) is { Gone: true };
}
