using System.Globalization;
using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>A platform whose people and channels the test decides, which takes every message that it is not told to refuse.</summary>
internal sealed class RosterPlatform(string name) : SilentPlatform(name, Duration.Zero)
{
    private int posts;

    /// <summary>What it knows of people.</summary>
    public Dictionary<UserRef, Profile> Profiles { get; } = [];

    /// <summary>Who is in its channels.</summary>
    public Dictionary<string, List<UserRef>> Rosters { get; } = [];

    /// <summary>Whether the rosters come with their people's profiles, as on Teams.</summary>
    public bool Describes { get; set; }

    /// <summary>Whether it can be asked for rosters at present.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>How often it was asked for a roster.</summary>
    public int Asked { get; private set; }

    /// <summary>The people to whom a private message is refused.</summary>
    public HashSet<UserRef> Refused { get; } = [];

    /// <summary>Whether it says of every message that it may come again later.</summary>
    public bool Busy { get; set; }

    /// <summary>Whether its answers to posts are lost on the way.</summary>
    public bool Doubtful { get; set; }

    /// <summary>What was posted.</summary>
    public List<MessageRef> Posted { get; } = [];

    public static ConversationRef ChatOf(UserRef who, string tenant) => new(who.Platform, tenant, $"D-{who.Id}", ConversationKind.Personal);

    public override Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult<RosterAnswer>(
            !Answers ? new RosterAnswer.NotNow("away")
            : Rosters.TryGetValue(channel.Channel, out var there)
                ? new RosterAnswer.Read([.. there.Select(it => new RosterMember(it, Describes ? Profiles.GetValueOrDefault(it) : null))])
                : new RosterAnswer.NotThere("channel_not_found"));
    }

    public override Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        Task.FromResult(Profiles.GetValueOrDefault(who));

    public override Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
    {
        if (Busy)
        {
            return Task.FromResult<SendAnswer>(new SendAnswer.Refused(RefusalKind.Later, "busy"));
        }

        if (Refused.Any(it => to.Channel == ChatOf(it, "").Channel))
        {
            return Task.FromResult<SendAnswer>(new SendAnswer.Refused(RefusalKind.Person, "blocked"));
        }

        if (Doubtful)
        {
            return Task.FromResult<SendAnswer>(new SendAnswer.Unknown("cut off"));
        }

        var posted = new MessageRef(to, $"m{(++posts).ToString(CultureInfo.InvariantCulture)}");
        Posted.Add(posted);
        return Task.FromResult<SendAnswer>(new SendAnswer.Accepted(posted));
    }

    public override Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken) =>
        Task.FromResult<SendAnswer>(new SendAnswer.Accepted(posted));

    public override Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken) =>
        Task.FromResult<OpenAnswer>(new OpenAnswer.Opened(ChatOf(who, Profiles[who].HomeTenant ?? seenIn.Tenant)));
}
