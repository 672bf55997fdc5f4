using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>A platform of which nothing is expected but what a test says.</summary>
internal abstract class SilentPlatform(string name, Duration spacing) : IChatPlatform
{
    public string Name => name;

    public virtual ChatPace Pace { get; } = new() { Spacing = spacing };

    public virtual Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<FindAnswer> Find(ConversationRef where, string marker, Instant sentAfter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<string?> ChannelName(ConversationRef channel, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public virtual Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
